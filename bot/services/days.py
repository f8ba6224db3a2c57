"""Days as people write them: «25.11», «25.11-5.12», «завтра»."""

import re
from datetime import date, timedelta

_DAY = re.compile(r"(\d{1,2})[./](\d{1,2})(?:[./](\d{4}|\d{2}))?")
_WORDS = {"сегодня": 0, "today": 0, "завтра": 1, "tomorrow": 1, "послезавтра": 2}


def read_days(text: str, today: date) -> tuple[date, date] | None:
    """The first day and the last; one day is both. A day without a year is the next such day.

    None: these are no days, or they are in the wrong order.
    """
    text = text.strip().casefold()
    if text in _WORDS:
        day = today + timedelta(days=_WORDS[text])
        return day, day
    found = list(_DAY.finditer(text))
    rest = _DAY.sub("", text).strip()
    if (
        not 1 <= len(found) <= 2
        or re.fullmatch(r"(?:с|from)?\s*(?:-|–|—|по|to|till)?", rest) is None
    ):
        return None
    first = _day(found[0], today)
    last = _day(found[-1], first or today)
    if first is None or last is None or last < first:
        return None
    return first, last


def _day(match: re.Match[str], since: date) -> date | None:
    day, month, year = int(match[1]), int(match[2]), match[3]
    try:
        if year:
            return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
        this = date(since.year, month, day)
        return this if this >= since else date(since.year + 1, month, day)
    except ValueError:
        return None
