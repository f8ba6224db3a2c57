"""Quiet hours: nobody is written to while they sleep, wherever they live."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo


class Hours(NamedTuple):
    """From the one hour to the other, of the local day; over midnight where the first is later.
    Equal: there are none."""

    start: int
    end: int

    def holds(self, hour: int) -> bool:
        if self.start <= self.end:
            return self.start <= hour < self.end
        return hour >= self.start or hour < self.end


USUAL = Hours(21, 8)


def next_good(at: datetime, zone: str, quiet: Hours = USUAL) -> datetime:
    """`at` itself, or the end of the quiet hours that it falls into; both in UTC."""
    local = at.astimezone(ZoneInfo(zone))
    if not quiet.holds(local.hour):
        return at
    day = local.date() + timedelta(days=local.hour >= quiet.end)
    return max(at, start_of(day, quiet.end, zone).astimezone(at.tzinfo))


def start_of(day: date, hour: int, zone: str) -> datetime:
    """That hour of that day there; where the clocks leap over it, the first moment after."""
    wanted = datetime.combine(day, time(hour), ZoneInfo(zone))
    return datetime.fromtimestamp(wanted.timestamp(), ZoneInfo(zone))


def good_until(at: datetime, zone: str, quiet: Hours = USUAL) -> datetime | None:
    """When the quiet hours begin next after `at`, in UTC; None: there are none."""
    if quiet.start == quiet.end:
        return None
    day = at.astimezone(ZoneInfo(zone)).date()
    starts = (start_of(day + timedelta(days=n), quiet.start, zone) for n in range(3))
    return next(start for start in starts if start > at).astimezone(at.tzinfo)
