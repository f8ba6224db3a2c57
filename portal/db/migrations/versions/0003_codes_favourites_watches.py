"""Companies' own codes, favourites, and who waits for what; what a company buys is read at once."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SQLITE = """
create trigger arrive_{name} after {event} on stock
when exists (select 1 from watches where product_id = new.product_id)
    and (select sum(quantity) from stock where product_id = new.product_id) > 0
begin
    insert into arrivals (person_id, product_id, at)
    select person_id, product_id, new.known_at from watches where product_id = new.product_id;
    delete from watches where product_id = new.product_id;
end
"""
POSTGRES_FUNCTION = """
create function arrive() returns trigger language plpgsql as $$
begin
    with come as (
        select product_id, max(known_at) as known_at from changed group by product_id
    ), told as (
        delete from watches using come
        where watches.product_id = come.product_id
            and (select sum(quantity) from stock where product_id = come.product_id) > 0
        returning watches.person_id, watches.product_id, come.known_at
    )
    insert into arrivals (person_id, product_id, at) select * from told;
    return null;
end $$
"""
POSTGRES = """
create trigger arrive_{name} after {name} on stock
    referencing new table as changed for each statement execute function arrive()
"""


def upgrade() -> None:
    op.create_table(
        "company_codes",
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("code_key", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name="fk_company_codes_company_id"
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name="fk_company_codes_product_id"
        ),
        sa.PrimaryKeyConstraint("company_id", "code_key", name="pk_company_codes"),
    )
    op.create_index("ix_company_codes_product_id", "company_codes", ["product_id"])
    op.create_table(
        "favourites",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_favourites_person_id"),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name="fk_favourites_product_id"),
        sa.PrimaryKeyConstraint("person_id", "product_id", name="pk_favourites"),
    )
    op.create_index("ix_favourites_product_id", "favourites", ["product_id"])
    op.create_table(
        "watches",
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name="fk_watches_product_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_watches_person_id"),
        sa.PrimaryKeyConstraint("product_id", "person_id", name="pk_watches"),
    )
    op.create_index("ix_watches_person_id", "watches", ["person_id"])
    op.create_table(
        "arrivals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_arrivals_person_id"),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name="fk_arrivals_product_id"),
        sa.PrimaryKeyConstraint("id", name="pk_arrivals"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_arrivals_person_id", "arrivals", ["person_id"])
    op.create_index("ix_arrivals_product_id", "arrivals", ["product_id"])
    op.create_index("ix_order_lines_order_id_product_id", "order_lines", ["order_id", "product_id"])
    sqlite = op.get_bind().dialect.name == "sqlite"
    if not sqlite:
        op.execute(POSTGRES_FUNCTION)
    for name in ("insert", "update"):
        event = "update of quantity" if name == "update" else name
        op.execute((SQLITE if sqlite else POSTGRES).format(name=name, event=event))


def downgrade() -> None:
    postgres = op.get_bind().dialect.name != "sqlite"
    for name in ("insert", "update"):
        op.execute(f"drop trigger arrive_{name}{' on stock' if postgres else ''}")
    if postgres:
        op.execute("drop function arrive()")
    op.drop_index("ix_order_lines_order_id_product_id", "order_lines")
    for table in ("arrivals", "watches", "favourites", "company_codes"):
        op.drop_table(table)
