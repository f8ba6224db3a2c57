"""The index beside the database: built where there is none, kept up, and never missed.

Before each question it reads what was changed since the last one, so whatever was committed is
found, or no longer found, at once, by every process. A file that is missing, of another database or
damaged is built anew, by one process at a time; meanwhile the database itself is asked.
"""

import asyncio
import fcntl
import logging
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from sqlalchemy import func, select

from portal.db.models import Installation, ProductChange
from portal.db.session import Database
from portal.search import engine, index
from portal.search.entries import by_popularity, entries_of
from portal.search.index import Mark

logger = logging.getLogger(__name__)
T = TypeVar("T")

CONNECTIONS = 4
FAR_BEHIND = 200_000
"""More changes than this are sooner built anew than followed."""


class LiveIndex:
    """The index of one database in one folder. `ask` gives None while there is none to ask."""

    def __init__(self, folder: Path, database: Database) -> None:
        self.path = folder / f"search-v{index.VERSION}.db"
        self._database = database
        self._idle: list[sqlite3.Connection] = []
        self._following = asyncio.Lock()
        self._building: asyncio.Task[None] | None = None
        self._mark: Mark | None = None
        self._life = 0

    async def ask(self, query: str, *, among: Sequence[int] = ()) -> list[engine.Found] | None:
        """What a query finds in all that is committed by now."""
        try:
            if not await self._caught_up():
                return None
            return await self._with(lambda db: engine.ask(db, query, among=among))
        except (sqlite3.Error, OSError, KeyError, ValueError) as error:
            logger.warning("the search index is damaged and built anew: %s", error)
            self._forget()
            self._build_in_background()
            return None

    async def ready(self) -> None:
        """Until the index answers: for a start that would rather wait, and for tests."""
        while await self.ask("") is None:
            if self._building is not None:
                await asyncio.shield(self._building)

    async def close(self) -> None:
        if self._building is not None:
            self._building.cancel()
            await asyncio.gather(self._building, return_exceptions=True)
        self._forget()

    async def _caught_up(self) -> bool:
        wanted = await self._newest()
        if self._mark is None and self.path.exists():
            self._mark = await self._with(index.mark_of)
        if self._mark == wanted:
            return True
        if self._mark is None or self._mark.installation != wanted.installation:
            self._build_in_background()
            return False
        if not self._mark.cursor <= wanted.cursor <= self._mark.cursor + FAR_BEHIND:
            self._build_in_background()
            return False
        await self._follow()
        return True

    async def _newest(self) -> Mark:
        async with self._database.read() as session:
            row = await session.execute(
                select(Installation.id, select(func.max(ProductChange.id)).scalar_subquery())
            )
            installation, cursor = row.one()
        return Mark(installation, cursor or 0)

    async def _follow(self) -> None:
        async with self._following:
            # Another process, or whoever was here before, may have followed already.
            mark = await self._with(index.mark_of)
            async with self._database.read() as session:
                rows = await session.execute(
                    select(ProductChange.product_id, func.max(ProductChange.id))
                    .where(ProductChange.id > mark.cursor)
                    .group_by(ProductChange.product_id)
                )
                changed = dict(rows.tuples().all())
                entries = await entries_of(session, list(changed))
            if changed:
                mark = Mark(mark.installation, max(changed.values()))
                gone = set(changed) - {entry.product_id for entry in entries}
                await self._with(lambda db: index.update(db, entries, gone, cursor=mark.cursor))
            self._mark = mark

    def _build_in_background(self) -> None:
        if self._building is None or self._building.done():
            self._building = asyncio.create_task(self._build(), name="search index")
            self._building.add_done_callback(_log_failure)

    async def _build(self) -> None:
        lock = await asyncio.to_thread(_wait_for_turn, self.path)
        try:
            if await asyncio.to_thread(_is_of, self.path, await self._newest()):
                self._forget()
                return
            beside = self.path.with_suffix(".new")
            await self._write(beside)
            self._forget()
            await asyncio.to_thread(_put_in_place, beside, self.path)
        finally:
            lock.close()

    async def _write(self, path: Path) -> None:
        mark = await self._newest()
        builder = await asyncio.to_thread(index.Builder, path)
        try:
            async with self._database.read() as session:
                for batch in index.batches(await by_popularity(session), index.BATCH):
                    entries = await entries_of(session, batch)
                    await asyncio.to_thread(builder.add, entries)
            count = await asyncio.to_thread(builder.finish, mark)
        finally:
            builder.close()
        logger.info("the search index was built: %d products", count)

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
        while self._idle:
            self._idle.pop().close()


def _wait_for_turn(path: Path) -> "_Lock":
    path.parent.mkdir(parents=True, exist_ok=True)
    return _Lock(path.with_suffix(".lock"))


class _Lock:
    """One process builds, the others wait for it; a process that dies lets go."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("w")
        fcntl.flock(self._file, fcntl.LOCK_EX)

    def close(self) -> None:
        self._file.close()


def _is_of(path: Path, wanted: Mark) -> bool:
    """Whether the file is a whole index of this database, however old."""
    if not path.exists():
        return False
    try:
        with _opened(path) as db:
            known = index.mark_of(db)
            healthy = db.execute("pragma quick_check(1)").fetchone() == ("ok",)
    except (sqlite3.Error, KeyError, ValueError):
        return False
    near = known.cursor <= wanted.cursor <= known.cursor + FAR_BEHIND
    return healthy and near and known.installation == wanted.installation


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    db = index.connect(path)
    try:
        yield db
    finally:
        db.close()


def _put_in_place(new: Path, path: Path) -> None:
    # What was journalled of the old file must not be taken for the new one's.
    for ending in ("-wal", "-shm", "-journal"):
        Path(f"{path}{ending}").unlink(missing_ok=True)
    new.replace(path)


def _log_failure(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()):
        logger.error("the search index could not be built; the database is asked", exc_info=error)
