"""What the bot reminds of without anybody's having done anything just now.

The portal tells what there is, `services.nudges` whom it is due to; here it becomes words, and rows
under unique keys.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from bot.config import Settings
from bot.db.models import User
from bot.db.session import Database
from bot.i18n import Translator, Translators
from bot.outbox import Category, Outbox
from bot.screen import Screen
from bot.services.nudges import Due, Nudge, as_left, due_now, pages, to_all
from bot.services.portal.client import Portal
from bot.services.portal.models import EventOut
from bot.services.preferences import Kind
from bot.services.quiet import start_of
from bot.views import nudges as view
from bot.views import scores as scores_view

CARTS_FRESH = 3
"""Days after which a cart that was left is no news: a bot that was down does not begin with it."""
TODAY = timedelta(days=1)
"""So long a cart or an order is worth reminding of where no night puts an end to it."""

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Nudges:
    """What all of it needs. `channel` is the portal as it answers a channel."""

    settings: Settings
    db: Database
    channel: Portal
    outbox: Outbox
    translators: Translators
    clock: Callable[[], datetime]

    async def ask_scores(self) -> None:
        """How did it go: the author of each order that was delivered some hours ago, once."""
        hours, days = self.settings.score_after_hours, self.settings.score_within_days
        if hours < 0 or not self.channel.linked:
            return
        async for page in pages(lambda cursor: self.channel.unscored(hours, days, cursor)):
            nudges = [
                Nudge(f"score:{one.order_id}", one.person_id, one.timezone, one) for one in page
            ]
            await self._put(
                await due_now(self.db, Kind.SCORE, nudges, self.clock()),
                lambda t, due: scores_view.question(t, due.about, due.user.company_id),
                ends=lambda one: one.delivered_at + timedelta(days=days),
                topic=lambda one: f"score:{one.order_id}",
            )

    async def remind_of_carts(self) -> None:
        """Who has left a cart, once for each state in which it was left."""
        hours = self.settings.cart_reminder_hours
        if hours < 0 or not self.channel.linked:
            return
        days = hours // 24 + CARTS_FRESH
        async for page in pages(lambda cursor: self.channel.left_carts(hours, days, cursor)):
            nudges = [
                Nudge(
                    f"cart:{one.cart_id}:{one.updated_at.isoformat()}",
                    one.person_id,
                    one.company.timezone,
                    one,
                )
                for one in page
            ]
            due = await due_now(self.db, Kind.HABITS, nudges, self.clock())
            await self._put(
                await as_left(self.channel, due),
                lambda t, each: view.cart(t, *each.about, each.user.company_id),
                ends=lambda _: self.clock() + TODAY,
                topic=lambda about: cart_topic(about[0].cart_id),
            )

    async def remind_of_usual(self) -> None:
        """The buyers of a company that would order now, once until it does."""
        if not (self.settings.usual_order_reminder and self.channel.linked):
            return
        async for page in pages(self.channel.due_usual):
            nudges = to_all(page, lambda one: f"usual:{one.company.id}:{one.order_id}")
            await self._put(
                await due_now(self.db, Kind.HABITS, nudges, self.clock()),
                lambda t, due: view.usual(t, due.about, due.user.company_id, self.clock()),
                ends=lambda _: self.clock() + TODAY,
                topic=lambda one: usual_topic(one.company.id),
            )

    async def remind_of_levels(self) -> None:
        """Owners and buyers whose company's level lapses, once for each time that it would."""
        days = self.settings.loyalty_reminder_days
        if days < 0 or not self.channel.linked:
            return
        async for page in pages(lambda cursor: self.channel.lapsing_levels(days, cursor)):
            nudges = to_all(page, lambda one: f"level:{one.company.id}:{one.ends_on}")
            await self._put(
                await due_now(self.db, Kind.LOYALTY, nudges, self.clock()),
                lambda t, due: view.level(t, due.about, due.user.company_id, self.clock()),
                ends=lambda one: start_of(one.ends_on + TODAY, 0, one.company.timezone),
                topic=lambda one: f"level:{one.company.id}",
            )

    async def _put(
        self,
        due: Sequence[Due[Item]],
        words: Callable[[Translator, Due[Item]], Screen],
        *,
        ends: Callable[[Item], datetime],
        topic: Callable[[Item], str],
    ) -> None:
        if not due:
            return
        async with self.db.write() as session:
            for each in due:
                await self.outbox.put_screen(
                    session,
                    key=each.key,
                    user=each.user,
                    screen=words(self.translators.speaking(each.user.language), each),
                    category=Category.REMINDER,
                    topic=topic(each.about),
                    expires_at=min(filter(None, (ends(each.about), each.night))),
                )

    async def prepare(self, events: Sequence[EventOut]) -> None:
        """Of the feed's carriers: there is nothing to prepare."""

    async def tell(
        self, session: AsyncSession, event: EventOut, people: Sequence[User], now: datetime
    ) -> None:
        """Who has ordered is not reminded to, though it waits in the outbox already."""
        if event.kind != "order_accepted" or event.company is None:
            return
        await self.outbox.cancel(session, usual_topic(event.company.id))
        if cart_id := event.data.get("cart"):
            await self.outbox.cancel(session, cart_topic(str(cart_id)))


def cart_topic(cart_id: str) -> str:
    return f"cart:{cart_id}"


def usual_topic(company_id: str) -> str:
    return f"habits:{company_id}"
