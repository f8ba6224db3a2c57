"""Engines whose transactions are what they seem, on SQLite and on PostgreSQL.

SQLAlchemy's default loses concurrent updates on SQLite without a word: it reads outside the
transaction that writes. Here a writer takes the write lock before its first read.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from functools import partial
from typing import Any

from sqlalchemy import Connection, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.util import await_only

from database.driver import connect

BUSY_TIMEOUT = 30
"""Seconds that a writer waits for another one."""
READERS = 8


def open_engine(
    url: str,
    *,
    reading: bool = False,
    durable: bool = False,
    json_serializer: Callable[[Any], str] | None = None,
) -> AsyncEngine:
    """An engine for readers, which cannot write, or for writers. No value gets into an error.

    `durable`: what is committed outlives a power cut, not the death of the process alone.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        engine = create_async_engine(
            url,
            hide_parameters=True,
            pool_pre_ping=True,
            pool_size=20,
            json_serializer=json_serializer,
        )
        return engine.execution_options(postgresql_readonly=True) if reading else engine
    # Writers of one process queue in the pool, in order; only other processes are polled for.
    pool = {"pool_size": READERS} if reading else {"pool_size": 1, "max_overflow": 0}
    engine = create_async_engine(
        url,
        hide_parameters=True,
        json_serializer=json_serializer,
        pool_timeout=BUSY_TIMEOUT * 2,
        async_creator=partial(
            connect,
            parsed.database or ":memory:",
            busy_timeout=BUSY_TIMEOUT,
            inline=reading,
            uri=bool(parsed.database and parsed.database.startswith("file:")),
        ),
        **pool,
    )
    _open_sqlite_right(engine, reading, durable)
    return engine


def _open_sqlite_right(engine: AsyncEngine, reading: bool, durable: bool) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def connect(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        _to_wal(cursor)
        for pragma in (
            f"synchronous = {'full' if durable else 'normal'}",
            "foreign_keys = on",
            f"query_only = {int(reading)}",
        ):
            cursor.execute(f"pragma {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("begin" if reading else "begin immediate")


def _to_wal(cursor: DBAPICursor) -> None:
    """SQLite does not wait for this change: of two who make a database at once, one is refused."""
    for left in range(BUSY_TIMEOUT * 20, -1, -1):
        try:
            cursor.execute("pragma journal_mode = wal")
        except sqlite3.OperationalError:
            if not left:
                raise
            await_only(asyncio.sleep(0.05))
        else:
            return
