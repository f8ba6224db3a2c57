"""A row as a call of the Bot API, and what Telegram's answer means for it."""

import base64
import logging
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from enum import Enum, auto
from pathlib import Path
from typing import Any

from aiogram import Bot, methods
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramServerError,
)
from aiogram.methods import TelegramMethod
from aiogram.types import BufferedInputFile, FSInputFile

from bot.db.models import OutboxMessage
from bot.outbox.content import ATTACHED, STORED, Json, is_edit
from bot.services.portal.errors import PortalUnavailable

log = logging.getLogger(__name__)

Fetch = Callable[[Json, Path], Awaitable[None]]
"""Writes what `content.stored` names to the path."""
Fetched = dict[int, FSInputFile]
INSTEAD = "instead"
_METHODS: dict[str, type[TelegramMethod[Any]]] = {
    method.__api_method__: method
    for method in vars(methods).values()
    if isinstance(method, type)
    and issubclass(method, TelegramMethod)
    and method is not TelegramMethod
}
CLOSED = (
    "chat not found",
    "PEER_ID_INVALID",
    "group chat was deleted",
    "CHAT_WRITE_FORBIDDEN",
    "have no rights to send",
    "not enough rights to send",
    "need administrator rights",
)
"""400s that are about the chat, not about the message."""


class Trouble(Enum):
    CHAT = auto()
    """It does not let the bot write."""
    AGAIN = auto()
    """Telegram did not answer as it should; nobody knows what it did."""
    NOT_YET = auto()
    """What is to be sent could not be fetched: nothing was sent for certain."""
    MESSAGE = auto()


def trouble(error: Exception) -> Trouble:
    if isinstance(error, PortalUnavailable | OSError):
        return Trouble.NOT_YET
    if isinstance(error, TelegramForbiddenError):
        return Trouble.CHAT
    if isinstance(error, TelegramServerError | TelegramNetworkError):
        return Trouble.AGAIN
    if isinstance(error, TelegramBadRequest | TelegramNotFound):
        closed = any(words.lower() in error.message.lower() for words in CLOSED)
        return Trouble.CHAT if closed else Trouble.MESSAGE
    return Trouble.MESSAGE


async def nothing_is_stored(stored: Json, path: Path) -> None:
    """The `fetch` where nobody puts anything of the kind."""
    raise KeyError(stored["name"])


async def call(bot: Bot, row: OutboxMessage, fetch: Fetch, *, paid: bool) -> int | None:
    """The id of the message, of the last where they are several. Raises what aiogram and `fetch`
    do, and ValueError, TypeError or KeyError for what is no call."""
    files = [each for value in row.payload.values() for each in _stored(value)]
    if not files:
        return await _call(bot, row, {}, paid=paid)
    with tempfile.TemporaryDirectory(prefix="outbox-") as folder:
        fetched: Fetched = {}
        for number, file in enumerate(files):
            path = Path(folder) / str(number)
            await fetch(file, path)
            fetched[id(file)] = FSInputFile(path, file["name"])
        return await _call(bot, row, fetched, paid=paid)


async def _call(bot: Bot, row: OutboxMessage, fetched: Fetched, *, paid: bool) -> int | None:
    given = {name: _file(value, fetched) for name, value in row.payload.items() if name != INSTEAD}
    kind = _METHODS[row.method]
    if paid and "allow_paid_broadcast" in kind.model_fields:
        given["allow_paid_broadcast"] = True
    try:
        answer = await bot(kind(chat_id=row.chat_id, **given))
    except (TelegramNotFound, TelegramBadRequest) as error:
        if is_edit(row.method) and "message is not modified" in error.message:
            return None  # Somebody has shown the very same already.
        instead = row.payload.get(INSTEAD)
        if instead is None or isinstance(error, TelegramMigrateToChat):
            raise
        log.warning("outbox %s refused as a rich message: %s", row.key, error.message)
        answer = await bot(methods.SendMessage(chat_id=row.chat_id, **instead))
    last = answer[-1] if isinstance(answer, list) and answer else answer
    return getattr(last, "message_id", None)


def _stored(value: Any) -> Iterator[Json]:
    if isinstance(value, dict) and STORED in value:
        yield value[STORED]
    elif isinstance(value, list):
        for each in value:
            if isinstance(each, dict) and "media" in each:
                yield from _stored(each["media"])


def _file(value: Any, fetched: Fetched) -> Any:
    """What we bring along, as `content.attached` and `content.stored` keep it."""
    if isinstance(value, dict) and STORED in value:
        return fetched[id(value[STORED])]
    if isinstance(value, dict) and ATTACHED in value:
        brought = value[ATTACHED]
        return BufferedInputFile(base64.b64decode(brought["base64"]), brought["name"])
    if isinstance(value, list):
        return [
            each | {"media": _file(each["media"], fetched)}
            if isinstance(each, dict) and "media" in each
            else each
            for each in value
        ]
    return value
