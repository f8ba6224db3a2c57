"""What is to be paid when, a week at a time. Weeks begin on Monday. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from portal.domain.receivables import Due

BEFORE, AFTER = 4, 7
"""Weeks shown before this one and after it; what lies further off is one sum at each end."""
DAY, WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Week:
    """What is to be paid within some days, kopecks. `first` None: all that was due earlier; `last`
    None: all that is due later."""

    first: date | None
    last: date | None
    overdue: int = 0
    coming: int = 0

    @property
    def amount(self) -> int:
        return self.overdue + self.coming


def schedule(due: Sequence[Due], today: date) -> list[Week]:
    """Every week from the first with something due to the last, empty ones too; none where nothing
    is due. The sums add up to what is unpaid."""
    if not due:
        return []
    this = _monday(today)
    start = min(this, max(this - BEFORE * WEEK, _monday(min(part.due_on for part in due))))
    end = max(this, min(this + AFTER * WEEK, _monday(max(part.due_on for part in due))))
    weeks = [
        Week(start + at * WEEK, start + at * WEEK + 6 * DAY)
        for at in range((end - start) // WEEK + 1)
    ]
    weeks = [Week(None, start - DAY), *weeks, Week(end + WEEK, None)]
    filled = [
        Week(
            week.first,
            week.last,
            sum(part.amount for part in due if part.overdue and _within(week, part)),
            sum(part.amount for part in due if not part.overdue and _within(week, part)),
        )
        for week in weeks
    ]
    return [week for week in filled if (week.first and week.last) or week.amount]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _within(week: Week, part: Due) -> bool:
    return (week.first is None or week.first <= part.due_on) and (
        week.last is None or part.due_on <= week.last
    )
