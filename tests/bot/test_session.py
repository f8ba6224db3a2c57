"""The bot's database is opened right, and its migrations say what its models do."""

import asyncio
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text, update
from sqlalchemy.exc import OperationalError

import bot.db.session
from bot.db.migrations import HEAD
from bot.db.models import Base, User
from bot.db.session import Database, migrate
from tests.support.clock import Clock


async def test_no_update_of_many_at_once_is_lost(tmp_path: Path, clock: Clock) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}"
    await migrate(url)
    # Two of them, as two processes would have.
    databases = [Database(url), Database(url)]
    async with databases[0].write() as session:
        session.add(User(id=1, language="0", created_at=clock()))

    async def add_one(db: Database) -> None:
        async with db.write() as session:
            user = await session.get_one(User, 1)
            await asyncio.sleep(0)
            user.language = str(int(user.language or 0) + 1)

    await asyncio.gather(*(add_one(databases[at % 2]) for at in range(200)))
    async with databases[0].read() as session:
        assert (await session.get_one(User, 1)).language == "200"
    for db in databases:
        await db.dispose()


async def test_a_reader_cannot_write_and_does_not_wait_for_writers(
    db: Database, clock: Clock
) -> None:
    async with db.write() as writing:
        writing.add(User(id=1, created_at=clock()))
        await writing.flush()
        async with asyncio.timeout(2), db.read() as reading:
            assert await reading.get(User, 1) is None
            with pytest.raises(OperationalError):
                await reading.execute(update(User).values(rich=False))


async def test_one_statement_again_and_again_never_meets_its_last_cursor(db: Database) -> None:
    """Guard: a cursor is closed in its thread. Without it, nine of ten runs of this fail."""
    rows = [(number, 1) for number in range(60)]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        async with db.writers.begin() as connection:
            await connection.exec_driver_sql("create temporary table many (a, b)")
            for _ in range(2500):
                await connection.exec_driver_sql("insert into many values (?, ?)", rows)
    finally:
        sys.setswitchinterval(interval)


async def test_what_failed_is_undone(db: Database, clock: Clock) -> None:
    async def fail() -> None:
        async with db.write() as session:
            session.add(User(id=1, created_at=clock()))
            await session.flush()
            raise KeyError

    with pytest.raises(KeyError):
        await fail()
    async with db.read() as session:
        assert await session.get(User, 1) is None


async def test_pragmas(db: Database) -> None:
    async with db.write() as session:
        found = {
            name: (await session.execute(text(f"pragma {name}"))).scalar()
            for name in ("journal_mode", "busy_timeout", "foreign_keys", "synchronous")
        }
    assert found == {
        "journal_mode": "wal",
        "busy_timeout": 30_000,
        "foreign_keys": 1,
        "synchronous": 2,
    }


async def test_migrations_make_what_the_models_say(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'new' / 'bot.db'}"
    await migrate(url)
    await migrate(url)

    def compare(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found: list[object] = compare_metadata(context, Base.metadata)
        return found

    db = Database(url)
    async with db.writers.connect() as connection:
        assert await connection.run_sync(compare) == []
    await db.dispose()


def test_the_newest_migration_is_the_one_that_is_looked_for() -> None:
    config = Config()
    folder = Path(bot.db.session.__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD
