"""Who is to hear of what happens to a claim. Nobody can switch it off.

The author of a claim who has left the company hears of nothing: its owners do. Where nobody has
taken it, or who had is gone, all managers whose region it is stand in; for who is away, their
deputy does.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Claim, Company, Role, Staff
from portal.db.session import any_of
from portal.domain.claim_access import reaches
from portal.domain.reach import answering

AUTHOR, HOLDER, MANAGERS, DIRECTOR = "author", "holder", "managers", "director"


async def concerned(
    session: AsyncSession,
    told: Mapping[int, Mapping[str, Any]],
    people: Mapping[int, Mapping[int, Role]],
    today: date,
) -> dict[int, set[int]]:
    """Ids of persons by the event's id, of what events of claims say (`claim_id` and `to`); by two
    statements. `people` are the members of the companies: by company, their roles by person."""
    if not told:
        return {}
    ids = {int(data["claim_id"]) for data in told.values()}
    rows = await session.execute(
        select(Claim, Company)
        .join(Company, Company.id == Claim.company_id)
        .where(any_of(Claim.id, ids, session))
    )
    claims = {claim.id: (claim, company) for claim, company in rows}
    staff = (await session.scalars(select(Staff).where(Staff.revoked_at.is_(None)))).all()
    found: dict[int, set[int]] = {}
    for event_id, data in told.items():
        claim, company = claims[int(data["claim_id"])]
        found[event_id] = set()
        for whom in data["to"]:
            if whom == AUTHOR:
                found[event_id] |= _authors(claim, people.get(company.id, {}))
            elif whom == HOLDER and (one := await answering(session, claim.manager_id, today)):
                found[event_id].add(one.person_id)
            else:
                found[event_id] |= _staff(whom, claim, company, staff)
    return found


def _authors(claim: Claim, here: Mapping[int, Role]) -> set[int]:
    if claim.author_id in here:
        return {claim.author_id}
    return {person_id for person_id, role in here.items() if role is Role.OWNER}


def _staff(whom: str, claim: Claim, company: Company, staff: Sequence[Staff]) -> set[int]:
    if whom == DIRECTOR:
        return {each.person_id for each in staff if each.role is Role.DIRECTOR}
    managers = [each for each in staff if each.role is Role.MANAGER]
    return {each.person_id for each in managers if reaches(each, claim, company)}
