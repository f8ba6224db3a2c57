"""Points of the loyalty programme: earned by delivered orders, spent on what is owed."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import (
    Company,
    EntryKind,
    Order,
    PointEntry,
    PointReason,
    SettlementEntry,
)
from portal.db.session import serialise
from portal.domain.errors import Refused
from portal.domain.loyalty import standing_in
from portal.domain.receivables import debt_of, today_at


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


async def spend(
    session: AsyncSession, company: Company, person_id: int, points: int, now: datetime
) -> None:
    """Points become money off what is owed, a rouble each.

    Refused: 409 `too_few_points` (args `points` there are), `owes_less` (args `most`): points pay
    no more than is owed.
    """
    await serialise(session, f"points of company {company.id}")
    there = await balance(session, company.id)
    if points > there:
        raise Refused("too_few_points", 409, points=there)
    owed = max(await debt_of(session, company.id), 0) // 100
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
    session.add(
        SettlementEntry(
            company_id=company.id,
            kind=EntryKind.CORRECTION,
            amount=-points * 100,
            on_date=today_at(company, now),
        )
    )
    await session.flush()
