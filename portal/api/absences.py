"""A member of the staff is away, and names who answers meanwhile."""

from datetime import date

from fastapi import APIRouter
from sqlalchemy.ext.asyncio import AsyncSession

from portal.api.customers import member
from portal.api.deps import Now, Reading, StaffCaller, Today, Writing, parse_id
from portal.api.problems import responses
from portal.api.schemas.common import Named
from portal.api.schemas.conversations import AbsenceIn, AbsenceOut
from portal.db.models import Absence, Person, Staff
from portal.domain.absences import absence_of, come_back, go_away

router = APIRouter(prefix="/absence", tags=["staff"], responses=responses(403))


@router.get("", summary="When I am away")
async def absence(session: Reading, caller: StaffCaller, today: Today) -> AbsenceOut | None:
    """The absence that is on or to come; null: none."""
    found = await absence_of(session, member(caller), today)
    return await _out(session, found, today) if found else None


@router.put("", summary="Be away", responses=responses(404, 409, 422))
async def go(
    session: Writing, caller: StaffCaller, today: Today, now: Now, body: AbsenceIn
) -> AbsenceOut:
    """In place of what was said before; meanwhile the deputy answers for one's companies.

    Refused: `absence_days` (422: over, or in the wrong order), `deputy_self` (422), `deputy_away`
    (409)."""
    made = await go_away(
        session,
        member(caller),
        first_day=body.first_day,
        last_day=body.last_day,
        deputy_id=parse_id(body.deputy_id),
        today=today,
        now=now,
    )
    return await _out(session, made, today)


@router.delete("", summary="Be back", status_code=204)
async def back(session: Writing, caller: StaffCaller) -> None:
    await come_back(session, member(caller))


async def _out(session: AsyncSession, one: Absence, today: date) -> AbsenceOut:
    deputy = await session.get_one(Staff, one.deputy_id)
    person = await session.get_one(Person, deputy.person_id)
    return AbsenceOut(
        first_day=one.first_day,
        last_day=one.last_day,
        deputy=Named(id=str(deputy.id), name=person.name),
        away=one.first_day <= today <= one.last_day,
    )
