"""Long polling of our own: an update is confirmed only when it is stored.

aiogram's polling confirms a batch by asking for the next one while handlers still run, and decodes
a batch as a whole, so that one odd update holds up the other forty-nine.
"""

import asyncio
import logging
from typing import Any

from aiogram import Bot
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramConflictError,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import TelegramMethod

from bot.inbox import Inbox, update_id_of

log = logging.getLogger(__name__)

WAIT = 30
"""Seconds that Telegram holds an answer back when there is nothing to say."""
LONGEST_PAUSE = 15.0


class GetRawUpdates(TelegramMethod[list[Any]]):
    """getUpdates whose answer is left as it came."""

    __returning__ = list[Any]
    __api_method__ = "getUpdates"

    offset: int | None = None
    limit: int | None = None
    timeout: int | None = None
    allowed_updates: list[str] | None = None


class Polling:
    """The offset lives in memory alone: a stored one might skip what Telegram still keeps."""

    def __init__(self, bot: Bot, inbox: Inbox, allowed_updates: list[str]) -> None:
        self._bot = bot
        self._inbox = inbox
        self._allowed_updates = allowed_updates
        self._offset: int | None = None

    async def run(self) -> None:
        """Until it is cancelled. Raises TelegramUnauthorizedError; sits out everything else."""
        pause = 1.0
        while True:
            try:
                await self.once(WAIT)
                pause = 1.0
                continue
            except TelegramUnauthorizedError:
                raise
            except TelegramRetryAfter as error:
                await asyncio.sleep(error.retry_after)
                continue
            except TelegramConflictError:
                log.error("another process asks for this bot's updates, or a webhook is set")
            except TelegramAPIError as error:
                log.warning("no updates: %s; again in %.0f s", type(error).__name__, pause)
            except Exception:
                # Most likely the database: nothing was stored, so nothing is confirmed.
                log.exception("updates could not be stored; again in %.0f s", pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def once(self, wait: int = 0) -> int:
        """Fetches and stores one batch; how many there were. The next call confirms it."""
        updates = await self._bot(
            GetRawUpdates(
                offset=self._offset,
                limit=100,
                timeout=wait,
                allowed_updates=self._allowed_updates,
            ),
            request_timeout=wait + 15,
        )
        await self._inbox.store(updates)
        ids = [found for found in map(update_id_of, updates) if found is not None]
        if ids:
            self._offset = max(ids) + 1
        return len(updates)
