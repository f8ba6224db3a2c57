"""show(): the one way in which a Screen reaches a person."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramNotFound
from aiogram.methods import (
    AnswerCallbackQuery,
    EditMessageMedia,
    EditMessageText,
    SendDocument,
    SendMessage,
    SendPhoto,
    SendRichMessage,
)
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    Chat,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    Message,
    ReplyMarkupUnion,
    ReplyParameters,
)
from sqlalchemy import delete, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.db.models import Card, User
from bot.db.session import Database
from bot.patience import Patience
from bot.rendering.outgoing import NO_PREVIEW, Part, html_parts, inline_keyboard, rich_parts
from bot.rendering.texts import label
from bot.screen import Button, Note, Paragraph, Screen

log = logging.getLogger(__name__)

LONGEST_TOAST = 200


@dataclass
class Shows:
    """What every Show needs, once for the whole bot."""

    bot: Bot
    db: Database
    patience: Patience
    clock: Callable[[], datetime]
    rich: bool = True
    """Turns False for good where the server knows no rich messages."""

    def to(
        self, user: User, chat: Chat, message: Message | None, callback: CallbackQuery | None
    ) -> "Show":
        """For an update: to edit the pressed message, or to answer the written one."""
        shown = callback.message if callback else None
        return Show(
            self,
            user=user,
            chat_id=chat.id,
            # An inaccessible message has no content that could be edited.
            message_id=shown.message_id if isinstance(shown, Message) else None,
            thread_id=_thread(shown if callback else message),
            reply_to=message.message_id if message and chat.type != "private" else None,
            callback_id=callback.id if callback else None,
        )

    def at(self, user: User, chat_id: int, message_id: int | None = None) -> "Show":
        """For a message that nobody has just pressed; without an id, for a new one."""
        return Show(self, user=user, chat_id=chat_id, message_id=message_id)


@dataclass
class Show:
    """Sends a Screen, or edits a message into it.

    Somebody who has blocked the bot is marked as such, and nothing is raised: 0 is returned.
    """

    _shows: Shows
    user: User
    chat_id: int
    message_id: int | None = None
    """What is edited; None: a new message is sent."""
    thread_id: int | None = None
    reply_to: int | None = None
    callback_id: str | None = None
    behalf: str | None = None
    """A line above every screen: on whose behalf the person acts."""
    _answered: bool = field(default=False, init=False)

    async def __call__(
        self,
        screen: Screen,
        *,
        new: bool = False,
        kind: str | None = None,
        data: dict[str, Any] | None = None,
    ) -> int:
        """Shows it and gives the id of the message (of the last one, where they are several).

        Edits the pressed message, unless `new` is asked for, the screen has a reply keyboard, or
        the message is gone. With `kind` and `data` a reply to the message can be understood later.
        """
        if self.behalf:
            screen = replace(screen, blocks=(Note(self.behalf), *screen.blocks))
        if screen.reply is not None and self.chat_id < 0:
            screen = Screen(screen.blocks, screen.keyboard)
        target = None if new or screen.reply is not None else self.message_id
        try:
            sent = await self._deliver(screen, target)
        except TelegramForbiddenError:
            await self._blocked()
            return 0
        await self._remember(sent, kind, data or {}, edited=target)
        self.message_id = sent[-1]
        return sent[-1]

    def at(self, chat_id: int, message_id: int | None = None) -> "Show":
        """The same person's Show at another message."""
        return replace(self._shows.at(self.user, chat_id, message_id), behalf=self.behalf)

    async def file(self, name: str, data: bytes, caption: str = "") -> None:
        """A document, below everything else."""
        method = SendDocument(
            chat_id=self.chat_id,
            message_thread_id=self.thread_id,
            document=BufferedInputFile(data, name),
            caption=caption or None,
        )
        try:
            await self._shows.patience.call(self._shows.bot, method)
        except TelegramForbiddenError:
            await self._blocked()

    async def picture(
        self,
        name: str,
        data: bytes,
        caption: str = "",
        keyboard: tuple[tuple[Button, ...], ...] = (),
        *,
        instead: bool = False,
    ) -> None:
        """A picture below everything else, or `instead` of that in the pressed message."""
        file, markup = BufferedInputFile(data, name), inline_keyboard(list(keyboard))
        change: EditMessageMedia | None = None
        if instead and self.message_id is not None:
            change = EditMessageMedia(
                chat_id=self.chat_id,
                message_id=self.message_id,
                media=InputMediaPhoto(media=file, caption=caption or None),
                reply_markup=markup,
            )
        send = SendPhoto(
            chat_id=self.chat_id,
            message_thread_id=self.thread_id,
            photo=file,
            caption=caption or None,
            reply_markup=markup,
        )
        try:
            if change is not None:
                await self._shows.patience.call(self._shows.bot, change)
            else:
                await self._shows.patience.call(self._shows.bot, send)
        except TelegramBadRequest as error:
            # A double tap: it shows that picture already.
            if "is not modified" not in error.message:
                raise
        except TelegramForbiddenError:
            await self._blocked()

    async def toast(self, text: str, alert: bool = False) -> None:
        """A few words over the chat; where nothing was pressed, or too long ago, a message."""
        if self.callback_id and not self._answered:
            self._answered = True
            if await self._answer(label(text, LONGEST_TOAST), alert):
                return
        await self(Screen((Paragraph(text),)), new=True)

    async def finish(self) -> None:
        """Stops the pressed button's clock; called once, after the handler."""
        if self.callback_id and not self._answered:
            self._answered = True
            await self._answer(None, alert=False)

    async def _answer(self, text: str | None, alert: bool) -> bool:
        try:
            await self._shows.patience.call(
                self._shows.bot,
                AnswerCallbackQuery(
                    callback_query_id=self.callback_id or "", text=text, show_alert=alert or None
                ),
            )
        except TelegramBadRequest as error:
            log.info("callback not answered: %s", error.message)
            return False
        return True

    async def _deliver(self, screen: Screen, target: int | None) -> list[int]:
        if self.user.rich and self._shows.rich:
            try:
                return await self._send(*rich_parts(screen), target)
            except TelegramNotFound:
                log.warning("the server knows no rich messages: from now on, HTML text")
                self._shows.rich = False
            except TelegramBadRequest as error:
                log.warning("a rich message was refused, sending HTML text: %s", error.message)
        return await self._send(*html_parts(screen), target)

    async def _send(
        self, parts: list[Part], markups: list[ReplyMarkupUnion | None], target: int | None
    ) -> list[int]:
        sent: list[int] = []
        for part, markup in zip(parts, markups, strict=True):
            if target is not None and not sent and await self._edit(target, part, markup):
                sent.append(target)
            else:
                sent.append(await self._send_new(part, markup))
        return sent

    async def _edit(self, target: int, part: Part, markup: ReplyMarkupUnion | None) -> bool:
        """False where the message is no longer there to be edited."""
        inline = markup if isinstance(markup, InlineKeyboardMarkup) else None
        method = EditMessageText(
            chat_id=self.chat_id,
            message_id=target,
            reply_markup=inline,
            **(
                {"text": part, "parse_mode": "HTML", "link_preview_options": NO_PREVIEW}
                if isinstance(part, str)
                else {"rich_message": part}
            ),
        )
        try:
            await self._shows.patience.call(self._shows.bot, method)
        except TelegramBadRequest as error:
            if "is not modified" in error.message:
                return True
            if any(words in error.message for words in GONE):
                return False
            raise
        return True

    async def _send_new(self, part: Part, markup: ReplyMarkupUnion | None) -> int:
        where: dict[str, Any] = {
            "chat_id": self.chat_id,
            "message_thread_id": self.thread_id,
            "reply_markup": markup,
            "reply_parameters": ReplyParameters(
                message_id=self.reply_to, allow_sending_without_reply=True
            )
            if self.reply_to
            else None,
        }
        method: SendMessage | SendRichMessage
        if isinstance(part, str):
            method = SendMessage(
                text=part, parse_mode="HTML", link_preview_options=NO_PREVIEW, **where
            )
        else:
            method = SendRichMessage(rich_message=part, **where)
        message = await self._shows.patience.call(self._shows.bot, method)
        return message.message_id

    async def _remember(
        self, sent: list[int], kind: str | None, data: dict[str, Any], *, edited: int | None
    ) -> None:
        db = self._shows.db
        if kind is None:
            if edited is not None:
                await self._forget(edited)
            return
        insert = sqlite.insert if db.is_sqlite else postgresql.insert
        values = {"kind": kind, "data": data, "shown_at": self._shows.clock()}
        async with db.write() as session:
            for message_id in sent:
                await session.execute(
                    insert(Card)
                    .values(chat_id=self.chat_id, message_id=message_id, **values)
                    .on_conflict_do_update(index_elements=["chat_id", "message_id"], set_=values)
                )

    async def _forget(self, message_id: int) -> None:
        """The message shows something else now: a reply to it no longer means what it was."""
        async with self._shows.db.read() as session:
            if not await session.get(Card, (self.chat_id, message_id)):
                return
        async with self._shows.db.write() as session:
            await session.execute(
                delete(Card).where(Card.chat_id == self.chat_id, Card.message_id == message_id)
            )

    async def _blocked(self) -> None:
        if self.chat_id != self.user.id:
            log.warning("chat %d does not let the bot write", self.chat_id)
            return
        async with self._shows.db.write() as session:
            await session.execute(
                update(User)
                .where(User.id == self.user.id, User.blocked_at.is_(None))
                .values(blocked_at=self._shows.clock())
            )


GONE = (
    "message to edit not found",
    "message can't be edited",
    "MESSAGE_ID_INVALID",
    "there is no text in the message to edit",
)


def _thread(message: object) -> int | None:
    if isinstance(message, Message) and message.is_topic_message:
        return message.message_thread_id
    return None
