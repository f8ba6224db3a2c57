"""Claims reach the staff: a card each, with its photos, in the managers' group and privately.

The card changes in place with whatever becomes of the claim. Photos go before their card, straight
to Telegram: of what was being sent when the bot died, nobody knows, and it is sent once more.
"""

import logging
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.methods import SendDocument, SendMediaGroup, SendPhoto, SendVideo
from aiogram.types import (
    FSInputFile,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    MediaUnion,
    Message,
)
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.models import DeskChat, MessageLink, OutboxMessage, OutboxState, User
from bot.db.session import Database
from bot.i18n import Translator, Translators
from bot.outbox import Outbox, content
from bot.patience import Patience
from bot.relay import Relay
from bot.screen import Screen
from bot.services.claim_desk import CLAIM, claim_seen, staff_of
from bot.services.desk import desk_chat, topic_of
from bot.services.message_links import Matter, link_relayed, link_written, relayed
from bot.services.portal.claim_models import ClaimFile, ClaimMessage, ClaimOut
from bot.services.portal.client import Portal
from bot.services.portal.models import EventOut
from bot.show import outgoing
from bot.views import claim_desk as view

log = logging.getLogger(__name__)

PREFIX = "claim_"
CREATED = "claim_created"
SAID = ("claim_message", "claim_answered")
CHANGED = ("claim_message_edited", "claim_message_deleted")
UNCHANGED = (CREATED, "claim_message", "claim_reminder", *CHANGED)
"""The card is as it was."""
FILES = "claim-files"
LARGEST_PHOTO = 10 * 1024 * 1024
ALBUM = 10


@dataclass(frozen=True, slots=True)
class Known:
    """What the portal says of an event's claim, read before anything is stored."""

    claim: ClaimOut
    message: ClaimMessage | None


