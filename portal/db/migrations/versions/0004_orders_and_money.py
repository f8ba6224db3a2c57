"""Discounts, kinds of supply, what orders hold, deliveries, documents, loyalty."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

AGREED = (
    "number, external_id, company_id, author_id, price_type, currency, address, comment, total,"
    " vat, snapshot_hash, placed_at"
)
"""What of an order nobody may change."""
WORDS = "an order is what was agreed: it never changes"
SQLITE_GUARDS = (
    f"create trigger orders_stay before update of {AGREED} on orders"
    f" begin select raise(abort, '{WORDS}'); end",
    "create trigger order_lines_stay before update on order_lines"
    f" begin select raise(abort, '{WORDS}'); end",
    "create trigger order_lines_remain before delete on order_lines"
    f" begin select raise(abort, '{WORDS}'); end",
)
POSTGRES_GUARDS = (
    "create function agreed_stays() returns trigger language plpgsql as"
    f" $$ begin raise exception '{WORDS}'; end $$",
    f"create trigger orders_stay before update of {AGREED} on orders"
    " for each row execute function agreed_stays()",
    "create trigger order_lines_stay before update or delete on order_lines"
    " for each row execute function agreed_stays()",
)
DELIVERIES = """
insert into deliveries (order_id, number, status, planned_on, carrier, track, shipped_at,
    delivered_at)
select id, 1, case status
        when 'in_assembly' then 'in_assembly'
        when 'partly_shipped' then 'in_assembly'
        when 'shipped' then 'shipped'
        when 'delivered' then 'delivered'
        when 'cancelled' then 'cancelled'
        else 'planned' end,
    null, '', '',
    (select min(at) from order_events where order_id = orders.id and status = 'shipped'),
    (select min(at) from order_events where order_id = orders.id and status = 'delivered')
