"""Acting for a company: as one of its people, or on its behalf as one of the staff."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Company, Role
from portal.domain.access import Acting, Caller, contract_in_force
from portal.domain.reach import company_in_reach


async def acting_for(
    session: AsyncSession, caller: Caller, company_id: int | None, today: date
) -> Acting:
    """The caller's own company, or one that they deal with as staff: there they may do what a buyer
    may, without a personal limit. `not_found` for what is neither."""
    own = company_id is None or any(place.company.id == company_id for place in caller.companies)
    if own or caller.staff is None or company_id is None:
        return caller.acting_for(company_id)
    company = await company_in_reach(session, caller.staff, company_id, today)
    in_force = await session.scalar(
        select(contract_in_force(Company.id, today)).where(Company.id == company.id)
    )
    return Acting(caller.person, company, Role.BUYER, bool(in_force), today, by_staff=True)
