"""Rows into all tables, in one transaction."""

from collections.abc import Callable

from sqlalchemy import Integer, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from database.rows import insert_rows
from portal.db.models import Base

COLUMNS = {
    "price_types": "id external_id name currency",
    "warehouses": "id external_id name",
    "groups": "id external_id parent_id name",
    "families": "id external_id group_id name description brand unit vat",
    "products": "id external_id family_id group_id article article_key name characteristic unit"
    " multiple minimum vat state updated_at",
    "product_units": "product_id name factor",
    "barcodes": "code product_id",
    "prices": "product_id price_type_id from_quantity amount",
    "stock": "product_id warehouse_id quantity known_at",
    "supply_kinds": "id name source price_type_id position",
    "product_supplies": "product_id supply_id multiple minimum quantity expected_on",
    "analogues": "product_id analogue_id position",
    "people": "id name phone created_at",
    "staff": "id person_id role region created_at",
    "companies": "id external_id inn kpp name region timezone price_type_id discount credit_limit"
    " payment_delay_days manager_id edo_operator edo_id created_at",
    "contracts": "id company_id number signed_on valid_to",
    "memberships": "id person_id company_id role order_limit created_at",
    "addresses": "id company_id text created_at",
    "orders": "id number external_id company_id contract_id author_id status price_type currency"
    " address comment"
    " total vat snapshot_hash placed_at exported_at",
    "order_lines": "order_id number product_id article name unit quantity price amount vat_rate "
    "vat",
    "deliveries": "id order_id number status planned_on carrier track shipped_at delivered_at",
    "delivery_lines": "delivery_id number quantity amount vat",
    "reservations": "order_id product_id supply_id quantity",
    "point_entries": "id company_id order_id person_id reason points note at",
    "order_events": "id order_id status person_id at",
    "settlement_entries": "id external_id company_id contract_id order_id kind document amount"
    " on_date due_on",
    "counters": "name value",
}
"""Tables in the order in which they may be filled, and what of them."""

BATCH = 20_000


async def load(
    session: AsyncSession,
    rows: dict[str, list[tuple[object, ...]]],
    progress: Callable[[int, int], None],
) -> None:
    """Puts all rows in, in the session's transaction; `progress` hears (rows done, rows in all)."""
    total, done = sum(map(len, rows.values())), 0
    connection = await session.connection()
    for name in COLUMNS:
        table = Base.metadata.tables[name]
        for start in range(0, len(rows[name]), BATCH):
            batch = rows[name][start : start + BATCH]
            await connection.run_sync(insert_rows, table, COLUMNS[name].split(), batch)
            done += len(batch)
            progress(done, total)
    if connection.dialect.name == "postgresql":
        await _count_on(session)


async def _count_on(session: AsyncSession) -> None:
    """PostgreSQL's sequences do not hear of ids that were given."""
    for name in COLUMNS:
        table = Base.metadata.tables[name]
        if "id" in table.c and isinstance(table.c["id"].type, Integer):
            last = select(func.coalesce(func.max(table.c["id"]), 1)).scalar_subquery()
            await session.execute(
                select(func.setval(text(f"pg_get_serial_sequence('{name}', 'id')"), last))
            )
