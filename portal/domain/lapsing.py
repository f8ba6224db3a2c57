"""Levels of the loyalty programme that lapse when the period ends, of all companies at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, ColumnElement, and_, case, cast, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Company, LoyaltyLevel, LoyaltyPeriod, Order, OrderStatus
from portal.domain.loyalty import LoyaltyStanding, period_of, programme_of, standing_from
from portal.domain.nudges import buying_people


@dataclass(frozen=True, slots=True)
class Lapsing:
    """A company whose level lapses when the period ends, if nothing more is ordered; `people` are
    its owners and buyers."""

    company: Company
    standing: LoyaltyStanding
    level: LoyaltyLevel
    people: Sequence[int]


async def lapsing(
    session: AsyncSession, now: datetime, days: int, *, after: int, limit: int
) -> tuple[list[Lapsing], int | None]:
    """Of the next so many companies, after an id, those whose level lapses in so many days at most,
    by their own clocks; and the id that the next ones come after. Four statements."""
    levels, period = await programme_of(session)
    if period is None:
        return [], None
    ending = {
        zone: today
        for zone in await session.scalars(select(Company.timezone).distinct())
        for today in [now.astimezone(ZoneInfo(zone)).date()]
        if period_of(period, today)[1] - today <= timedelta(days=days + 1)
    }
    if not ending:
        return [], None
    begun, running = _periods(period, ending)
    this = case((running, Order.total), else_=0)
    rows = (
        await session.execute(
            select(
                Company,
                cast(func.sum(Order.total - this), BigInteger),
                cast(func.sum(this), BigInteger),
            )
            .join(Order, Order.company_id == Company.id)
            .where(Company.id > after, begun, Order.status != OrderStatus.CANCELLED)
            .group_by(Company.id)
            .order_by(Company.id)
            .limit(limit)
        )
    ).all()
    found = []
    for company, earlier, turnover in rows:
        today = ending[company.timezone]
        standing = standing_from(levels, period, today, earlier, turnover)
        if standing.level is not None and standing.to_keep > 0:
            found.append((company, standing, standing.level))
    people = await buying_people(session, [company.id for company, *_ in found])
    return (
        [
            Lapsing(*each, [person_id for person_id, _ in people.get(each[0].id, ())])
            for each in found
        ],
        rows[-1][0].id if len(rows) == limit else None,
    )


def _periods(
    period: LoyaltyPeriod, days: Mapping[str, date]
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """For a query of orders: placed in the running period or the one before; in the running one.
    Days are the companies' own, by their zones."""
    both, running = [], []
    for zone, today in days.items():
        first, following = period_of(period, today)
        before, _ = period_of(period, first - timedelta(days=1))
        start, change, end = (
            datetime.combine(day, time(), ZoneInfo(zone)) for day in (before, first, following)
        )
        here = Company.timezone == zone
        both.append(and_(here, Order.placed_at >= start, Order.placed_at < end))
        running.append(and_(here, Order.placed_at >= change, Order.placed_at < end))
    return or_(*both), or_(*running)
