"""Reminds of what is to be paid: works out who is due, and takes back what is true no more.

A row is put in only where the person may be written to now. What was read of the portal counts only
if the feed has not moved on meanwhile: a payment of which the feed has told cancels the rows that
are there, and not one that is put in afterwards.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from bot.config import Settings, days_of
from bot.db.models import OutboxMessage, User
from bot.db.session import Database
from bot.i18n import Translators
from bot.outbox import Category, Letter, Outbox
from bot.rendering.outgoing import outgoing
from bot.services.notices import place_in
from bot.services.payment_reminders import TOPICS, UNSAID, Ladder, Reminder, due_now, topic_of
from bot.services.portal.client import Portal
from bot.services.portal.models import EventOut
from bot.services.portal.reminder_models import OwingPage
from bot.views import payment_reminders as view

log = logging.getLogger(__name__)

TRIES = 5
"""Of a page, while the feed moves on; then the next tick tries."""
CHANGES = ("payment_received", "debt_changed")
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PaymentReminders:
    """What all of it needs. `channel` is the portal as it answers a channel."""

    settings: Settings
    db: Database
    channel: Portal
    outbox: Outbox
    translators: Translators
    clock: Callable[[], datetime]

    async def remind(self) -> None:
        """Everybody who is due now. Raises PortalUnavailable, PortalRefused."""
        if self.settings.payment_reminder_hour < 0 or not self.channel.linked:
            return
        cursor = None
        while True:
            cursor = await self._page(cursor)
            if cursor is None:
                return

    async def _page(self, cursor: str | None) -> str | None:
        """The cursor of the next one."""
        for _ in range(TRIES):
            async with self.db.read() as session:
                place = await place_in(session)
            page = await self._ask(cursor)
            due = await self._due(page)
            if not due or await self._put(due, place):
                break
        else:
            log.info("events come too fast: some reminders of payments wait for the next tick")
        return page.next_cursor

    async def _ask(self, cursor: str | None) -> OwingPage:
        # Somewhere it may be tomorrow already.
        until = self.clock().date() + (1 + self._ladder.ahead) * DAY
        return await self.channel.owing(until, cursor)

    async def _due(self, page: OwingPage) -> list[Reminder]:
        hour = self.settings.payment_reminder_hour
        return await due_now(self.db, page, self._ladder, hour, self.clock())

    @property
    def _ladder(self) -> Ladder:
        settings = self.settings
        return Ladder(days_of(settings.payment_reminder_days), settings.payment_reminder_every)

    async def _put(self, due: Sequence[Reminder], place: str | None) -> bool:
        """False: what they are made of may be true no more."""
        letters = [letter for each in due for letter in self._letters(each)]
        async with self.db.write() as session:
            if await place_in(session, hold=True) != place:
                return False
            # What was taken back, or was late, was never sent: the day may have another, with
            # another sum.
            await session.execute(
                delete(OutboxMessage).where(
                    OutboxMessage.key.in_([letter.key for letter in letters]),
                    OutboxMessage.state.in_(UNSAID),
                )
            )
            await self.outbox.put_many(session, letters)
            return True

    def _letters(self, due: Reminder) -> list[Letter]:
        t = self.translators.speaking(due.user.language)
        screen = view.reminder(t, due.owing, due.user.company_id, due.day)
        return [
            Letter(
                due.key if number == 1 else f"{due.key}#{number}",
                due.user.id,
                method,
                payload,
                Category.REMINDER,
                due.topic,
                expires_at=due.expires_at,
            )
            for number, (method, payload) in enumerate(outgoing(screen, rich=due.user.rich), 1)
        ]

    async def take_back(self) -> None:
        """All that an earlier life left: what was paid meanwhile is not known yet. What is still
        due is put in again."""
        async with self.db.write() as session:
            await self.outbox.cancel_all(session, TOPICS)

    # A carrier of the feed

    async def prepare(self, events: Sequence[EventOut]) -> None:
        pass

    async def tell(
        self, session: AsyncSession, event: EventOut, people: Sequence[User], now: datetime
    ) -> None:
        """Nothing to anybody: what waits of a debt that has changed is not said."""
        said_paid = event.kind == "request_made" and event.data["request"] == "paid"
        if event.company is not None and (said_paid or event.kind in CHANGES):
            await self.outbox.cancel(session, topic_of(event.company.id))
