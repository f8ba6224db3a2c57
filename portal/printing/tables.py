"""Tables that run over pages: the header on each, and what is carried from one to the next."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from portal.printing.paging import paged
from portal.printing.sheet import GREY, LEADING, MARGIN, POINT, Sheet

PALE = (238, 240, 243)


@dataclass(frozen=True, slots=True)
class Column:
    """`width` in millimetres; `align` L, C or R."""

    title: str
    width: float
    align: str = "L"


@dataclass(frozen=True, slots=True)
class Row:
    """A cell for each column. `amount` is what the row adds to the sum that is carried."""

    cells: tuple[str, ...]
    amount: int = 0
    bold: bool = False


def table(
    sheet: Sheet,
    columns: Sequence[Column],
    rows: Sequence[Row],
    *,
    carried: Callable[[str, int], tuple[str, str]] | None = None,
    carry_width: float | None = None,
    tail: float = 0,
    size: float = 8,
) -> None:
    """Rows under a header that every page repeats, with what is carried from page to page.

    `carried("out" or "in", sum)` gives the words and the sum as text; it ends `carry_width` from
    the left, or where the table does. What follows the table is `tail` high and is kept with
    its last row.
    """
    ends = carry_width or sum(column.width for column in columns)
    titles = Row(tuple(column.title for column in columns), bold=True)
    top = _height(sheet, columns, titles, size - 0.5)
    heights = [_height(sheet, columns, row, size) for row in rows]
    step = size * POINT * LEADING + 2
    pages = paged(
        heights,
        [row.amount for row in rows],
        first=sheet.floor - float(sheet.get_y()) - top,
        room=sheet.floor - MARGIN - top,
        carry=step if carried else 0,
        tail=tail,
    )
    for at, page in enumerate(pages):
        if at:
            sheet.add_page()
        if page.start == page.stop:
            continue  # Not even one row is on it: the table begins on the next page.
        _row(sheet, columns, titles, top, size - 0.5, head=True)
        if carried and page.start:
            _carry(sheet, ends, carried("in", page.brought), step, size)
        for number in range(page.start, page.stop):
            _row(sheet, columns, rows[number], heights[number], size)
        if carried and page.stop < len(rows):
            _carry(sheet, ends, carried("out", page.carried), step, size)


def _height(sheet: Sheet, columns: Sequence[Column], row: Row, size: float) -> float:
    most = max(
        len(sheet.wrapped(cell, column.width - 2, size, bold=row.bold))
        for cell, column in zip(row.cells, columns, strict=True)
    )
    return most * size * POINT * LEADING + 2


def _row(
    sheet: Sheet,
    columns: Sequence[Column],
    row: Row,
    height: float,
    size: float,
    *,
    head: bool = False,
) -> None:
    x, y = MARGIN, float(sheet.get_y())
    for column, cell in zip(columns, row.cells, strict=True):
        if head:
            sheet.set_fill_color(*PALE)
        sheet.rect(x, y, column.width, height, style="DF" if head else "D")
        sheet.put(
            cell, x + 1, y + 1, column.width - 2,
            size=size, bold=row.bold, align="C" if head else column.align,
        )  # fmt: skip
        x += column.width
    sheet.set_y(y + height)


def _carry(sheet: Sheet, whole: float, words: tuple[str, str], height: float, size: float) -> None:
    y = float(sheet.get_y())
    sheet.rect(MARGIN, y, whole, height)
    sheet.put(words[0], MARGIN + 1, y + 1, whole - 42, size=size, align="R", colour=GREY)
    sheet.put(words[1], MARGIN + whole - 41, y + 1, 40, size=size, align="R", bold=True)
    sheet.set_y(y + height)
