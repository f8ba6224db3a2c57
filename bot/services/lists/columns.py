"""Which column of a sheet is the article's, which the quantity's. Pure.

Columns are known by the words above them. Without such words every column but the quantity's is
tried, the likeliest article first: the catalogue tells which it was.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from bot.services.lists.readings import has_words, number_of, unit_of

Rows = Sequence[Sequence[str]]
Kind = Literal["article", "name", "quantity", "unit"]
_HEADERS: dict[Kind, re.Pattern[str]] = {
    "quantity": re.compile(
        r"кол(?:[\s.-]*во|ичество|\b)|заказ|нужно|надо|сколько|требуе|необходимо|потребност"
        r"|qty|quantity|amount|\border(?:ed)?\b|how many|needed",
        re.IGNORECASE,
    ),
    "article": re.compile(
        r"артик|\bарт\b|\bкод\b|\bsku\b|article|item\s*(?:no|code)|part\s*(?:no|number)"
        r"|(?:каталожн|номенклатурн|заказн)\w*\s+(?:номер|№|код)|штрих|barcode|\bean",
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
_OTHER = re.compile(
    rf"{_NOT_ORDERED.pattern}|размер|диаметр|длин|ширин|высот|толщин|штрих|barcode|\\bean|ндс|скидк"
    r"|\bгост|\bdin|\bтел|год|дата|№|\bп/п|size|length|\bvat|discount|date",
    re.IGNORECASE,
)
"""Titles of numbers that are no quantities, whatever the numbers look like."""
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


def find_columns(rows: Rows) -> Columns | None:
    """The columns by the words above them, where a header spans one row or two."""
    best: tuple[tuple[bool, int], Columns] | None = None
    counted = _with_numbers(rows)
    for at in range(min(len(rows), _HEADER_WITHIN)):
        for last in (at, at + 1):
            if last >= len(rows):
                continue
            columns, score = _columns_of(rows[at : last + 1], last, counted)
            if columns is None:
                continue
            # Of two rows of titles, the upper one alone may lead to where there are no numbers.
            rank = columns.quantity in counted, score
            if best is None or rank > best[0]:
                best = rank, columns
    return _with_quantity(rows, best[1]) if best else None


def _with_numbers(rows: Rows) -> set[int]:
    """The columns in which anything can be a quantity."""
    found: set[int] = set()
    for row in rows:
        for at, cell in enumerate(row):
            if cell and at not in found and number_of(without_unit(cell)):
                found.add(at)
    return found


def _with_quantity(rows: Rows, columns: Columns) -> Columns:
    """Where no title says how many, the one column of whole numbers whose title says nothing."""
    if columns.quantity is not None:
        return columns
    taken = {*columns.articles, *columns.names, columns.unit}
    header = rows[max(columns.header - 1, 0) : columns.header + 1]
    below = [row for row in rows[columns.header + 1 :] if any(row)]
    found = [
        at
        for at in range(max(map(len, rows)))
        if at not in taken
        and not any(at < len(row) and _OTHER.search(row[at]) for row in header)
        and _are_quantities([row[at] for row in below if at < len(row) and row[at]])
    ]
    return replace(columns, quantity=found[0]) if len(found) == 1 else columns


def _are_quantities(values: Sequence[str]) -> bool:
    numbers = [number for value in values if (number := number_of(without_unit(value)))]
    whole = not any(map(_is_broken, numbers))
    return (
        bool(numbers) and whole and len(numbers) >= 0.6 * len(values) and not _counts_rows(numbers)
    )


def _columns_of(header: Rows, last: int, counted: set[int]) -> tuple[Columns | None, int]:
    """`counted`: the columns that have numbers."""
    if any(number_of(cell) for row in header[1:] for cell in row):
        return None, 0
    kinds: dict[int, Kind] = {}
    titles: dict[int, str] = {}
    for at in range(max(map(len, header))):
        parts = [row[at] for row in header if at < len(row) and len(row[at]) <= _HEADER_LENGTH]
        titles[at] = " ".join(filter(None, parts))
        if kind := _kind(titles[at]) if len(parts) < 2 else _kind(parts[-1]) or _kind(titles[at]):
            kinds[at] = kind
    found: dict[Kind, tuple[int, ...]] = {
        kind: tuple(at for at, is_kind in kinds.items() if is_kind == kind) for kind in _HEADERS
    }
    what = bool(found["article"]) + bool(found["name"])
    if not what or what + bool(found["quantity"]) < 2:
        return None, 0
    quantity, unit = found["quantity"], found["unit"]
    asked = max(
        quantity,
        key=lambda at: (bool(_ASKED.search(titles[at])), at in counted, at),
        default=None,
    )
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


def guess_columns(rows: Rows) -> Columns:
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
        numbers = [number for value in values if (number := number_of(without_unit(value)))]
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


def under_titles(rows: Rows, columns: Columns) -> Columns:
    """A first row that has words where the others have their quantities is a header."""
    first = next((at for at, row in enumerate(rows) if is_filled(row)), 0)
    at = columns.quantity
    titled = at is not None and first < len(rows) and at < len(rows[first]) and rows[first][at]
    if not titled or len(rows) - first < 3 or any(c.isdigit() for c in "".join(rows[first])):
        return columns
    return replace(columns, header=first)


def _is_broken(number: Decimal) -> bool:
    return number != number.to_integral_value()


def _counts_rows(numbers: Sequence[Decimal]) -> bool:
    return len(numbers) > 2 and list(numbers) == [numbers[0] + n for n in range(len(numbers))]


def without_unit(text: str) -> str:
    if text.isdecimal():
        return text
    match = _COUNTED.fullmatch(text)
    return match[1] if match and unit_of(match[2]) else text


def is_filled(row: Sequence[str]) -> bool:
    return any(has_words(cell) for cell in row)
