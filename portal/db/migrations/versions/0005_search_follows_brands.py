"""The search index follows brands, and both products when a barcode changes hands."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

SQLITE = (
    "drop trigger note_barcodes_update",
    """
    create trigger note_barcodes_update after update of code, product_id on barcodes begin
        insert into product_changes (product_id) values (old.product_id), (new.product_id);
    end
    """,
    """
    create trigger note_families_update after update of brand on families
    when old.brand is not new.brand begin
        insert into product_changes (product_id)
            select id from products where family_id = new.id order by id;
    end
    """,
)
POSTGRES = (
    "drop trigger note_barcodes_update on barcodes",
    """
    create function note_moved_barcodes() returns trigger language plpgsql as $$
    begin
        perform pg_advisory_xact_lock(1099511, 2);
        insert into product_changes (product_id)
            select product_id from before union select product_id from after order by 1;
        return null;
    end $$
    """,
    """
    create trigger note_barcodes_update after update on barcodes
        referencing old table as before new table as after
        for each statement execute function note_moved_barcodes()
    """,
    """
    create function note_families() returns trigger language plpgsql as $$
    begin
        perform pg_advisory_xact_lock(1099511, 2);
        insert into product_changes (product_id)
            select p.id from products p join after n on n.id = p.family_id
                join before o on o.id = n.id
            where o.brand is distinct from n.brand order by p.id;
        return null;
    end $$
    """,
    """
    create trigger note_families_update after update on families
        referencing old table as before new table as after
        for each statement execute function note_families()
    """,
)
AS_BEFORE = {
    "sqlite": (
        "drop trigger note_families_update",
        "drop trigger note_barcodes_update",
        """
        create trigger note_barcodes_update after update of code, product_id on barcodes begin
            insert into product_changes (product_id) values (new.product_id);
        end
        """,
    ),
    "postgresql": (
        "drop trigger note_families_update on families",
        "drop function note_families()",
        "drop trigger note_barcodes_update on barcodes",
        "drop function note_moved_barcodes()",
        """
        create trigger note_barcodes_update after update on barcodes
            referencing new table as changed
            for each statement execute function note_barcodes()
        """,
    ),
}


def upgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE if sqlite else POSTGRES:
        op.execute(statement)


def downgrade() -> None:
    for statement in AS_BEFORE[op.get_bind().dialect.name]:
        op.execute(statement)
