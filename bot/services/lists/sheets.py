"""From the cells of a sheet to the lines of a list. Pure, and of every row with words something."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from math import isfinite

from bot.services.lists.columns import (
    Columns,
    Rows,
    find_columns,
    guess_columns,
    is_filled,
    under_titles,
    without_unit,
)
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
        name, read = sheet.name if len(taken) > 1 else "", _read(sheet.rows, columns)
        if name or sheet.above:
            above = sheet.above
            read = [replace(line, sheet=name, number=line.number + above) for line in read]
        lines += read
    return lines


def read_sheet(rows: Rows) -> list[Line]:
    """The lines of one sheet, numbered by row from 1; rows without words are not counted."""
    return _read(rows, find_columns(rows))


def _read(rows: Rows, columns: Columns | None) -> list[Line]:
    filled = [row for row in rows if any(row)]
    if filled and max(sum(map(bool, row)) for row in filled) == 1:
        return _single_column(rows)
    columns = columns or under_titles(rows, guess_columns(rows))
    return [_line(number, row, columns) for number, row in enumerate(rows, 1) if is_filled(row)]


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
    return Line(number, _asked(row, columns) or source, tuple(readings)[:MOST_READINGS])


def _asked(row: Sequence[str], columns: Columns) -> str:
    """What of a row asks for something: no row number, no price, no remark."""
    told = {*columns.articles, *columns.names, columns.quantity, columns.unit}
    return " | ".join(cell for at, cell in enumerate(row) if cell and at in told)[:LONGEST]


def _wanted(row: Sequence[str], columns: Columns) -> tuple[Decimal | None, str | None]:
    unit = columns.counted
    if columns.unit is not None and columns.unit < len(row):
        unit = unit or unit_of(row[columns.unit])
    if columns.quantity is None or columns.quantity >= len(row):
        return None, unit
    text = row[columns.quantity]
    bare = without_unit(text)
    if bare != text:
        unit = unit_of(text[len(bare) :])
    return number_of(bare), unit


def _single_column(rows: Rows) -> list[Line]:
    """Everything in one column: lines of text."""
    texts = ((number, next(filter(None, row), "")) for number, row in enumerate(rows, 1))
    return [read_line(number, text) for number, text in texts if has_words(text)]
