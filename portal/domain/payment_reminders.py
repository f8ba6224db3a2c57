"""Who is to be reminded of what: what companies have not paid, and that they say they have.

Who says so is reminded of nothing that is owed by then, until the accounts tell of the company
again or the manager has seen to it. What is shipped later is none of it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import BigInteger, case, cast, delete, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import (
    Company,
    CompanyRequest,
    Membership,
    PaymentHold,
    PriceType,
    RequestKind,
    Role,
    SettlementEntry,
)
from portal.db.session import any_of, serialise
from portal.domain.claim_rules import rules_of
from portal.domain.receivables import Due

PAYERS = (Role.OWNER, Role.ACCOUNTANT)
BACK, AHEAD = 45, 2
"""Days of the calendar that are told of, from today."""


@dataclass(frozen=True, slots=True)
class Owing:
    """What a company has not paid, the first due first, and the ids of who may hear of it."""

    company: Company
    currency: str
    due: list[Due]
    people: list[int]


async def owing(
    session: AsyncSession, until: date, today: date, *, after: int, limit: int
) -> tuple[list[Owing], int | None]:
    """Companies that owe what is due by a day, of the next `limit` by id; by three statements. And
    after which to go on; None: there are no more."""
    payer = exists().where(
        Membership.company_id == Company.id,
        Membership.revoked_at.is_(None),
        Membership.role.in_(PAYERS),
    )
    page = await session.execute(
        select(Company, PriceType.currency, PaymentHold.up_to)
        .outerjoin(PriceType, PriceType.id == Company.price_type_id)
        .outerjoin(PaymentHold, PaymentHold.company_id == Company.id)
        .where(Company.id > after, payer)
        .order_by(Company.id)
        .limit(limit + 1)
    )
    companies = page.all()
    more = companies[limit - 1][0].id if len(companies) > limit else None
    due = await unpaid(session, [company.id for company, *_ in companies[:limit]], today)
    people = await _payers(session, due)
    found = []
    for company, currency, held in companies[:limit]:
        parts = [
            part
            for part in due.get(company.id, ())
            if part.due_on <= until and (part.id or 0) > (held or 0)
        ]
        if parts:
            found.append(Owing(company, currency or "RUB", parts, people[company.id]))
    return found, more


async def unpaid(
    session: AsyncSession, company_ids: Collection[int], today: date
) -> Mapping[int, list[Due]]:
    """What `receivables.standing` finds, of many companies by one statement."""
    entry = SettlementEntry
    account = (entry.company_id, entry.contract_id)
    due_on = func.coalesce(entry.due_on, entry.on_date)
    owed = func.sum(case((entry.amount > 0, entry.amount), else_=0))
    paid = func.sum(case((entry.amount < 0, -entry.amount), else_=0))
    rows = (
        select(
            entry,
            due_on.label("by"),
            # What was paid covers what is due first: so much is owed up to this entry.
            cast(
                owed.over(partition_by=account, order_by=(due_on, entry.on_date, entry.id)),
                BigInteger,
            ).label("reached"),
            cast(paid.over(partition_by=account), BigInteger).label("covered"),
        )
        .where(any_of(entry.company_id, company_ids, session))
        .subquery()
    )
    left = rows.c.reached - rows.c.covered
    part = rows.c
    found = await session.execute(
        select(
            part.company_id,
            part.document,
            part.on_date,
            part.by,
            case((left < part.amount, left), else_=part.amount),
            part.order_id,
            part.contract_id,
            part.id,
        )
        .where(part.amount > 0, left > 0)
        .order_by(part.company_id, part.by, part.on_date, part.id)
    )
    due: dict[int, list[Due]] = {}
    for company_id, document, on_date, by, amount, order_id, contract_id, id_ in found:
        due.setdefault(company_id, []).append(
            Due(document, on_date, by, amount, by < today, order_id, contract_id, id_)
        )
    return due


async def _payers(session: AsyncSession, company_ids: Collection[int]) -> dict[int, list[int]]:
    found = await session.execute(
        select(Membership.company_id, Membership.person_id)
        .where(
            any_of(Membership.company_id, company_ids, session),
            Membership.revoked_at.is_(None),
            Membership.role.in_(PAYERS),
        )
        .order_by(Membership.id)
    )
    people: dict[int, list[int]] = {}
    for company_id, person_id in found:
        people.setdefault(company_id, []).append(person_id)
    return people


async def working_days(session: AsyncSession, today: date) -> list[date]:
    """On which the supplier works, around today."""
    rules = await rules_of(session)
    days = (today + timedelta(days=n) for n in range(-BACK, AHEAD + 1))
    return [day for day in days if rules.works_on(day)]


async def held(session: AsyncSession, company_id: int) -> int | None:
    """The request by which a company has said that it paid all that it owes by now. From here to
    the end of the transaction nobody else says so."""
    await serialise(session, f"paid {company_id}")
    hold = await session.get(PaymentHold, company_id)
    newest = await _newest(session, company_id)
    return hold.request_id if hold is not None and hold.up_to >= newest else None


async def hold(session: AsyncSession, request: CompanyRequest) -> None:
    await session.merge(
        PaymentHold(
            company_id=request.company_id,
            request_id=request.id,
            up_to=await _newest(session, request.company_id),
        )
    )
    await session.flush()


async def lift(session: AsyncSession, company_ids: Collection[int]) -> None:
    """The accounts have told of them: whether the payment is among it, the debt says."""
    await session.execute(
        delete(PaymentHold).where(any_of(PaymentHold.company_id, company_ids, session))
    )


async def lift_by(session: AsyncSession, request: CompanyRequest) -> None:
    """The manager has seen to it."""
    if request.kind is RequestKind.PAID:
        await session.execute(delete(PaymentHold).where(PaymentHold.request_id == request.id))


async def _newest(session: AsyncSession, company_id: int) -> int:
    newest = select(func.max(SettlementEntry.id)).where(SettlementEntry.company_id == company_id)
    return await session.scalar(newest) or 0
