"""Follows the portal's feed for as long as the bot runs."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.config import Settings
from bot.db.session import Database
from bot.i18n import Translators
from bot.outbox import Category, Outbox
from bot.services import notices, scores
from bot.services.notices import Told
from bot.services.portal.client import Portal
from bot.services.portal.errors import PortalRefused, PortalUnavailable
from bot.views import notices as view

log = logging.getLogger(__name__)

WAIT = 25.0
"""Seconds that the portal may wait for something to tell."""
PAUSE = 5.0
"""Seconds before the next try where it did not answer."""


class Feed:
    def __init__(
        self,
        settings: Settings,
        db: Database,
        channel: Portal,
        outbox: Outbox,
        carriers: Sequence[notices.Carrier],
        translators: Translators,
        *,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._settings = settings
        self._db = db
        self._channel = channel
        self._outbox = outbox
        self._carriers = carriers
        self._translators = translators
        self._clock = clock
        self._sleep = sleep

    async def run(self) -> None:
        """Until it is cancelled."""
        if not self._channel.linked:
            log.warning("CHANNEL_TOKEN is not set: the portal's events are not told to anybody")
            await asyncio.Event().wait()
        while True:
            try:
                await self.step(wait=WAIT)
            except PortalUnavailable:
                await self._sleep(PAUSE)
            except PortalRefused as refusal:
                log.error("the portal does not let events be followed (%s)", refusal.code)
                await self._sleep(PAUSE * 12)
            except Exception:
                log.exception("following events stumbled; it goes on")
                await self._sleep(PAUSE)

    async def step(self, *, wait: float = 0) -> int:
        """Tells of the events that there are; how many there were."""
        await notices.know_people(self._db, self._channel)
        return await notices.follow(
            self._db,
            self._channel,
            self._put,
            self._carriers,
            now=self._clock,
            zone=self._settings.timezone,
            wait=wait,
        )

    async def _put(self, session: AsyncSession, told: Told) -> None:
        t = self._translators.speaking(told.user.language)
        screen = view.notice(t, told.event, told.user.company_id, own=told.own)
        if screen is None:
            return
        of_order = told.event.order is not None
        topic = scores.topic_of(told.event, told.user.id)
        added = await self._outbox.put_screen(
            session,
            key=told.key,
            user=told.user,
            screen=screen,
            category=Category.OWN if of_order else Category.REMINDER,
            topic=topic,
            not_before=told.not_before,
        )
        if topic and added:
            await self._instead(session, topic, told)

    async def _instead(self, session: AsyncSession, topic: str, told: Told) -> None:
        """What waits to be said of the same is not said any more; where nothing bad was said yet,
        neither is that it is better now."""
        unsaid = await self._outbox.cancel(session, topic, but=told.key)
        if unsaid and not scores.is_bad(told.event):
            await self._outbox.cancel(session, topic)
