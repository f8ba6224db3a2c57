"""The feed of what has happened: written with each change, read in the order of commits.

Whoever writes a change calls `note` in the same transaction, so that neither is there without the
other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Text, cast, false, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Company, Event, EventKind, Order, Person
from portal.db.rows import is_sqlite


@dataclass(frozen=True, slots=True)
class Place:
    """How far somebody has read: what the last event is sorted by."""

    transaction_id: int
    id: int


START = Place(-1, 0)


@dataclass(frozen=True, slots=True)
class Noted:
    """An event with what it is about."""

    event: Event
    company: Company | None
    order: Order | None
    author: str | None
    """The order's."""

    @property
    def place(self) -> Place:
        return Place(self.event.transaction_id, self.event.id)


async def note(
    session: AsyncSession,
    kind: EventKind,
    at: datetime,
    *,
    company_id: int | None = None,
    order_id: int | None = None,
    product_id: int | None = None,
    person_id: int | None = None,
    actor_id: int | None = None,
    **data: Any,
) -> None:
    """Tell those who follow. `person_id` is whom it concerns, `actor_id` who did it; `data` is
    what JSON can hold, money in kopecks."""
    event = Event(
        transaction_id=0
        if is_sqlite(session)
        else cast(cast(func.pg_current_xact_id(), Text), BigInteger),
        kind=kind,
        company_id=company_id,
        order_id=order_id,
        product_id=product_id,
        person_id=person_id,
        actor_id=actor_id,
        data=data,
        at=at,
    )
    session.add(event)
    await session.flush()


async def events_after(session: AsyncSession, place: Place, limit: int) -> list[Noted]:
    """The next events, the earliest first. What is not committed yet, and what comes after it, is
    left for later: a reader who has gone past an event would never see it."""
    visible = ~false()
    if not is_sqlite(session):
        running = func.pg_snapshot_xmin(func.pg_current_snapshot())
        visible = Event.transaction_id < cast(cast(running, Text), BigInteger)
    found = await session.execute(
        select(Event, Company, Order, Person.name)
        .outerjoin(Company, Company.id == Event.company_id)
        .outerjoin(Order, Order.id == Event.order_id)
        .outerjoin(Person, Person.id == Order.author_id)
        .where(
            tuple_(Event.transaction_id, Event.id) > tuple_(place.transaction_id, place.id),
            visible,
        )
        .order_by(Event.transaction_id, Event.id)
        .limit(limit)
    )
    return [Noted(*row) for row in found]


async def newest(session: AsyncSession) -> Place:
    """Where the feed ends now: for who wants to hear of what is still to come alone."""
    noted: Sequence[Event] = (
        await session.scalars(
            select(Event).order_by(Event.transaction_id.desc(), Event.id.desc()).limit(1)
        )
    ).all()
    return Place(noted[0].transaction_id, noted[0].id) if noted else START
