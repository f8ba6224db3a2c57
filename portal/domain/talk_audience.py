"""Who is to hear of what is written between companies and their managers, and of requests."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import EventKind, Role
from portal.domain.events import Noted
from portal.domain.reach import dealing_with

TALK = (EventKind.MESSAGE_SENT, EventKind.MESSAGE_EDITED, EventKind.MESSAGE_DELETED)


async def talk_concerns(
    session: AsyncSession,
    events: Sequence[Noted],
    people: Mapping[int, Mapping[int, Role]],
    today: date,
) -> dict[int, set[int]]:
    """Ids of persons by the event's id. What the staff says is for the person it is said to, as
    long as they act for the company; what is said to the staff, for who answers today."""
    found: dict[int, set[int]] = {}
    answer: dict[int, set[int]] = {}
    for noted in events:
        event, company = noted.event, noted.company
        if event.kind not in (*TALK, EventKind.REQUEST_MADE) or company is None:
            continue
        if event.person_id is not None:
            found[event.id] = {event.person_id} & people.get(company.id, {}).keys()
            continue
        if company.id not in answer:
            staff = await dealing_with(session, company, today)
            answer[company.id] = {one.person_id for one in staff}
        found[event.id] = answer[company.id]
    return found
