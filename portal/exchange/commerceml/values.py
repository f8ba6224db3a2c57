"""Values as 1C writes them: numbers, rates, units, currencies. Pure."""

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

from portal.domain.units import unit_key

GREATEST = 10**15
"""Nothing is priced or counted beyond this; a number above it is a slip."""

_OKEI = {
    "006": "м",
    "018": "пог. м",
    "055": "м2",
    "111": "мл",
    "112": "л",
    "113": "м3",
    "163": "г",
    "166": "кг",
    "168": "т",
    "616": "боб",
    "625": "лист",
    "704": "набор",
    "715": "пар",
    "728": "пач",
    "736": "рул",
    "778": "уп",
    "796": "шт",
    "798": "тыс. шт",
    "812": "ящ",
    "839": "компл",
    "868": "бут",
    "872": "флак",
}
"""The Russian classifier of units of measure: code to short name, as far as a wholesaler needs."""

_CODES = {unit_key(name): code for code, name in _OKEI.items()}
_FULL_NAMES = {
    "796": "Штука",
    "778": "Упаковка",
    "166": "Килограмм",
    "163": "Грамм",
    "168": "Тонна",
    "006": "Метр",
    "112": "Литр",
    "839": "Комплект",
    "704": "Набор",
    "736": "Рулон",
    "715": "Пара",
}
_CURRENCIES = {"РУБ": "RUB", "RUR": "RUB", "643": "RUB", "810": "RUB", "ГРН": "UAH", "ТГ": "KZT"}
_RATE = re.compile(r"\d+(?:[.,]\d+)?")
_SPACES = re.compile(r"[\s\u00a0\u202f]+")


def scaled(text: str, scale: int) -> int | None:
    """The number times `scale`, rounded half up; None for what is no number.

    Comma or point, spaces between thousands: `1 234,5`.
    """
    if text.isdecimal() and len(text) < 16:
        return int(text) * scale
    try:
        number = Decimal(_SPACES.sub("", text).replace(",", "."))
    except InvalidOperation:
        return None
    if not number.is_finite() or number.copy_abs() >= GREATEST // scale:
        return None
    return int((number * scale).quantize(Decimal(1), ROUND_HALF_UP))


def per_base_unit(kopecks: int, factor: int) -> int:
    """The price of one base unit, from that of a unit of `factor` thousandths; half up."""
    return (kopecks * 2000 + factor) // (factor * 2)


def vat_rate(text: str) -> int | None:
    """Hundredths of a per cent: `20`, `20%` and `НДС20` are 2000; `Без НДС` is None."""
    found = _RATE.search(text)
    rate = scaled(found.group(), 100) if found else None
    return rate if rate is not None and rate <= 10_000 else None


@lru_cache(100)
def currency_code(text: str) -> str:
    """The ISO code: `руб.` is RUB; empty for nothing."""
    code = text.strip().rstrip(".").upper()
    return _CURRENCIES.get(code, code)


def okei_name(code: str) -> str:
    """The short name of an OKEI code, empty for one that is not known."""
    return _OKEI.get(code.zfill(3), "") if code else ""


def okei_code(unit: str) -> str:
    """The OKEI code of a unit that people name so, empty for one that has none."""
    return _CODES.get(unit_key(unit), "")


def okei_full_name(code: str) -> str:
    return _FULL_NAMES.get(code, "")
