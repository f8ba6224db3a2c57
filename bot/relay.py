"""Carries what is written to a manager across, and the answers back: by the portal's feed.

A message that came from Telegram is passed on as it is there, with who wrote it; what becomes of it
there, follows. Each message bears the chat and the portal's id of it in its key, so that it is
passed on once.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.methods import CreateForumTopic
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.models import OutboxMessage, OutboxState, User
from bot.db.session import Database
from bot.i18n import Translator, Translators
from bot.outbox import Outbox, content
from bot.patience import Patience
from bot.rendering.outgoing import outgoing
from bot.screen import Screen
from bot.services.desk import desk_chat, keep_topic, topic_of
from bot.services.message_links import TALK, Matter, link_relayed, relayed, relayed_in
from bot.services.portal.models import EventOut
from bot.views import talk as view

log = logging.getLogger(__name__)

SENT, EDITED, DELETED = "message_sent", "message_edited", "message_deleted"
KINDS = (SENT, EDITED, DELETED)
LONGEST_CAPTION = 1024
DELETABLE = timedelta(hours=47)
"""A bot may delete a message within two days."""
LONGEST_TOPIC = 128


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is passed on to."""

    chat_id: int
    t: Translator
    group: bool = False
    thread_id: int | None = None


class Relay:
    def __init__(
        self,
        db: Database,
        bot: Bot,
        patience: Patience,
        outbox: Outbox,
        translators: Translators,
    ) -> None:
        self._db = db
        self._bot = bot
        self._patience = patience
        self._outbox = outbox
        self._translators = translators

    async def prepare(self, events: Sequence[EventOut]) -> None:
        """Topics in the managers' group for what goes there. A death on the way leaves at most an
        empty topic behind."""
        for event in events:
            if event.kind == SENT and _to_group(event):
                name = f"{event.data['by']}, {event.company.name if event.company else ''}"
                await self.open_topic(_matter(event), name)

    async def open_topic(self, matter: Matter, name: str) -> None:
        """Where the group has topics and the bot may make them; else all goes into one."""
        async with self._db.read() as session:
            chat = await desk_chat(session)
            if chat is None or not chat.is_forum:
                return
            if await topic_of(session, chat.chat_id, matter) is not None:
                return
        try:
            topic = await self._patience.call(
                self._bot, CreateForumTopic(chat_id=chat.chat_id, name=name[:LONGEST_TOPIC])
            )
        except (TelegramBadRequest, TelegramForbiddenError) as error:
            log.warning("no topic in the managers' group: %s", error.message)
            return
        await keep_topic(self._db, chat.chat_id, matter, topic.message_thread_id)

    async def tell(
        self, session: AsyncSession, event: EventOut, people: Sequence[User], now: datetime
    ) -> None:
        """`people` are those of the recipients who are in Telegram. In the caller's transaction."""
        if event.kind == SENT:
            for place in await self._places(session, event, people):
                await self._send(session, event, place)
        elif event.kind == EDITED:
            for row in await relayed(session, _matter(event)):
                await self._edit(session, event, row)
        elif event.kind == DELETED:
            for row in await relayed(session, _matter(event)):
                await self._delete(session, event, row, now)

    async def _places(
        self, session: AsyncSession, event: EventOut, people: Sequence[User]
    ) -> list[Place]:
        """Who answers hears of it alone; where nobody in particular does, the managers' group, or
        without one all whom it concerns."""
        if _to_group(event) and (chat := await desk_chat(session)) is not None:
            thread_id = await topic_of(session, chat.chat_id, _matter(event))
            t = self._translators.speaking(None)
            return [Place(chat.chat_id, t, group=True, thread_id=thread_id)]
        return [Place(user.id, self._translators.speaking(user.language)) for user in people]

    async def _send(self, session: AsyncSession, event: EventOut, place: Place) -> None:
        matter = _matter(event)
        first = place.group and not await relayed_in(session, matter, place.chat_id)
        screen = view.relayed(place.t, event, group=place.group, first=first)
        where = {"message_thread_id": place.thread_id} if place.thread_id else {}
        for number, (method, payload) in enumerate(_letters(event, screen), 1):
            key = f"talk:{matter.entry}:{place.chat_id}" + (f"#{number}" if number > 1 else "")
            await self._outbox.put(
                session,
                key=key,
                chat_id=place.chat_id,
                method=method,
                payload=payload | where,
            )
            await link_relayed(session, matter, place.chat_id, key)

    async def _edit(self, session: AsyncSession, event: EventOut, row: OutboxMessage) -> None:
        t, group = await self._speaking(session, row.chat_id)
        _, payload = outgoing(view.relayed(t, event, group=group), rich=False)[0]
        await self._change(session, event, row, payload)

    async def _change(
        self, session: AsyncSession, event: EventOut, row: OutboxMessage, payload: dict[str, Any]
    ) -> None:
        markup = {"reply_markup": payload["reply_markup"]} if "reply_markup" in payload else {}
        copied = row.method == "copyMessage"
        if copied and "caption" not in row.payload and row.payload.get("reply_markup") is None:
            # The picture of words too long for a caption, which stand below it.
            return
        words = {"caption" if copied else "text": payload["text"], "parse_mode": "HTML"}
        if copied and len(payload["text"]) > LONGEST_CAPTION:
            words["caption"] = payload["text"][: LONGEST_CAPTION - 1] + "…"
        if row.state is OutboxState.QUEUED:
            row.payload = {**row.payload, **words}
        elif row.message_id is not None:
            await self._outbox.put(
                session,
                key=f"{row.key}:{event.id}",
                chat_id=row.chat_id,
                method="editMessageCaption" if copied else "editMessageText",
                payload={"message_id": row.message_id, **words, **markup},
            )

    async def _delete(
        self, session: AsyncSession, event: EventOut, row: OutboxMessage, now: datetime
    ) -> None:
        if row.state is OutboxState.QUEUED:
            row.state, row.ended_at = OutboxState.CANCELLED, now
        elif row.message_id is not None and now - row.created_at < DELETABLE:
            await self._outbox.put(
                session,
                key=f"{row.key}:{event.id}",
                chat_id=row.chat_id,
                method="deleteMessage",
                payload={"message_id": row.message_id},
            )
        else:
            t, _ = await self._speaking(session, row.chat_id)
            _, payload = outgoing(view.deleted(t), rich=False)[0]
            await self._change(session, event, row, payload)

    async def _speaking(self, session: AsyncSession, chat_id: int) -> tuple[Translator, bool]:
        user = await session.get(User, chat_id) if chat_id > 0 else None
        return self._translators.speaking(user.language if user else None), chat_id < 0


