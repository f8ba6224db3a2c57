"""The index's file: read by threads, replaced at once, and told when it is another one."""

import asyncio
import os
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from secrets import token_hex
from typing import TypeVar

from portal.search.index import VERSION, Mark, connect, mark_of

T = TypeVar("T")

CONNECTIONS = 4
DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR)
Identity = tuple[str, int]
_NAME = re.compile(r"search-v(\d+)[.-]")


class IndexFile:
    """`path` is a link to a file of a name that no other one ever has.

    SQLite removes a file's journal by its name: with one name for all, whoever closes the last file
    would remove the journal of the next one, which others are writing.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / f"search-v{VERSION}.db"
        self.lock = self.path.with_suffix(".lock")
        self.known: Identity | None = None
        self._idle: list[sqlite3.Connection] = []
        self._life = 0
        self._size = 0

    def is_another(self) -> bool:
        """Whether it was built anew by somebody, or is gone or cut, since it was asked last."""
        now = identity(self.path)
        size = self.path.stat().st_size if now else 0
        same = now == self.known and size >= self._size  # by itself it only grows
        self._size = size
        if not same:
            self.forget()
            self.known = now
        return not same

    async def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run `work` on a connection, in a thread."""
        life = self._life
        db = self._idle.pop() if self._idle else None

        def on_connection() -> tuple[sqlite3.Connection, T]:
            opened = db or connect(self.path)
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

    def forget(self) -> None:
        """Let go of the file, which is another one from now on."""
        self._life += 1
        self.known = None
        while self._idle:
            self._idle.pop().close()

    def beside(self) -> Path:
        """Where the next one may be written."""
        return self.path.with_name(f"search-v{VERSION}-{token_hex(6)}.db")

    def put(self, made: Path) -> None:
        """Put a file from `beside` in place, and remove those before it and of earlier versions.

        Whoever still reads one of them reads on.
        """
        link = made.with_suffix(".link")
        link.symlink_to(made.name)
        link.replace(self.path)
        kept = (self.path.name, self.lock.name)
        for other in self.path.parent.glob("search-v*"):
            version = _NAME.match(other.name)
            earlier = version and int(version[1]) <= VERSION and other.name not in kept
            if earlier and not other.name.startswith(made.name):
                other.unlink(missing_ok=True)


def identity(path: Path) -> Identity | None:
    """Which file this is, as long as it is there; None: there is none."""
    try:
        there = os.stat(path)
        return os.readlink(path) if path.is_symlink() else "", there.st_ino
    except OSError:
        return None


def mark_at(path: Path) -> Mark:
    """As `mark_of`, of a file that nobody has open."""
    with closing(connect(path)) as db:
        return mark_of(db)


def is_damage(error: sqlite3.Error) -> bool:
    """And not a question that could not be answered, or a file that is locked."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
    return code & 0xFF in DAMAGE or "no such " in str(error)
