"""Working time: hours after which something is due, reckoned by when the supplier works."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONGEST_PAUSE = 60
"""Days in a row on which nobody works, at most; more is a mistake in the settings."""


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """When the supplier works: `opens` and `closes` in minutes after midnight, in its zone."""

    opens: int
    closes: int
    zone: ZoneInfo
    works_on: Callable[[date], bool]

    def hours_of(self, day: date) -> tuple[datetime, datetime]:
        """When it opens and closes on a day."""
        return self._at(day, self.opens), self._at(day, self.closes)

    def _at(self, day: date, minutes: int) -> datetime:
        # Midnight may be the end of a day.
        day += timedelta(days=minutes // 1440)
        minutes %= 1440
        return datetime.combine(day, time(minutes // 60, minutes % 60), self.zone)


def after(start: datetime, wait: timedelta, hours: WorkingTime) -> datetime:
    """When so much working time has passed since `start`; in UTC.

    Only the time between opening and closing on a working day counts.
    """
    day = start.astimezone(hours.zone).date()
    idle = 0
    while True:
        if not hours.works_on(day):
            idle += 1
            if idle > LONGEST_PAUSE:
                return start.astimezone(UTC) + wait
        else:
            idle = 0
            opened, closed = hours.hours_of(day)
            begun = max(start, opened)
            # In UTC: across a change of the clocks, local times do not subtract rightly.
            left = closed.astimezone(UTC) - begun.astimezone(UTC)
            if left > timedelta(0):
                if wait <= left:
                    return begun.astimezone(UTC) + wait
                wait -= left
        day += timedelta(days=1)


def between(start: datetime, end: datetime, hours: WorkingTime) -> timedelta:
    """How much working time there is from `start` to `end`; nothing where it is over."""
    total = timedelta(0)
    day, last = start.astimezone(hours.zone).date(), end.astimezone(hours.zone).date()
    while day <= last:
        if hours.works_on(day):
            opened, closed = hours.hours_of(day)
            begun, ended = max(start, opened), min(end, closed)
            part = ended.astimezone(UTC) - begun.astimezone(UTC)
            total += max(part, timedelta(0))
        day += timedelta(days=1)
    return total
