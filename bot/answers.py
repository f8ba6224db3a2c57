"""What Telegram's answers are read into, made once.

aiogram asks pydantic for `Response[Message]` at every call, and pydantic forgets a generic type
that nobody holds: making it anew is a fifth of what a whole update costs.
"""

from typing import Any

from aiogram import Bot
from aiogram.client.session.middlewares.base import NextRequestMiddlewareType
from aiogram.methods import TelegramMethod
from aiogram.methods.base import Response, TelegramType

_held: dict[type[TelegramMethod[Any]], type[Response[Any]]] = {}


async def hold_answer_types(
    make_request: NextRequestMiddlewareType[TelegramType],
    bot: Bot,
    method: TelegramMethod[TelegramType],
) -> Response[TelegramType]:
    """A middleware of the bot's session."""
    kind = type(method)
    if kind not in _held:
        _held[kind] = Response[kind.__returning__]  # type: ignore[name-defined]
    return await make_request(bot, method)
