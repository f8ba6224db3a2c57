"""The search index follows products by what triggers note."""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

WATCHED = {
    "products": ("id", "article, article_key, name, characteristic, state, family_id"),
    "barcodes": ("product_id", "code, product_id"),
}
"""Which column names the product, and whose changes matter."""

SQLITE = """
create trigger note_{table}_{event} after {event_of} on {table} begin
    insert into product_changes (product_id) values ({row}.{column});
end
"""
# Numbers are given before they are committed; the lock makes both happen in one order.
POSTGRES_FUNCTION = """
create function note_{table}() returns trigger language plpgsql as $$
begin
    perform pg_advisory_xact_lock(1099511, 2);
    insert into product_changes (product_id) select distinct {column} from changed;
    return null;
end $$
"""
POSTGRES = """
create trigger note_{table}_{event} after {event} on {table}
    referencing {transition} table as changed
    for each statement execute function note_{table}()
"""


def upgrade() -> None:
    op.create_table(
        "product_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_product_changes"),
        sqlite_autoincrement=True,
    )
    installation = op.create_table(
        "installation",
        sa.Column("id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_installation"),
    )
    op.bulk_insert(installation, [{"id": uuid4().hex}])
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table, (column, watched) in WATCHED.items():
        if not sqlite:
            op.execute(POSTGRES_FUNCTION.format(table=table, column=column))
        for event in ("insert", "update", "delete"):
            of = f"update of {watched}" if event == "update" else event
            row = "old" if event == "delete" else "new"
            template = SQLITE if sqlite else POSTGRES
            op.execute(
                template.format(
                    table=table,
                    column=column,
                    event=event,
                    event_of=of,
                    row=row,
                    transition=row,
                )
            )


def downgrade() -> None:
    postgres = op.get_bind().dialect.name != "sqlite"
    for table in WATCHED:
        for event in ("insert", "update", "delete"):
            on = f" on {table}" if postgres else ""
            op.execute(f"drop trigger note_{table}_{event}{on}")
        if postgres:
            op.execute(f"drop function note_{table}()")
    op.drop_table("installation")
    op.drop_table("product_changes")
