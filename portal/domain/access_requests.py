"""Somebody without a code asks to be let in; the staff decides."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from portal.db.models import AccessRequest, Company, Person, PriceType, Role
from portal.db.session import serialise
from portal.domain import companies, invitations
from portal.domain.errors import Refused, not_found
from portal.domain.inn import require_inn


@dataclass(frozen=True, slots=True)
class Asked:
    request: AccessRequest
    known_company: Company | None
    """The company of the INN that was given, where there is one."""


_NAMESAKE = aliased(Company)
_SAME_INN = (
    select(func.min(_NAMESAKE.id)).where(_NAMESAKE.inn == AccessRequest.inn).scalar_subquery()
)
WITH_COMPANY = select(AccessRequest, Company).outerjoin(Company, Company.id == _SAME_INN)


async def ask(session: AsyncSession, wish: AccessRequest) -> Asked:
    """Put the wish in the queue. Whoever asks again before the answer corrects what they said."""
    if wish.inn:
        wish.inn = require_inn(wish.inn)
    await serialise(session, f"access request {wish.reply_to}")
    earlier = await session.scalar(
        select(AccessRequest).where(
            AccessRequest.reply_to == wish.reply_to, AccessRequest.state == "waiting"
        )
    )
    if earlier is None:
        session.add(wish)
    else:
        for field in ("name", "phone", "inn", "company_name"):
            setattr(earlier, field, getattr(wish, field))
        wish = earlier
    await session.flush()
    return await _asked(session, wish.id)


async def in_state(session: AsyncSession, state: str, *, after: int, limit: int) -> list[Asked]:
    """Oldest first, those whose id is above `after`."""
    found = await session.execute(
        WITH_COMPANY.where(AccessRequest.state == state, AccessRequest.id > after)
        .order_by(AccessRequest.id)
        .limit(limit)
    )
    return [Asked(request, company) for request, company in found]


async def approve(
    session: AsyncSession,
    request_id: int,
    *,
    role: Role,
    price_type: PriceType | None,
    credit_limit: int | None,
    by: Person,
    now: datetime,
    today: date,
) -> tuple[Asked, str, invitations.Offer]:
    """Let them in: the company, made where it is new, and a code to it."""
    request = await _decide(session, request_id, "approved", by, now)
    company = await companies.take_on(
        session,
        request.inn,
        request.company_name or request.name,
        price_type,
        credit_limit=credit_limit,
        now=now,
        today=today,
    )
    code, offer = await invitations.invite(
        session, role, company, name=request.name, by=by, now=now
    )
    return Asked(request, company), code, offer


async def decline(session: AsyncSession, request_id: int, *, by: Person, now: datetime) -> Asked:
    await _decide(session, request_id, "declined", by, now)
    return await _asked(session, request_id)


async def _decide(
    session: AsyncSession, request_id: int, state: str, by: Person, now: datetime
) -> AccessRequest:
    # The condition is checked while writing: of two managers who decide at once, one does.
    decided = await session.scalar(
        update(AccessRequest)
        .where(AccessRequest.id == request_id, AccessRequest.state == "waiting")
        .values(state=state, decided_by=by.id, decided_at=now)
        .returning(AccessRequest.id)
    )
    request = await session.get(AccessRequest, request_id, populate_existing=True)
    if request is None:
        raise not_found()
    if decided is None:
        raise Refused("already_decided", 409, state=request.state)
    return request


async def _asked(session: AsyncSession, request_id: int) -> Asked:
    found = await session.execute(WITH_COMPANY.where(AccessRequest.id == request_id))
    return Asked(*found.one())
