"""Which replica handles a lane just now.

One process on SQLite has its lanes to itself. On PostgreSQL a lane is an advisory lock of a
connection that does nothing else: a replica that dies loses its connection and with it its lanes
at once, where a lease in a table would have to run out first.
"""

import asyncio
import hashlib
import logging
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

log = logging.getLogger(__name__)


class Lanes(Protocol):
    def hold(self, lane: str) -> AbstractAsyncContextManager[bool]:
        """False: somebody else has it."""

    async def close(self) -> None: ...


class OwnLanes:
    """All of them are this process's."""

    @asynccontextmanager
    async def hold(self, lane: str) -> AsyncIterator[bool]:
        yield True

    async def close(self) -> None:
        """Nothing is held."""


class SharedLanes:
    """Advisory locks of PostgreSQL. A connection pooler in transaction mode must not stand between.

    Should the connection be lost while lanes are held, another replica may take one of them up
    beside this one: handlers that run twice are what the bot is made for.
    """

    def __init__(self, url: str) -> None:
        self._engine = create_async_engine(url, pool_size=1, isolation_level="AUTOCOMMIT")
        self._connection: AsyncConnection | None = None
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def hold(self, lane: str) -> AsyncIterator[bool]:
        held = await self._ask("select pg_try_advisory_lock(:key)", lane)
        try:
            yield held
        finally:
            if held:
                await asyncio.shield(self._ask("select pg_advisory_unlock(:key)", lane))

    async def close(self) -> None:
        if self._connection is not None:
            await self._connection.close()
            self._connection = None
        await self._engine.dispose()

    async def _ask(self, question: str, lane: str) -> bool:
        digest = hashlib.blake2b(lane.encode(), digest_size=8, person=b"artikul lane").digest()
        key = int.from_bytes(digest, signed=True)
        async with self._turn:
            try:
                if self._connection is None:
                    self._connection = await self._engine.connect()
                return bool(await self._connection.scalar(text(question), {"key": key}))
            except (DBAPIError, OSError):
                log.warning("the connection that holds the lanes was lost")
                if self._connection is not None:
                    await self._connection.invalidate()
                    self._connection = None
                return False
