"""Which companies a member of the staff deals with, and who answers for one just now.

A director deals with all. A manager deals with the companies of the manager's own region (a manager
without a region: with all), with those assigned to the manager, and, as a deputy, with those
assigned to whoever is away. What somebody does not deal with is `not_found`.
"""

from datetime import date

from sqlalchemy import ColumnElement, Select, exists, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Absence, Company, Role, Staff, Token
from portal.domain.errors import not_found

LONGEST_CHAIN = 10
"""Deputies who are away themselves, one after another."""


def in_reach(staff: Staff, today: date) -> ColumnElement[bool]:
    """For a query of companies: those that this member of the staff deals with."""
    if staff.role is Role.DIRECTOR or not staff.region:
        return true()
    return or_(
        Company.region == staff.region,
        Company.manager_id == staff.id,
        Company.manager_id.in_(away_for(staff, today)),
    )


def away_for(staff: Staff, today: date) -> Select[int]:
    """For a query: the ids of those of the staff who are away, and for whom this one answers."""
    return select(Absence.staff_id).where(
        Absence.deputy_id == staff.id, Absence.first_day <= today, Absence.last_day >= today
    )


async def company_in_reach(
    session: AsyncSession, staff: Staff, company_id: int, today: date
) -> Company:
    reached = select(Company).where(Company.id == company_id, in_reach(staff, today))
    company = await session.scalar(reached)
    if company is None:
        raise not_found()
    return company


async def answering(session: AsyncSession, staff_id: int | None, today: date) -> Staff | None:
    """Who answers today where this one is responsible: they themselves, or the deputy of whoever
    is away. None: nobody, as where all deputies are away too, or that one has never come in and
    would hear of nothing."""
    asked: set[int] = set()
    while staff_id is not None and staff_id not in asked and len(asked) < LONGEST_CHAIN:
        asked.add(staff_id)
        staff = await session.get(Staff, staff_id)
        if staff is None or staff.revoked_at is not None:
            return None
        absence = await session.get(Absence, staff_id)
        if absence is None or not absence.first_day <= today <= absence.last_day:
            return await session.scalar(select(Staff).where(Staff.id == staff.id, HAS_COME_IN))
        staff_id = absence.deputy_id
    return None


HAS_COME_IN = exists().where(Token.person_id == Staff.person_id, Token.revoked_at.is_(None))
"""Of the staff: there is a token, and so somewhere to hear of things."""


async def dealing_with(session: AsyncSession, company: Company, today: date) -> list[Staff]:
    """Whom what comes from a company is for: the one who answers for it, else all managers in
    whose region it is, else the directors. Who has never come in is passed over."""
    one = await answering(session, company.manager_id, today)
    if one is not None:
        return [one]
    serving = list(
        await session.scalars(
            select(Staff).where(Staff.revoked_at.is_(None), HAS_COME_IN).order_by(Staff.id)
        )
    )
    managers = [
        staff
        for staff in serving
        if staff.role is Role.MANAGER and staff.region in ("", company.region)
    ]
    return managers or [staff for staff in serving if staff.role is Role.DIRECTOR]