class ClaimDesk:
    def __init__(
        self,
        db: Database,
        bot: Bot,
        patience: Patience,
        everyone: Portal,
        outbox: Outbox,
        relay: Relay,
        translators: Translators,
        *,
        zone: str,
    ) -> None:
        self._db = db
        self._bot = bot
        self._patience = patience
        self._everyone = everyone
        self._outbox = outbox
        self._relay = relay
        self._translators = translators
        self._zone = zone
        self._known: dict[str, Known] = {}

    async def prepare(self, events: Sequence[EventOut]) -> None:
        """Reads claims, opens their topics and sends their photos."""
        self._known.clear()
        for event in events:
            if event.kind.startswith(PREFIX):
                await self._prepare(event)

    async def _prepare(self, event: EventOut) -> None:
        told = [recipient.person_id for recipient in event.recipients]
        staff = await staff_of(self._db, told)
        claim_id, said = str(event.data["claim_id"]), event.data.get("message_id")
        message_id = str(said) if said and event.kind in (*SAID, *CHANGED) else None
        seen = await claim_seen(self._everyone, staff, claim_id, message_id)
        if seen is None:
            return
        claim, message, portal = seen
        self._known[event.id] = Known(claim, message)
        matter = Matter(CLAIM, claim.id)
        if event.kind == CREATED:
            t = self._translators.speaking(None)
            name = f"№ {claim.number} {claim.company.name}: {t(f'desk-kind-{claim.kind}')}"
            await self._relay.open_topic(matter, name)
        files = claim.files if event.kind == CREATED else _new_files(event, message)
        if not files:
            return
        chats = [user.id for user in staff if user.person_id in told and user.blocked_at is None]
        async with self._db.read() as session:
            group = await desk_chat(session)
            thread_id = await topic_of(session, group.chat_id, matter) if group else None
        where: list[tuple[int, int | None]] = [(chat, None) for chat in chats]
        if group is not None:
            where.insert(0, (group.chat_id, thread_id))
        subject = f"{claim.id}:{message.id if message else ''}"
        await self._send_files(portal, claim, files, where, subject)

    async def _send_files(
        self,
        portal: Portal,
        claim: ClaimOut,
        files: Sequence[ClaimFile],
        where: Sequence[tuple[int, int | None]],
        subject: str,
    ) -> None:
        async with self._db.read() as session:
            done = set(
                await session.scalars(
                    select(MessageLink.chat_id).where(
                        MessageLink.kind == FILES, MessageLink.subject == subject
                    )
                )
            )
        waiting = [place for place in where if place[0] not in done]
        if not waiting:
            return
        with tempfile.TemporaryDirectory(prefix="claim-") as folder:
            paths: list[tuple[ClaimFile, Path]] = []
            for number, file in enumerate(files):
                path = Path(folder) / str(number)
                await portal.save_claim_file(claim.id, file.id, path)
                paths.append((file, path))
            for chat_id, thread_id in waiting:
                sent = await self._send_albums(claim, paths, chat_id, thread_id)
                if sent:
                    matter = Matter(FILES, subject)
                    await link_written(self._db, matter, chat_id, sent)

    async def _send_albums(
        self,
        claim: ClaimOut,
        paths: Sequence[tuple[ClaimFile, Path]],
        chat_id: int,
        thread_id: int | None,
    ) -> int | None:
        """The id of the last message; None: the chat takes nothing."""
        caption = f"№ {claim.number}"
        last: int | None = None
        for group in _albums(paths):
            try:
                last = await self._send_album(group, chat_id, thread_id, caption)
            except (TelegramForbiddenError, TelegramBadRequest) as error:
                log.warning("files of claim %s not sent: %s", claim.number, error.message)
        return last

    async def _send_album(
        self,
        group: Sequence[tuple[ClaimFile, Path]],
        chat_id: int,
        thread_id: int | None,
        caption: str,
    ) -> int:
        where: dict[str, Any] = {"chat_id": chat_id, "message_thread_id": thread_id}
        if len(group) > 1:
            media: list[MediaUnion] = [
                _media(file, path, caption if number == 0 else None)
                for number, (file, path) in enumerate(group)
            ]
            messages = await self._patience.call(self._bot, SendMediaGroup(media=media, **where))
            return messages[-1].message_id
        [(file, path)] = group
        given = FSInputFile(path, file.name)
        one: Message
        if _is_photo(file):
            one = await self._patience.call(
                self._bot, SendPhoto(photo=given, caption=caption, **where)
            )
        elif file.media_type == "video/mp4":
            one = await self._patience.call(
                self._bot, SendVideo(video=given, caption=caption, **where)
            )
        else:
            one = await self._patience.call(
                self._bot, SendDocument(document=given, caption=caption, **where)
            )
        return one.message_id

    async def tell(
        self, session: AsyncSession, event: EventOut, people: Sequence[User], now: datetime
    ) -> None:
        known = self._known.get(event.id)
        if known is None:
            return
        staff = [user for user in people if user.staff_role is not None]
        group = await desk_chat(session)
        if event.kind not in UNCHANGED:
            await self._change_cards(session, event, known.claim, now)
        unheld = known.claim.manager is None and staff
        if unheld or event.kind in (CREATED, "claim_handed_over"):
            await self._put_cards(session, known.claim, staff, group, now)
        if event.kind in CHANGED:
            await self._change_words(session, event, known)
        elif event.kind != CREATED:
            await self._put_words(session, event, known, staff, group)

    async def _put_cards(
        self,
        session: AsyncSession,
        claim: ClaimOut,
        staff: Sequence[User],
        group: DeskChat | None,
        now: datetime,
    ) -> None:
        if group is not None:
            t = self._translators.speaking(None)
            thread_id = await topic_of(session, group.chat_id, Matter(CLAIM, claim.id))
            await self._put_card(session, claim, t, group.chat_id, thread_id, now)
        for user in staff:
            t = self._translators.speaking(user.language)
            await self._put_card(session, claim, t, user.id, None, now)

    async def _put_card(
        self,
        session: AsyncSession,
        claim: ClaimOut,
        t: Translator,
        chat_id: int,
        thread_id: int | None,
        now: datetime,
    ) -> None:
        screen = view.card(t, claim, self._zone, now, hint=True)
        method, payload = outgoing(screen, rich=False)[0]
        where = {"message_thread_id": thread_id} if thread_id else {}
        key = f"desk:{claim.id}:card:{chat_id}"
        await self._outbox.put(
            session, key=key, chat_id=chat_id, method=method, payload=payload | where
        )
        await link_relayed(session, Matter(CLAIM, claim.id), chat_id, key)

    async def _change_cards(
        self, session: AsyncSession, event: EventOut, claim: ClaimOut, now: datetime
    ) -> None:
        cards = await session.scalars(
            select(OutboxMessage).where(
                OutboxMessage.key.startswith(f"desk:{claim.id}:card:", autoescape=True)
            )
        )
        for row in cards.all():
            if ":" in row.key.removeprefix(f"desk:{claim.id}:card:"):
                continue
            t = await self._speaking(session, row.chat_id)
            await self._change(session, event, row, view.card(t, claim, self._zone, now, hint=True))

    async def _change_words(self, session: AsyncSession, event: EventOut, known: Known) -> None:
        """What was said is said otherwise, or was taken back."""
        if known.message is None:
            return
        matter = Matter(CLAIM, known.claim.id, known.message.id)
        for row in await relayed(session, matter):
            t = await self._speaking(session, row.chat_id)
            screen = view.told(t, event, known.claim, known.message)
            if screen is not None:
                await self._change(session, event, row, screen)

    async def _change(
        self, session: AsyncSession, event: EventOut, row: OutboxMessage, screen: Screen
    ) -> None:
        """The message that was sent, or is to be, becomes the screen."""
        _, payload = outgoing(screen, rich=False)[0]
        if row.state is OutboxState.QUEUED:
            row.payload = {**row.payload, **payload}
        elif row.message_id is not None:
            markup = payload.get("reply_markup")
            method, edit = content.edit(row.message_id, payload["text"], markup=markup)
            key = f"{row.key}:{event.id}"
            await self._outbox.put(
                session, key=key, chat_id=row.chat_id, method=method, payload=edit
            )

    async def _put_words(
        self,
        session: AsyncSession,
        event: EventOut,
        known: Known,
        staff: Sequence[User],
        group: DeskChat | None,
    ) -> None:
        """To whom it concerns; and to the group, where it did not come from there."""
        claim, message = known.claim, known.message
        matter = Matter(CLAIM, claim.id, message.id if message else None)
        places: list[tuple[int, Translator, int | None]] = [
            (user.id, self._translators.speaking(user.language), None) for user in staff
        ]
        if group is not None and not (message and message.from_staff):
            thread_id = await topic_of(session, group.chat_id, Matter(CLAIM, claim.id))
            places.append((group.chat_id, self._translators.speaking(None), thread_id))
        for chat_id, t, thread_id in places:
            screen = view.told(t, event, claim, message)
            if screen is None:
                continue
            method, payload = outgoing(screen, rich=False)[0]
            where = {"message_thread_id": thread_id} if thread_id else {}
            key = f"desk:{claim.id}:event:{event.id}:{chat_id}"
            await self._outbox.put(
                session, key=key, chat_id=chat_id, method=method, payload=payload | where
            )
            await link_relayed(session, matter, chat_id, key)

    async def _speaking(self, session: AsyncSession, chat_id: int) -> Translator:
        user = await session.get(User, chat_id) if chat_id > 0 else None
        return self._translators.speaking(user.language if user else None)