def _matter(event: EventOut) -> Matter:
    return Matter(TALK, str(event.data["conversation"]), str(event.data["message"]))


def _to_group(event: EventOut) -> bool:
    return not event.data["from_staff"] and len(event.recipients) != 1


def _letters(event: EventOut, screen: Screen) -> list[tuple[str, dict[str, Any]]]:
    """Words as words; what has a file, as a copy of the message with who wrote it as its caption,
    or above the words where these are too long for one."""
    letters = outgoing(screen, rich=False)
    origin = _in_telegram(event.data.get("ref"))
    if not event.data.get("files") or origin is None:
        return letters
    method, copied = content.copy(*origin)
    payload = letters[0][1]
    if len(letters) == 1 and len(payload["text"]) <= LONGEST_CAPTION:
        more = {"caption": payload["text"], "parse_mode": "HTML"}
        markup = {"reply_markup": payload["reply_markup"]} if "reply_markup" in payload else {}
        return [(method, copied | more | markup)]
    return [(method, copied), *letters]


def _in_telegram(ref: Any) -> tuple[int, int] | None:
    parts = str(ref or "").split(":")
    if len(parts) != 3 or parts[0] != "telegram":
        return None
    try:
        return int(parts[1]), int(parts[2])
    except ValueError:
        return None
