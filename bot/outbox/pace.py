"""How often Telegram lets a bot write: 30 messages a second in all, one a second to a chat, twenty
a minute to a group; with ALLOW_PAID_BROADCAST a thousand a second in all.

The messages of all chats are spaced evenly, so that no second anywhere holds too many. A chat's own
pace is kept by its rows: `ready_at` says when it is looked at next.
"""

from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

FREE, PAID = 30, 1000
"""Messages a second, to all chats together."""
CHAT_EVERY = timedelta(seconds=1)
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
        at = max(self._next, now)
        self._next = at + self._every * messages
        return (at - now).total_seconds()


class Groups:
    """When a group may be written to again."""

    def __init__(self) -> None:
        self._sent: dict[int, deque[datetime]] = {}

    def ready_after(self, chat_id: int, messages: int, now: datetime) -> datetime:
        """From when on the chat may be written to, so many having been sent now."""
        ready = now + CHAT_EVERY * messages
        if chat_id > 0:
            return ready
        sent = self._sent.setdefault(chat_id, deque(maxlen=GROUP_MOST))
        sent.extend([now] * messages)
        return max(ready, sent[0] + GROUP_SPAN) if len(sent) == GROUP_MOST else ready
