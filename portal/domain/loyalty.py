"""Loyalty: the level that a company's turnover has earned it, and what is missing to the next.

Turnover is what was ordered and not cancelled. A level that was reached in a period counts at once
and to the end of the next one: to keep it, as much has to be ordered again by that day.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, case, cast, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import (
    Company,
    EventKind,
    LoyaltyLevel,
    LoyaltyPeriod,
    LoyaltyProgramme,
    Order,
    OrderStatus,
)
from portal.domain.events import note
from portal.domain.receivables import today_at

MONTHS = {LoyaltyPeriod.MONTH: 1, LoyaltyPeriod.QUARTER: 3, LoyaltyPeriod.YEAR: 12}


@dataclass(frozen=True, slots=True)
class LoyaltyStanding:
    """`turnover` is of the running period, whose days are `begins_on` to `ends_on`; in kopecks.

    `level` None: none reached yet. `kept`: from the period before. `earned`: by the running one
    alone, what is kept through the next. `following` is the next level above `level`, None at the
    top.
    """

    level: LoyaltyLevel | None
    kept: LoyaltyLevel | None
    earned: LoyaltyLevel | None
    following: LoyaltyLevel | None
    levels: tuple[LoyaltyLevel, ...]
    turnover: int
    period: LoyaltyPeriod
    begins_on: date
    ends_on: date

    def reached_by(self, amount: int) -> LoyaltyLevel | None:
        """The level that the last `amount` of the turnover has brought; None: it was there."""
        before = _level(self.levels, self.turnover - amount)
        known = max((each.from_turnover for each in (before, self.kept) if each), default=-1)
        return self.level if self.level and self.level.from_turnover > known else None

    @property
    def to_next(self) -> int:
        """What is missing to the next level."""
        return max(self.following.from_turnover - self.turnover, 0) if self.following else 0

    @property
    def to_keep(self) -> int:
        """What has to be ordered by `ends_on` for the level not to lapse; 0: it is safe."""
        return max(self.level.from_turnover - self.turnover, 0) if self.level else 0

    @property
    def progress(self) -> int:
        """How much of the way to the next level is done, in whole per cent; at the top all of it.

        Rounded down: it is done only when it is.
        """
        if self.following is None:
            return 100
        return min(max(self.turnover * 100 // max(self.following.from_turnover, 1), 0), 99)

    @property
    def kept_until(self) -> date:
        """The last day of the next period, through which what was earned in this one holds."""
        return period_of(self.period, self.ends_on + timedelta(days=1))[1] - timedelta(days=1)


def period_of(kind: LoyaltyPeriod, day: date) -> tuple[date, date]:
    """The first day of the period and the first of the next one."""
    months = MONTHS[kind]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return first, _later(first, months)


def _later(first: date, months: int) -> date:
    month = first.month - 1 + months
    return date(first.year + month // 12, month % 12 + 1, 1)


_LEVELS = select(LoyaltyLevel, select(LoyaltyProgramme.period).limit(1).scalar_subquery()).order_by(
    LoyaltyLevel.from_turnover
)


async def programme_of(
    session: AsyncSession,
) -> tuple[tuple[LoyaltyLevel, ...], LoyaltyPeriod | None]:
    """The levels, from the lowest up, and the period in which turnover counts; None: there is no
    programme."""
    rows = (await session.execute(_LEVELS)).all()
    return tuple(level for level, _ in rows), rows[0][1] if rows else None


async def standing_in(
    session: AsyncSession, company: Company, today: date
) -> LoyaltyStanding | None:
    """Where a company stands; None: there is no programme."""
    levels, period = await programme_of(session)
    if period is None:
        return None
    first, following = period_of(period, today)
    before, _ = period_of(period, first - timedelta(days=1))
    earlier, turnover = await _turnovers(session, company, before, first, following)
    return standing_from(levels, period, today, earlier, turnover)


def standing_from(
    levels: tuple[LoyaltyLevel, ...],
    period: LoyaltyPeriod,
    today: date,
    earlier: int,
    turnover: int,
) -> LoyaltyStanding:
    """From the turnover of the period before and of the running one; levels from the lowest up."""
    first, following = period_of(period, today)
    earned, kept = _level(levels, turnover), _level(levels, earlier)
    level = max(
        (each for each in (earned, kept) if each), key=lambda each: each.from_turnover, default=None
    )
    higher = [each for each in levels if level is None or each.from_turnover > level.from_turnover]
    return LoyaltyStanding(
        level=level,
        kept=kept,
        earned=earned,
        following=higher[0] if higher else None,
        levels=levels,
        turnover=turnover,
        period=period,
        begins_on=first,
        ends_on=following - timedelta(days=1),
    )


async def tell_of_level(
    session: AsyncSession, company: Company, amount: int, now: datetime
) -> None:
    """If what was just ordered, for `amount`, has brought the company a higher level, it hears."""
    standing = await standing_in(session, company, today_at(company, now))
    level = standing and standing.reached_by(amount)
    if level:
        await note(
            session,
            EventKind.LEVEL_CHANGED,
            now,
            company_id=company.id,
            level=level.name,
            sign=level.sign,
            discount=level.discount,
        )


def _level(levels: tuple[LoyaltyLevel, ...], turnover: int) -> LoyaltyLevel | None:
    reached = [each for each in levels if each.from_turnover <= turnover]
    return reached[-1] if reached else None


async def _turnovers(
    session: AsyncSession, company: Company, before: date, first: date, following: date
) -> tuple[int, int]:
    """Of the period before and of the running one, whose days are the company's own."""
    zone = ZoneInfo(company.timezone)
    start, change, end = (datetime.combine(day, time(), zone) for day in (before, first, following))
    running = case((Order.placed_at >= change, Order.total), else_=0)
    row = (
        await session.execute(
            select(
                cast(func.coalesce(func.sum(Order.total - running), 0), BigInteger),
                cast(func.coalesce(func.sum(running), 0), BigInteger),
            ).where(
                Order.company_id == company.id,
                Order.placed_at >= start,
                Order.placed_at < end,
                Order.status != OrderStatus.CANCELLED,
            )
        )
    ).one()
    return row[0], row[1]
