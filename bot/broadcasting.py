"""Sends broadcasts: fills the outbox when their time has come, shows how it goes, and stops.

Each recipient's row bears the broadcast and the chat in its key, so that filling can die at any
point and be begun again. Stopping and filling hold the broadcast's row: nothing is put in after a
stop.
"""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from html import escape

from aiogram.exceptions import TelegramAPIError
from sqlalchemy import select

from bot.db.models import Broadcast, BroadcastState, Category, OutboxState, User
from bot.db.session import Database
from bot.i18n import Translator, Translators
from bot.outbox import Letter, Outbox, content, rows
from bot.rendering.outgoing import keyboard_of
from bot.services import broadcasts
from bot.services.broadcasts import LIVE, PRICE
from bot.services.portal.client import Portal
from bot.services.portal.desk_models import ReachedOut
from bot.services.portal.errors import PortalRefused, PortalUnavailable
from bot.services.preferences import hours_of
from bot.services.quiet import next_good
from bot.show import Shows
from bot.views import broadcasts as view
from bot.views.format import money

log = logging.getLogger(__name__)

AT_ONCE = 500
LASTS = timedelta(days=2)
"""What has not reached somebody by then does not any more."""


@dataclass(frozen=True, slots=True)
class Broadcasting:
    """What all of it needs."""

    db: Database
    everyone: Portal
    outbox: Outbox
    shows: Shows
    translators: Translators
    clock: Callable[[], datetime]

    async def tick(self) -> None:
        """Takes every broadcast that is on its way one step further."""
        async with self.db.read() as session:
            found = await session.scalars(select(Broadcast).where(Broadcast.state.in_(LIVE)))
            live = list(found)
        for one in live:
            if (
                one.state is BroadcastState.SCHEDULED
                and (one.send_at or self.clock()) > self.clock()
            ):
                continue
            if one.state is not BroadcastState.SENDING:
                await self._fill(one)
            await self.show(one.key)

    async def _fill(self, one: Broadcast) -> None:
        if not await self._turn(one, BroadcastState.FILLING, started_at=self.clock()):
            return
        async with self.db.read() as session:
            author = await session.get_one(User, one.user_id)
        portal = self.everyone.on_behalf(author.token, None)
        people, cursor = 0, None
        try:
            while True:
                page = await portal.segment_people(
                    broadcasts.segment_of(one), cursor=cursor, limit=AT_ONCE
                )
                to = await broadcasts.users_of(self.db, page.items, one.kind)
                letters = await self._letters(portal, one, to)
                if not await self._put(one, letters):
                    return
                people += len(to)
                cursor = page.next_cursor
                if cursor is None:
                    break
        except PortalUnavailable:
            # The next tick begins again, and adds what is missing.
            return
        except PortalRefused as refusal:
            log.warning("broadcast %s cannot be sent: %s", one.key, refusal.code)
            await self._turn(one, BroadcastState.FAILED, ended_at=self.clock(), error=refusal.code)
            return
        await self._turn(one, BroadcastState.SENDING, people=people)

    async def _turn(self, one: Broadcast, state: BroadcastState, **values: object) -> bool:
        """False: it was stopped meanwhile."""
        async with self.db.write() as session:
            row = await session.get_one(Broadcast, one.key, with_for_update=True)
            if row.state not in LIVE:
                return False
            row.state = state
            for name, value in values.items():
                if name != "started_at" or row.started_at is None:
                    setattr(row, name, value)
            return True

    async def _put(self, one: Broadcast, letters: Sequence[Letter]) -> bool:
        async with self.db.write() as session:
            row = await session.get_one(Broadcast, one.key, with_for_update=True)
            if row.state is not BroadcastState.FILLING:
                return False
            await self.outbox.put_many(session, letters)
            return True

    async def _letters(
        self, portal: Portal, one: Broadcast, to: Sequence[tuple[User, ReachedOut]]
    ) -> list[Letter]:
        prices: Mapping[str, Decimal | None] = {}
        product = broadcasts.product_of(one)
        if product is not None and broadcasts.wants_price(one):
            companies = sorted({reached.company_id for _, reached in to})
            prices = (await portal.segment_prices(product, companies)).prices if companies else {}
        now = self.clock()
        letters: list[Letter] = []
        for user, reached in to:
            t = self.translators.speaking(user.language)
            at = next_good(now, reached.timezone, hours_of(user))
            price = prices.get(reached.company_id)
            for number, (method, payload) in enumerate(messages(t, one, price), 1):
                letters.append(
                    Letter(
                        key=f"broadcast:{one.key}:{user.id}" + (f"#{number}" if number > 1 else ""),
                        chat_id=user.id,
                        method=method,
                        payload=payload,
                        category=Category.BROADCAST,
                        topic=topic_of(one),
                        not_before=at,
                        expires_at=at + LASTS,
                    )
                )
        return letters

    async def stop(self, one: Broadcast) -> None:
        """Nothing of it is sent any more, but what is on its way just now."""
        now = self.clock()
        async with self.db.write() as session:
            row = await session.get_one(Broadcast, one.key, with_for_update=True)
            if row.state not in LIVE:
                return
            row.state, row.ended_at = BroadcastState.STOPPED, now
            await self.outbox.cancel(session, topic_of(one))

    async def show(self, key: str) -> None:
        """On its card, how it goes; a broadcast of which nothing is left has ended."""
        async with self.db.write() as session:
            one = await session.get_one(Broadcast, key)
            counts = await rows.counts(session, topic_of(one))
            left = counts.get(OutboxState.QUEUED, 0) + counts.get(OutboxState.ATTEMPTED, 0)
            if one.state is BroadcastState.SENDING and not left:
                one.state, one.ended_at = BroadcastState.DONE, self.clock()
            author = await session.get_one(User, one.user_id)
        if one.message_id is None or author.blocked_at:
            return
        t = self.translators.speaking(author.language)
        screen = view.progress(
            t,
            one,
            {state.value: many for state, many in counts.items()},
            await broadcasts.presses(self.db, key),
            self.clock(),
        )
        try:
            await self.shows.at(author, one.chat_id, one.message_id)(screen)
        except TelegramAPIError as error:
            log.warning("the card of broadcast %s stays as it was: %s", key, error)


def topic_of(one: Broadcast) -> str:
    return f"broadcast:{one.key}"


def messages(t: Translator, one: Broadcast, price: Decimal | None) -> Iterable[content.Content]:
    """What one recipient gets: one message, or for an album it and its buttons."""
    keyboard = keyboard_of(view.recipient_buttons(t, one))
    said = t("broadcast-no-price") if price is None else money(t, price)
    ids = one.content["ids"]
    if one.content.get("html"):
        html = one.content["html"].replace(PRICE, escape(said))
        return [content.text(html, markup=keyboard)]
    if len(ids) > 1:
        album = content.copies(one.chat_id, ids)
        return [album, content.text(escape(t("broadcast-below-album")), markup=keyboard)]
    method, payload = content.copy(one.chat_id, ids[0], markup=keyboard)
    caption = one.content.get("caption") or ""
    if PRICE in caption:
        payload |= {"caption": caption.replace(PRICE, escape(said)), "parse_mode": "HTML"}
    return [(method, payload)]
