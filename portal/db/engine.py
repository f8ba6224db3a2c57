"""Engines whose transactions are what they seem, on SQLite and on PostgreSQL.

SQLAlchemy's default loses concurrent updates on SQLite without a word: it reads outside the
transaction that writes. Here a writer takes the write lock before its first read.
"""

from typing import Any

from sqlalchemy import Connection, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_TIMEOUT = 30
"""Seconds that a writer waits for another one."""


def open_engine(url: str, *, reading: bool = False) -> AsyncEngine:
    """An engine whose transactions are what they seem. `hide_parameters`: secrets in no log."""
    if make_url(url).get_backend_name() == "sqlite":
        # Writers of one process queue in the pool, in order; only other processes are polled for.
        pool: dict[str, Any] = {"pool_size": 4} if reading else {"pool_size": 1, "max_overflow": 0}
        engine = create_async_engine(
            url, hide_parameters=True, pool_timeout=BUSY_TIMEOUT * 2, **pool
        )
        _open_sqlite_right(engine, reading)
        return engine
    engine = create_async_engine(url, hide_parameters=True, pool_pre_ping=True)
    return engine.execution_options(postgresql_readonly=True) if reading else engine


def _open_sqlite_right(engine: AsyncEngine, reading: bool) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def connect(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        # The driver would begin transactions of its own, too late; see `begin`.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"pragma busy_timeout = {BUSY_TIMEOUT * 1000}")
        cursor.execute("pragma journal_mode = wal")
        cursor.execute("pragma synchronous = normal")
        cursor.execute("pragma foreign_keys = on")
        if reading:
            cursor.execute("pragma query_only = on")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("begin" if reading else "begin immediate")
