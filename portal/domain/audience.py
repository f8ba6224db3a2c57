"""Who is to hear of an event: by their place in the company, and never who did it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import EventKind, Membership, Person, Role
from portal.db.session import any_of
from portal.domain.claim_audience import concerned
from portal.domain.events import Noted
from portal.domain.talk_audience import talk_concerns

ORDERS = (
    EventKind.ORDER_ACCEPTED,
    EventKind.ORDER_MOVED,
    EventKind.ORDER_CHANGED,
    EventKind.ORDER_SHIPPED,
    EventKind.ORDER_DELIVERED,
    EventKind.ORDER_CANCELLED,
)
BY_ROLE: dict[EventKind, tuple[Role, ...]] = {
    **dict.fromkeys(ORDERS, (Role.OWNER,)),
    EventKind.INVOICE_ISSUED: (Role.OWNER, Role.ACCOUNTANT),
    EventKind.PAYMENT_RECEIVED: (Role.OWNER, Role.ACCOUNTANT),
    EventKind.LEVEL_CHANGED: (Role.OWNER, Role.BUYER),
    EventKind.ACCESS_GIVEN: (Role.OWNER,),
    EventKind.ACCESS_TAKEN: (Role.OWNER,),
}
"""Beside whom the event itself concerns, and an order's author."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """`own`: it is their own order, or it concerns them; else it is a colleague's."""

    person_id: int
    own: bool


async def recipients_of(
    session: AsyncSession, events: Sequence[Noted], today: date
) -> Mapping[int, list[Recipient]]:
    """By the event's id; by the people of its company as they are now, in one statement.

    Who has left the company hears of nothing but that they have.
    """
    companies = {each.company.id for each in events if each.company}
    rows = await session.execute(
        select(Membership.company_id, Membership.person_id, Membership.role)
        .join(Person, Person.id == Membership.person_id)
        .where(any_of(Membership.company_id, companies, session), Membership.revoked_at.is_(None))
        .order_by(Membership.id)
    )
    people: dict[int, dict[int, Role]] = {}
    for company_id, person_id, role in rows:
        people.setdefault(company_id, {})[person_id] = role
    claims = {each.event.id: each.event.data for each in events if "claim_id" in each.event.data}
    addressed = await concerned(session, claims, people, today)
    addressed |= await talk_concerns(session, events, people, today)
    return {each.event.id: _of(each, people, addressed.get(each.event.id)) for each in events}


def _of(
    noted: Noted, people: Mapping[int, Mapping[int, Role]], addressed: set[int] | None
) -> list[Recipient]:
    event = noted.event
    if addressed is not None:
        return [Recipient(each, True) for each in sorted(addressed) if each != event.actor_id]
    here = people.get(event.company_id, {}) if event.company_id else {}
    own = {event.person_id} if event.person_id else set()
    if noted.order and noted.order.author_id in here:
        own.add(noted.order.author_id)
    others = [
        person_id
        for person_id, role in here.items()
        if role in BY_ROLE.get(event.kind, ()) and person_id not in own
    ]
    told = [Recipient(person_id, True) for person_id in sorted(own)]
    told += [Recipient(person_id, False) for person_id in others]
    return [each for each in told if each.person_id != event.actor_id]
