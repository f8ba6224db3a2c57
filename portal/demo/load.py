"""Rows into tables, fast: tuples straight to the driver, many to a statement."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Integer, Table, func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession

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
    "analogues": "product_id analogue_id position",
    "people": "id name phone created_at",
    "staff": "id person_id role region created_at",
    "companies": "id external_id inn kpp name region timezone price_type_id discount credit_limit"
    " payment_delay_days manager_id created_at",
    "contracts": "id company_id number signed_on valid_to",
    "memberships": "id person_id company_id role created_at",
    "addresses": "id company_id text created_at",
    "orders": "id number external_id company_id author_id status price_type currency address "
    "comment"
    " total vat snapshot_hash placed_at exported_at",
    "order_lines": "order_id number product_id article name unit quantity price amount vat_rate "
    "vat",
    "order_events": "id order_id status person_id at",
    "settlement_entries": "id external_id company_id contract_id order_id kind document amount"
    " on_date due_on",
    "counters": "name value",
}
"""Tables in the order in which they may be filled, and what of them."""

BATCH = 20_000


def _bound(column: Column[Any], connection: Connection) -> Callable[[Any], Any] | None:
    return column.type.dialect_impl(connection.dialect).bind_processor(connection.dialect)


def _insert(connection: Connection, table: Table, rows: Sequence[tuple[object, ...]]) -> None:
    names = COLUMNS[table.name].split()
    missing = {
        column.name: column.default.arg  # type: ignore[attr-defined]
        for column in table.columns
        if column.name not in names and column.default is not None
    }
    columns = [*names, *missing]
    compiled = insert(table).compile(dialect=connection.dialect, column_keys=columns)
    place = {name: at for at, name in enumerate(columns)}
    order = [place[name] for name in compiled.positiontup or columns]
    bound = [(at, _bound(table.c[name], connection)) for at, name in enumerate(columns)]
    processors = [(at, process) for at, process in bound if process]
    constants = tuple(missing.values())

    def driver_row(row: tuple[object, ...]) -> tuple[object, ...]:
        values = [*row, *constants]
        for at, process in processors:
            values[at] = process(values[at])
        return tuple([values[at] for at in order])

    connection.exec_driver_sql(str(compiled), [driver_row(row) for row in rows])


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
            await connection.run_sync(_insert, table, batch)
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
