"""A clock that moves when everybody sleeps: hours of several senders in minutes, by the same rules.

It moves to the next who is to wake once no database is being asked and nothing has happened for
some turns of the loop. So databases take no time, and a moment that was asked for is kept exactly.
"""

import asyncio
import heapq
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import count

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.session import Database

TURNS = 8
"""Of the loop without any event, after which nobody has anything to do."""


class StillClock:
    def __init__(self) -> None:
        self.at = datetime(2026, 11, 2, 9, tzinfo=UTC)
        self.asked = 0
        """Databases that are being asked just now."""
        self.events = 0
        self._unasked = asyncio.Event()
        self._unasked.set()
        self._sleeping: list[tuple[datetime, int, asyncio.Future[None]]] = []
        self._numbers = count()

    def __call__(self) -> datetime:
        return self.at

    def ask(self, more: int) -> None:
        """A database has begun to be asked, or has answered."""
        self.asked += more
        self.events += 1
        if self.asked:
            self._unasked.clear()
        else:
            self._unasked.set()

    async def sleep(self, seconds: float) -> None:
        self.events += 1
        woken = asyncio.get_running_loop().create_future()
        until = self.at + timedelta(seconds=seconds)
        heapq.heappush(self._sleeping, (until, next(self._numbers), woken))
        try:
            await woken
        finally:
            self.events += 1

    async def run(self) -> None:
        """Moves it, until it is cancelled."""
        while True:
            await self._nothing_happens()
            until, _, woken = heapq.heappop(self._sleeping)
            if not woken.done():
                self.at = max(self.at, until)
                woken.set_result(None)

    async def _nothing_happens(self) -> None:
        quiet, seen = 0, self.events
        while quiet < TURNS or not self._sleeping:
            await self._unasked.wait()
            await asyncio.sleep(0)
            quiet = quiet + 1 if not self.asked and self.events == seen else 0
            seen = self.events


class WatchedDatabase(Database):
    """Tells the clock when it is asked."""

    def __init__(self, url: str, clock: StillClock) -> None:
        super().__init__(url)
        self._clock = clock
        self.asked = 0

    async def quiet(self) -> None:
        while self.asked:  # noqa: ASYNC110 - it is a matter of a few milliseconds
            await asyncio.sleep(0.0005)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        async with self._asked(), super().read() as session:
            yield session

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        async with self._asked(), super().write() as session:
            yield session

    @asynccontextmanager
    async def _asked(self) -> AsyncIterator[None]:
        self.asked += 1
        self._clock.ask(1)
        try:
            yield
        finally:
            self.asked -= 1
            self._clock.ask(-1)
