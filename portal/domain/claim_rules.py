"""How soon claims are to be dealt with: the supplier's hours and days, terms by kind.

All of it is the portal's data: a row where the supplier has decided, else what stands here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from zoneinfo import ZoneInfo

import holidays
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import ClaimKind, ClaimRules, ClaimTerm, SupplierDay
from portal.domain.working_time import WorkingTime

NINE, SIX = 9 * 60, 18 * 60
DIRECTOR_FROM = 100_000_00
SILENT_HOURS = 16
CLOSE_AFTER_DAYS = 14


@dataclass(frozen=True, slots=True)
class Term:
    """In working hours."""

    take: int
    decide: int


TERMS: Mapping[ClaimKind, Term] = {
    ClaimKind.SHORTAGE: Term(2, 16),
    ClaimKind.MIXUP: Term(2, 16),
    ClaimKind.DAMAGE: Term(2, 24),
    ClaimKind.DEFECT: Term(2, 40),
    ClaimKind.PAPERS: Term(2, 8),
    ClaimKind.OTHER: Term(4, 24),
}


@dataclass(frozen=True, slots=True)
class Rules:
    opens: int = NINE
    closes: int = SIX
    weekdays: str = "12345"
    country: str = "RU"
    director_from: int = DIRECTOR_FROM
    silent_hours: int = SILENT_HOURS
    close_after_days: int = CLOSE_AFTER_DAYS
    terms: Mapping[ClaimKind, Term] = field(default_factory=lambda: TERMS)
    days: Mapping[date, bool] = field(default_factory=dict)
    """Days that are kept otherwise than the country's calendar says: True, it is worked on."""

    def working_time(self, zone: ZoneInfo) -> WorkingTime:
        return WorkingTime(self.opens, self.closes, zone, self.works_on)

    def works_on(self, day: date) -> bool:
        if (decided := self.days.get(day)) is not None:
            return decided
        kept = _kept(self.country)
        # A working Saturday is one that a holiday's substitute was taken from.
        if kept is not None and (day in kept or day in kept.weekend_workdays):
            return day in kept.weekend_workdays
        return str(day.isoweekday()) in self.weekdays


@cache
def _kept(country: str) -> holidays.HolidayBase | None:
    return holidays.country_holidays(country) if country else None


def is_country(code: str) -> bool:
    """Its holidays are known."""
    return code in holidays.list_supported_countries(include_aliases=False)


async def rules_of(session: AsyncSession) -> Rules:
    """By three statements."""
    row = await session.scalar(select(ClaimRules).order_by(ClaimRules.id).limit(1))
    terms = {
        each.kind: Term(each.hours_to_take, each.hours_to_decide)
        for each in await session.scalars(select(ClaimTerm))
    }
    days = {each.day: each.working for each in await session.scalars(select(SupplierDay))}
    if row is None:
        return Rules(terms={**TERMS, **terms}, days=days)
    return Rules(
        opens=row.opens,
        closes=row.closes,
        weekdays=row.weekdays,
        country=row.country,
        director_from=row.director_from,
        silent_hours=row.silent_hours,
        close_after_days=row.close_after_days,
        terms={**TERMS, **terms},
        days=days,
    )
