"""Who may see a claim: the people of its company, and the staff whose region it is.

A director sees all. A manager sees the claims of companies of the manager's own region (a manager
without a region: of all), of those assigned to the manager, and what was handed to the manager; a
deputy sees what whoever is away would see as theirs, and deals with it in their place.
What somebody may not see is `not_found`.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Claim, Company, Role, Staff
from portal.domain.access import Acting, Caller
from portal.domain.errors import Refused, not_found
from portal.domain.reach import away_for, in_reach


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who may see this claim, and on whose side: `staff`, or acting for its company."""

    claim: Claim
    company: Company
    person_id: int
    staff: Staff | None
    acting: Acting | None
    deputy: bool = False
    """Of who has taken it, and is away."""

    @property
    def member(self) -> Staff:
        """Of the staff; a buyer is refused."""
        if self.staff is None:
            raise Refused("forbidden", 403)
        return self.staff

    @property
    def buyer(self) -> Acting:
        """Of the company; the staff is refused."""
        if self.acting is None:
            raise Refused("forbidden", 403)
        return self.acting


def within_reach(staff: Staff, today: date) -> ColumnElement[bool]:
    """For a query that joins Claim and Company: companies in reach, and what one has taken."""
    return or_(
        in_reach(staff, today),
        Claim.manager_id == staff.id,
        Claim.manager_id.in_(away_for(staff, today)),
    )


def claims_seen(staff: Staff, today: date) -> Select[Claim]:
    reached = within_reach(staff, today)
    return select(Claim).join(Company, Company.id == Claim.company_id).where(reached)


async def party_of(
    session: AsyncSession, caller: Caller, claim_id: int, *, hold: bool = False
) -> Party:
    """The claim as the caller may see it. `hold`: nobody else changes it in this transaction."""
    query = select(Claim).where(Claim.id == claim_id)
    claim = await session.scalar(query.with_for_update() if hold else query)
    if claim is None:
        raise not_found()
    company = await session.get_one(Company, claim.company_id)
    staff, away = caller.staff, set[int]()
    if staff is not None:
        away = set(await session.scalars(away_for(staff, caller.today)))
        if not (reaches(staff, claim, company) or away & {company.manager_id, claim.manager_id}):
            staff = None
    acting = next((each for each in caller.companies if each.company.id == company.id), None)
    if staff is None and acting is None:
        raise not_found()
    deputy = staff is not None and claim.manager_id in away
    return Party(claim, company, caller.person.id, staff, None if staff else acting, deputy)


def reaches(staff: Staff, claim: Claim, company: Company) -> bool:
    return (
        staff.role is Role.DIRECTOR
        or staff.region in ("", company.region)
        or staff.id in (company.manager_id, claim.manager_id)
    )
