"""One pace for all replicas, in Redis. Where Redis is away each keeps its own: 429s are obeyed."""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import RedisError

from bot.outbox.pace import OwnSlots, spacing

log = logging.getLogger(__name__)

KEY = "artikul:outbox:next"
_RESERVE = """
local now, span = tonumber(ARGV[1]), tonumber(ARGV[2])
local at = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now)
-- Further off than ever given away: a clock was set back.
if at > now + 60000000 then at = now end
redis.call('SET', KEYS[1], string.format('%.0f', at + span), 'PX', 60000)
return string.format('%.0f', at - now)
"""
"""In microseconds: the next free moment is given away in one step."""


class SharedSlots:
    def __init__(
        self, redis: Redis, clock: Callable[[], datetime], per_second: int, name: str
    ) -> None:
        """`name` is the bot's: its replicas share a pace, two bots do not."""
        self._clock = clock
        self._span = spacing(per_second)
        self._own = OwnSlots(clock, per_second)
        self._key = f"{KEY}:{name}"
        self._reserve: Callable[..., Awaitable[Any]] = redis.register_script(_RESERVE)

    async def reserve(self, messages: int) -> float:
        now = int(self._clock().timestamp() * 1_000_000)
        try:
            wait = await self._reserve(keys=[self._key], args=[now, self._span * messages])
        except RedisError as error:
            log.warning("the pace is kept alone: Redis is away (%s)", type(error).__name__)
            return await self._own.reserve(messages)
        return int(wait) / 1_000_000
