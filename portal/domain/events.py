"""The feed of what has happened: written with each change, read in the order of commits.

Whoever writes a change calls `note` in the same transaction, so that neither is there without the
other.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Company, Event, EventKind, Order, Person


@dataclass(frozen=True, slots=True)
class Noted:
    """An event with what it is about."""

    event: Event
    company: Company | None
    order: Order | None
    author: str | None
    """The order's."""


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


async def note_of_companies(
    session: AsyncSession,
    kind: EventKind,
    at: datetime,
    told: Iterable[tuple[int, dict[str, Any]]],
) -> None:
    """`note`, for many at once: what the accounting system did, by the company's id and `data`."""
    rows = [{"kind": kind, "company_id": each, "data": data, "at": at} for each, data in told]
    if rows:
        await session.execute(insert(Event), rows)


async def events_after(session: AsyncSession, place: int, limit: int) -> list[Noted]:
    """The next events after a place of the feed (0: its beginning), the earliest first."""
    found = await session.execute(
        select(Event, Company, Order, Person.name)
        .outerjoin(Company, Company.id == Event.company_id)
        .outerjoin(Order, Order.id == Event.order_id)
        .outerjoin(Person, Person.id == Order.author_id)
        .where(Event.place > place)
        .order_by(Event.place)
        .limit(limit)
    )
    return [Noted(*row) for row in found]


async def newest(session: AsyncSession) -> int:
    """Where the feed ends now: for who wants to hear of what is still to come alone."""
    return await session.scalar(select(func.max(Event.place))) or 0
