"""How often Telegram lets a bot write of its own accord."""

from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta

OVERALL = 30
"""Messages a second, to all chats together."""
CHAT_EVERY = timedelta(seconds=1)
GROUP_MOST, GROUP_SPAN = 20, timedelta(minutes=1)


class Pace:
    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._all: deque[datetime] = deque(maxlen=OVERALL)
        self._chats: dict[int, deque[datetime]] = {}

    def count(self, chat_id: int) -> None:
        """A message is about to be sent there."""
        now = self._clock()
        self._all.append(now)
        self._chats.setdefault(chat_id, deque(maxlen=GROUP_MOST)).append(now)

    def wait_overall(self) -> float:
        """Seconds until any message may be sent."""
        if len(self._all) < OVERALL:
            return 0.0
        return max(0.0, (self._all[0] + timedelta(seconds=1) - self._clock()).total_seconds())

    def not_ready(self) -> list[int]:
        """The chats that may not be written to just now."""
        now = self._clock()
        for chat_id in [chat for chat, sent in self._chats.items() if sent[-1] + GROUP_SPAN < now]:
            del self._chats[chat_id]
        return [chat_id for chat_id in self._chats if self._ready_at(chat_id) > now]

    def wait_for_any(self) -> float:
        """Seconds until the first of them may be; 0: none waits."""
        times = [self._ready_at(chat_id) for chat_id in self.not_ready()]
        return (min(times) - self._clock()).total_seconds() if times else 0.0

    def _ready_at(self, chat_id: int) -> datetime:
        sent = self._chats[chat_id]
        ready = sent[-1] + CHAT_EVERY
        if chat_id < 0 and len(sent) == GROUP_MOST:
            ready = max(ready, sent[0] + GROUP_SPAN)
        return ready
