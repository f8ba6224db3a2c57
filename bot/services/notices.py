"""What happened at the portal, to those whom it concerns: each event and chat once, at a good hour.

The feed is followed by a stored place. The messages and how far they go are stored together, and
each message bears the event's id in its key, so that neither a death nor a second replica tells
anybody anything twice.
"""

import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.models import Cursor, SilentKind, User
from bot.db.session import Database
from bot.i18n import TranslationError
from bot.services.portal.client import Portal
from bot.services.portal.errors import PortalRefused
from bot.services.portal.models import EventOut
from bot.services.preferences import Kind, hours_of
from bot.services.quiet import next_good
from bot.services.scores import held_for

log = logging.getLogger(__name__)

PLACE = "events"
BROKEN = (TranslationError, LookupError, ValueError, TypeError, AttributeError)
"""What an event is to blame for: it is left out, as it would stop all that come after it for good.
Anything else passes, and is tried again."""
FRESH = timedelta(days=3)
"""What is older is known by now, or no longer true: a bot that was down does not pour it out."""

KINDS: dict[str, Kind | None] = {
    "order_accepted": None,
    "order_moved": None,
    "order_changed": None,
    "order_shipped": None,
    "order_delivered": None,
    "order_cancelled": None,
    "order_scored": None,
    "invoice_issued": Kind.MONEY,
    "payment_received": Kind.MONEY,
    "stock_arrived": Kind.STOCK,
    "level_changed": Kind.LOYALTY,
    "request_made": None,
    "request_closed": None,
    "access_given": None,
    "access_taken": None,
    "deputy_named": None,
}
"""Which switch each answers to. None: one's own cannot be switched off, a colleague's answers to
`colleagues`. Kinds that are not here are for others."""


@dataclass(frozen=True, slots=True)
class Told:
    """An event for one person, and from when on they may be told. `own`: it is theirs."""

    event: EventOut
    user: User
    own: bool
    not_before: datetime

    @property
    def key(self) -> str:
        return f"event:{self.event.id}:{self.user.id}"


Put = Callable[[AsyncSession, Told], Awaitable[None]]
"""Stores what a person is told under its key."""


class Carrier(Protocol):
    """Passes on what goes further than a notice: what people write to each other, and claims."""

    async def prepare(self, events: Sequence[EventOut]) -> None:
        """What has to be there before; it may take its time."""

    async def tell(
        self, session: AsyncSession, event: EventOut, people: Sequence[User], now: datetime
    ) -> None:
        """Stores what goes to whom; of `people`, whom the event is for, only those of Telegram."""


async def follow(
    db: Database,
    everyone: Portal,
    put: Put,
    carriers: Sequence[Carrier],
    *,
    now: Callable[[], datetime],
    zone: str,
    wait: float,
) -> int:
    """Tells of the next events, waiting so many seconds for the first; how many there were.

    `zone` is for what concerns no company. Raises PortalUnavailable, and PortalRefused
    `unauthorized` where the portal does not know this channel.
    """
    async with db.read() as session:
        place = await session.get(Cursor, PLACE)
    page = await everyone.events(place.value if place else None, wait=wait)
    if not page.items and place and place.value == page.next:
        return 0

    async def tell(events: Sequence[EventOut], upto: str | None) -> None:
        for carrier in carriers:
            await carrier.prepare(events)
        async with db.write() as session:
            await place_in(session, hold=True)
            people = await _people(session, events)
            silent = await _silent(session, people)
            for event in events:
                ids = {recipient.person_id for recipient in event.recipients}
                here = [user for user in people if user.person_id in ids]
                for carrier in carriers:
                    await carrier.tell(session, event, here, now())
                for user, own in _told(event, people, now()):
                    if (user.id, _switch(event, own=own)) in silent:
                        continue
                    where = event.company.timezone if event.company else zone
                    ready = max(now(), event.at + held_for(event))
                    at = next_good(ready, where, hours_of(user))
                    await put(session, Told(event, user, own, at))
            if upto is not None:
                await _note_place(session, upto, sqlite=db.is_sqlite)

    try:
        await tell(page.items, page.next)
    except BROKEN:
        log.exception("events up to %s cannot be told together: one by one", page.next)
        for event in page.items:
            try:
                await tell([event], None)
            except BROKEN:
                log.exception("event %s (%s) cannot be told, left out", event.id, event.kind)
        await tell([], page.next)
    return len(page.items)


async def _note_place(session: AsyncSession, value: str, *, sqlite: bool) -> None:
    insert = sqlite_insert if sqlite else postgresql_insert
    await session.execute(
        insert(Cursor)
        .values(name=PLACE, value=value)
        .on_conflict_do_update(index_elements=["name"], set_={"value": value})
    )


async def place_in(session: AsyncSession, *, hold: bool = False) -> str | None:
    """Up to where the feed was followed. `hold`: on PostgreSQL too nobody follows it further before
    the transaction ends."""
    place = select(Cursor.value).where(Cursor.name == PLACE)
    value: str | None = await session.scalar(place.with_for_update() if hold else place)
    return value


def _switch(event: EventOut, *, own: bool) -> str | None:
    kind = KINDS[event.kind]
    if kind is None:
        return None if own else Kind.COLLEAGUES
    return kind


def _told(event: EventOut, people: Sequence[User], now: datetime) -> Iterable[tuple[User, bool]]:
    if event.kind not in KINDS or event.at < now - FRESH:
        return
    for recipient in event.recipients:
        for user in people:
            if user.person_id == recipient.person_id:
                yield user, recipient.own


async def _people(session: AsyncSession, events: Sequence[EventOut]) -> Sequence[User]:
    ids = {recipient.person_id for event in events for recipient in event.recipients}
    found = await session.scalars(
        select(User).where(User.person_id.in_(ids), User.token.is_not(None))
    )
    return found.all()


async def _silent(session: AsyncSession, people: Sequence[User]) -> set[tuple[int, str]]:
    found = await session.execute(
        select(SilentKind.user_id, SilentKind.kind).where(
            SilentKind.user_id.in_([user.id for user in people])
        )
    )
    return {(user_id, kind) for user_id, kind in found}


async def know_people(db: Database, everyone: Portal) -> None:
    """Asks the portal who those are that were linked before their ids were kept.

    Raises PortalUnavailable: what is missing is asked for again.
    """
    async with db.read() as session:
        found = await session.scalars(
            select(User).where(User.person_id.is_(None), User.token.is_not(None))
        )
        unknown = list(found)
    for user in unknown:
        try:
            account = await everyone.on_behalf(user.token, None).me()
        except PortalRefused:
            continue
        async with db.write() as session:
            await session.execute(
                update(User).where(User.id == user.id).values(person_id=account.id)
            )
