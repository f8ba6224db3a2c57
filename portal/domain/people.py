"""The people of a company, and how one is let go."""

from datetime import datetime

from sqlalchemy import Row, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import EventKind, Membership, Person, Role
from portal.db.session import serialise
from portal.domain.errors import Refused, not_found
from portal.domain.events import note


async def members(
    session: AsyncSession, company_id: int, *, after: int, limit: int
) -> list[Row[Person, Membership]]:
    """Those who act for the company, by the age of their membership; its id is above `after`."""
    found = await session.execute(
        select(Person, Membership)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.company_id == company_id,
            Membership.revoked_at.is_(None),
            Membership.id > after,
        )
        .order_by(Membership.id)
        .limit(limit)
    )
    return list(found)


async def revoke(
    session: AsyncSession, company_id: int, person_id: int, actor_id: int, now: datetime
) -> None:
    """Take a person's place in the company away; the company keeps one owner at least. They hear of
    it, and so do its other owners."""
    await serialise(session, f"people of company {company_id}")
    in_company = Membership.company_id == company_id, Membership.revoked_at.is_(None)
    role = await session.scalar(
        update(Membership)
        .where(*in_company, Membership.person_id == person_id)
        .values(revoked_at=now)
        .returning(Membership.role)
    )
    if role is None:
        raise not_found()
    if role == Role.OWNER:
        owners = select(func.count()).where(*in_company, Membership.role == Role.OWNER)
        if not await session.scalar(owners):
            raise Refused("last_owner", 409)
    person = await session.get_one(Person, person_id)
    await note(
        session,
        EventKind.ACCESS_TAKEN,
        now,
        company_id=company_id,
        person_id=person_id,
        actor_id=actor_id,
        name=person.name,
        role=role.value,
    )
