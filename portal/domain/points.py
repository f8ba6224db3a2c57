"""Points of the loyalty programme: earned by delivered orders, spent on what is owed."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, cast, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import (
    Company,
    EntryKind,
    EventKind,
    Order,
    Person,
    PointEntry,
    PointReason,
    SettlementEntry,
)
from portal.db.session import serialise
from portal.domain.errors import Refused
from portal.domain.events import note
from portal.domain.loyalty import standing_in
from portal.domain.receivables import Due, standing_of, today_at

WORTH = 100
"""Kopecks that a point pays."""
DOCUMENT = "Бонусные баллы"
"""What stands for the number of a document that the accounting system would give."""


async def balance(session: AsyncSession, company_id: int) -> int:
    """The company's points: the sum of their ledger."""
    total = await session.scalar(
        select(func.sum(PointEntry.points)).where(PointEntry.company_id == company_id)
    )
    return int(total or 0)


async def earn(session: AsyncSession, company: Company, order: Order, now: datetime) -> int:
    """The points of a delivered order, at the rate of the level that the company has now; once."""
    earned = PointEntry.order_id == order.id, PointEntry.reason == PointReason.EARNED
    if await session.scalar(select(PointEntry.id).where(*earned).limit(1)) is not None:
        return 0
    standing = await standing_in(session, company, today_at(company, now))
    rate = standing.level.points if standing and standing.level else 0
    points = order.total * rate // 1_000_000
    if points:
        session.add(
            PointEntry(
                company_id=company.id,
                order_id=order.id,
                reason=PointReason.EARNED,
                points=points,
                at=now,
            )
        )
        await session.flush()
    return points


async def spendable(session: AsyncSession, company: Company, now: datetime) -> tuple[int, int]:
    """The points there are, and how many of them what is owed has room for."""
    there = await balance(session, company.id)
    owed = sum(part.amount for part in (await standing_of(session, company, now)).due)
    return there, max(min(there, owed // WORTH), 0)


async def spend(
    session: AsyncSession, company: Company, person_id: int, points: int, now: datetime
) -> None:
    """Points become money off what is owed, a rouble each; what is due first is paid first.

    Refused: 409 `too_few_points` (args `points` there are), `owes_less` (args `most`): points pay
    no more than is owed.
    """
    await serialise(session, f"points of company {company.id}")
    there = await balance(session, company.id)
    if points > there:
        raise Refused("too_few_points", 409, points=there)
    due = (await standing_of(session, company, now)).due
    owed = sum(part.amount for part in due) // WORTH
    if points > owed:
        raise Refused("owes_less", 409, most=owed)
    session.add(
        PointEntry(
            company_id=company.id,
            person_id=person_id,
            reason=PointReason.SPENT,
            points=-points,
            at=now,
        )
    )
    for contract_id, amount in _among(due, points * WORTH).items():
        session.add(
            SettlementEntry(
                company_id=company.id,
                contract_id=contract_id,
                kind=EntryKind.CORRECTION,
                document=DOCUMENT,
                amount=-amount,
                on_date=today_at(company, now),
            )
        )
    await note(session, EventKind.DEBT_CHANGED, now, company_id=company.id)


def _among(due: list[Due], amount: int) -> dict[int | None, int]:
    """How much goes to which contract: what was paid under one covers nothing under another."""
    found: dict[int | None, int] = defaultdict(int)
    for part in due:
        paid = min(part.amount, amount)
        if paid:
            found[part.contract_id] += paid
            amount -= paid
    return found


@dataclass(frozen=True, slots=True)
class PointMovement:
    """An entry with the number of its order, who was behind it, and what there was after it."""

    entry: PointEntry
    order: str | None
    person: str | None
    balance: int


async def points_page(
    session: AsyncSession, company_id: int, *, limit: int, before: int = 0
) -> list[PointMovement]:
    """The ledger of points, newest first, below an id (0: from the newest)."""
    so_far = func.sum(PointEntry.points).over(order_by=PointEntry.id)
    summed = (
        select(PointEntry.id, cast(so_far, BigInteger).label("balance"))
        .where(PointEntry.company_id == company_id)
        .subquery()
    )
    query = (
        select(PointEntry, Order.number, Person.name, summed.c.balance)
        .join(summed, summed.c.id == PointEntry.id)
        .outerjoin(Order, Order.id == PointEntry.order_id)
        .outerjoin(Person, Person.id == PointEntry.person_id)
        .order_by(PointEntry.id.desc())
        .limit(limit)
    )
    if before:
        query = query.where(PointEntry.id < before)
    return [PointMovement(*row) for row in await session.execute(query)]
