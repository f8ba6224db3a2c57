"""From the cells of a sheet to the lines of a list. Pure, and of every row with words something.

Columns are known by the words above them. Without such words every column but the quantity's is
tried, the likeliest article first: the catalogue tells which it was.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from bot.services.lists.lines import (
    MOST_READINGS,
    Ignored,
    Line,
    Reading,
    clean,
    number_of,
    read_line,
    unit_of,
    why_nothing,
)

Kind = Literal["article", "name", "quantity", "unit"]
_HEADERS: dict[Kind, re.Pattern[str]] = {
    "quantity": re.compile(
        r"кол(?:[\s.-]*во|ичество|\b)|заказ|нужно|потребност|qty|quantity|amount", re.IGNORECASE
    ),
    "article": re.compile(
        r"артик|\bарт\b|\bкод\b|\bsku\b|article|item\s*(?:no|code)|part\s*(?:no|number)"
        r"|(?:каталожн|номенклатурн)\w*\s+(?:номер|№|код)",
        re.IGNORECASE,
    ),
    "unit": re.compile(r"\bед(?:[.\s]|иниц|$)|\bunit|\buom\b", re.IGNORECASE),
    "name": re.compile(
        r"наимен|назван|номенклат|товар|продукц|описан|материал|позици|\bname\b|descr|product|\bitem\b",
        re.IGNORECASE,
    ),
}
_NOT_ORDERED = re.compile(
    r"упак|кратн|миним|остат|налич|склад|цен|сумм|стоим|price|stock|pack|\bmin", re.IGNORECASE
)
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


def cell_text(value: object) -> str:
    """A cell as a person sees it: no `.0` after whole numbers, no exponents, a date as a date."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            return ""
        number = Decimal(repr(value)).normalize()
        return f"{number:f}"
    if isinstance(value, datetime | date):
        return value.isoformat()
    return clean(str(value).replace("\n", " "))


def read_sheet(cells: Sequence[Sequence[object]]) -> list[Line]:
    """The lines of one sheet, numbered by row from 1; rows without words are not counted."""
    rows = [[cell_text(value) for value in row] for row in cells]
    filled = [row for row in rows if any(row)]
    if filled and max(sum(map(bool, row)) for row in filled) == 1:
        return _single_column(rows)
    columns = find_columns(rows) or _guess_columns(rows)
    return [
        _line(number, row, columns)
        for number, row in enumerate(rows, 1)
        if any(character.isalnum() for cell in row for character in cell)
    ]


def find_columns(rows: Sequence[Sequence[str]]) -> Columns | None:
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


def _columns_of(header: Sequence[Sequence[str]], last: int) -> tuple[Columns | None, int]:
    if any(number_of(cell) for row in header[1:] for cell in row):
        return None, 0
    kinds: dict[int, Kind] = {}
    for at in range(max(map(len, header))):
        titles = [row[at] for row in header if at < len(row) and len(row[at]) <= _HEADER_LENGTH]
        if kind := _kind(" ".join(filter(None, titles))):
            kinds[at] = kind
    found: dict[Kind, tuple[int, ...]] = {
        kind: tuple(at for at, is_kind in kinds.items() if is_kind == kind) for kind in _HEADERS
    }
    what = bool(found["article"]) + bool(found["name"])
    if not what or what + bool(found["quantity"]) < 2:
        return None, 0
    quantity, unit = found["quantity"], found["unit"]
    columns = Columns(
        last,
        quantity[-1] if quantity else None,
        found["article"],
        found["name"],
        unit[0] if unit else None,
    )
    return columns, 4 * bool(quantity) + 2 * what + bool(unit)


def _kind(title: str) -> Kind | None:
    if not title or re.fullmatch(r"\W*(?:№|n|no|п/п|№\s*п/?п)\W*", title, re.IGNORECASE):
        return None
    ordered = re.search("заказ", title, re.IGNORECASE)
    for kind, pattern in _HEADERS.items():
        if pattern.search(title):
            other = kind == "quantity" and _NOT_ORDERED.search(title) and not ordered
            return None if other else kind
    return None


def _guess_columns(rows: Sequence[Sequence[str]]) -> Columns:
    """Without a header: the quantity is in the column of small whole numbers that count no rows."""
    width = max(map(len, rows), default=0)
    columns = {at: [row[at] for row in rows if at < len(row) and row[at]] for at in range(width)}
    numeric: list[tuple[bool, Decimal, int]] = []
    words: list[tuple[float, int]] = []
    for at, values in columns.items():
        if not values:
            continue
        numbers = [number for value in values if (number := number_of(_without_unit(value)))]
        if len(numbers) >= 0.6 * len(values) and not _counts_rows(numbers):
            broken = any(number != number.to_integral_value() for number in numbers)
            numeric.append((broken, sorted(numbers)[len(numbers) // 2], at))
        if len(numbers) < len(values) or min(map(len, values)) > 3:
            digits = sum(any(c.isdigit() for c in value) and " " not in value for value in values)
            words.append((-digits / len(values), at))
    quantity = min(numeric)[2] if numeric else None
    tried = tuple(at for _, at in sorted(words) if at != quantity)
    return Columns(-1, quantity, tried, ())


def _counts_rows(numbers: Sequence[Decimal]) -> bool:
    return len(numbers) > 2 and list(numbers) == [numbers[0] + n for n in range(len(numbers))]


def _without_unit(text: str) -> str:
    match = re.fullmatch(r"([\d\s.,]+?)\s*([^\W\d_]+\.?)", text)
    return match[1] if match and unit_of(match[2]) else text


def _line(number: int, row: Sequence[str], columns: Columns) -> Line:
    source = " | ".join(cell for cell in row if cell)
    if number - 1 <= columns.header:
        return Line(number, source, ignored=Ignored.HEADER)
    if why := why_nothing(source):
        return Line(number, source, ignored=why)
    wanted, unit = _wanted(row, columns)
    if columns.quantity is not None and wanted is None:
        return Line(number, source, ignored=Ignored.NO_QUANTITY)
    whats = [row[at] for at in (*columns.articles, *columns.names) if at < len(row) and row[at]]
    readings = dict.fromkeys(Reading(what, wanted, unit) for what in whats if _has_word(what))
    if not readings:
        return Line(number, source, ignored=Ignored.NO_WORDS)
    return Line(number, source, tuple(readings)[:MOST_READINGS])


def _wanted(row: Sequence[str], columns: Columns) -> tuple[Decimal | None, str | None]:
    unit = None
    if columns.unit is not None and columns.unit < len(row):
        unit = unit_of(row[columns.unit])
    if columns.quantity is None or columns.quantity >= len(row):
        return None, unit
    text = row[columns.quantity]
    bare = _without_unit(text)
    if bare != text:
        unit = unit_of(text[len(bare) :])
    return number_of(bare), unit


def _has_word(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _single_column(rows: Sequence[Sequence[str]]) -> list[Line]:
    """Everything in one column: lines of text."""
    texts = ((number, next(filter(None, row), "")) for number, row in enumerate(rows, 1))
    return [read_line(number, text) for number, text in texts if _has_word(text)]
