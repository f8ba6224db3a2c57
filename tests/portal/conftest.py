"""A portal of its own for each test: a fresh database, a clock, a client."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import httpx
import pytest
from fastapi import FastAPI

from portal.app import running
from portal.config import Settings
from portal.db.session import Database, migrate
from tests.portal.trade_world import Trade, open_trade
from tests.portal.world import Clock

SERVER = "postgresql+asyncpg://postgres@127.0.0.1:5432"
TEMPLATE = f"artikul_test_{os.getpid()}"


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
def _postgres() -> Iterator[str]:
    """A migrated database to copy; skips where there is no server, but not in CI."""
    try:
        _on_server(f'drop database if exists "{TEMPLATE}"', f'create database "{TEMPLATE}"')
    except OSError as error:
        reason = f"PostgreSQL does not answer at 127.0.0.1:5432 (user postgres, trust): {error}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    asyncio.run(migrate(f"{SERVER}/{TEMPLATE}"))
    yield TEMPLATE
    _on_server(f'drop database "{TEMPLATE}" with (force)')


@pytest.fixture
def empty_postgres_url(_postgres: str) -> Iterator[str]:
    """A database without tables."""
    yield from _throw_away("template0")


@pytest.fixture
def postgres_url(_postgres: str) -> Iterator[str]:
    yield from _throw_away(_postgres)


def _throw_away(template: str) -> Iterator[str]:
    name = f"{TEMPLATE}_copy"
    _on_server(f'create database "{name}" template "{template}"')
    yield f"{SERVER}/{name}"
    _on_server(f'drop database "{name}" with (force)')


def _on_server(*statements: str) -> None:
    async def execute() -> None:
        connection = await asyncpg.connect("postgresql://postgres@127.0.0.1:5432/postgres")
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
def clock() -> Clock:
    return Clock()


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path, portal_database_url=database_url, _env_file=None)


@pytest.fixture
async def app(settings: Settings, clock: Clock) -> AsyncIterator[FastAPI]:
    async with running(settings, now=clock) as app:
        yield app


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
