"""The index beside the database: built where there is none, kept up, and never missed.

Before each question it reads what was changed since the last one, so whatever was committed is
found, or no longer found, at once, by every process. A file that is missing, of another database or
damaged is built anew, by one process at a time; meanwhile the database itself is asked.
"""

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Select, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Installation, Product, ProductChange
from portal.db.session import Database
from portal.search import engine, following, index
from portal.search.entries import by_popularity, entries_of
from portal.search.file import Identity, IndexFile, identity, is_damage, mark_at
from portal.search.index import Mark
from portal.search.turns import our_turn, to_the_end

logger = logging.getLogger(__name__)
T = TypeVar("T")

AT_ONCE = 500
"""Changes that are followed in one go."""
WHILE_ONE_WAITS = 500
"""More changes than this are followed in the background; meanwhile the database tells of them."""
FAR_BEHIND = 200_000
"""More changes than this are sooner built anew than followed. Housekeeping keeps more of them."""
REST = 30.0
"""Seconds after a failure to build until it is tried again."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the index found, and up to which of the `newest` changes it knew."""

    found: list[engine.Found]
    known: int
    newest: int

    @property
    def behind(self) -> bool:
        return self.known < self.newest


class LiveIndex:
    """The index of one database in one folder. `ask` gives None while there is none to ask."""

    def __init__(self, folder: Path, database: Database) -> None:
        self._file = IndexFile(folder)
        self.path = self._file.path
        self._database = database
        self._following = asyncio.Lock()
        self._work: asyncio.Task[None] | None = None
        self._not_before = 0.0
        self._damaged: Identity | None = None
        self._mark: Mark | None = None

    def start(self) -> None:
        """Begin to build in the background, if there is anything to build."""
        self._in_background(self._begin)

    async def ask(
        self,
        session: AsyncSession,
        query: str,
        *,
        among: Sequence[int] = (),
        wanted: int = engine.ENOUGH,
    ) -> Answer | None:
        """What a query finds in all that `session` sees committed but for what it is behind."""
        found = await self._look(
            session, partial(engine.ask, query=query, among=among, wanted=wanted)
        )
        return Answer(*found) if found else None

    async def look(
        self, session: AsyncSession, work: Callable[[sqlite3.Connection], T]
    ) -> T | None:
        """What `work` gives in a thread with the index; None: no index.

        The index knows what `session` sees, but for many changes at once: those it knows soon.
        """
        found = await self._look(session, work)
        return found[0] if found else None

    async def _look(
        self, session: AsyncSession, work: Callable[[sqlite3.Connection], T]
    ) -> tuple[T, int, int] | None:
        try:
            newest = await self._caught_up(session)
            if self._mark is None:
                return None
            known = self._mark.cursor
            return await self._file.run(work), known, newest
        except sqlite3.Error as error:
            if not is_damage(error):
                logger.exception("the search index could not answer; the database is asked")
                return None
            self._lose(error)
            self._in_background(self._build)
            return None

    async def ready(self) -> None:
        """Until the index answers, for whoever would rather wait; raises what building raised."""
        while True:
            async with self._database.read() as session:
                answer = await self._look(session, index.mark_of)
                if answer and answer[1] >= answer[2]:
                    return
            if self._work is not None:
                await asyncio.shield(self._work)

    async def close(self) -> None:
        if self._work is not None:
            self._work.cancel()
            await asyncio.gather(self._work, return_exceptions=True)
        self._file.forget()

    async def _caught_up(self, session: AsyncSession) -> int:
        """The newest change that the session sees. What is to be done to know it is done or begun.

        Afterwards `_mark` tells what the file knows; None: there is no file to ask.
        """
        if self._file.is_another():
            self._mark = None
        wanted = await _newest(session)
        if self._mark is None and self._file.known not in (None, self._damaged):
            self._mark = await self._file.run(index.mark_of)
        if self._mark is None or _far(self._mark, wanted):
            self._mark = None
            self._in_background(self._build)
        elif self._mark.cursor > wanted.cursor:
            # What this session sees may be older; or the database was put back to an older state.
            self._in_background(self._check)
        elif wanted.cursor - self._mark.cursor > WHILE_ONE_WAITS:
            self._in_background(self._catch_up)
        elif self._mark != wanted:
            await self._follow(session)
        return wanted.cursor

    async def _follow(self, session: AsyncSession) -> None:
        """Take over all changes that the session sees."""
        async with self._following:
            while True:
                # Another process, or whoever was here before, may have followed already.
                mark = await self._file.run(index.mark_of)
                changed = await _changes_since(session, mark)
                if not changed:
                    self._mark = mark
                    return
                entries = await entries_of(session, sorted(changed))
                await self._file.run(
                    partial(
                        following.update,
                        entries=entries,
                        gone=set(changed) - {entry.product_id for entry in entries},
                        since=mark.cursor,
                        cursor=max(changed.values()),
                    )
                )

    def _in_background(self, work: Callable[[], Coroutine[None, None, None]]) -> None:
        busy = self._work is not None and not self._work.done()
        if not busy and asyncio.get_running_loop().time() >= self._not_before:
            self._work = asyncio.create_task(work(), name="search index")
            self._work.add_done_callback(self._done)

    def _done(self, work: asyncio.Task[None]) -> None:
        if not work.cancelled() and (error := work.exception()):
            self._not_before = asyncio.get_running_loop().time() + REST
            logger.error("no search index could be built; the database is asked", exc_info=error)

    async def _begin(self) -> None:
        async with self._database.read() as session:
            anything = await session.scalar(select(exists().where(Product.id > 0)))
        if anything and not await self._is_of(await self._wanted()):
            await self._build()

    async def _check(self) -> None:
        wanted = await self._wanted()
        if self._mark and self._mark.cursor > wanted.cursor:
            await self._build()

    async def _catch_up(self) -> None:
        try:
            async with self._database.read() as session:
                await self._follow(session)
        except sqlite3.Error as error:
            if not is_damage(error):
                raise
            self._lose(error)
            await self._build()

    async def _build(self) -> None:
        async with our_turn(self._file.lock):
            if await self._is_of(await self._wanted()):
                return
            made = self._file.beside()
            try:
                await self._write(made)
                await asyncio.to_thread(self._file.put, made)
            except BaseException:
                made.unlink(missing_ok=True)
                raise

    async def _write(self, path: Path) -> None:
        mark = await self._wanted()
        builder = await asyncio.to_thread(index.Builder, path)
        try:
            async with self._database.read() as session:
                for batch in index.batches(await by_popularity(session), index.BATCH):
                    await to_the_end(builder.add, await entries_of(session, batch))
            count = await to_the_end(builder.finish, mark)
        finally:
            builder.close()
        logger.info("the search index was built: %d products", count)

    async def _is_of(self, wanted: Mark) -> bool:
        """Whether the file is an index of this database that can be followed on."""
        file = identity(self.path)
        if file is None or file == self._damaged:
            return False
        try:
            known = await asyncio.to_thread(mark_at, self.path)
        except sqlite3.Error:
            return False
        return not _far(known, wanted) and known.cursor <= wanted.cursor

    async def _wanted(self) -> Mark:
        async with self._database.read() as session:
            return await _newest(session)

    def _lose(self, error: sqlite3.Error) -> None:
        logger.warning("the search index is damaged and built anew: %s", error)
        self._damaged = self._file.known
        self._mark = None
        self._file.forget()


def _far(known: Mark, wanted: Mark) -> bool:
    """No way from what is known to what is wanted, or one too long."""
    behind = wanted.cursor - known.cursor
    return known.installation != wanted.installation or behind > FAR_BEHIND


async def _newest(session: AsyncSession) -> Mark:
    installation, cursor = (await session.execute(_state())).one()
    return Mark(installation or "", cursor or 0)


@cache
def _state() -> Select[str | None, int | None]:
    whose = select(func.max(Installation.id)).scalar_subquery()
    return select(whose, select(func.max(ProductChange.id)).scalar_subquery())


def changed_since(cursor: int) -> Select[int]:
    """The ids of the products that were changed after a change, as a query."""
    return select(ProductChange.product_id).where(ProductChange.id > cursor)


async def _changes_since(session: AsyncSession, mark: Mark) -> dict[int, int]:
    """Some products that were changed, each with its last change among those looked at."""
    some = (
        select(ProductChange.id, ProductChange.product_id)
        .where(ProductChange.id > mark.cursor)
        .order_by(ProductChange.id)
        .limit(AT_ONCE)
    )
    return {product_id: number for number, product_id in await session.execute(some)}
