"""What the bot reminds of without anybody's having done anything just now.

The portal tells what there is, `services.nudges` whom it is due to; here it becomes words, and rows
under unique keys.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from bot.config import Settings
from bot.db.session import Database
from bot.i18n import Translator, Translators
from bot.outbox import Category, Outbox
from bot.screen import Screen
from bot.services.nudges import Due, Nudge, due_now, pages
from bot.services.portal.client import Portal
from bot.services.preferences import Kind
from bot.views import scores as scores_view

Item = TypeVar("Item")
Words = Callable[[Translator, Due[Item]], Screen]


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

    async def _put(
        self,
        due: Iterable[Due[Item]],
        words: Words[Item],
        *,
        ends: Callable[[Item], datetime],
        topic: Callable[[Item], str],
    ) -> None:
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
