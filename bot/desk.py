"""Claims reach the staff: a card each, with its photos, in the managers' group and privately.

The card changes in place with whatever becomes of the claim. Photos go before their card.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.claim_files import put_files
from bot.db.models import DeskChat, OutboxMessage, OutboxState, User
from bot.db.session import Database
from bot.i18n import Translator, Translators
from bot.outbox import Outbox, content
from bot.relay import Relay
from bot.rendering.outgoing import outgoing
from bot.screen import Screen
from bot.services.claim_desk import CLAIM, claim_seen, staff_of
from bot.services.desk import desk_chat, topic_of
from bot.services.message_links import Matter, link_relayed, relayed
from bot.services.portal.claim_models import ClaimFile, ClaimMessage, ClaimOut
from bot.services.portal.client import Portal
from bot.services.portal.models import EventOut
from bot.views import claim_desk as view

PREFIX = "claim_"
CREATED = "claim_created"
SAID = ("claim_message", "claim_answered")
CHANGED = ("claim_message_edited", "claim_message_deleted")
UNCHANGED = (CREATED, "claim_message", "claim_reminder", *CHANGED)
"""The card is as it was."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the portal says of an event's claim, read before anything is stored."""

    claim: ClaimOut
    message: ClaimMessage | None


class ClaimDesk:
    def __init__(
        self,
        db: Database,
        everyone: Portal,
        outbox: Outbox,
        relay: Relay,
        translators: Translators,
        *,
        zone: str,
    ) -> None:
        self._db = db
        self._everyone = everyone
        self._outbox = outbox
        self._relay = relay
        self._translators = translators
        self._zone = zone
        self._known: dict[str, Known] = {}

    async def prepare(self, events: Sequence[EventOut]) -> None:
        """Reads claims and opens their topics."""
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
        claim, message = seen
        self._known[event.id] = Known(claim, message)
        matter = Matter(CLAIM, claim.id)
        if event.kind == CREATED:
            t = self._translators.speaking(None)
            name = f"№ {claim.number} {claim.company.name}: {t(f'desk-kind-{claim.kind}')}"
            await self._relay.open_topic(matter, name)

    async def tell(
        self, session: AsyncSession, event: EventOut, people: Sequence[User], now: datetime
    ) -> None:
        known = self._known.get(event.id)
        if known is None:
            return
        staff = [user for user in people if user.staff_role is not None]
        group = await desk_chat(session)
        files = _files(event, known)
        if files:
            await self._put_files(session, known, files, staff, group)
        if event.kind not in UNCHANGED:
            await self._change_cards(session, event, known.claim, now)
        unheld = known.claim.manager is None and staff
        if unheld or event.kind in (CREATED, "claim_handed_over"):
            await self._put_cards(session, known.claim, staff, group, now)
        if event.kind in CHANGED:
            await self._change_words(session, event, known)
        elif event.kind != CREATED:
            await self._put_words(session, event, known, staff, group)

    async def _put_files(
        self,
        session: AsyncSession,
        known: Known,
        files: Sequence[ClaimFile],
        staff: Sequence[User],
        group: DeskChat | None,
    ) -> None:
        claim, entry = known.claim, known.message.id if known.message else ""
        places: list[tuple[int, int | None]] = [(user.id, None) for user in staff]
        if group is not None:
            thread_id = await topic_of(session, group.chat_id, Matter(CLAIM, claim.id))
            places.append((group.chat_id, thread_id))
        for chat_id, thread_id in places:
            key = f"desk:{claim.id}:files:{entry}:{chat_id}"
            await put_files(
                session,
                self._outbox,
                claim,
                files,
                key=key,
                chat_id=chat_id,
                thread_id=thread_id,
            )

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


def _files(event: EventOut, known: Known) -> list[ClaimFile]:
    """The claim's, or those that came with a message of the buyer's."""
    if event.kind == CREATED:
        return known.claim.files
    message = known.message
    if message is None or event.kind not in SAID or message.from_staff:
        return []
    return message.files
