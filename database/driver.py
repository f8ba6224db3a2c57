"""SQLite under SQLAlchemy's asyncio with one hop to a thread for a statement, or none.

aiosqlite goes to its thread and back four times for a statement (cursor, execute, fetch, close), at
some 70 µs each, which is more than most statements take. Here a writer goes once. A reader does not
go at all: in WAL mode nothing can make it wait, and what it reads is in memory.

The classes speak as aiosqlite's do, as far as SQLAlchemy's dialect of that name asks.
"""

import sqlite3
from asyncio import get_running_loop
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

T = TypeVar("T")
Rows = list[Any]


async def connect(path: str, *, busy_timeout: float, inline: bool, uri: bool) -> "Connection":
    """`inline`: statements run in the event loop. Seconds of `busy_timeout` wait for a writer."""
    thread = None if inline else ThreadPoolExecutor(1, thread_name_prefix="sqlite")
    connection = Connection(thread)
    await connection.open(path, busy_timeout=busy_timeout, uri=uri)
    return connection


class Connection:
    """A connection with a thread of its own, in which its statements keep their order."""

    def __init__(self, thread: ThreadPoolExecutor | None) -> None:
        self._thread = thread
        self._connection: sqlite3.Connection | None = None

    async def open(self, path: str, *, busy_timeout: float, uri: bool) -> None:
        # Transactions are begun by SQLAlchemy's events and by nobody else.
        self._connection = await self.run(
            sqlite3.connect,
            path,
            timeout=busy_timeout,
            isolation_level=None,
            check_same_thread=False,
            uri=uri,
            cached_statements=512,
        )

    async def run(self, work: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        if self._thread is None:
            return work(*args, **kwargs)
        call = partial(work, *args, **kwargs)
        return await get_running_loop().run_in_executor(self._thread, call)

    @property
    def sqlite(self) -> sqlite3.Connection:
        if self._connection is None:
            raise ValueError("connection closed")
        return self._connection

    def cursor(self) -> "Cursor":
        return Cursor(self)

    async def create_function(self, *args: Any, **kwargs: Any) -> None:
        await self.run(self.sqlite.create_function, *args, **kwargs)

    async def commit(self) -> None:
        await self.run(self.sqlite.commit)

    async def rollback(self) -> None:
        await self.run(self.sqlite.rollback)

    async def close(self) -> None:
        if self._connection is not None:
            connection, self._connection = self._connection, None
            await self.run(connection.close)
            self._stop_thread()

    def stop(self) -> None:
        """Close without waiting, where there is no loop to wait in."""
        if self._connection is not None:
            connection, self._connection = self._connection, None
            connection.interrupt()
            if self._thread is None:
                connection.close()
            else:
                self._thread.submit(connection.close)
                self._stop_thread()

    def _stop_thread(self) -> None:
        if self._thread is not None:
            self._thread.shutdown(wait=False)


def _done(
    connection: sqlite3.Connection, work: Callable[..., Any], args: tuple[Any, ...]
) -> tuple[Rows, Any, int, int | None]:
    """A statement run to its end, and the cursor closed before its thread goes on.

    A cursor that is let go of elsewhere resets its statement there, though the next one may be
    running it by then: "bad parameter or other API misuse".
    """
    cursor = connection.cursor()
    try:
        work(cursor, *args)
        rows = cursor.fetchall() if cursor.description else []
        return rows, cursor.description, cursor.rowcount, cursor.lastrowid
    finally:
        cursor.close()


class Cursor:
    """A statement and all its rows, in one go."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: Rows = []
        self._at = 0
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> "Cursor":
        return self

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> "Cursor":
        return await self._run(sqlite3.Cursor.execute, statement, parameters)

    async def executemany(self, statement: str, parameters: Iterable[Sequence[Any]]) -> "Cursor":
        return await self._run(sqlite3.Cursor.executemany, statement, parameters)

    async def _run(self, work: Callable[..., Any], *args: Any) -> "Cursor":
        done = await self._connection.run(_done, self._connection.sqlite, work, args)
        self._rows, self.description, self.rowcount, self.lastrowid = done
        self._at = 0
        return self

    async def fetchone(self) -> Any:
        rows = await self.fetchmany(1)
        return rows[0] if rows else None

    async def fetchmany(self, size: int | None = None) -> list[Any]:
        rows = self._rows[self._at : self._at + (size or self.arraysize)]
        self._at += len(rows)
        return rows

    async def fetchall(self) -> list[Any]:
        rows = self._rows[self._at :]
        self._at = len(self._rows)
        return rows

    def __aiter__(self) -> "Cursor":
        return self

    async def __anext__(self) -> Any:
        row = await self.fetchone()
        if row is None:
            raise StopAsyncIteration
        return row

    async def close(self) -> None:
        self._rows = []
