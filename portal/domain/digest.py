"""What a member of the staff should know in the morning, of the companies they deal with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import (
    AccessRequest,
    Claim,
    ClaimState,
    Company,
    CompanyRequest,
    Conversation,
    Order,
    OrderStatus,
    SettlementEntry,
    Staff,
)
from portal.db.session import any_of
from portal.domain.claim_access import claims_seen
from portal.domain.claim_rules import rules_of
from portal.domain.claims import OPEN
from portal.domain.reach import in_reach
from portal.domain.receivables import Entry, standing, today_at
from portal.domain.scores import Nps, nps_of

MOST_DEBTORS = 5


@dataclass(frozen=True, slots=True)
class Sales:
    """Orders placed on a day, without those that were cancelled; in kopecks."""

    orders: int
    total: int


@dataclass(frozen=True, slots=True)
class Debtor:
    company: Company
    overdue: int


@dataclass(frozen=True, slots=True)
class Claims:
    """Open ones: all, those that nobody has taken, those that are past their deadline."""

    open: int
    untaken: int
    late: int


@dataclass(frozen=True, slots=True)
class Digest:
    """`debtors` are those who owe most, of all who are late; `working`: it is a working day."""

    day: date
    working: bool
    today: Sales
    yesterday: Sales
    overdue: int
    late_companies: int
    debtors: Sequence[Debtor]
    claims: Claims
    access_requests: int
    company_requests: int
    messages: int
    nps: tuple[Nps, Nps]
    """Of this month and of the last."""


async def digest_of(
    session: AsyncSession, staff: Staff, now: datetime, today: date, zone: ZoneInfo
) -> Digest:
    """By a fixed number of statements, however many companies."""
    reached = in_reach(staff, today)
    late = await _late(session, staff, now, today)
    rules = await rules_of(session)
    return Digest(
        day=today,
        working=rules.works_on(today),
        today=await _sales(session, staff, today, today, zone),
        yesterday=await _sales(session, staff, today - timedelta(days=1), today, zone),
        overdue=sum(each.overdue for each in late),
        late_companies=len(late),
        debtors=late[:MOST_DEBTORS],
        claims=await _claims(session, staff, now, today),
        access_requests=await session.scalar(
            select(func.count()).select_from(AccessRequest).where(AccessRequest.state == "waiting")
        )
        or 0,
        company_requests=await session.scalar(
            select(func.count())
            .select_from(CompanyRequest)
            .join(Company, Company.id == CompanyRequest.company_id)
            .where(reached, CompanyRequest.closed_at.is_(None))
        )
        or 0,
        messages=await session.scalar(
            select(func.count())
            .select_from(Conversation)
            .join(Company, Company.id == Conversation.company_id)
            .where(reached, Conversation.waiting_since.is_not(None))
        )
        or 0,
        nps=await nps_of(session, staff, today, zone),
    )


async def _sales(
    session: AsyncSession, staff: Staff, day: date, today: date, zone: ZoneInfo
) -> Sales:
    start = datetime.combine(day, time(), zone)
    end = datetime.combine(day + timedelta(days=1), time(), zone)
    counted = await session.execute(
        select(func.count(), func.coalesce(func.sum(Order.total), 0))
        .select_from(Order)
        .join(Company, Company.id == Order.company_id)
        .where(
            in_reach(staff, today),
            Order.placed_at >= start,
            Order.placed_at < end,
            Order.status != OrderStatus.CANCELLED,
        )
    )
    orders, total = counted.one()
    return Sales(orders, int(total))


async def _late(session: AsyncSession, staff: Staff, now: datetime, today: date) -> list[Debtor]:
    """Who owes most first. Only accounts that are in the red are looked at line by line."""
    entry = SettlementEntry
    owing = (
        select(entry.company_id)
        .join(Company, Company.id == entry.company_id)
        .where(in_reach(staff, today))
        .group_by(entry.company_id, entry.contract_id)
        .having(func.sum(entry.amount) > 0)
    )
    ids = set(await session.scalars(owing))
    companies = await session.scalars(select(Company).where(any_of(Company.id, ids, session)))
    entries: dict[int, list[Entry]] = {}
    for company_id, document, amount, on_date, due_on, contract_id in await session.execute(
        select(
            entry.company_id,
            entry.document,
            entry.amount,
            entry.on_date,
            entry.due_on,
            entry.contract_id,
        )
        .where(any_of(entry.company_id, ids, session))
        .order_by(entry.on_date, entry.id)
    ):
        line = Entry(document, amount, on_date, due_on, contract_id=contract_id)
        entries.setdefault(company_id, []).append(line)
    found = [
        Debtor(company, standing(entries.get(company.id, ()), today_at(company, now)).overdue)
        for company in companies
    ]
    late = [each for each in found if each.overdue > 0]
    return sorted(late, key=lambda each: (-each.overdue, each.company.id))


async def _claims(session: AsyncSession, staff: Staff, now: datetime, today: date) -> Claims:
    seen = claims_seen(staff, today).where(Claim.state.in_(OPEN)).subquery()
    rows = await session.execute(select(seen.c.state, seen.c.deadline))
    found = rows.all()
    return Claims(
        open=len(found),
        untaken=sum(state is ClaimState.NEW for state, _ in found),
        late=sum(deadline is not None and deadline < now for _, deadline in found),
    )
