"""What every handler is given, and what becomes of its errors.

Handlers name what they need among their arguments:

`user`      User, as stored; detached, so a change is made by a statement in `db.write()`
`t`         Translator of the person's language
`show`      Show: sends or edits, answers the press
`portal`    Portal on behalf of the person and their active company; in a group, of nobody, so that
            no price can get there
`update_key` the Idempotency-Key of what this update changes; the same when it is handled again
`db`        Database; `async with db.write() as session` for as short as can be, never over HTTP
`outbox`    Outbox, for what answers no update
`clock`     () -> datetime, aware
`settings`  Settings
`translators`, `shows`, `everyone`  Translators; Shows; Portal on behalf of nobody

An inline query tells no chat, and what comes of it is read by strangers: its handlers are given
`offer` (Offer: answers it), but no `user`, `show` or `portal`.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from aiogram import BaseMiddleware
from aiogram.exceptions import TelegramNetworkError, TelegramRetryAfter, TelegramServerError
from aiogram.types import Chat, ChatMemberUpdated, InlineQuery, Message, TelegramObject, Update
from aiogram.types import User as TelegramUser
from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite

from bot.db.models import User
from bot.db.people import People
from bot.db.session import Database
from bot.errors import words
from bot.i18n import Translators
from bot.offer import Offer
from bot.outbox import noting
from bot.screen import Paragraph, Screen
from bot.services.desk import leave_desk
from bot.services.portal.client import Portal
from bot.show import Show, Shows
from bot.views.claim_desk import welcome

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class PersonMiddleware(BaseMiddleware):
    """Around every update: the person, their words, their portal; and errors as words."""

    def __init__(
        self,
        *,
        db: Database,
        translators: Translators,
        everyone: Portal,
        shows: Shows,
        clock: Callable[[], datetime],
    ) -> None:
        self._db = db
        self._people = People(db)
        self._translators = translators
        self._everyone = everyone
        self._shows = shows
        self._clock = clock

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        person: TelegramUser | None = data.get("event_from_user")
        chat: Chat | None = data.get("event_chat")
        if not isinstance(event, Update) or person is None or person.is_bot:
            return None
        if event.inline_query:
            return await self._inline(handler, event, event.inline_query, data)
        if chat is None or _posted_by_way_of_us(event.message, data):
            return None
        user = await self._user(person)
        if event.my_chat_member:
            return await self._membership(user, chat, event.my_chat_member)
        if user.blocked_at:
            await self._set_blocked(user, None)
        t = self._translators.speaking(user.language, person.language_code)
        show = self._shows.to(user, chat, event.message, event.callback_query)
        private = chat.type == "private"
        if private and user.behalf_of:
            show.behalf = t("behalf-line", company=user.behalf_of)
        data |= {
            "user": user,
            "t": t,
            "show": show,
            "portal": self._everyone.on_behalf(user.token, user.company_id)
            if private
            else self._everyone,
            "update_key": f"u{event.update_id}",
        }
        try:
            result = await handler(event, data)
        except (TelegramNetworkError, TelegramServerError, TelegramRetryAfter):
            # Words would not get through either: the inbox tries the update again.
            raise
        except Exception as error:
            await _say(show, words(error, t, event.update_id))
            return None
        await show.finish()
        return result

    async def _inline(
        self, handler: Handler, event: Update, query: InlineQuery, data: dict[str, Any]
    ) -> None:
        # Whoever only types the bot's name somewhere has not met it, and is not stored.
        user = await self._people.find(query.from_user.id)
        t = self._translators.speaking(
            user.language if user else None, query.from_user.language_code
        )
        offer = Offer(query)
        try:
            await handler(event, data | {"t": t, "offer": offer})
        except Exception as error:
            await offer(hint=words(error, t, event.update_id), keep=0)

    async def _user(self, person: TelegramUser) -> User:
        if found := await self._people.find(person.id):
            return found
        insert = sqlite.insert if self._db.is_sqlite else postgresql.insert
        async with self._db.write() as session:
            await session.execute(
                insert(User)
                .values(id=person.id, rich=True, created_at=self._clock())
                .on_conflict_do_nothing()
            )
            return await session.get_one(User, person.id)

    async def _membership(self, user: User, chat: Chat, change: ChatMemberUpdated) -> None:
        gone = change.new_chat_member.status in ("kicked", "left")
        if chat.type == "private":
            await self._set_blocked(user, self._clock() if gone else None)
        elif gone:
            await leave_desk(self._db, chat.id)
        elif user.staff_role and change.old_chat_member.status in ("kicked", "left"):
            # To others' groups it comes without a word.
            t = self._translators.speaking(user.language, change.from_user.language_code)
            await self._shows.at(user, chat.id)(welcome(t))

    async def _set_blocked(self, user: User, at: datetime | None) -> None:
        async with self._db.write() as session:
            await session.execute(update(User).where(User.id == user.id).values(blocked_at=at))
            if at is None:
                await noting.reopen(session, user.id, self._clock())
            else:
                await noting.close(session, user.id, "kicked", at)


def _posted_by_way_of_us(message: Message | None, data: dict[str, Any]) -> bool:
    """A card that somebody has chosen is no word to the bot, although it gets it as one."""
    return (
        message is not None and message.via_bot is not None and message.via_bot.id == data["bot"].id
    )


async def _say(show: Show, text: str) -> None:
    """Over the chat where a button was pressed, else as a message."""
    if show.callback_id:
        await show.toast(text, alert=True)
    else:
        await show(Screen((Paragraph(text),)), new=True)
