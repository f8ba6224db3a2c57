"""The search index: one SQLite file, derived from the database and thrown away without regret.

Rows are numbered by popularity, so that reading in the order of `rowid` gives what is bought most
first, and a limit stops the reading early.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple, TypeVar

from portal.search.slips import allowed_edits, deletions
from portal.search.words import words, written

T = TypeVar("T")

VERSION = 3
"""Of the tables and of the fold: raise it when either changes. Files of others are not read."""

GRAM = 8
"""How much of an article's inside is indexed from each place; the rest is compared."""
SHORTEST_INSIDE = 3

SCHEMA = """
create table meta (name text primary key, value) without rowid;
create table item (
    id integer primary key, product_id integer not null unique,
    key text not null, article text not null, words text not null, rank integer not null
);
create index item_key on item (key);
create table gram (gram text, item integer, primary key (gram, item)) without rowid;
create table code (code text, item integer, primary key (code, item)) without rowid;
create index code_item on code (item);
create table word (word text primary key, uses integer not null) without rowid;
create table slip (slip text, written text, word text, primary key (slip, written)) without rowid;
create virtual table names using fts5 (
    words, content='', detail=none, columnsize=0,
    tokenize="unicode61 remove_diacritics 0 tokenchars '.'"
);
"""


GRAMS = """
with recursive inside (item, key, at) as (
    select id, key, 2 from item where length(key) > :shortest
    union all select item, key, at + 1 from inside where at <= length(key) - :shortest
)
insert or ignore into gram select substr(key, at, :gram), item from inside order by 1, 2
"""
"""`inside_grams` of all items: sorted by SQLite, which needs no memory for it."""

BATCH = 1_000
"""Entries written in one go."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Which database an index is derived from, and up to which of its changes."""

    installation: str
    cursor: int


@dataclass(frozen=True, slots=True)
class Entry:
    """What is indexed of a product. `rank` 0: for sale, 1: discontinued; hidden ones never are."""

    product_id: int
    article_key: str
    name: str
    codes: tuple[str, ...] = ()
    rank: int = 0


def connect(path: Path) -> sqlite3.Connection:
    """Open for reading and writing; several processes may."""
    db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=5)
    db.execute("pragma synchronous = off")  # derived: after a power cut it is built anew
    db.execute("pragma cache_size = -64000")
    return db


class Builder:
    """Writes a whole index into a new file, the most popular entries first."""

    def __init__(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        self._db = connect(path)
        self._db.execute("pragma journal_mode = off")
        self._db.execute("begin")
        for statement in SCHEMA.split(";\n"):
            self._db.execute(statement)
        self._count = 0
        self._uses: Counter[str] = Counter()
        self._written_as: dict[str, str] = {}

    def add(self, batch: Sequence[Entry]) -> None:
        rows = [row_of(entry, self._count + n) for n, entry in enumerate(batch, 1)]
        self._count += len(rows)
        _insert(self._db, rows, batch)
        for row, entry in zip(rows, batch, strict=True):
            self._uses.update(row.words.split())
            self._written_as.update(written(entry.name))

    def finish(self, mark: Mark) -> int:
        """Write what can only be written at the end, and close. Returns how many entries it has."""
        db = self._db
        db.execute(GRAMS, {"shortest": SHORTEST_INSIDE, "gram": GRAM})
        db.executemany("insert into word values (?, ?)", sorted(self._uses.items()))
        slips = sorted(slips_of(self._written_as))
        db.executemany("insert or ignore into slip values (?, ?, ?)", slips)
        db.executemany(
            "insert into meta values (?, ?)",
            [
                ("version", VERSION),
                ("installation", mark.installation),
                ("cursor", mark.cursor),
            ],
        )
        db.execute("commit")
        db.execute("insert into names (names) values ('optimize')")
        db.execute("analyze")
        db.execute("pragma journal_mode = wal")
        self.close()
        return self._count

    def close(self) -> None:
        self._db.close()


def build(path: Path, entries: Iterable[Entry], mark: Mark) -> int:
    """Build an index in one go, from entries in the order of their popularity."""
    builder = Builder(path)
    try:
        for batch in batches(entries, BATCH):
            builder.add(batch)
        return builder.finish(mark)
    finally:
        builder.close()


def mark_of(db: sqlite3.Connection) -> Mark:
    """Which database the index is of, and how much of it.

    DatabaseError where it is no index, or one of another version.
    """
    known = dict(db.execute("select name, value from meta").fetchall())
    try:
        if known["version"] != VERSION:
            raise sqlite3.DatabaseError("the index is of another version")
        return Mark(str(known["installation"]), int(known["cursor"]))
    except (KeyError, ValueError, TypeError):
        raise sqlite3.DatabaseError("the index does not say what it is of") from None


class Row(NamedTuple):
    """A row of `item`."""

    id: int
    product_id: int
    key: str
    article: str
    words: str
    rank: int


def row_of(entry: Entry, number: int) -> Row:
    """The row of an entry; its number is its place among all by popularity."""
    return Row(
        number,
        entry.product_id,
        bare_key(entry.article_key),
        entry.article_key,
        " ".join(words(entry.name)),
        entry.rank,
    )


def _insert(db: sqlite3.Connection, rows: Sequence[Row], entries: Sequence[Entry]) -> None:
    db.executemany("insert into item values (?, ?, ?, ?, ?, ?)", rows)
    insert_names(db, rows)
    db.executemany(
        "insert or ignore into code values (?, ?)",
        [(code, row.id) for row, entry in zip(rows, entries, strict=True) for code in entry.codes],
    )


def insert_names(db: sqlite3.Connection, rows: Iterable[Row]) -> None:
    """Make rows be found by their words."""
    db.executemany(
        "insert into names (rowid, words) values (?, ?)", [(row.id, row.words) for row in rows]
    )


def bare_key(article_key: str) -> str:
    """A folded article without its points too: `W65851.970` is typed as `w65851970`."""
    return article_key.replace(".", "")


def inside_grams(key: str) -> Iterator[str]:
    """What stands at each place inside an article but its beginning."""
    for at in range(1, len(key) - SHORTEST_INSIDE + 1):
        yield key[at : at + GRAM]


def slips_of(written_as: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Rows of `slip` for words as they are written, each with what it is stemmed to."""
    for form, word in written_as.items():
        if edits := allowed_edits(form):
            for slip in deletions(form, edits):
                yield slip, form, word


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
