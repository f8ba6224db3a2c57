"""Demo data in a database: all of it or nothing, once, and the same from the same seed."""

import asyncio
import time
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Base, Company, Order, Person, Product, Stock, Warehouse
from portal.db.session import Database
from portal.demo import CATALOGUE, TRADE, WRITING, NotEmptyError, build, make
from portal.demo.load import COLUMNS
from portal.domain.numbers import ORDERS, take_numbers

TODAY = date(2026, 11, 21)
ARTICLES = 600


@pytest.fixture
async def database(database_url):
    database = Database(database_url)
    yield database
    await database.dispose()


async def count(session: AsyncSession, table: type[Base]) -> int:
    return await session.scalar(select(func.count()).select_from(table)) or 0


def digest(rows) -> str:
    return sha256(repr([(name, rows[name]) for name in COLUMNS]).encode()).hexdigest()


def test_the_same_seed_gives_the_same_rows():
    first, second, other = (build(today=TODAY, seed=s, articles=300) for s in (5, 5, 6))
    assert digest(first) == digest(second)
    assert digest(first) != digest(other)


def test_dates_move_with_the_day():
    one, other = (build(today=TODAY + timedelta(days=d), articles=300) for d in (0, 9))
    known_at = COLUMNS["stock"].split().index("known_at")
    assert other["stock"][0][known_at] - one["stock"][0][known_at] == timedelta(days=9)


async def test_every_row_arrives_as_it_was_made(database):
    counts = await make(database, today=TODAY, articles=ARTICLES)
    rows = build(today=TODAY, articles=ARTICLES)
    assert counts == {name: len(made) for name, made in rows.items()}
    async with database.read() as session:
        for name, columns in COLUMNS.items():
            table = Base.metadata.tables[name]
            picked = [table.c[column] for column in columns.split()]
            stored = await session.execute(select(*picked))
            assert sorted(map(repr, stored)) == sorted(map(repr, rows[name])), name


async def test_what_was_not_said_is_what_the_portal_would_have_put(database):
    await make(database, today=TODAY, articles=ARTICLES)
    async with database.read() as session:
        company = await session.get_one(Company, 1)
        assert company.created_at.tzinfo is UTC
        person = await session.get_one(Person, 1)
        assert person.name
        for product in await session.scalars(select(Product).limit(20)):
            assert product.article_key
        assert await session.scalar(select(func.min(Stock.known_at)).limit(1)) < datetime.now(UTC)


async def test_a_second_time_does_nothing(database):
    assert await make(database, today=TODAY, articles=ARTICLES)
    assert await make(database, today=TODAY + timedelta(days=3), seed=7, articles=100) == {}
    async with database.read() as session:
        assert await count(session, Product) == ARTICLES


async def test_it_is_known_again_when_its_goods_were_replaced(database):
    await make(database, today=TODAY, articles=100)
    async with database.write() as session:
        session.add(Warehouse(name="Казань"))
        await session.execute(delete(Stock))
    assert await make(database, today=TODAY, articles=100) == {}


async def test_real_goods_are_not_mixed_with_made_up_ones(database):
    async with database.write() as session:
        session.add(Company(inn="7800000010", name="ООО", created_at=datetime.now(UTC)))
    with pytest.raises(NotEmptyError):
        await make(database, today=TODAY, articles=100)
    async with database.read() as session:
        assert await count(session, Product) == 0


@pytest.mark.parametrize("stage", [CATALOGUE, WRITING])
async def test_broken_off_half_way_it_begins_anew(database, stage):
    def break_off(now: str, done: int, total: int) -> None:
        if now == stage and done > total // 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await make(database, today=TODAY, articles=ARTICLES, progress=break_off)
    async with database.read() as session:
        for table in (Product, Company, Order, Stock):
            assert await count(session, table) == 0
    assert await make(database, today=TODAY, articles=ARTICLES)


async def test_two_at_once_make_it_once(database):
    results = await asyncio.gather(*(make(database, today=TODAY, articles=300) for _ in range(2)))
    assert [bool(result) for result in results].count(True) == 1


async def test_progress_rises_to_the_end_of_every_stage(database):
    heard: dict[str, list[tuple[int, int]]] = {}
    await make(
        database,
        today=TODAY,
        articles=ARTICLES,
        progress=lambda stage, done, total: heard.setdefault(stage, []).append((done, total)),
    )
    assert set(heard) == {CATALOGUE, TRADE, WRITING}
    for steps in heard.values():
        assert steps == sorted(steps)
        assert steps[-1][0] == steps[-1][1]


async def test_orders_go_on_after_the_last_of_the_demo(database):
    counts = await make(database, today=TODAY, articles=ARTICLES)
    async with database.write() as session:
        [number] = await take_numbers(session, ORDERS)
    assert number == 1001 + counts["orders"]


async def test_ids_go_on_after_the_last_of_the_demo(database):
    counts = await make(database, today=TODAY, articles=ARTICLES)
    async with database.write() as session:
        person = Person(name="Анна Смирнова", created_at=datetime.now(UTC))
        session.add(person)
    assert person.id == 1 + counts["people"]


@pytest.mark.slow
async def test_the_whole_fits_into_fifteen_seconds_of_work(database):
    started = time.process_time()
    counts = await make(database, today=TODAY)
    assert counts["products"] == 46_000
    assert time.process_time() - started < 15
