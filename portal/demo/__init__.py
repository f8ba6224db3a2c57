"""Demo data: a supplier of fasteners, tools and workshop chemicals, and half a year of its trade.

Everybody and everything in it is made up, by a seed: the same seed and day, the same rows.
"""

import gc
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Company, Order, Person, PriceType, Product, Warehouse
from portal.db.session import Database, serialise
from portal.demo.catalogue import MARKER, Rows, make_catalogue
from portal.demo.customers import company_row, make_customers
from portal.demo.history import make_orders, order_rows
from portal.demo.load import load
from portal.demo.settlements import credit_limit, make_settlements
from portal.demo.shipments import delivery_rows, parts_of, point_rows, reservation_rows
from portal.demo.supplies import supply_rows
from portal.domain.numbers import BEFORE_FIRST, ORDERS
from portal.exchange.terms import read, write

ARTICLES = 46_000
SUPPLIER = Path(__file__).parent / "supplier.toml"
"""The supplier's own terms: what it is called, discounts, loyalty."""
CATALOGUE, TRADE, WRITING = "making the catalogue", "making the orders", "writing to the database"
"""The stages that `progress` hears of."""

Progress = Callable[[str, int, int], None]


class NotEmptyError(Exception):
    """The database holds goods, companies or people that are not of the demo."""


def build(
    *, today: date, seed: int = 1, articles: int = ARTICLES, progress: Progress | None = None
) -> Rows:
    """Rows of all tables by name, as `load.COLUMNS` has them.

    The last of it happened at ten in the morning of the day before `today`, UTC, so that nothing
    lies in the future in whatever time zone it is `today`.
    """
    tell = progress or (lambda stage, done, total: None)
    known_at = datetime.combine(today, time(), UTC) - timedelta(hours=14)
    random = Random(seed)  # noqa: S311 - it has to be the same each time
    catalogue = make_catalogue(
        articles, known_at, random, lambda done, total: tell(CATALOGUE, done, total)
    )
    people, customers = make_customers(known_at, random)
    orders = make_orders(customers, catalogue.items, known_at, random)
    tell(TRADE, len(orders), len(orders))
    parts = parts_of(orders, random)
    ledger = make_settlements(orders, parts, known_at.date(), random)
    rows: Rows = defaultdict(list)
    for part in (
        catalogue.rows,
        people,
        supply_rows(catalogue.items, today, random),
        order_rows(orders, random),
        delivery_rows(parts, known_at, random),
        reservation_rows(parts, catalogue.rows),
        point_rows(orders, known_at),
        ledger.rows,
    ):
        rows.update(part)
    rows["companies"] = [
        company_row(customer, credit_limit(customer, ledger.debts[customer.id]))
        for customer in customers
    ]
    rows["counters"].append((ORDERS, BEFORE_FIRST + len(orders)))
    return rows


async def make(
    database: Database,
    *,
    today: date,
    seed: int = 1,
    articles: int = ARTICLES,
    progress: Progress | None = None,
) -> dict[str, int]:
    """Fill an empty, migrated database, in one transaction: all of it is there, or nothing.

    Returns how many rows each table got; nothing at all, if the demo data are there already,
    whatever their seed and day. `progress` hears a stage, how much of it is done, and of how much.
    Raises NotEmptyError rather than mix made-up goods with real ones.
    """
    async with database.read() as session:
        if await _is_made(session):
            return {}
    gc.disable()  # It would look through a million new tuples in vain, for a third of the time.
    try:
        rows = build(today=today, seed=seed, articles=articles, progress=progress)
    finally:
        gc.enable()
    tell = progress or (lambda stage, done, total: None)
    async with database.write() as session:
        await serialise(session, "demo data")
        if await _is_made(session):
            return {}
        await load(session, rows, lambda done, total: tell(WRITING, done, total))
        await write(session, read(SUPPLIER))
    return {name: len(made) for name, made in rows.items()}


async def _is_made(session: AsyncSession) -> bool:
    if await session.scalar(select(Warehouse.id).where(Warehouse.external_id == MARKER)):
        return True
    for table in (Company, Person, Product, Order, PriceType, Warehouse):
        if await session.scalar(select(table.id).limit(1)):
            raise NotEmptyError
    return False
