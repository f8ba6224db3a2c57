"""What typed text means: a line of a list, a change of a numbered line, a quantity, a number.

Pure: nothing here knows the catalogue. Whether `Болт М8 40` is forty bolts or a name is found out
by whoever asks the portal, so a reading says how plainly it was written.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

UNITS = {
    "шт": "шт штук штука штуки штуку pc pcs piece pieces",
    "уп": "уп упак упаковка упаковки упаковок упаковку pack packs",
    "пач": "пач пачка пачки пачек пачку",
    "кор": "кор коробка коробки коробок коробку box boxes",
    "кг": "кг kg",
    "г": "г гр g",
    "т": "т тн",
    "л": "л l",
    "мл": "мл ml",
    "м": "м m",
    "пог. м": "пм погм",
    "м2": "м2 м² m2 m²",
    "рул": "рул рулон рулона рулонов",
    "компл": "компл комплект комплекта комплектов set sets",
    "наб": "наб набор набора наборов",
    "пар": "пар пара пары pair pairs",
    "лист": "лист листа листов",
    "бут": "бут бутылка бутылки бутылок",
    "бал": "бал баллон баллона баллонов",
    "тыс. шт": "тыс",
}
CANONICAL = {word: unit for unit, words in UNITS.items() for word in words.split()}

LONGEST = 500
"""No line of a list is longer, and the patterns are slow on what is."""

_QUANTITY = r"(?P<quantity>\d{1,9}(?:[.,]\d{1,3})?)"
_UNIT = r"(?:\s*(?P<unit>[^\W\d_]{1,10}[2²]?)\.?)?"
_STRONG = r"(?:\s*[;\t]\s*|\s+[-–—−]\s*|\s*[-–—−]\s+|\s+[xхXХ×*]\s*|,\s+)"
_LINE = re.compile(rf"(?P<query>\S.*?)(?P<strong>{_STRONG}){_QUANTITY}{_UNIT}\s*")
_COMMA = re.compile(rf"(?P<query>[^\s,]*[^\s,])(?P<strong>,){_QUANTITY}{_UNIT}\s*")
_SPACE = re.compile(rf"(?P<query>\S.*?)\s+{_QUANTITY}{_UNIT}\s*")
_BARE = re.compile(rf"\s*{_QUANTITY}{_UNIT}\s*")

_REMOVE = re.compile(
    r"(?:убрать|убери|удалить|удали|remove|delete|del)\s+(?P<numbers>\d{1,4}(?:\s*[,;\s]\s*\d{1,4})*)",
    re.IGNORECASE,
)
_SET = re.compile(rf"(?P<number>\d{{1,4}})\s*[:=]\s*{_QUANTITY}{_UNIT}\s*")
_SHIFT = re.compile(rf"(?P<number>\d{{1,4}})\s+(?P<sign>[+\-−–])\s*{_QUANTITY}{_UNIT}\s*")
_BRANDING = re.compile(
    r"(?P<number>\d{1,4})\s+(?P<off>без\s+|no\s+|without\s+)?(?:логотипа?|лого|logo)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Wish:
    """How much is asked for. `unit` None: the product's own."""

    quantity: Decimal
    unit: str | None = None

    @staticmethod
    def nothing() -> "Wish":
        return Wish(Decimal(0))


@dataclass(frozen=True, slots=True)
class Entry:
    """An article or a name, and how much of it."""

    query: str
    wish: Wish
    plain: bool
    """A separator or a unit leaves no doubt that the number is a quantity."""


@dataclass(frozen=True, slots=True)
class LineChange:
    """A change of a line by the number it was shown under. `set` to 0 removes it."""

    number: int
    op: Literal["set", "add"]
    wish: Wish


def parse_line(text: str) -> Entry | None:
    """One line of a list, or None where no quantity ends it."""
    if len(text) > LONGEST:
        return None
    for pattern in (_LINE, _COMMA, _SPACE):
        match = pattern.fullmatch(text.strip())
        if match is None:
            continue
        wish = _wish(match)
        if wish is None or not wish.quantity:
            continue
        query = match["query"].strip(" ;,\t")
        if query:
            plain = pattern is not _SPACE or match["unit"] is not None
            return Entry(query, wish, plain)
    return None


def parse_quantity(text: str) -> Wish | None:
    """`10`, `2,5`, `2 уп`."""
    match = _BARE.fullmatch(text)
    return _wish(match) if match else None


def parse_number(text: str) -> int | None:
    """The number of a row: digits alone."""
    text = text.strip().removeprefix("№").strip()
    return int(text) if text.isdecimal() and len(text) <= 4 else None


def parse_changes(text: str) -> list[LineChange] | None:
    """`3: 20`, `3 +5`, `3 -5`, `убрать 3`, one on each line; None where any line is none of it."""
    changes: list[LineChange] = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        if match := _REMOVE.fullmatch(line):
            gone = Wish.nothing()
            changes += [
                LineChange(int(n), "set", gone) for n in re.findall(r"\d+", match["numbers"])
            ]
            continue
        match = _SET.fullmatch(line) or _SHIFT.fullmatch(line)
        wish = _wish(match) if match else None
        if match is None or wish is None:
            return None
        sign = match.groupdict().get("sign")
        if sign is not None and sign != "+":
            wish = Wish(-wish.quantity, wish.unit)
        changes.append(LineChange(int(match["number"]), "add" if sign else "set", wish))
    return changes or None


@dataclass(frozen=True, slots=True)
class Branding:
    """`3 логотип`: with the company's logo, or without."""

    number: int
    on: bool


def parse_branding(text: str) -> Branding | None:
    match = _BRANDING.fullmatch(text.strip())
    return Branding(int(match["number"]), on=not match["off"]) if match else None


def _wish(match: re.Match[str]) -> Wish | None:
    unit = match["unit"]
    if unit is not None:
        unit = CANONICAL.get(unit.casefold())
        if unit is None:
            return None
    return Wish(Decimal(match["quantity"].replace(",", ".")), unit)
