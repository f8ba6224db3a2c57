"""The two ways into the database, and what differs between SQLite and PostgreSQL."""

import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from hashlib import sha256
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Text,
    any_,
    bindparam,
    column,
    func,
    literal,
    make_url,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import InstrumentedAttribute

from database.engine import open_engine
from portal.db.migrations import migrate

__all__ = ["Database", "any_of", "migrate", "serialise", "try_serialise"]


class Database:
    """Two ways in: `read()`, which cannot write, and `write()`, which nobody else does meanwhile.

    On PostgreSQL writers do work side by side; `serialise` makes those queue that must.
    """

    def __init__(self, url: str) -> None:
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        self._reader = open_engine(url, reading=True)
        self._writer = open_engine(url)
        self._read = async_sessionmaker(self._reader, expire_on_commit=False, autoflush=False)
        self._write = async_sessionmaker(self._writer, expire_on_commit=False)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A session that sees one state of the database; writing in it is an error."""
        async with self._read() as session:
            yield session

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """A session that commits when the block ends well, and undoes all when it raises.

        Keep it short, and never open another inside it: on SQLite that one would wait for this.
        """
        async with self._write.begin() as session:
            yield session

    async def dispose(self) -> None:
        await self._reader.dispose()
        await self._writer.dispose()


def any_of(
    item: InstrumentedAttribute[Any] | ColumnElement[Any],
    values: Iterable[int | str],
    session: AsyncSession,
) -> ColumnElement[bool]:
    """`item` is one of `values`: one bound parameter, so one statement for a list of any length.

    `where(any_of(Price.product_id, ids, session))`
    """
    if session.get_bind().dialect.name == "sqlite":
        listed = func.json_each(bindparam(None, json.dumps(list(values)), Text))
        return item.in_(select(column("value")).select_from(listed))
    return item == any_(literal(list(values), ARRAY(item.type)))


def any_named(
    item: InstrumentedAttribute[Any] | ColumnElement[Any], name: str, *, sqlite: bool
) -> ColumnElement[bool]:
    """`any_of` for a statement that is made once: its values come with it, as `listed` makes them.

    SQLAlchemy takes longer to make a statement than SQLite takes for most of them.
    """
    if sqlite:
        values = func.json_each(bindparam(name, type_=Text))
        return item.in_(select(column("value")).select_from(values))
    return item == any_(bindparam(name, type_=ARRAY(item.type)))


def listed(values: Iterable[int | str], *, sqlite: bool) -> str | list[int | str]:
    return json.dumps(list(values)) if sqlite else list(values)


def _lock_id(name: str) -> int:
    return int.from_bytes(sha256(name.encode()).digest()[:8], signed=True)


async def serialise(session: AsyncSession, name: str) -> None:
    """From here to the end of the transaction, nobody else is between the two under this name.

    On SQLite every writer already is alone.
    """
    if session.get_bind().dialect.name != "sqlite":
        await session.execute(select(func.pg_advisory_xact_lock(_lock_id(name))))


async def try_serialise(session: AsyncSession, name: str) -> bool:
    """`serialise` that does not wait: False where somebody is there already."""
    if session.get_bind().dialect.name == "sqlite":
        return True
    return bool(await session.scalar(select(func.pg_try_advisory_xact_lock(_lock_id(name)))))
