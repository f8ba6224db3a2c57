"""A portal of its own for each test: a fresh database, a clock, a client."""

import asyncio
import logging
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import httpx
import pytest
from fastapi import FastAPI

from portal import logs
from portal.config import Settings
from portal.db.models import Base
from portal.db.session import Database, migrate
from portal.search.live import LiveIndex
from tests.portal.trade_world import Trade, open_trade
from tests.portal.world import CHANNEL, Clock
from tests.support.portals import open_portal

ALIKE = {
    "test_basket", "test_cart_undo", "test_claim_reminders", "test_configure", "test_customers",
    "test_desk", "test_documents", "test_files", "test_groups", "test_habits", "test_hostile_files",
    "test_loyalty", "test_packs", "test_parts", "test_payment_qr", "test_pricing", "test_printing",
    "test_products", "test_repeat", "test_roles", "test_search", "test_search_texts",
    "test_search_words", "test_several_carts", "test_usual", "test_access_requests", "test_app",
    "test_balance", "test_cli", "test_goods_and_offers", "test_orders_export", "test_real_files",
    "test_carts", "test_claims", "test_deliveries", "test_lists", "test_segments",
    "test_prices_and_stock", "test_access_codes", "test_order_changes",
    "test_unsafe_files", "test_make", "test_history", "test_catalogue",
    "test_webhooks", "test_bitrix24",
}  # fmt: skip
"""Where no lock and no SQL of one database alone decides: `make test` tries them on SQLite, and
`make test-slow` on PostgreSQL too."""
SERVER = "postgresql+asyncpg://postgres@127.0.0.1:5432"
NAME = f"artikul_test_{os.getpid()}"


@pytest.fixture(scope="session")
def _migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrated once and copied for each test, as migrating takes longer than most tests."""
    path = tmp_path_factory.mktemp("migrated") / "portal.db"
    asyncio.run(migrate(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture
def sqlite_url(_migrated_file: Path, tmp_path: Path) -> str:
    path = tmp_path / "portal.db"
    shutil.copy(_migrated_file, path)
    return f"sqlite+aiosqlite:///{path}"


@pytest.fixture(scope="session")
def _postgres() -> None:
    """Skips where there is no server, but not in CI."""
    try:
        _on_server("postgres", "select 1")
    except OSError as error:
        reason = f"PostgreSQL does not answer at 127.0.0.1:5432 (user postgres, trust): {error}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)


@pytest.fixture
def empty_postgres_url(_postgres: None) -> Iterator[str]:
    """A database without tables."""
    yield from _throw_away(f"{NAME}_empty")


@pytest.fixture(scope="session")
def _migrated_postgres(_postgres: None) -> Iterator[str]:
    for url in _throw_away(NAME):
        asyncio.run(migrate(url))
        yield url


@pytest.fixture
def postgres_url(_migrated_postgres: str) -> Iterator[str]:
    """One database for all tests of a process, emptied after each.

    Making one, and truncating, wait for the disk, for seconds where it is busy; deleting does not.
    """
    yield _migrated_postgres
    tables = [table for name, table in Base.metadata.tables.items() if name != "installation"]
    _on_server(
        NAME,
        "set session_replication_role = replica",  # In any order, whatever refers to what.
        *(f'delete from "{table.name}"' for table in tables),
        *(
            f'alter sequence "{table.name}_id_seq" restart'
            for table in tables
            if table.autoincrement_column is not None
        ),
    )


def _throw_away(name: str) -> Iterator[str]:
    _on_server(
        "postgres",
        f'create database "{name}"',
        f'alter database "{name}" set synchronous_commit = off',
    )
    yield f"{SERVER}/{name}"
    _on_server("postgres", f'drop database "{name}" with (force)')


def _on_server(database: str, *statements: str) -> None:
    async def execute() -> None:
        connection = await asyncpg.connect(f"postgresql://postgres@127.0.0.1:5432/{database}")
        for statement in statements:
            await connection.execute(statement)
        await connection.close()

    asyncio.run(execute())


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated database: the test runs on SQLite and on PostgreSQL."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def logging_as_it_was() -> Iterator[None]:
    """For tests that configure the logs of the whole process."""
    loggers = [logging.getLogger(name) for name in ("", *logs.CHATTY)]
    before = [(logger, logger.handlers[:], logger.level) for logger in loggers]
    yield
    for logger, handlers, level in before:
        logger.handlers[:] = handlers
        logger.setLevel(level)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(
        data_dir=tmp_path,
        portal_database_url=database_url,
        channel_token=CHANNEL,
        _env_file=None,
    )


@pytest.fixture
async def app(settings: Settings, clock: Clock) -> AsyncIterator[FastAPI]:
    async with open_portal(settings, clock) as app:
        yield app


@pytest.fixture
async def search(app: FastAPI) -> LiveIndex:
    """The index, built: without it, the first searches of a test go to the database itself."""
    index: LiveIndex = app.state.search
    await index.ready()
    return index


@pytest.fixture
def database(app: FastAPI) -> Database:
    opened: Database = app.state.database
    return opened


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """Anybody; say who with `headers=bearer(token)`."""
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://portal/api/v1") as client:
        yield client


@pytest.fixture
async def trade(client: httpx.AsyncClient, database: Database, clock: Clock) -> Trade:
    """A company with a contract and a buyer; products are for the test to add."""
    return await open_trade(client, database, clock)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        params = (
            item.callspec.params
            if isinstance(item, pytest.Function) and hasattr(item, "callspec")
            else {}
        )
        if params.get("database_url") == "postgres" and item.path.stem in ALIKE:
            item.add_marker(pytest.mark.slow)
