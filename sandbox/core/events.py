"""What the page hears: numbered events, the newest kept so that a lost connection can resume."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from typing import Any


class Events:
    def __init__(self, keep: int = 2000) -> None:
        self._kept: deque[dict[str, Any]] = deque(maxlen=keep)
        self._news = asyncio.Event()
        self._closed = False
        self.last_id = 0

    def close(self) -> None:
        self._closed = True
        self._news.set()

    def publish(self, kind: str, **about: Any) -> None:
        self.last_id += 1
        self._kept.append({"id": self.last_id, "type": kind, **about})
        self._news.set()
        self._news = asyncio.Event()

    def after(self, last_id: int) -> list[dict[str, Any]] | None:
        """The events since `last_id`; None where some of them are no longer kept."""
        if last_id > self.last_id or (self._kept and self._kept[0]["id"] > last_id + 1):
            return None
        return [event for event in self._kept if event["id"] > last_id]

    async def follow(self, last_id: int) -> AsyncIterator[dict[str, Any]]:
        """Every event after `last_id`, as they come; a first `reset` where some were missed."""
        while not self._closed:
            news = self._news
            events = self.after(last_id)
            if events is None:
                last_id = self.last_id
                yield {"id": last_id, "type": "reset"}
                continue
            for event in events:
                last_id = event["id"]
                yield event
            if not events:
                await news.wait()
