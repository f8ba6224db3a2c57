"""The database is opened right, and the migrations make what the models say."""

import asyncio
import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, event, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from database.engine import open_engine
from portal.db import migrations
from portal.db.models import Base, Group
from portal.db.session import Database, any_of, migrate, serialise, try_serialise

UPDATES = 400


async def _add_one(session: AsyncSession) -> None:
    """Read, think, write: what a cart does."""
    name = await session.scalar(select(Group.name).where(Group.id == 1))
    await asyncio.sleep(0)
    await session.execute(update(Group).where(Group.id == 1).values(name=str(int(name or "") + 1)))


async def _counter(database: Database) -> int:
    async with database.read() as session:
        return int(await session.scalar(select(Group.name).where(Group.id == 1)) or "")


async def test_no_contended_update_is_lost(sqlite_url: str) -> None:
    """Four databases stand for four processes: within one, the pool alone would keep order."""
    processes = [Database(sqlite_url) for _ in range(4)]
    async with processes[0].write() as session:
        session.add(Group(id=1, name="0"))

    async def once(database: Database) -> None:
        async with database.write() as session:
            await _add_one(session)

    await asyncio.gather(*(once(processes[n % 4]) for n in range(UPDATES)))
    assert await _counter(processes[0]) == UPDATES
    for database in processes:
        await database.dispose()


async def test_the_default_loses_them(sqlite_url: str) -> None:
    """Why `open_engine` is needed: what SQLAlchemy does by itself loses updates silently."""
    database = Database(sqlite_url)
    async with database.write() as session:
        session.add(Group(id=1, name="0"))
    engine = create_async_engine(sqlite_url)
    sessions = async_sessionmaker(engine)

    async def once() -> None:
        async with sessions.begin() as session:
            await _add_one(session)

    await asyncio.gather(*(once() for _ in range(100)))
    assert await _counter(database) < 100
    await engine.dispose()
    await database.dispose()


async def test_a_failed_write_leaves_nothing(database: Database) -> None:
    async def fail_half_way() -> None:
        async with database.write() as session:
            session.add(Group(name="Болты"))
            await session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail_half_way()
    async with database.read() as session:
        assert await session.scalar(select(Group)) is None


async def test_a_reader_cannot_write(database: Database) -> None:
    async with database.read() as session:
        session.add(Group(name="Болты"))
        with pytest.raises(DBAPIError, match=r"read-?only"):
            await session.flush()


async def test_readers_go_on_beside_a_writer(database: Database) -> None:
    async with database.write() as writing:
        writing.add(Group(name="Болты"))
        await writing.flush()
        async with database.read() as reading:
            assert await reading.scalar(select(Group)) is None


async def test_sqlite_is_set_up(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    for way_in in (database.read, database.write):
        async with way_in() as session:
            found = [
                await session.scalar(text(f"pragma {name}"))
                for name in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys")
            ]
        assert found == ["wal", 1, 30_000, 1]
    await database.dispose()


async def test_a_long_list_is_one_statement(database: Database) -> None:
    async with database.write() as session:
        session.add_all(Group(name=f"Группа {n}") for n in range(3))
    said: list[str] = []

    def note(_: Connection, __: object, statement: str, *___: object) -> None:
        said.append(statement)

    async with database.read() as session:
        bind = session.get_bind()
        event.listen(bind, "before_cursor_execute", note)
        wanted = [*range(2, 50_000)]
        found = await session.scalars(select(Group.id).where(any_of(Group.id, wanted, session)))
        assert sorted(found) == [2, 3]
        names = any_of(Group.name, ["Группа 0", 'с "кавычками"'], session)
        assert (await session.scalars(select(Group.id).where(names))).all() == [1]
    assert len([statement for statement in said if "groups" in statement]) == 2
    assert max(map(len, said)) < 500


async def test_who_serialises_waits_its_turn(postgres_url: str) -> None:
    database = Database(postgres_url)
    async with database.write() as first, database.write() as second:
        await serialise(first, "orders")
        assert not await try_serialise(second, "orders")
        assert await try_serialise(second, "claims")
    async with database.write() as third:
        assert await try_serialise(third, "orders")
    await database.dispose()


def _differences(connection: Connection) -> object:
    return compare_metadata(MigrationContext.configure(connection), Base.metadata)


async def _migrated_as_modelled(url: str) -> None:
    async with asyncio.timeout(30):
        await asyncio.gather(migrate(url), migrate(url))  # as two processes would
    await migrate(url)
    engine = open_engine(url)
    async with engine.connect() as connection:
        assert await connection.run_sync(_differences) == []
    await engine.dispose()


async def test_sqlite_is_migrated_to_what_the_models_say(tmp_path: Path) -> None:
    await _migrated_as_modelled(f"sqlite+aiosqlite:///{tmp_path}/new/portal.db")


@pytest.mark.postgres
async def test_postgres_is_migrated_to_what_the_models_say(empty_postgres_url: str) -> None:
    await _migrated_as_modelled(empty_postgres_url)


async def test_a_migration_that_fails_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "portal.db"
    with sqlite3.connect(path) as raw:
        raw.execute("create table tokens (already integer)")
    with pytest.raises(DBAPIError):
        await migrate(f"sqlite+aiosqlite:///{path}")
    with sqlite3.connect(path) as raw:
        assert raw.execute("select name from sqlite_master where type = 'table'").fetchall() == [
            ("tokens",)
        ]


def test_the_newest_migration_is_known_by_its_name() -> None:
    """`migrate` looks at names only; Alembic reads the files."""
    assert ScriptDirectory(str(migrations.HERE)).get_current_head() == migrations.newest()


async def test_an_error_does_not_quote_what_was_written(database: Database) -> None:
    """It may be somebody's name or phone, and an error ends in a log."""
    async with database.write() as session:
        session.add(Group(name="Болты", external_id="тайна"))
        await session.flush()
        session.add(Group(name="Гайки", external_id="тайна"))
        with pytest.raises(IntegrityError) as refused:
            await session.flush()
        await session.rollback()
    assert "Гайки" not in str(refused.value)


async def test_who_is_abandoned_anywhere_gives_the_writers_place_back(database: Database) -> None:
    """There is one on SQLite: were it lost once, nobody would ever write again."""

    async def write(name: str) -> None:
        async with database.write() as session:
            session.add(Group(name=name))
            await session.flush()
            await session.scalar(select(Group.id))

    for turns in range(0, 600, 12):
        task = asyncio.create_task(write("abandoned"))
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    async with asyncio.timeout(10):
        await write("Болты")
    async with database.read() as session:
        assert "Болты" in list(await session.scalars(select(Group.name)))
