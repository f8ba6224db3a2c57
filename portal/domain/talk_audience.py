"""Who is to hear of what is written between companies and their managers, of requests, and of a
bad mark."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import EventKind, Role, Staff
from portal.domain.events import Noted
from portal.domain.reach import dealing_with

TALK = (EventKind.MESSAGE_SENT, EventKind.MESSAGE_EDITED, EventKind.MESSAGE_DELETED)
FOR_STAFF = (EventKind.REQUEST_MADE, EventKind.ORDER_SCORED)


async def talk_concerns(
    session: AsyncSession,
    events: Sequence[Noted],
    people: Mapping[int, Mapping[int, Role]],
    today: date,
) -> dict[int, set[int]]:
    """Ids of persons by the event's id. What the staff says is for the person it is said to, as
    long as they act for the company; what is said to the staff, for who answers today; a
    bad mark is for the directors too."""
    found: dict[int, set[int]] = {}
    answer: dict[int, set[int]] = {}
    for noted in events:
        event, company = noted.event, noted.company
        if event.kind not in (*TALK, *FOR_STAFF) or company is None:
            continue
        if event.person_id is not None:
            found[event.id] = {event.person_id} & people.get(company.id, {}).keys()
            continue
        if company.id not in answer:
            staff = await dealing_with(session, company, today)
            answer[company.id] = {one.person_id for one in staff}
        found[event.id] = answer[company.id]
        if event.kind is EventKind.ORDER_SCORED:
            found[event.id] = found[event.id] | await _directors(session)
    return found


async def _directors(session: AsyncSession) -> set[int]:
    serving = Staff.role == Role.DIRECTOR, Staff.revoked_at.is_(None)
    return set(await session.scalars(select(Staff.person_id).where(*serving)))
