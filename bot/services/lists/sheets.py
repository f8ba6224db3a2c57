"""From the cells of a sheet to the lines of a list. Pure, and of every row with words something.

Columns are known by the words above them. Without such words every column but the quantity's is
tried, the likeliest article first: the catalogue tells which it was.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from typing import Literal

from bot.services.lists.lines import LONGEST, Ignored, Line, clean, read_line, why_nothing
from bot.services.lists.readings import (
    LONGEST_WHAT,
    MOST_READINGS,
    Reading,
    articles_in,
    has_words,
    number_of,
    unit_of,
)

Rows = Sequence[Sequence[str]]
Kind = Literal["article", "name", "quantity", "unit"]
_HEADERS: dict[Kind, re.Pattern[str]] = {
    "quantity": re.compile(
        r"кол(?:[\s.-]*во|ичество|\b)|заказ|нужно|потребност|qty|quantity|amount|\border(?:ed)?\b",
        re.IGNORECASE,
    ),
    "article": re.compile(
        r"артик|\bарт\b|\bкод\b|\bsku\b|article|item\s*(?:no|code)|part\s*(?:no|number)"
        r"|(?:каталожн|номенклатурн|заказн)\w*\s+(?:номер|№|код)",
        re.IGNORECASE,
    ),
    "unit": re.compile(r"\bед(?:[.\s]|иниц|$)|\bunit|\buom\b", re.IGNORECASE),
    "name": re.compile(
        r"наимен|назван|номенклат|товар|продукц|описан|материал|позици|\bname\b|descr|product|\bitem\b",
        re.IGNORECASE,
    ),
}
_NOT_ORDERED = re.compile(
    r"упак|\bв уп|короб|ящик|\bв кор|норм|кратн|миним|остат|налич|склад|цен|сумм|стоим|вес|объ[её]м"
    r"|price|stock|pack|\bmin|\bsum\b|weight",
    re.IGNORECASE,
)
_ASKED = re.compile(r"заказ|\border", re.IGNORECASE)
_OF_ORDERS = re.compile(
    r"заказчик|(?:номер|№|дата)\s+заказ|заказной|для заказа|\border\s*(?:no|num|id|date|№)",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"([\d\s.,]{1,20}?)\s?([^\W\d_]{1,10}\.?)")
_HEADER_WITHIN = 40
_HEADER_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Columns:
    """Where what stands, from 0. `header` is the last row of the header."""

    header: int
    quantity: int | None
    articles: tuple[int, ...]
    names: tuple[int, ...]
    unit: int | None = None
    counted: str | None = None
    """The unit that the title of the quantities names: «Заказ, уп»."""


def cell_text(value: object) -> str:
    """A cell as a person sees it: no `.0` after whole numbers, no exponents, a date as a date."""
    if isinstance(value, str):
        return clean(value.replace("\n", " "))
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        if not isfinite(value):
            return ""
        number = Decimal(repr(value)).normalize()
        return f"{number:f}"
    if isinstance(value, datetime | date):
        return value.isoformat()
    return clean(str(value))


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows` of what `cell_text` makes; `above` is how many empty ones were left out before."""

    name: str
    rows: Rows
    above: int = 0


def read_book(sheets: Sequence[Sheet]) -> list[Line]:
    """The lines of all sheets.

    Where any sheet has a column of quantities, those without are no lists but notes and contacts.
    """
    found = [(find_columns(sheet.rows), sheet) for sheet in sheets if any(map(any, sheet.rows))]
    forms = [one for one in found if one[0] is not None and one[0].quantity is not None]
    taken = forms or found
    lines: list[Line] = []
    for columns, sheet in taken:
        name = sheet.name if len(taken) > 1 else ""
        lines += [
            replace(line, sheet=name, number=line.number + sheet.above)
            for line in _read(sheet.rows, columns)
        ]
    return lines


def read_sheet(rows: Rows) -> list[Line]:
    """The lines of one sheet, numbered by row from 1; rows without words are not counted."""
    return _read(rows, find_columns(rows))


def _read(rows: Rows, columns: Columns | None) -> list[Line]:
    filled = [row for row in rows if any(row)]
    if filled and max(sum(map(bool, row)) for row in filled) == 1:
        return _single_column(rows)
    columns = columns or _guess_columns(rows)
    return [_line(number, row, columns) for number, row in enumerate(rows, 1) if _filled(row)]


def find_columns(rows: Rows) -> Columns | None:
    """The columns by the words above them, where a header spans one row or two."""
    best: tuple[int, Columns] | None = None
    for at in range(min(len(rows), _HEADER_WITHIN)):
        for last in (at, at + 1):
            if last >= len(rows):
                continue
            columns, score = _columns_of(rows[at : last + 1], last)
            if columns and (best is None or score > best[0]):
                best = score, columns
    return best[1] if best else None


