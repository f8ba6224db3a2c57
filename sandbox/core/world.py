"""The world that methods and people act upon: its state, its clock, and who is told what."""

import asyncio
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sandbox.core.events import Events
from sandbox.core.limits import Limits, Pace
from sandbox.core.state import Chat, Json, Person, State

if TYPE_CHECKING:
    from sandbox.core.inline import InlineQuery

KEPT_CALLS = 500


class World:
    def __init__(
        self,
        *,
        token: str,
        username: str,
        name: str,
        now: Callable[[], datetime] | None = None,
        limits: Limits | None = None,
        state: State | None = None,
        files: dict[str, bytes] | None = None,
        inline_mode: bool = True,
        inline_feedback: bool = False,
    ) -> None:
        self.token = token
        self.username = username
        self.name = name
        self.state = state or State()
        self.files: dict[str, bytes] = {} if files is None else files
        self.events = Events()
        self.pace = Pace(limits)
        self.calls: deque[Json] = deque(maxlen=KEPT_CALLS)
        self.last_call_id = 0
        self.faults: list[Json] = []
        self.answered: dict[str, asyncio.Event] = {}
        self.inline_mode = inline_mode
        self.inline_feedback = inline_feedback
        self.inline_queries: dict[str, InlineQuery] = {}
        self.inline_cache: dict[tuple[str, str, int | None], tuple[float, InlineQuery]] = {}
        """(until when, one that was answered) by query, offset and, where personal, the person."""
        self.new_update = asyncio.Event()
        self.poller: asyncio.Event | None = None
        self.closing = asyncio.Event()
        self._now = now or (lambda: datetime.now(UTC))
        self.changes = 0
        """Grows with every change of the state, so that a journal knows when to write."""

    @property
    def bot_id(self) -> int:
        return int(self.token.partition(":")[0])

    def timestamp(self) -> float:
        return self._now().timestamp()

    def date(self) -> int:
        return int(self.timestamp())

    def bot_user(self) -> Json:
        return {
            "id": self.bot_id,
            "is_bot": True,
            "first_name": self.state.about.get("name:", self.name),
            "username": self.username,
        }

    def user(self, user_id: int) -> Json:
        if user_id == self.bot_id:
            return self.bot_user()
        return self.state.people[user_id].as_user()

    def person(self, user_id: int) -> Person:
        return self.state.people[user_id]

    def tell(self, kind: str, **about: Any) -> None:
        """Tell the page, and let the journal know that something changed."""
        self.changes += 1
        self.events.publish(kind, **about)

    def update(self, kind: str, content: Json) -> None:
        """Queue an update for the bot, unless it asked not to get this kind."""
        state = self.state
        allowed = state.allowed_updates
        wanted = kind in allowed if allowed else kind not in NOT_BY_DEFAULT
        if not wanted:
            return
        state.last_update_id += 1
        state.updates.append({"update_id": state.last_update_id, kind: content})
        state.update_dates[state.last_update_id] = self.timestamp()
        self.changes += 1
        self.wake()

    def wake(self) -> None:
        self.new_update.set()
        self.new_update = asyncio.Event()

    def close(self) -> None:
        """Let go of those who wait: polls answer with nothing, streams of events end."""
        self.closing.set()
        self.events.close()
        self.wake()

    def chats(self) -> list[Chat]:
        return [chat for chat in self.state.chats.values() if chat.migrated_to is None]


NOT_BY_DEFAULT = ("chat_member", "message_reaction", "message_reaction_count")
"""Kinds that the Bot API sends only to those who name them in `allowed_updates`."""
