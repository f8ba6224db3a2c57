"""Numbers, sums and dates as Russian papers have them."""

from datetime import date

from babel.dates import format_date
from num2words import num2words

NBSP = "\u00a0"
ROUBLES = ("рубль", "рубля", "рублей")
KOPECKS = ("копейка", "копейки", "копеек")


def money(kopecks: int) -> str:
    """`1 234,50`."""
    sign, kopecks = ("−", -kopecks) if kopecks < 0 else ("", kopecks)
    whole = f"{kopecks // 100:,}".replace(",", NBSP)
    return f"{sign}{whole},{kopecks % 100:02}"


def quantity(thousandths: int) -> str:
    """`10`, `2,5`, `1 000`."""
    whole = f"{thousandths // 1000:,}".replace(",", NBSP)
    part = f"{thousandths % 1000:03}".rstrip("0")
    return f"{whole},{part}" if part else whole


def rate(basis_points: int | None) -> str:
    """A VAT rate: `22%`, `без НДС`."""
    if basis_points is None:
        return "без НДС"
    percent, part = divmod(basis_points, 100)
    return f"{percent},{f'{part:02}'.rstrip('0')}%" if part else f"{percent}%"


def day(on: date) -> str:
    """`25.11.2026`."""
    return f"{on:%d.%m.%Y}"


def long_day(on: date) -> str:
    """`25 ноября 2026 г.`"""
    return format_date(on, f"d{NBSP}MMMM{NBSP}y{NBSP}'г.'", locale="ru")


def plural(count: int, forms: tuple[str, str, str]) -> str:
    """Of (one, few, many) the form that goes with a number: 1 рубль, 2 рубля, 5 рублей."""
    if count % 10 == 1 and count % 100 != 11:
        return forms[0]
    if count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14):
        return forms[1]
    return forms[2]


def in_words(kopecks: int) -> str:
    """A sum that is not below zero: `Две тысячи один рубль 05 копеек`."""
    whole, part = divmod(kopecks, 100)
    words: str = num2words(whole, lang="ru")
    said = f"{words} {plural(whole, ROUBLES)} {part:02} {plural(part, KOPECKS)}"
    return said[0].upper() + said[1:]
