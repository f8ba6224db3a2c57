"""Claims, to their buyers: the card changes in place, and what the staff says arrives below it.

What a person is told is a row of the outbox under the event's id, so it is said once; a reply to it
goes back into the claim. The card is redrawn before the row is stored: a death between the two
redraws it once more.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from aiogram.exceptions import TelegramAPIError
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.claim_files import put_files
from bot.db.models import ClaimCard, OutboxMessage, OutboxState, User
from bot.db.session import Database
from bot.i18n import Translators
from bot.outbox import Outbox
from bot.rendering.outgoing import outgoing
from bot.services.claims.talk import KIND
from bot.services.message_links import Matter, link_relayed, relayed
from bot.services.notices import FRESH
from bot.services.portal.claim_models import ClaimMessage, ClaimOut
from bot.services.portal.client import Portal
from bot.services.portal.errors import PortalRefused
from bot.services.portal.models import EventOut
from bot.services.preferences import hours_of
from bot.services.quiet import next_good
from bot.show import Shows
from bot.views import claims as view

log = logging.getLogger(__name__)

PREFIX = "claim_"
EDITED, DELETED = "claim_message_edited", "claim_message_deleted"
CHANGED = (EDITED, DELETED)
SAID = ("claim_message", *CHANGED)


@dataclass(frozen=True, slots=True)
class Known:
    """What the portal says to this person of an event's claim, read before anything is stored."""

    claim: ClaimOut
    message: ClaimMessage | None


class ClaimNews:
    def __init__(
        self,
        db: Database,
        shows: Shows,
        everyone: Portal,
        outbox: Outbox,
        translators: Translators,
        *,
        zone: str,
    ) -> None:
        self._db = db
        self._shows = shows
        self._everyone = everyone
        self._outbox = outbox
        self._translators = translators
        self._zone = zone
        self._known: dict[tuple[str, int], Known] = {}

    async def prepare(self, events: Sequence[EventOut]) -> None:
        """Reads claims as their buyers see them and redraws their cards."""
        self._known.clear()
        now = self._shows.clock()
        news = [each for each in events if each.kind.startswith(PREFIX) and each.at > now - FRESH]
        if not news:
            return
        drawn: dict[tuple[str, int], tuple[EventOut, User, ClaimOut]] = {}
        for event in news:
            for user in await self._buyers(event):
                known = await self._read(event, user)
                if known is not None:
                    self._known[event.id, user.id] = known
                    drawn[known.claim.id, user.id] = event, user, known.claim
        for event, user, claim in drawn.values():
            await self._redraw(user, claim, self._zone_of(event), now)

    async def _buyers(self, event: EventOut) -> Sequence[User]:
        ids = [recipient.person_id for recipient in event.recipients]
        async with self._db.read() as session:
            found = await session.scalars(
                select(User).where(
                    User.person_id.in_(ids), User.token.is_not(None), User.staff_role.is_(None)
                )
            )
            return found.all()

    async def _read(self, event: EventOut, user: User) -> Known | None:
        company = event.company.id if event.company else user.company_id
        portal = self._everyone.on_behalf(user.token, company)
        claim_id, said = str(event.data["claim_id"]), event.data.get("message_id")
        try:
            claim = await portal.claim(claim_id)
            wanted = said is not None and event.kind in SAID
            message = await portal.claim_message(claim_id, str(said)) if wanted else None
        except PortalRefused:
            return None
        return Known(claim, message)

    async def _redraw(self, user: User, claim: ClaimOut, zone: str, now: datetime) -> None:
        async with self._db.read() as session:
            card = await session.get(ClaimCard, (user.id, claim.id))
        if card is None or user.blocked_at is not None:
            return
        show = self._shows.at(user, user.id, card.message_id)
        screen = view.card(self._translators.speaking(user.language), claim, zone, now)
        try:
            await show(screen, kind=KIND, data={"id": claim.id})
        except TelegramAPIError as error:
            log.warning("the card of claim %s stays as it was: %s", claim.number, error)

    async def tell(
        self, session: AsyncSession, event: EventOut, people: Sequence[User], now: datetime
    ) -> None:
        """In the caller's transaction."""
        for user in people:
            known = self._known.get((event.id, user.id))
            if known is None:
                continue
            if event.kind in CHANGED:
                await self._change(session, event, user, known)
            else:
                await self._say(session, event, user, known, now)

    async def _say(
        self, session: AsyncSession, event: EventOut, user: User, known: Known, now: datetime
    ) -> None:
        t, zone = self._translators.speaking(user.language), self._zone_of(event)
        at = next_good(now, zone, hours_of(user))
        if known.message is not None and known.message.files:
            await put_files(
                session,
                self._outbox,
                known.claim,
                known.message.files,
                key=f"claim:{known.claim.id}:files:{known.message.id}:{user.id}",
                chat_id=user.id,
                company_id=event.company.id if event.company else user.company_id,
                not_before=at,
            )
        screen = view.told(t, event.kind, known.claim, known.message, zone, now)
        if screen is None:
            return
        matter = Matter(KIND, known.claim.id, known.message.id if known.message else None)
        for number, (method, payload) in enumerate(outgoing(screen, rich=False), 1):
            key = f"claim:{event.id}:{user.id}" + (f"#{number}" if number > 1 else "")
            await self._outbox.put(
                session, key=key, chat_id=user.id, method=method, payload=payload, not_before=at
            )
            await link_relayed(session, matter, user.id, key)

    async def _change(
        self, session: AsyncSession, event: EventOut, user: User, known: Known
    ) -> None:
        """What was said is said otherwise, or taken back, where it stands already."""
        if known.message is None:
            return
        t = self._translators.speaking(user.language)
        screen = view.relayed(t, known.claim, known.message)
        _, payload = outgoing(screen, rich=False)[0]
        for row in await relayed(session, Matter(KIND, known.claim.id, known.message.id)):
            if row.chat_id == user.id:
                await self._change_row(session, event, row, payload["text"])

    async def _change_row(
        self, session: AsyncSession, event: EventOut, row: OutboxMessage, text: str
    ) -> None:
        words = {"text": text, "parse_mode": "HTML"}
        if row.state is OutboxState.QUEUED:
            row.payload = {**row.payload, **words}
        elif row.message_id is not None:
            await self._outbox.put(
                session,
                key=f"{row.key}:{event.id}",
                chat_id=row.chat_id,
                method="editMessageText",
                payload={"message_id": row.message_id, **words},
            )

    def _zone_of(self, event: EventOut) -> str:
        return event.company.timezone if event.company else self._zone
