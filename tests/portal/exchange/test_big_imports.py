"""Many rows: the memory stays flat, and carts are filled meanwhile."""

import asyncio
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.engine import Connection, ExecutionContext
from sqlalchemy.engine.interfaces import DBAPICursor

from portal.db.models import Cart, CartLine, Company, Person, Price, Product, Stock
from portal.db.session import Database
from portal.exchange.commerceml.reading import Reader
from portal.exchange.commerceml.rows import Offer
from portal.exchange.commerceml.units import Units
from tests.portal.exchange.files import (
    PRICE_TYPES,
    WAREHOUSES,
    Exchange,
    Files,
    offer,
    price,
)


def many(folder: Path, count: int) -> Path:
    """A file of so many offers, each with two prices and two stock rows."""
    unit = '<БазоваяЕдиница Код="796">шт</БазоваяЕдиница>'
    dear = price("12.5", more="<МинКоличество>100</МинКоличество>")
    path = Files(folder).offers("|", more=PRICE_TYPES + WAREHOUSES)
    head, tail = path.read_text().split("|")
    # Written bit by bit, as its length must not count as the memory of its import.
    with path.open("w") as file:
        file.write(head)
        for n in range(count):
            file.write(
                offer(
                    f"b8f3a1d2-0000-4000-8000-{n:012}",
                    f"Болт с шестигранной головкой М8×{n}",
                    price("13"),
                    dear,
                    article=f"0893 {n}",
                    stock={"w1": str(n), "w2": "0"},
                    more=unit,
                )
            )
        file.write(tail)
    return path


@pytest.fixture
def rows_of_transactions(database: Database) -> Iterator[list[int]]:
    """How many rows each transaction has written."""
    sizes: list[int] = []
    engine = database._writer.sync_engine

    def begin(_: Connection) -> None:
        sizes.append(0)

    def written(
        _: Connection,
        cursor: DBAPICursor,
        statement: str,
        parameters: object,
        context: ExecutionContext,
        executemany: bool,
    ) -> None:
        if executemany and isinstance(parameters, list):
            sizes[-1] += len(parameters)

    event.listen(engine, "begin", begin)
    event.listen(engine, "after_cursor_execute", written)
    yield sizes
    event.remove(engine, "begin", begin)
    event.remove(engine, "after_cursor_execute", written)


async def test_no_transaction_has_more_than_500_rows(
    exchange: Exchange, tmp_path: Path, rows_of_transactions: list[int]
) -> None:
    counts = await exchange.load(many(tmp_path, 1200))

    assert max(rows_of_transactions) == 500
    assert sum(rows_of_transactions) == counts.changed == 1200 * 5 + 4


async def test_a_second_import_of_many_opens_no_transaction(
    exchange: Exchange, tmp_path: Path, rows_of_transactions: list[int]
) -> None:
    file = many(tmp_path, 1200)
    await exchange.load(file)
    rows_of_transactions.clear()

    counts = await exchange.load(file)

    assert rows_of_transactions == []
    assert counts.unchanged == 1200 * 5 + 4


async def test_carts_are_filled_while_a_catalogue_comes_in(
    exchange: Exchange, tmp_path: Path
) -> None:
    """A cart is written, over and over, from before the first batch until after the last."""
    database, now = exchange.database, exchange.now
    async with database.write() as session:
        person = Person(name="Анна", created_at=now)
        company = Company(inn="7707083893", name="Болты", created_at=now)
        product = Product(name="Гайка", updated_at=now)
        session.add_all([person, company, product])
        await session.flush()
        cart = Cart(company_id=company.id, created_by=person.id, created_at=now, updated_at=now)
        session.add(cart)
        await session.flush()
        line = CartLine(cart_id=cart.id, product_id=product.id, quantity=0)
        session.add(line)
    running = True
    waits: list[float] = []
    batches: list[int] = []

    async def buyer() -> None:
        while running:
            began = time.perf_counter()
            async with database.write() as session:
                mine = await session.get_one(CartLine, line.id)
                mine.quantity += 1000
            waits.append(time.perf_counter() - began)
            await asyncio.sleep(0)

    buying = asyncio.create_task(buyer())
    await exchange.load(
        many(tmp_path, 1500), progress=lambda name, done, size: batches.append(len(waits))
    )
    running = False
    await buying

    async with database.read() as session:
        quantity = await session.scalar(select(CartLine.quantity))
    assert quantity == len(waits) * 1000
    # There was a turn for the buyer in each of the batches, not only between imports.
    assert all(before < after for before, after in zip([0, *batches], batches, strict=False))
    assert max(waits) < 5


async def test_progress_ends_where_the_file_ends(exchange: Exchange, tmp_path: Path) -> None:
    file = many(tmp_path, 1100)
    seen: list[tuple[str, int, int]] = []

    await exchange.load(file, progress=lambda name, done, size: seen.append((name, done, size)))

    size = file.stat().st_size
    assert [done for _, done, _ in seen] == sorted(done for _, done, _ in seen)
    assert seen[-1] == (file.name, size, size)
    assert len(seen) == 3


def test_reading_takes_no_more_memory_for_a_longer_file(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        file = many(tmp_path, count)
        tracemalloc.start()
        for row in Reader(file, Units()).rows():
            assert isinstance(row, Offer) or row
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(100)

    assert peak(3000) < peak(600) * 1.5


@pytest.mark.slow
async def test_an_import_of_20_000_takes_no_more_memory_than_one_of_2_000(
    exchange: Exchange, tmp_path: Path
) -> None:
    """Of the process, as the parser's own memory is none of Python's."""
    small = many(tmp_path, 2000)
    _forget_peak()
    await exchange.load(small)
    before = _peak()
    big = many(tmp_path, 20_000)
    _forget_peak()

    await exchange.load(big)

    assert _peak() - before < 10_000_000
    async with exchange.database.read() as session:
        for table, count in ((Product, 20_000), (Price, 40_000), (Stock, 40_000)):
            assert await session.scalar(select(func.count()).select_from(table)) == count


def _forget_peak() -> None:
    """Have Linux count the most memory of the process anew."""
    Path("/proc/self/clear_refs").write_text("5")


def _peak() -> int:
    """Bytes."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) * 1024
    raise AssertionError("no VmHWM")