def _new_files(event: EventOut, message: ClaimMessage | None) -> list[ClaimFile]:
    """Those that came with a message of the buyer's."""
    if message is None or event.kind not in SAID or message.from_staff:
        return []
    return message.files


def _is_photo(file: ClaimFile) -> bool:
    still = file.media_type in ("image/jpeg", "image/png", "image/webp")
    return still and file.size <= LARGEST_PHOTO


def _albums(
    paths: Sequence[tuple[ClaimFile, Path]],
) -> list[list[tuple[ClaimFile, Path]]]:
    """What may stand together: photos and films, ten at most; documents by themselves."""
    seen = [each for each in paths if _is_photo(each[0]) or each[0].media_type == "video/mp4"]
    papers = [each for each in paths if each not in seen]
    return [
        list(some[at : at + ALBUM]) for some in (seen, papers) for at in range(0, len(some), ALBUM)
    ]


def _media(
    file: ClaimFile, path: Path, caption: str | None
) -> InputMediaPhoto | InputMediaVideo | InputMediaDocument:
    given = FSInputFile(path, file.name)
    if _is_photo(file):
        return InputMediaPhoto(media=given, caption=caption)
    if file.media_type == "video/mp4":
        return InputMediaVideo(media=given, caption=caption)
    return InputMediaDocument(media=given, caption=caption)
