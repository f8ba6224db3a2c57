"""Which companies a member of the staff deals with.

A director deals with all. A manager deals with the companies of the manager's own region (a manager
without a region: with all), and with those assigned to the manager. What somebody does not deal
with is `not_found`.
"""

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Company, Role, Staff
from portal.domain.errors import not_found


def in_reach(staff: Staff) -> ColumnElement[bool]:
    """For a query of companies: those that this member of the staff deals with."""
    if staff.role is Role.DIRECTOR or not staff.region:
        return true()
    return or_(Company.region == staff.region, Company.manager_id == staff.id)


async def company_in_reach(session: AsyncSession, staff: Staff, company_id: int) -> Company:
    company = await session.scalar(select(Company).where(Company.id == company_id, in_reach(staff)))
    if company is None:
        raise not_found()
    return company
