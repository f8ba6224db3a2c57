"""A4 with Cyrillic letters: text in columns, wrapped, page after page."""

import os
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import XPos, YPos

FONT = "DejaVu"
NARROW = 88
"""Per cent of the letters' own width: DejaVu is wider than what papers are mostly set in."""
MARGIN = 12.0
BOTTOM = 16.0
"""Millimetres below the text, with the page's number in them."""
NUMBERED = 26.0
POINT = 25.4 / 72
LEADING = 1.28
GREY = (110, 110, 110)
LINE = (70, 70, 70)


@cache
def _fonts() -> Path:
    """matplotlib brings DejaVu with it. It is not imported: that would take half a second."""
    spec = find_spec("matplotlib")
    assert spec is not None  # noqa: S101 - it is a dependency
    assert spec.origin is not None  # noqa: S101
    return Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf"


class Sheet(FPDF):
    """`number` of pages and `title` stand at the foot of each page."""

    def __init__(self, title: str, *, landscape: bool = False) -> None:
        super().__init__("L" if landscape else "P", "mm", "A4")
        self._about = title
        self.set_title(title)
        self.set_creator("Artikul")
        self.set_margins(MARGIN, MARGIN, MARGIN)
        self.set_auto_page_break(False)
        self.c_margin = 0  # Cells are set where their text is to be.
        for style, name in (("", "DejaVuSans.ttf"), ("B", "DejaVuSans-Bold.ttf")):
            self.add_font(FONT, style, os.fspath(_fonts() / name))
        self.set_stretching(NARROW)
        self.set_draw_color(*LINE)
        self.set_line_width(0.2)
        self._widths: dict[tuple[str, str], float] = {}
        self.alias_nb_pages("{pages}")
        self.add_page()

    @property
    def wide(self) -> float:
        """Between the margins."""
        return float(self.w) - 2 * MARGIN

    @property
    def floor(self) -> float:
        return float(self.h) - BOTTOM

    def footer(self) -> None:
        self.set_y(-BOTTOM + 4)
        self._face(7, colour=GREY)
        self.cell(self.wide - NUMBERED, 4, self._about, new_x=XPos.RIGHT, new_y=YPos.TOP)
        # Not to the right: how many pages there are is put in when the last one is there.
        self.cell(NUMBERED, 4, f"Страница {self.page_no()} из {{pages}}")

    def _face(
        self, size: float, *, bold: bool = False, colour: tuple[int, int, int] = (0, 0, 0)
    ) -> None:
        self.set_font(FONT, "B" if bold else "", size)
        self.set_text_color(*colour)

    def wrapped(self, text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
        """Lines not wider than that. A word that is too long by itself is broken anywhere."""
        style = "B" if bold else ""
        room = width / (size * POINT)
        lines: list[str] = []
        for paragraph in text.split("\n"):
            line, used = "", 0.0
            for word in paragraph.split(" "):
                wide = self._wide(word, style)
                space = self._wide(" ", style) if line else 0.0
                if line and used + space + wide > room:
                    lines.append(line)
                    line, used, space = "", 0.0, 0.0
                while wide > room:
                    fits = self._fitting(word, style, room)
                    lines.append(word[:fits])
                    word = word[fits:]
                    wide = self._wide(word, style)
                line, used = (f"{line} {word}", used + space + wide) if line else (word, wide)
            lines.append(line)
        return lines

    def _fitting(self, word: str, style: str, room: float) -> int:
        """How many letters: up to the last sign between two parts, where one is far enough."""
        used, sign = 0.0, 0
        for at, letter in enumerate(word):
            used += self._wide(letter, style)
            if used > room:
                return sign if sign > at // 2 else max(at, 1)
            if letter in "-/_.,":
                sign = at + 1
        return len(word)

    def _wide(self, text: str, style: str) -> float:
        """In ems, narrowed as it will be. A letter is measured once: fpdf2 takes its time."""
        total = 0.0
        for letter in text:
            known = self._widths.get((style, letter))
            if known is None:
                self.set_font(FONT, style, 100)
                known = float(self.get_string_width(letter)) / (100 * POINT)
                self._widths[style, letter] = known
            total += known
        return total

    def put(
        self,
        text: str,
        x: float,
        y: float,
        width: float,
        *,
        size: float = 8.5,
        bold: bool = False,
        align: str = "L",
        colour: tuple[int, int, int] = (0, 0, 0),
    ) -> float:
        """Text in a column; gives the height that it took."""
        lines = self.wrapped(text, width, size, bold=bold)
        step = size * POINT * LEADING
        self._face(size, bold=bold, colour=colour)
        for at, line in enumerate(lines):
            if line:
                self.set_xy(x, y + at * step)
                self.cell(width, step, line, align=align)
        return len(lines) * step

    def say(
        self, text: str, *, size: float = 8.5, bold: bool = False, after: float = 1.5,
        indent: float = 0, align: str = "L", colour: tuple[int, int, int] = (0, 0, 0),
    ) -> None:  # fmt: skip
        """A paragraph where the last thing ended; on a new page, where it does not fit."""
        lines = self.wrapped(text, self.wide - indent, size, bold=bold)
        self.need(len(lines) * size * POINT * LEADING)
        y = float(self.get_y())
        taken = self.put(
            text, MARGIN + indent, y, self.wide - indent,
            size=size, bold=bold, align=align, colour=colour,
        )  # fmt: skip
        self.set_y(y + taken + after)

    def labelled(self, label: str, text: str, *, width: float = 30, size: float = 8.5) -> None:
        """`Покупатель:` and, beside it, who that is."""
        lines = self.wrapped(text, self.wide - width, size, bold=True)
        self.need(len(lines) * size * POINT * LEADING)
        y = float(self.get_y())
        self.put(label, MARGIN, y, width, size=size, colour=GREY)
        taken = self.put(text, MARGIN + width, y, self.wide - width, size=size, bold=True)
        self.set_y(y + taken + 1.5)

    def need(self, height: float) -> None:
        """A new page where less than that is left of this one."""
        if self.get_y() + height > self.floor:
            self.add_page()

    def rule(self, *, after: float = 2, width: float = 0.5) -> None:
        y = float(self.get_y())
        self.set_line_width(width)
        self.line(MARGIN, y, MARGIN + self.wide, y)
        self.set_line_width(0.2)
        self.set_y(y + after)

    def modules(self, rows: Sequence[Sequence[bool]], x: float, y: float, side: float) -> None:
        """A QR code, drawn of rectangles: sharp at any size."""
        step = side / len(rows)
        self.set_fill_color(0, 0, 0)
        for down, row in enumerate(rows):
            start = None
            for across, black in enumerate((*row, False)):
                if black and start is None:
                    start = across
                elif not black and start is not None:
                    wide = (across - start) * step
                    # A hair higher than its row: between two, a reader would see white lines.
                    self.rect(x + start * step, y + down * step, wide, step + 0.02, style="F")
                    start = None

    def made(self) -> bytes:
        return bytes(self.output())