def _columns_of(header: Rows, last: int) -> tuple[Columns | None, int]:
    if any(number_of(cell) for row in header[1:] for cell in row):
        return None, 0
    kinds: dict[int, Kind] = {}
    titles: dict[int, str] = {}
    for at in range(max(map(len, header))):
        parts = [row[at] for row in header if at < len(row) and len(row[at]) <= _HEADER_LENGTH]
        titles[at] = " ".join(filter(None, parts))
        if kind := _kind(titles[at]):
            kinds[at] = kind
    found: dict[Kind, tuple[int, ...]] = {
        kind: tuple(at for at, is_kind in kinds.items() if is_kind == kind) for kind in _HEADERS
    }
    what = bool(found["article"]) + bool(found["name"])
    if not what or what + bool(found["quantity"]) < 2:
        return None, 0
    quantity, unit = found["quantity"], found["unit"]
    asked = max(quantity, key=lambda at: (bool(_ASKED.search(titles[at])), at), default=None)
    columns = Columns(
        last,
        asked,
        found["article"],
        found["name"],
        unit[0] if unit else None,
        None if asked is None else unit_of(re.split(r"[\s,.(/]+", titles[asked].rstrip(" .)"))[-1]),
    )
    return columns, 4 * bool(quantity) + 2 * what + bool(unit)


def _kind(title: str) -> Kind | None:
    if not title or re.fullmatch(r"\W*(?:№|n|no|п/п|№\s*п/?п)\W*", title, re.IGNORECASE):
        return None
    ordered = _ASKED.search(title)
    for kind, pattern in _HEADERS.items():
        if pattern.search(title) and not (kind == "quantity" and _OF_ORDERS.search(title)):
            other = kind == "quantity" and _NOT_ORDERED.search(title) and not ordered
            return None if other else kind
    return None


def _guess_columns(rows: Rows) -> Columns:
    """Without a header: quantities are whole numbers that count no rows, beside what they are of.

    Of two such columns after the names, the first is the quantity and the other the price; without
    names the smaller numbers are.
    """
    width = max(map(len, rows), default=0)
    columns = {at: [row[at] for row in rows if at < len(row) and row[at]] for at in range(width)}
    numeric: list[tuple[bool, Decimal, int]] = []
    words: list[tuple[float, int]] = []
    for at, values in columns.items():
        if not values:
            continue
        numbers = [number for value in values if (number := number_of(_without_unit(value)))]
        is_numeric = len(numbers) >= 0.6 * len(values)
        if is_numeric and _counts_rows(numbers):
            continue
        if is_numeric:
            broken = 3 * sum(map(_is_broken, numbers)) > len(numbers)
            numeric.append((broken, sorted(numbers)[len(numbers) // 2], at))
        digits = sum(any(c.isdigit() for c in value) and " " not in value for value in values)
        words.append((-digits / len(values) if not is_numeric or len(numbers) < len(values)
                      or min(map(len, values)) > 3 else 1, at))  # fmt: skip
    named = [at for _, at in words if at not in {column for *_, column in numeric}]
    after = [column for column in numeric if named and column[2] > min(named)]
    quantity = None
    if after:
        quantity = min(after, key=lambda column: (column[0], column[2]))[2]
    elif numeric and len(words) > 1:
        quantity = min(numeric)[2]
    tried = tuple(at for rank, at in sorted(words) if at != quantity and rank < 1)
    return Columns(-1, quantity, tried or tuple(at for _, at in words if at != quantity), ())


def _is_broken(number: Decimal) -> bool:
    return number != number.to_integral_value()


def _counts_rows(numbers: Sequence[Decimal]) -> bool:
    return len(numbers) > 2 and list(numbers) == [numbers[0] + n for n in range(len(numbers))]


def _without_unit(text: str) -> str:
    if text.isdecimal():
        return text
    match = _COUNTED.fullmatch(text)
    return match[1] if match and unit_of(match[2]) else text


def _line(number: int, row: Sequence[str], columns: Columns) -> Line:
    source = " | ".join(cell for cell in row if cell)[:LONGEST]
    if number - 1 <= columns.header:
        return Line(number, source, ignored=Ignored.HEADER)
    if why := why_nothing(source):
        return Line(number, source, ignored=why)
    wanted, unit = _wanted(row, columns)
    if columns.quantity is not None and wanted is None:
        if columns.header < 0:
            # Nobody said that this is a form: the row is a line like any other.
            return replace(read_line(number, " ".join(filter(None, row))), source=source)
        return Line(number, source, ignored=Ignored.NO_QUANTITY)
    whats = [
        row[at][:LONGEST_WHAT]
        for at in (*columns.articles, *columns.names)
        if at < len(row) and has_words(row[at])
    ]
    if not any(at < len(row) and row[at] for at in columns.articles[:1]):
        whats += [article for what in whats for article in articles_in(what)]
    readings = dict.fromkeys(Reading(what, wanted, unit) for what in whats)
    if not readings:
        return Line(number, source, ignored=Ignored.NO_WORDS)
    return Line(number, source, tuple(readings)[:MOST_READINGS])


def _wanted(row: Sequence[str], columns: Columns) -> tuple[Decimal | None, str | None]:
    unit = columns.counted
    if columns.unit is not None and columns.unit < len(row):
        unit = unit or unit_of(row[columns.unit])
    if columns.quantity is None or columns.quantity >= len(row):
        return None, unit
    text = row[columns.quantity]
    bare = _without_unit(text)
    if bare != text:
        unit = unit_of(text[len(bare) :])
    return number_of(bare), unit


def _filled(row: Sequence[str]) -> bool:
    return any(has_words(cell) for cell in row)


def _single_column(rows: Rows) -> list[Line]:
    """Everything in one column: lines of text."""
    texts = ((number, next(filter(None, row), "")) for number, row in enumerate(rows, 1))
    return [read_line(number, text) for number, text in texts if has_words(text)]
