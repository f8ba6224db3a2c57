"""offer(): the one way in which results reach somebody who types `@bot words` into a chat."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from aiogram.exceptions import TelegramAPIError
from aiogram.types import (
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
)

from bot.rendering.outgoing import outgoing
from bot.screen import Screen
from bot.services.links import MENU

log = logging.getLogger(__name__)

KEPT = 60
"""Seconds that Telegram may repeat an answer: stock changes."""
LONGEST_OFFSET = 64


@dataclass(frozen=True, slots=True)
class Result:
    """A line of the list, and the card that choosing it posts."""

    id: str
    title: str
    description: str
    card: Screen


@dataclass(frozen=True, slots=True)
class Offer:
    """Answers one inline query. Never raises for Telegram's sake: who types on asks again, and an
    answer that comes late is of no use to anybody."""

    query: InlineQuery

    async def __call__(
        self,
        results: Sequence[Result] = (),
        *,
        more: str | None = None,
        hint: str | None = None,
        keep: int = KEPT,
    ) -> None:
        """`more` is where the next page begins; `hint` are words above the list, which lead into
        the private chat."""
        button = hint and InlineQueryResultsButton(text=hint, start_parameter=MENU)
        try:
            await self.query.answer(
                [_article(result) for result in results],
                # The words are in this person's language.
                is_personal=True,
                cache_time=keep,
                next_offset=more if more and len(more.encode()) <= LONGEST_OFFSET else None,
                button=button or None,
            )
        except TelegramAPIError as error:
            log.warning("inline query not answered: %s", error.message)


def _article(result: Result) -> InlineQueryResultArticle:
    # As text, not as a rich message: it goes into chats where anybody's Telegram must show it.
    _, payload = outgoing(result.card, rich=False)[0]
    markup = payload.pop("reply_markup", None)
    return InlineQueryResultArticle(
        id=result.id,
        title=result.title,
        description=result.description,
        input_message_content=InputTextMessageContent(message_text=payload.pop("text"), **payload),
        reply_markup=InlineKeyboardMarkup.model_validate(markup) if markup else None,
    )
