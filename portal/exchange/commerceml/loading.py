"""A catalogue from 1C into the database, from any number of files in any order."""

import asyncio
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from portal.db.session import Database
from portal.exchange.commerceml.counts import Counts
from portal.exchange.commerceml.directories import store_directories
from portal.exchange.commerceml.errors import UnreadableFile
from portal.exchange.commerceml.goods import store_goods
from portal.exchange.commerceml.kinship import adopt, retire_bare
from portal.exchange.commerceml.offers import store_offers
from portal.exchange.commerceml.reading import Reader, read_head
from portal.exchange.commerceml.rows import Directories, Good, Offer, Skipped
from portal.exchange.commerceml.run import Run, begin
from portal.exchange.commerceml.units import Units
from portal.exchange.commerceml.zones import MOSCOW

BATCH = 500
"""Goods or offers that are looked up together."""
MOST_PARTS = 5000
"""Prices and stock rows after which a batch is full, too."""

Progress = Callable[[str, int, int], None]
"""Called with a file's name, how many bytes of it are done, and of how many."""


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    known_at: datetime
    rank: int
    """What it begins with: 0 goods, 1 offers, 2 prices, 3 stock; -1 nothing of the kind."""
    directories: tuple[Directories, ...]
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class _Batch:
    rows: list[Good | Offer]
    directories: list[Directories]
    skipped: list[Skipped]
    full: bool
    position: int
    """Up to which byte of the file."""


async def load(
    database: Database,
    files: Sequence[Path],
    *,
    now: datetime,
    progress: Progress | None = None,
    zone: ZoneInfo = MOSCOW,
) -> Counts:
    """Import the XML files of a CommerceML 2 catalogue; what is the same already is left alone.

    `zone` is that of the 1C server, whose times have none; stock is known as of the file's time.
    Raises UnreadableFile. What came before stays: nothing is imported if it is the beginning of a
    file, and all up to the break where a file breaks off.
    """
    # A parser keeps the names it meets in its thread, so all reading is done in this one alone.
    with ThreadPoolExecutor(1, "commerceml") as reading:
        return await _load(database, files, now, progress, zone, reading)


async def _load(
    database: Database,
    files: Sequence[Path],
    now: datetime,
    progress: Progress | None,
    zone: ZoneInfo,
    reading: ThreadPoolExecutor,
) -> Counts:
    run = await begin(database, now)
    units = Units()
    in_thread = asyncio.get_running_loop().run_in_executor
    surveyed = [await in_thread(reading, _survey, path, units, now, zone) for path in files]
    surveyed.sort(key=lambda file: (file.rank, file.known_at, file.path.name))
    for file in surveyed:
        for skipped in file.skipped:
            run.counts.skip(*skipped)
    in_time = sorted(surveyed, key=lambda file: (file.known_at, file.path.name))
    await store_directories(run, [each for file in in_time for each in file.directories])
    try:
        for file in surveyed:
            if file.rank >= 0:
                await _load_file(run, file, units, progress, reading)
    finally:
        if run.new_cards:
            await adopt(run)
        await retire_bare(run)
    return run.finish()


async def _load_file(
    run: Run, file: _File, units: Units, progress: Progress | None, reading: ThreadPoolExecutor
) -> None:
    in_thread = asyncio.get_running_loop().run_in_executor
    batches = _batches(Reader(file.path, units), file)
    size = file.path.stat().st_size
    # While one batch is being written, the next is read.
    following = in_thread(reading, next, batches, None)
    try:
        while batch := await following:
            following = in_thread(reading, next, batches, None)
            await _store(run, batch, file)
            if progress:
                progress(file.path.name, batch.position, size)
    finally:
        await asyncio.wait([following])
        await in_thread(reading, batches.close)


async def _store(run: Run, batch: _Batch, file: _File) -> None:
    for skipped in batch.skipped:
        run.counts.skip(*skipped)
    if batch.directories:
        await store_directories(run, batch.directories)
    goods = [row for row in batch.rows if isinstance(row, Good)]
    offers = [row for row in batch.rows if isinstance(row, Offer)]
    if goods:
        await store_goods(run, goods)
    if offers:
        await store_offers(run, offers, file.known_at, full=batch.full)


def _survey(path: Path, units: Units, now: datetime, zone: ZoneInfo) -> _File:
    """The directories that a file begins with, and what comes after them."""
    head = read_head(path)
    directories: list[Directories] = []
    skipped: list[Skipped] = []
    rank = -1
    rows = Reader(path, units).rows()
    for row in rows:
        if isinstance(row, Directories):
            directories.append(row)
        elif isinstance(row, Skipped):
            skipped.append(row)
        else:
            rank = _rank(row)
            break
    rows.close()
    made_at = head.made_at or datetime.fromtimestamp(path.stat().st_mtime, UTC)
    known_at = made_at if made_at.tzinfo else made_at.replace(tzinfo=zone)
    return _File(path, min(known_at, now).astimezone(UTC), rank, tuple(directories), tuple(skipped))


def _rank(row: Good | Offer) -> int:
    if isinstance(row, Good):
        return 0
    return 1 if row.name else 2 if row.prices else 3


def _batches(reader: Reader, file: _File) -> Generator[_Batch]:
    """The rows of a file, batch by batch, without what the survey has seen already."""
    seen = len(file.directories) + len(file.skipped)
    rows: list[Good | Offer] = []
    ids: set[str] = set()
    parts = 0
    directories: list[Directories] = []
    skipped: list[Skipped] = []

    def batch() -> _Batch:
        full = _Batch(list(rows), list(directories), list(skipped), reader.full, reader.position)
        for used in (rows, ids, directories, skipped):
            used.clear()
        return full

    try:
        for row in reader.rows():
            if isinstance(row, Directories):
                if seen:
                    seen -= 1
                else:
                    directories.append(row)
            elif isinstance(row, Skipped):
                if seen:
                    seen -= 1
                else:
                    skipped.append(row)
            else:
                if rows and (
                    len(rows) >= BATCH
                    or parts >= MOST_PARTS
                    or row.id in ids
                    or type(row) is not type(rows[0])
                ):
                    yield batch()
                    parts = 0
                ids.add(row.id)
                rows.append(row)
                if isinstance(row, Offer):
                    parts += len(row.prices) + len(row.stock)
    except UnreadableFile:
        if rows:
            yield batch()
        raise
    if rows or directories or skipped:
        yield batch()
