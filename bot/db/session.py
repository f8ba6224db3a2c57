"""Opening the bot's database right, on SQLite and on PostgreSQL.

A handler talks to the portal over HTTP between its reads and writes, and no transaction may last
over HTTP: on SQLite it would keep every other writer out for as long as the portal thinks. So
there is no session an update; a handler takes `async with db.write() as session` for the moment
that it needs, and what it gets stays usable after it (`expire_on_commit=False`).
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, Select, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import Session
from sqlalchemy.util import greenlet_spawn

from bot.db.json import written
from bot.db.migrations import HEAD
from database.engine import open_engine


class Database:
    """One database with a way in for readers and another for writers."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        # What the inbox has stored, Telegram forgets: it must outlive a power cut too.
        self.writers = open_engine(url, durable=True, json_serializer=written)
        self.readers = open_engine(url, reading=True)
        self.writing = type("WritingSession", (Session,), {})
        """The class of this database's writing sessions, for whoever listens to them."""

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        async with AsyncSession(self.readers, expire_on_commit=False) as session:
            yield session

    async def one(self, statement: Select[Any], **values: Any) -> Row[Any] | None:
        """The first row of a query without a session around it: a third of what one costs.

        For what every update reads.
        """

        def read() -> Row[Any] | None:
            with self.readers.sync_engine.connect() as connection:
                return connection.execute(statement, values).first()

        found: Row[Any] | None = await greenlet_spawn(read)
        return found

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """Commits on a clean exit, rolls back on an error. Never await HTTP inside."""
        async with (
            AsyncSession(
                self.writers, sync_session_class=self.writing, expire_on_commit=False
            ) as session,
            session.begin(),
        ):
            yield session

    async def dispose(self) -> None:
        await self.writers.dispose()
        await self.readers.dispose()


async def migrate(url: str) -> None:
    """Brings the database to the newest schema, making it (and its directory) where there is none.

    Alembic is imported only when there is something to do: it takes longer than the rest of a
    start.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = open_engine(url)
    try:
        async with engine.connect() as connection:
            if await _version(connection) == HEAD:
                return
        async with engine.begin() as connection:
            await connection.run_sync(_upgrade)
    finally:
        await engine.dispose()


async def _version(connection: AsyncConnection) -> str | None:
    try:
        version: str | None = await connection.scalar(
            text("select version_num from alembic_version")
        )
    except DBAPIError:
        return None
    return version


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
