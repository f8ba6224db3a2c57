"""From text to the lines of a list: what, how much, in which unit. Pure, and no line is lost.

Nothing here knows the catalogue, so a line that can be taken in several ways keeps all of them, the
likeliest first: `0893 106 10` is ten of `0893 106`, or an article with two spaces. Whoever knows
the catalogue takes the first that it has.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from bot.services.entry import CANONICAL

LONGEST = 500
MOST_LINES = 5_000
MOST_READINGS = 8


class Ignored(StrEnum):
    """Why a line asks for nothing."""

    HEADER = "header"
    TOTAL = "total"
    NO_WORDS = "no_words"
    NO_QUANTITY = "no_quantity"
    """In a form, a row in which nothing was filled in."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to take a line. `quantity` None: none was written; `unit` None: the product's own."""

    what: str
    quantity: Decimal | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the source by its number there, from 1. No readings: see `ignored`."""

    number: int
    source: str
    readings: tuple[Reading, ...] = ()
    ignored: Ignored | None = None


HEADER_WORDS = """
    арт артикул артикула код наименование название номенклатура товар товара продукция кол колво
    количество заказ ед изм единица цена сумма номер n п пп нп руб р шт с ндс скидка итого
    article sku code name item product description qty quantity amount price unit total no
"""
_HEADERS = frozenset(HEADER_WORDS.split())
_TOTAL = re.compile(
    r"\W*(?:итого|всего|в том числе|в т\.?\s?ч|ндс|total|subtotal)\b", re.IGNORECASE
)
_BULLET = re.compile(r"^\s*(?:[-–—•*·▪●◦✓✔☐☑>]+\s+|[•·▪●◦✓✔☐☑>]+)")
_ROW_NUMBER = re.compile(r"^\s*\d{1,4}\s*[.)]\s+(?=\S)")
_LEADING = re.compile(r"^\s*(\d{1,4})\s+(?=\S)")
_SPACES = re.compile(r"[^\S\t\n]")
_FIELDS = re.compile(r"\s*[;\t|]\s*|\s{3,}")
_NUMBER = r"(?:\d{1,3}(?:\s\d{3})+|\d{1,9})(?:[.,]\d{1,3})?"
_MONEY = rf"{_NUMBER}\s*(?:₽|руб(?:лей|\.)?|р\.?|rub|rur)(?!\w)"
_PRICE_TAIL = re.compile(
    rf"[\s,;]*(?:(?:по|@|цена|=|сумма|на|x|х|[*×])\s*)*{_MONEY}.*$", re.IGNORECASE
)
_UNIT = r"(?P<unit>[^\W\d_]{1,10}[2²]?)(?![^\W_])\.?"
_WITH_UNIT = re.compile(rf"(?<![\d.,xх×*/-])(?P<number>{_NUMBER})\s?{_UNIT}", re.IGNORECASE)
_SIGNED = re.compile(
    rf"^(?P<what>\S.*?)(?:\s+[xх×*]\s*|\s*[:=]\s*|\s+[-–—−]\s*|\s*[-–—−]\s+|,\s+)(?P<number>{_NUMBER})$",
    re.IGNORECASE,
)
_COMMA = re.compile(r"^(?P<what>[^\s,]+),(?P<number>\d{1,6})$")
_THOUSANDS = re.compile(r"^(?P<what>\S.*?)\s+(?P<number>[1-9]\d{0,2}(?:\s\d{3})+)$")
_GLUED = re.compile(r"^(?P<what>\S+?)[xх×*](?P<number>[1-9]\d{0,5})$", re.IGNORECASE)
_FIRST = re.compile(rf"^(?P<number>{_NUMBER})\s*(?:[xх×*]\s+|\s)(?P<what>\S.*)$", re.IGNORECASE)
_LAST = re.compile(r"^(?P<what>\S.*?)\s+(?P<number>\d{1,9}(?:[.,]\d{1,3})?)$")
_ARTICLE_WITHIN = re.compile(r"(?<![\w.-])(?=[\w.-]*\d)[\w.-]{4,}(?![\w-])")
"""What may be the article among the words of a line."""
_NOT_SALES = frozenset({"мл", "г", "м", "л"})
"""Units that as often stand in a name (`500 мл`, `кабель 100 м`): the last of a line only."""


def read_text(text: str) -> list[Line]:
    """The lines of a message, a caption or a text file; empty ones are not counted as lines."""
    rows = list(enumerate(text.splitlines(), 1))
    rows = [(number, row) for number, row in rows if row.strip()][:MOST_LINES]
    numbered = _are_numbered([row for _, row in rows])
    return [read_line(number, row, numbered=numbered) for number, row in rows]


def read_line(number: int, source: str, *, numbered: bool = False) -> Line:
    """One line, never an error. `numbered`: it begins with the number of its row."""
    source = clean(source)
    text = _ROW_NUMBER.sub("", _BULLET.sub("", source))
    if numbered:
        text = _LEADING.sub("", text)
    if why := why_nothing(text):
        return Line(number, source, ignored=why)
    found: dict[Reading, None] = {}
    for reading in _readings(text):
        what = reading.what.strip(" \t;,|:=")
        if any(character.isalnum() for character in what):
            found[Reading(what, reading.quantity, reading.unit)] = None
    for reading in list(found)[:2]:
        for article in _ARTICLE_WITHIN.findall(reading.what):
            if article != reading.what:
                found[Reading(article, reading.quantity, reading.unit)] = None
    return Line(number, source, tuple(found)[:MOST_READINGS] or (Reading(text.strip()),))


def clean(text: str) -> str:
    """Composed letters, plain spaces, nothing that cannot be seen, no more than a line may hold."""
    text = unicodedata.normalize("NFC", text[:LONGEST])
    text = "".join(
        c for c in text if c == "\t" or unicodedata.category(c) not in {"Cc", "Cf", "Cs"}
    )
    return _SPACES.sub(" ", text).strip(" ")


def number_of(text: str) -> Decimal | None:
    """A number as Russians write it: `1 000`, `2,5`, `10`; None where it is none.

    A number that begins with a zero is an article.
    """
    text = re.sub(r"\s", "", text).replace(",", ".")
    if not re.fullmatch(r"\d{1,9}(?:\.\d{1,3})?", text) or re.match(r"0\d", text):
        return None
    return Decimal(text) or None


def unit_of(text: str) -> str | None:
    """The unit that a word stands for, in its short form, or None."""
    return CANONICAL.get(text.casefold().strip(". "))


def why_nothing(text: str) -> Ignored | None:
    """Why a line asks for nothing, where it does."""
    if not any(character.isalnum() for character in text):
        return Ignored.NO_WORDS
    if _TOTAL.match(text):
        return Ignored.TOTAL
    words = [re.sub(r"[\W_]", "", word.casefold()) for word in re.split(r"[\s;,|/.]+", text)]
    words = [word for word in words if word]
    if words and all(word in _HEADERS for word in words):
        return Ignored.HEADER
    return None


def _are_numbered(rows: Sequence[str]) -> bool:
    """Whether rows begin with 1, 2, 3: then those are not articles."""
    starts = [int(match[1]) for row in rows if (match := _LEADING.match(clean(row)))]
    in_turn = sum(after == before + 1 for before, after in pairwise(starts))
    return len(rows) > 2 and in_turn >= 0.6 * (len(rows) - 1)


def _readings(text: str) -> Iterator[Reading]:
    fields = [field for field in _FIELDS.split(text) if field]
    if len(fields) > 1:
        yield from _of_fields(fields)
    bare = _PRICE_TAIL.sub("", text) or text
    yield from _of_phrase(bare)
    if bare != text:
        yield Reading(bare)
    yield Reading(text)


def _of_fields(fields: Sequence[str]) -> Iterator[Reading]:
    """Columns: the article or the name first, then the quantity as the first number after it."""
    for at in range(1, len(fields)):
        quantity, unit = _quantity(fields[at])
        if quantity is None:
            continue
        if unit is None and at + 1 < len(fields):
            unit = unit_of(fields[at + 1])
        yield Reading(fields[0], quantity, unit)
        if at > 1:
            yield Reading(fields[1], quantity, unit)
            yield Reading(" ".join(fields[:at]), quantity, unit)
        return
    yield from (Reading(field) for field in fields[:2])


def _quantity(field: str) -> tuple[Decimal | None, str | None]:
    """A field that is a number, alone or with a unit."""
    match = re.fullmatch(
        rf"[xх×*]?\s*(?P<number>{_NUMBER})\s*(?:{_UNIT})?", field.strip(), re.IGNORECASE
    )
    if match is None:
        return None, None
    unit = unit_of(match["unit"]) if match["unit"] else None
    if match["unit"] and unit is None:
        return None, None
    return number_of(match["number"]), unit


def _of_phrase(text: str) -> Iterator[Reading]:
    yield from _by_unit(text)
    text = text.rstrip(" .,;")
    for pattern in (_SIGNED, _COMMA):
        if (match := pattern.match(text)) and (quantity := number_of(match["number"])):
            yield Reading(match["what"], quantity)
    yield from _by_sum(text)
    if (match := _LAST.match(text)) and (quantity := number_of(match["number"])):
        yield Reading(match["what"], quantity)
    if (match := _THOUSANDS.match(text)) and (quantity := number_of(match["number"])):
        yield Reading(match["what"], quantity)
    yield Reading(text)
    for pattern in (_GLUED, _FIRST):
        if (match := pattern.match(text)) and (quantity := number_of(match["number"])):
            yield Reading(match["what"], quantity)


def _by_unit(text: str) -> Iterator[Reading]:
    """A number with a unit of sale beside it is a quantity wherever it stands: the last such."""
    matches = [m for m in _WITH_UNIT.finditer(text) if unit_of(m["unit"])]
    for match in reversed(matches):
        unit = unit_of(match["unit"])
        at_end = not any(c.isalnum() for c in text[match.end() :])
        if (unit in _NOT_SALES and not at_end) or (quantity := number_of(match["number"])) is None:
            continue
        before = re.sub(r"(?:\s[xх×*]|[-–—−:=,;])\s*$", "", text[: match.start()].rstrip())
        what = before if any(c.isalnum() for c in before) else text[match.end() :]
        yield Reading(what, quantity, unit)
        return


def _by_sum(text: str) -> Iterator[Reading]:
    """`article 10 45,50 455,00`: a quantity, a price and their product."""
    match = re.match(r"^(?P<what>\S.*?)\s+(?P<rest>(?:\d+(?:[.,]\d+)?\s+){1,2}\d+[.,]\d\d)$", text)
    if match is None:
        return
    numbers = [number_of(part) for part in match["rest"].split()]
    quantity, *others = numbers
    if quantity is None or None in others:
        return
    if len(others) == 2 and others[0] and others[1]:
        if abs(quantity * others[0] - others[1]) <= others[1] / 100:
            yield Reading(match["what"], quantity)
    elif quantity == quantity.to_integral_value():
        yield Reading(match["what"], quantity)
