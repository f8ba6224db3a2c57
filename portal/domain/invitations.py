"""One-time codes: made by an owner or the staff, kept hashed, taken once."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import (
    STAFF_ROLES,
    Company,
    FailedGuess,
    Invitation,
    Person,
    Role,
)
from portal.db.session import serialise
from portal.domain import access, companies
from portal.domain.access import Caller, hash_of
from portal.domain.errors import Refused, not_found
from portal.domain.inn import require_inn

LIFETIME = timedelta(hours=24)
GUESSES = 5
GUESSES_IN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Offer:
    """What a code offers. No company: a place on the staff."""

    invitation: Invitation
    company: Company | None


async def invite(
    session: AsyncSession,
    role: Role,
    company: Company | None,
    *,
    name: str = "",
    by: Person | None = None,
    now: datetime,
) -> tuple[str, Offer]:
    """A new code, to be shown once and kept by nobody, and what it offers."""
    if (role in STAFF_ROLES) != (company is None):
        raise Refused("role_mismatch", 422, role=role)
    code = secrets.token_urlsafe(24)
    invitation = Invitation(
        code_hash=hash_of(code),
        company_id=company.id if company else None,
        role=role,
        name=name,
        created_by=by.id if by else None,
        created_at=now,
        expires_at=now + LIFETIME,
    )
    session.add(invitation)
    await session.flush()
    return code, Offer(invitation, company)


async def destination(
    session: AsyncSession, caller: Caller, role: Role, inn: str | None, company_id: int | None
) -> Company | None:
    """Where the caller may invite somebody in that role; None: to the staff.

    A director to the staff, staff to any company by INN, an owner to the one they act for.
    """
    if role in STAFF_ROLES:
        if caller.staff is None or caller.staff.role != Role.DIRECTOR:
            raise Refused("forbidden", 403)
        return None
    if caller.staff is not None and inn:
        company = await companies.by_inn(session, require_inn(inn))
        if company is None:
            raise Refused("company_unknown", 404, inn=inn)
        return company
    place = caller.acting_for(company_id)
    if place.role != Role.OWNER:
        raise Refused("forbidden", 403)
    if inn and inn != place.company.inn:
        raise not_found()
    return place.company


async def look_up(session: AsyncSession, code: str, source: str, now: datetime) -> Offer:
    """What a code offers. One answer, `code_unknown`, to a wrong, a used and an expired one.

    The sixth guess of a source within an hour of its five wrong ones is `too_many_guesses`, even
    when it is right: otherwise the limit would tell.
    """
    await serialise(session, f"guesses {source}")
    await _refuse_guesser(session, source, now)
    found = await session.execute(
        select(Invitation, Company)
        .outerjoin(Company, Company.id == Invitation.company_id)
        .where(
            Invitation.code_hash == hash_of(code.strip()),
            Invitation.claimed_at.is_(None),
            Invitation.expires_at > now,
        )
    )
    row = found.one_or_none()
    if row is None:
        session.add(FailedGuess(source=source, at=now))
        raise Refused("code_unknown", 404, keeps=True)
    return Offer(row[0], row[1])


async def claim(
    session: AsyncSession,
    code: str,
    source: str,
    person: Person | None,
    *,
    name: str,
    now: datetime,
) -> Person:
    """Give a person the place that the code offers, and use the code up.

    None: a new person, called as the invitation says, or `name`. Whoever has a place there already
    gets the new role, also after it was revoked.
    """
    offer = await look_up(session, code, source, now)
    # The condition is checked again while writing: of two who claim at once, one gets it.
    taken = await session.scalar(
        update(Invitation)
        .where(Invitation.id == offer.invitation.id, Invitation.claimed_at.is_(None))
        .values(claimed_at=now)
        .returning(Invitation.id)
    )
    if taken is None:
        raise Refused("code_unknown", 404)
    if person is None:
        person = Person(name=offer.invitation.name or name, created_at=now)
        session.add(person)
        await session.flush()
    offer.invitation.claimed_by = person.id
    if offer.company is None:
        await access.join_staff(session, person, offer.invitation.role, now)
    else:
        await access.join_company(session, person, offer.company, offer.invitation.role, now)
    return person


async def _refuse_guesser(session: AsyncSession, source: str, now: datetime) -> None:
    theirs = FailedGuess.source == source
    await session.execute(delete(FailedGuess).where(theirs, FailedGuess.at <= now - GUESSES_IN))
    counted = select(func.count(), func.min(FailedGuess.at)).where(theirs)
    wrong, first = (await session.execute(counted)).one()
    if wrong >= GUESSES:
        wait = ceil((first + GUESSES_IN - now).total_seconds())
        raise Refused("too_many_guesses", 429, retry_after=wait)
