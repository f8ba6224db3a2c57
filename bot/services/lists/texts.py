"""Text that is a table: what is copied from a sheet, and `.csv` with any usual separator. Pure."""

import csv
import io
from collections import Counter
from collections.abc import Sequence

from bot.services.lists.columns import find_columns
from bot.services.lists.lines import Line, read_text
from bot.services.lists.sheets import cell_text, read_sheet

SEPARATORS = "\t;|,"
_SAMPLE = 200


def read_any_text(text: str) -> list[Line]:
    """The lines of a message, a caption or a text file, as a table where it is one."""
    cells = cells_of(text)
    return read_text(text) if cells is None else read_sheet(cells)


def cells_of(text: str) -> list[list[str]] | None:
    """The cells, where nearly every row is divided by one separator the same number of times."""
    rows = [row for row in text.splitlines() if row.strip()][:_SAMPLE]
    if len(rows) < 2:
        return None
    for separator in SEPARATORS:
        many = Counter(row.count(separator) for row in rows)
        commonest, times = max(many.items(), key=lambda item: (item[1], item[0]))
        divided = len(rows) - many[0]
        if not commonest or divided < 0.8 * len(rows) or times < 0.5 * len(rows):
            continue
        cells = _divided(text, separator)
        if separator != "," or _is_table(cells):
            return cells
    return None


def _divided(text: str, separator: str) -> list[list[str]]:
    """By rows of the source, so that their numbers stay; quotes as sheets write them."""
    cells = []
    for row in text.splitlines():
        try:
            fields = next(csv.reader(io.StringIO(row), delimiter=separator), [])
        except csv.Error:
            fields = row.split(separator)
        cells.append([cell_text(field) for field in fields])
    return cells


def _is_table(cells: Sequence[Sequence[str]]) -> bool:
    """Commas stand in numbers and names too: here they divide articles from the rest."""
    if find_columns(cells) is not None:
        return True
    first = [row[0].strip() for row in cells if row]
    return all(field and " " not in field for field in first if field) and any(first)
