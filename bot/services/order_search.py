"""What is typed after /orders: a number, a day or a month, a status, an article, a name. Pure."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

STATUSES = {
    "нов": ("new",),
    "подтвер": ("confirmed",),
    "оплат": ("awaiting_payment",),
    "собира": ("in_assembly",),
    "сборк": ("in_assembly",),
    "частичн": ("partly_shipped",),
    "отгруж": ("shipped", "partly_shipped"),
    "достав": ("delivered",),
    "отмен": ("cancelled",),
    "new": ("new",),
    "confirm": ("confirmed",),
    "paym": ("awaiting_payment",),
    "assembl": ("in_assembly",),
    "ship": ("shipped", "partly_shipped"),
    "deliver": ("delivered",),
    "cancel": ("cancelled",),
}
"""By how the word begins."""
MONTHS = (
    ("янв", "jan"), ("фев", "feb"), ("мар", "mar"), ("апр", "apr"), ("май", "may"),
    ("июн", "jun"), ("июл", "jul"), ("авг", "aug"), ("сен", "sep"), ("окт", "oct"),
    ("ноя", "nov"), ("дек", "dec"),
)  # fmt: skip
DAYS = {"сегодня": 0, "today": 0, "вчера": 1, "yesterday": 1, "позавчера": 2}

_DAY = re.compile(r"(\d{1,2})[./](\d{1,2})(?:[./](\d{2}|\d{4}))?")


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """Days as ISO text, both included."""

    number: str = ""
    article: str = ""
    author: str = ""
    status: tuple[str, ...] = ()
    first: str | None = None
    last: str | None = None


def read_filter(text: str, today: date) -> OrderFilter:
    """A bare number is that of an order; a word with a digit in it an article; else a name."""
    said = " ".join(text.split()).removeprefix("№").strip()
    plain = said.casefold().replace("ё", "е")
    if not said:
        return OrderFilter()
    if plain.isdecimal():
        return OrderFilter(number=said)
    if (days := _days(plain, today)) is not None:
        first, last = days
        return OrderFilter(first=first.isoformat(), last=last.isoformat())
    for beginning, statuses in STATUSES.items():
        if plain.startswith(beginning):
            return OrderFilter(status=statuses)
    if any(map(str.isdigit, said)):
        return OrderFilter(article=said)
    return OrderFilter(author=said)


def _days(plain: str, today: date) -> tuple[date, date] | None:
    if plain in DAYS:
        day = today - timedelta(days=DAYS[plain])
        return day, day
    if plain in ("май", "мая") or any(
        plain.startswith(names) and len(plain) < 10 for names in MONTHS
    ):
        month = next(
            at
            for at, names in enumerate(MONTHS, 1)
            if plain.startswith(names) or (at == 5 and plain in ("май", "мая"))
        )
        # The last one that has begun.
        year = today.year if month <= today.month else today.year - 1
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    if match := _DAY.fullmatch(plain):
        return _day(match, today)
    return None


def _day(match: re.Match[str], today: date) -> tuple[date, date] | None:
    day, month, year = match.groups()
    years = [int(year) + (2000 if int(year) < 100 else 0)] if year else [today.year, today.year - 1]
    for each in years:
        try:
            found = date(each, int(month), int(day))
        except ValueError:
            return None
        if year or found <= today:
            return found, found
    return None