from orders
"""
DELIVERY_LINES = """
insert into delivery_lines (delivery_id, number, quantity, amount, vat)
select deliveries.id, order_lines.number, order_lines.quantity, order_lines.amount, order_lines.vat
from order_lines join deliveries on deliveries.order_id = order_lines.order_id
"""


def upgrade() -> None:
    op.create_table(
        "files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_files"),
        sa.UniqueConstraint("sha256", name="uq_files_sha256"),
    )
    op.create_table(
        "uploads",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name="fk_uploads_file_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_uploads_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_uploads"),
    )
    op.create_table(
        "loyalty_levels",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("colour", sa.String(), nullable=False),
        sa.Column("sign", sa.String(), nullable=False),
        sa.Column("from_turnover", sa.BigInteger(), nullable=False),
        sa.Column("discount", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("privileges", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_loyalty_levels"),
        sa.UniqueConstraint("from_turnover", name="uq_loyalty_levels_from_turnover"),
    )
    op.create_table(
        "loyalty_programme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_loyalty_programme"),
    )
    op.create_table(
        "supplier",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("inn", sa.String(), nullable=False),
        sa.Column("kpp", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("bank", sa.String(), nullable=False),
        sa.Column("bic", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("correspondent_account", sa.String(), nullable=False),
        sa.Column("director", sa.String(), nullable=False),
        sa.Column("accountant", sa.String(), nullable=False),
        sa.Column("minimum_order", sa.BigInteger(), nullable=False),
        sa.Column("edo_operator", sa.String(), nullable=False),
        sa.Column("edo_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_supplier"),
    )
    op.create_table(
        "supply_kinds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("price_type_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["price_type_id"], ["price_types.id"], name="fk_supply_kinds_price_type_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_supply_kinds"),
    )
    op.create_table(
        "discounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=True),
        sa.Column("price_type_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("from_amount", sa.BigInteger(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name="fk_discounts_company_id"),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name="fk_discounts_group_id"),
        sa.ForeignKeyConstraint(
            ["price_type_id"], ["price_types.id"], name="fk_discounts_price_type_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_discounts"),
    )
    op.create_index("ix_discounts_company_id", "discounts", ["company_id"])
    op.create_table(
        "product_supplies",
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("supply_id", sa.Integer(), nullable=False),
        sa.Column("multiple", sa.BigInteger(), nullable=False),
        sa.Column("minimum", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name="fk_product_supplies_product_id"
        ),
        sa.ForeignKeyConstraint(
            ["supply_id"], ["supply_kinds.id"], name="fk_product_supplies_supply_id"
        ),
        sa.PrimaryKeyConstraint("product_id", "supply_id", name="pk_product_supplies"),
    )
    op.create_table(
        "company_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["closed_by"], ["people.id"], name="fk_company_requests_closed_by"),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name="fk_company_requests_company_id"
        ),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_company_requests_order_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_company_requests_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_company_requests"),
    )
    op.create_index(
        "ix_company_requests_closed_at_created_at", "company_requests", ["closed_at", "created_at"]
    )
    op.create_index("ix_company_requests_company_id", "company_requests", ["company_id"])
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("carrier", sa.String(), nullable=False),
        sa.Column("track", sa.String(), nullable=False),
        sa.Column("shipped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_deliveries_order_id"),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint("order_id", "number", name="uq_deliveries_order_id_number"),
    )
    op.create_table(
        "documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=True),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name="fk_documents_company_id"),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name="fk_documents_file_id"),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_documents_order_id"),
        sa.PrimaryKeyConstraint("id", name="pk_documents"),
        sa.UniqueConstraint("external_id", name="uq_documents_external_id"),
    )
    op.create_index("ix_documents_company_id_on_date", "documents", ["company_id", "on_date"])
    op.create_index("ix_documents_order_id", "documents", ["order_id"])
    op.create_table(
        "point_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name="fk_point_entries_company_id"
        ),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_point_entries_order_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_point_entries_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_point_entries"),
    )
    op.create_index("ix_point_entries_company_id", "point_entries", ["company_id"])
    op.create_table(
        "reservations",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("supply_id", sa.Integer(), nullable=True),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_reservations_order_id"),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name="fk_reservations_product_id"),
        sa.ForeignKeyConstraint(
            ["supply_id"], ["supply_kinds.id"], name="fk_reservations_supply_id"
        ),
        sa.PrimaryKeyConstraint("order_id", "product_id", name="pk_reservations"),
    )
    op.create_index("ix_reservations_product_id", "reservations", ["product_id"])
    op.create_table(
        "delivery_lines",
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("vat", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["deliveries.id"], name="fk_delivery_lines_delivery_id"
        ),
        sa.PrimaryKeyConstraint("delivery_id", "number", name="pk_delivery_lines"),
    )
    for table, column in (
        (
            "cart_lines",
            sa.Column("branded", sa.Boolean(), server_default=sa.false(), nullable=False),
        ),
        (
            "companies",
            sa.Column("price_type_pinned", sa.Boolean(), server_default=sa.true(), nullable=False),
        ),
        ("companies", sa.Column("minimum_order", sa.BigInteger(), nullable=True)),
        ("companies", sa.Column("edo_operator", sa.String(), server_default="", nullable=False)),
        ("companies", sa.Column("edo_id", sa.String(), server_default="", nullable=False)),
        ("memberships", sa.Column("order_limit", sa.BigInteger(), nullable=True)),
        ("order_events", sa.Column("note", sa.String(), server_default="", nullable=False)),
        ("order_lines", sa.Column("branding", sa.BigInteger(), server_default="0", nullable=False)),
        ("price_types", sa.Column("from_total", sa.BigInteger(), nullable=True)),
        ("products", sa.Column("branding_price", sa.BigInteger(), nullable=True)),
        ("products", sa.Column("branding_note", sa.String(), server_default="", nullable=False)),
    ):
        op.add_column(table, column)
    for table, name, target in (
        ("carts", "supply_id", "supply_kinds"),
        ("carts", "replaces_id", "orders"),
        ("companies", "logo_file_id", "files"),
        ("orders", "contract_id", "contracts"),
        ("orders", "supply_id", "supply_kinds"),
        ("orders", "replaced_by_id", "orders"),
    ):
        # Said in SQL, as Alembic adds a reference in two steps, the second of which SQLite lacks.
        op.execute(
            f"alter table {table} add column {name} integer"
            f" constraint fk_{table}_{name} references {target} (id)"
        )
    op.execute(DELIVERIES)
    op.execute(DELIVERY_LINES)
    sqlite = op.get_bind().dialect.name == "sqlite"
    for guard in SQLITE_GUARDS if sqlite else POSTGRES_GUARDS:
        op.execute(guard)
