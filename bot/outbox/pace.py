"""How often Telegram lets a bot write: 30 messages a second in all, one a second to a chat, twenty
a minute to a group; with ALLOW_PAID_BROADCAST a thousand a second in all.

The messages of all chats are spaced evenly, so that no second anywhere holds too many. A chat's own
pace is counted in the table, by all replicas together and over restarts: `taking` asks when what
was sent there was sent.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Protocol

from bot.outbox.content import LONGEST_ALBUM

FREE, PAID = 30, 1000
"""Messages a second, to all chats together."""
FURTHEST = timedelta(minutes=1)
"""So far ahead moments are given away at most."""
CHAT_EVERY = timedelta(seconds=1)
CHAT_SPAN = CHAT_EVERY * LONGEST_ALBUM
GROUP_MOST, GROUP_SPAN = 20, timedelta(minutes=1)


class Slots(Protocol):
    """The next free moment to send at, given to one sender only."""

    async def reserve(self, messages: int) -> float:
        """Seconds until then."""
        ...


def spacing(per_second: int) -> int:
    """Microseconds between two messages: a little more than it takes, as they do not all arrive
    in the same time."""
    return 1_050_000 // per_second


class OwnSlots:
    """For the only sender there is, or where replicas have no Redis to agree in."""

    def __init__(self, clock: Callable[[], datetime], per_second: int) -> None:
        self._clock = clock
        self._every = timedelta(microseconds=spacing(per_second))
        self._next = datetime.min.replace(tzinfo=UTC)

    async def reserve(self, messages: int) -> float:
        now = self._clock()
        # Further off than ever given away: the clock was set back.
        at = now if self._next > now + FURTHEST else max(self._next, now)
        self._next = at + self._every * messages
        return (at - now).total_seconds()


def ready_after(sent: Sequence[tuple[datetime, int]], *, group: bool) -> datetime:
    """From when on a chat may be written to. `sent`: when, and how many messages at once, the last
    first, as far back as they count: CHAT_SPAN, or GROUP_SPAN for a group."""
    ready = max(at + CHAT_EVERY * messages for at, messages in sent)
    if group:
        counted = 0
        for at, messages in sent:
            counted += messages
            if counted >= GROUP_MOST:
                return max(ready, at + GROUP_SPAN)
    return ready
