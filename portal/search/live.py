"""The index beside the database: built where there is none, kept up, and never missed.

Before each question it reads what was changed since the last one, so whatever was committed is
found, or no longer found, at once, by every process. A file that is missing, of another database or
damaged is built anew, by one process at a time; meanwhile the database itself is asked.
"""

import asyncio
import logging
import os
import sqlite3
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Installation, Product, ProductChange
from portal.db.session import Database
from portal.search import engine, index
from portal.search.entries import by_popularity, entries_of
from portal.search.index import Mark
from portal.search.turns import our_turn, to_the_end

logger = logging.getLogger(__name__)
T = TypeVar("T")

CONNECTIONS = 4
AT_ONCE = 500
"""Changes that are followed in one go."""
WHILE_ONE_WAITS = 5_000
"""More changes than this are followed in the background; meanwhile the database is asked."""
FAR_BEHIND = 200_000
"""More changes than this are sooner built anew than followed. Housekeeping keeps more of them."""
REST = 30.0
"""Seconds after a failure to build until it is tried again."""
DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR)
Identity = tuple[int, int]


class LiveIndex:
    """The index of one database in one folder. `ask` gives None while there is none to ask."""

    def __init__(self, folder: Path, database: Database) -> None:
        self.path = folder / f"search-v{index.VERSION}.db"
        self._database = database
        self._idle: list[sqlite3.Connection] = []
        self._following = asyncio.Lock()
        self._work: asyncio.Task[None] | None = None
        self._not_before = 0.0
        self._file: Identity | None = None
        self._damaged: Identity | None = None
        self._mark: Mark | None = None
        self._life = 0

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
    ) -> list[engine.Found] | None:
        """What a query finds in all that `session` sees committed."""
        return await self.look(
            session, partial(engine.ask, query=query, among=among, wanted=wanted)
        )

    async def look(
        self, session: AsyncSession, work: Callable[[sqlite3.Connection], T]
    ) -> T | None:
        """What `work` gives in a thread with the index, as `session` sees it; None: no index."""
        try:
            return await self._with(work) if await self._caught_up(session) else None
        except sqlite3.Error as error:
            if not _is_damage(error):
                logger.exception("the search index could not answer; the database is asked")
                return None
            logger.warning("the search index is damaged and built anew: %s", error)
            self._damaged = self._file
            self._forget()
            self._in_background(self._build)
            return None

    async def ready(self) -> None:
        """Until the index answers, for whoever would rather wait; raises what building raised."""
        while True:
            async with self._database.read() as session:
                if await self.look(session, index.mark_of):
                    return
            if self._work is not None:
                await asyncio.shield(self._work)

    async def close(self) -> None:
        if self._work is not None:
            self._work.cancel()
            await asyncio.gather(self._work, return_exceptions=True)
        self._forget()

    async def _caught_up(self, session: AsyncSession) -> bool:
        """Whether the file holds all that the session sees; what is to be done is begun."""
        file = _identity(self.path)
        if file != self._file:
            # Built anew by somebody, or gone.
            self._forget()
            self._file = file
        wanted = await _newest(session)
        if self._mark is None and file:
            self._mark = await self._with(index.mark_of)
        if self._mark == wanted:
            return True
        if self._mark is None or _far(self._mark, wanted):
            self._in_background(self._build)
            return False
        if self._mark.cursor > wanted.cursor:
            # What this session sees may be older; or the database was put back to an older state.
            self._in_background(self._check)
            return True
        if wanted.cursor - self._mark.cursor > WHILE_ONE_WAITS:
            self._in_background(self._catch_up)
            return False
        await self._follow(session)
        return True

    async def _follow(self, session: AsyncSession) -> None:
        """Take over all changes that the session sees."""
        async with self._following:
            while True:
                # Another process, or whoever was here before, may have followed already.
                mark = await self._with(index.mark_of)
                changed = await _changes_since(session, mark)
                if not changed:
                    self._mark = mark
                    return
                entries = await entries_of(session, sorted(changed))
                await self._with(
                    partial(
                        index.update,
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
        async with self._database.read() as session:
            await self._follow(session)

    async def _build(self) -> None:
        async with our_turn(self.path.with_suffix(".lock")):
            if await self._is_of(await self._wanted()):
                return
            beside = self.path.with_suffix(".new")
            await self._write(beside)
            await asyncio.to_thread(_put_in_place, beside, self.path)

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
        file = _identity(self.path)
        if file is None or file == self._damaged:
            return False
        try:
            known = await asyncio.to_thread(_mark_of, self.path)
        except sqlite3.Error:
            return False
        return not _far(known, wanted) and known.cursor <= wanted.cursor

    async def _wanted(self) -> Mark:
        async with self._database.read() as session:
            return await _newest(session)

    async def _with(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run `work` on a connection, in a thread."""
        life = self._life
        db = self._idle.pop() if self._idle else None

        def on_connection() -> tuple[sqlite3.Connection, T]:
            opened = db or index.connect(self.path)
            try:
                return opened, work(opened)
            except BaseException:
                opened.close()
                raise

        used, result = await asyncio.to_thread(on_connection)
        if life == self._life and len(self._idle) < CONNECTIONS:
            self._idle.append(used)
        else:
            used.close()
        return result

    def _forget(self) -> None:
        """Let go of the file, which is another one from now on."""
        self._life += 1
        self._mark = None
        self._file = None
        while self._idle:
            self._idle.pop().close()


def _identity(path: Path) -> Identity | None:
    """Which file this is, as long as it is there; None: there is none."""
    try:
        known = os.stat(path)
    except FileNotFoundError:
        return None
    return known.st_dev, known.st_ino


def _far(known: Mark, wanted: Mark) -> bool:
    """No way from what is known to what is wanted, or one too long."""
    behind = wanted.cursor - known.cursor
    return known.installation != wanted.installation or behind > FAR_BEHIND


async def _newest(session: AsyncSession) -> Mark:
    whose = select(func.max(Installation.id)).scalar_subquery()
    newest = select(func.max(ProductChange.id)).scalar_subquery()
    installation, cursor = (await session.execute(select(whose, newest))).one()
    return Mark(installation or "", cursor or 0)


async def _changes_since(session: AsyncSession, mark: Mark) -> dict[int, int]:
    """Some products that were changed, each with its last change among those looked at."""
    some = (
        select(ProductChange.id, ProductChange.product_id)
        .where(ProductChange.id > mark.cursor)
        .order_by(ProductChange.id)
        .limit(AT_ONCE)
    )
    return {product_id: number for number, product_id in await session.execute(some)}


def _is_damage(error: sqlite3.Error) -> bool:
    """And not a question that could not be answered, or a file that is locked."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
    return code & 0xFF in DAMAGE or "no such " in str(error)


def _mark_of(path: Path) -> Mark:
    db = index.connect(path)
    try:
        return index.mark_of(db)
    finally:
        db.close()


def _put_in_place(new: Path, path: Path) -> None:
    # What was journalled of the old file must not be taken for the new one's.
    for ending in ("-wal", "-shm", "-journal"):
        Path(f"{path}{ending}").unlink(missing_ok=True)
    new.replace(path)
