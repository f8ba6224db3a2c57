"""Calls to Telegram that wait where waiting helps."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from aiogram import Bot
from aiogram.exceptions import TelegramNetworkError, TelegramRetryAfter, TelegramServerError
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType

log = logging.getLogger(__name__)

TRIES = 5
LONGEST_WAIT = 60
"""Seconds. Telegram has asked for more than that only of bots that would not listen."""


class Patience:
    """What the whole bot does when Telegram says 429: nobody sends until it is over."""

    def __init__(self, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._sleep = sleep
        self._open = asyncio.Event()
        self._open.set()

    async def call(self, bot: Bot, method: TelegramMethod[TelegramType]) -> TelegramType:
        """The call, again after a 429, a 5xx or a lost connection; raises what comes of the last.

        After a lost connection a message may be there twice: better than not at all, where a
        person waits for it. What must not be said twice goes through the outbox.
        """
        for attempt in range(TRIES):
            await self._open.wait()
            try:
                return await bot(method)
            except TelegramRetryAfter as error:
                log.warning("telegram: %s: wait %d s", method.__api_method__, error.retry_after)
                await self.pause(error.retry_after)
            except (TelegramServerError, TelegramNetworkError) as error:
                log.warning("telegram: %s: %s", method.__api_method__, type(error).__name__)
                await self._sleep(0.5 * 2**attempt)
        await self._open.wait()
        return await bot(method)

    async def ready(self) -> None:
        """When Telegram wants to hear of us again."""
        await self._open.wait()

    async def pause(self, seconds: float) -> None:
        self._open.clear()
        try:
            await self._sleep(min(seconds, LONGEST_WAIT))
        finally:
            self._open.set()
