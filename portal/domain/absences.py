"""Who is away, and who answers meanwhile."""

from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Absence, EventKind, Person, Staff
from portal.domain.errors import Refused, not_found
from portal.domain.events import note
from portal.domain.reach import answering


async def absence_of(session: AsyncSession, staff: Staff, today: date) -> Absence | None:
    """The one that is on or to come."""
    absence = await session.get(Absence, staff.id)
    return absence if absence and absence.last_day >= today else None


async def go_away(
    session: AsyncSession,
    staff: Staff,
    *,
    first_day: date,
    last_day: date,
    deputy_id: int,
    today: date,
    now: datetime,
) -> Absence:
    """In place of what was said before; the deputy hears of it.

    Refused: 422 `absence_days` for days that are over or in the wrong order, 422 `deputy_self`,
    409 `deputy_away` where the deputy is away on the first day (or today, where that is later).
    """
    if last_day < first_day or last_day < today:
        raise Refused("absence_days", 422)
    if deputy_id == staff.id:
        raise Refused("deputy_self", 422)
    deputy = await session.get(Staff, deputy_id)
    if deputy is None or deputy.revoked_at is not None:
        raise not_found()
    present = await answering(session, deputy_id, max(first_day, today))
    if present is None or present.id != deputy_id:
        raise Refused("deputy_away", 409)
    absence = await session.get(Absence, staff.id)
    if absence is None:
        absence = Absence(staff_id=staff.id)
        session.add(absence)
    absence.first_day, absence.last_day, absence.deputy_id = first_day, last_day, deputy_id
    person = await session.get_one(Person, staff.person_id)
    await note(
        session,
        EventKind.DEPUTY_NAMED,
        now,
        person_id=deputy.person_id,
        actor_id=person.id,
        by=person.name,
        first_day=first_day.isoformat(),
        last_day=last_day.isoformat(),
    )
    return absence


async def come_back(session: AsyncSession, staff: Staff) -> None:
    absence = await session.get(Absence, staff.id)
    if absence is not None:
        await session.delete(absence)
        await session.flush()
