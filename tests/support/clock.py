"""Time as a test wants it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta


@dataclass
class Clock:
    """Monday noon in Moscow, until it is moved. To sleep is to move it."""

    at: datetime = field(default_factory=lambda: datetime(2026, 11, 2, 9, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **by: float) -> None:
        self.at += timedelta(**by)

    async def sleep(self, seconds: float) -> None:
        self.forward(seconds=seconds)
        await asyncio.sleep(0)


@dataclass
class Steady:
    """Somebody else's clock, which goes on beside one that is set."""

    clock: Clock
    ahead: timedelta = timedelta(0)

    def __call__(self) -> datetime:
        return self.clock() + self.ahead

    def jump(self, to: datetime) -> datetime:
        """The other is set; here a minute passes."""
        now = self()
        self.clock.at, self.ahead = to, now + timedelta(minutes=1) - to
        return to


async def until(condition: Callable[[], bool], seconds: float = 5) -> None:
    """Lets others work until it holds, for so long of real time at most."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - anything may be waited for, without an event
            await asyncio.sleep(0.001)
