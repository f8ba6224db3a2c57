"""How fast a bot may send: Telegram answers 429 with `retry_after` past it.

Paid broadcasts are counted by themselves. In a storm nothing may be sent, however slowly.
"""

import math
from collections import Counter, deque
from dataclasses import dataclass

from sandbox.core.errors import too_many_requests

ON_ITS_WAY = 1.0
"""Seconds after the first refusal of a storm, in which what was sent before it may still arrive."""


@dataclass(frozen=True)
class Limits:
    """Messages a second in all, a second to one chat, a minute to one group. `chat_burst` is how
    many may go to one chat at once before its pace is held: Telegram is lenient with a few."""

    overall_per_second: int = 30
    paid_per_second: int = 1000
    """Of those with `allow_paid_broadcast`, in all."""
    chat_per_second: float = 1
    chat_burst: int = 5
    group_per_minute: int = 20


class Pace:
    """Counts what was sent by the clock it is given, and refuses what comes too fast.

    `violations` counts by kind what a bot could have known to be too much: `overall`, `paid`,
    `chat`, `group`, and `storm`, what came later than ON_ITS_WAY after a storm's first refusal.
    """

    def __init__(self, limits: Limits | None) -> None:
        self.limits = limits
        self.violations: Counter[str] = Counter()
        self.sent = 0
        self.refused_by_storms = 0
        self._storm_until = -math.inf
        self._told_at: float | None = None
        """When the bot heard of this storm."""
        self._overall: deque[float] = deque()
        self._paid: deque[float] = deque()
        self._groups: dict[int, deque[float]] = {}
        self._credit: dict[int, tuple[float, float]] = {}

    def storm(self, until: float) -> None:
        """Refuse every call until then."""
        self._storm_until, self._told_at = until, None

    def weather(self, at: float) -> None:
        """429 while there is a storm."""
        if at >= self._storm_until:
            return
        self.refused_by_storms += 1
        if self._told_at is None:
            self._told_at = at
        elif at > self._told_at + ON_ITS_WAY:
            self.violations["storm"] += 1
        raise too_many_requests(max(1, math.ceil(self._storm_until - at)))

    def spend(
        self, chat_id: int, at: float, *, is_group: bool, messages: int = 1, paid: bool = False
    ) -> None:
        """Account for `messages` to `chat_id`; 429 and nothing spent where it is too many."""
        self.sent += messages
        if self.limits is None:
            return
        overall = "paid" if paid else "overall"
        waits = {
            overall: self._wait_overall(self.limits, at, messages, paid),
            "chat": self._wait_chat(self.limits, chat_id, at, messages),
            "group": self._wait_group(self.limits, chat_id, at, messages) if is_group else 0.0,
        }
        kind = max(waits, key=lambda name: waits[name])
        if waits[kind] > 0:
            self.sent -= messages
            self.violations[kind] += 1
            raise too_many_requests(max(1, math.ceil(waits[kind])))
        (self._paid if paid else self._overall).extend([at] * messages)
        credit, _ = self._credit_at(self.limits, chat_id, at)
        self._credit[chat_id] = (credit - messages, at)
        if is_group:
            self._groups.setdefault(chat_id, deque()).extend([at] * messages)

    def _wait_overall(self, limits: Limits, at: float, messages: int, paid: bool) -> float:
        if paid:
            return _wait(self._paid, at, 1, limits.paid_per_second, messages)
        return _wait(self._overall, at, 1, limits.overall_per_second, messages)

    def _wait_group(self, limits: Limits, chat_id: int, at: float, messages: int) -> float:
        sent = self._groups.setdefault(chat_id, deque())
        return _wait(sent, at, 60, limits.group_per_minute, messages)

    def _wait_chat(self, limits: Limits, chat_id: int, at: float, messages: int) -> float:
        credit, _ = self._credit_at(limits, chat_id, at)
        # An album is one act: it may overdraw, and the next message waits for all of it.
        lacking = 1 - credit if messages > 1 else messages - credit
        return lacking / limits.chat_per_second if lacking > 0 else 0.0

    def _credit_at(self, limits: Limits, chat_id: int, at: float) -> tuple[float, float]:
        credit, when = self._credit.get(chat_id, (float(limits.chat_burst), at))
        grown = credit + (at - when) * limits.chat_per_second
        return min(float(limits.chat_burst), grown), at


def _wait(sent: deque[float], at: float, span: float, most: int, messages: int) -> float:
    while sent and sent[0] <= at - span:
        sent.popleft()
    excess = len(sent) + messages - most
    if excess <= 0:
        return 0.0
    return sent[min(excess, len(sent)) - 1] + span - at if sent else 0.0
