"""The schedule of payments as a picture for a phone: a bar a week, what is overdue in red."""

import io
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from threading import Lock
from typing import TYPE_CHECKING, Any

from babel.dates import format_date, format_interval
from babel.numbers import format_decimal

from portal.domain.money import half_up
from portal.domain.schedule import Week
from portal.printing.words import Language, word

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH, DPI = 1080, 150
"""Pixels: three to a point of a phone's screen, so that text of 36 reads as its own does."""
MARGIN, LABELS, SUMS = 56, 322, 236
"""Left and right of everything; the columns on both sides of the bars."""
ROW, BAR = 88, 46
_drawing = Lock()
"""matplotlib shares its fonts among all figures, and minds no threads."""


class Theme(StrEnum):
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Colours:
    ground: str
    text: str
    faint: str
    track: str
    coming: str
    overdue: str


COLOURS = {
    Theme.LIGHT: Colours("#ffffff", "#111111", "#6b7480", "#eef1f4", "#2f80d8", "#d93636"),
    Theme.DARK: Colours("#17212b", "#f5f5f5", "#93a1b0", "#232f3b", "#5aa9f5", "#ff6b64"),
}


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn. `weeks` as `portal.domain.schedule` has them, at least one."""

    company: str
    weeks: Sequence[Week]
    today: date
    theme: Theme = Theme.LIGHT
    language: Language = Language.RU


def draw(picture: Picture) -> bytes:
    """A PNG, 1080 pixels wide. Slow (matplotlib): call it in a thread."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    colours = COLOURS[picture.theme]
    name = textwrap.wrap(picture.company, 46, max_lines=2, placeholder="…")
    top = 250 + 44 * len(name)
    height = top + ROW * len(picture.weeks) + 40
    with _drawing:
        figure = Figure(figsize=(WIDTH / DPI, height / DPI), dpi=DPI, facecolor=colours.ground)
        FigureCanvasAgg(figure)
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        axes.set_xlim(0, WIDTH)
        axes.set_ylim(height, 0)
        pen = _Pen(axes, colours)
        _head(pen, picture, name)
        most = max(week.amount for week in picture.weeks)
        for at, week in enumerate(picture.weeks):
            _row(pen, picture, week, top + ROW * at + ROW // 2, most)
        written = io.BytesIO()
        figure.savefig(written, format="png", facecolor=colours.ground)
    return written.getvalue()


@dataclass(frozen=True, slots=True)
class _Pen:
    """Draws in pixels, from the upper left corner."""

    axes: "Axes"
    colours: Colours

    def text(self, x: float, y: float, said: str, size: int, colour: str, **more: Any) -> None:
        self.axes.text(
            x,
            y,
            said,
            fontsize=size * 72 / DPI,
            color=colour,
            va="center",
            parse_math=False,
            **more,
        )

    def bar(self, x: float, y: float, width: float, colour: str) -> None:
        from matplotlib.patches import FancyBboxPatch

        radius = min(10.0, width / 2)
        box = FancyBboxPatch(
            (x + radius, y - BAR / 2 + radius),
            max(width - 2 * radius, 0),
            BAR - 2 * radius,
            boxstyle=f"round,pad={radius},rounding_size={radius}",
            linewidth=0,
            facecolor=colour,
        )
        self.axes.add_patch(box)


def _head(pen: _Pen, picture: Picture, name: Sequence[str]) -> None:
    colours, language = pen.colours, picture.language
    day = format_date(picture.today, "d MMMM", locale=language)
    pen.text(MARGIN, 72, word(language, "schedule"), 54, colours.text, weight="bold")
    pen.text(WIDTH - MARGIN, 76, word(language, "on", day=day), 34, colours.faint, ha="right")
    for at, line in enumerate(name):
        pen.text(MARGIN, 134 + 44 * at, line, 34, colours.faint)
    overdue = sum(week.overdue for week in picture.weeks)
    coming = sum(week.coming for week in picture.weeks)
    y = 160 + 44 * len(name)
    late = word(language, "overdue") if overdue else word(language, "nothing-overdue")
    sums = [(late, overdue, colours.overdue)]
    if coming:
        sums.append((word(language, "coming"), coming, colours.coming))
    for at, (label, amount, colour) in enumerate(sums):
        x = MARGIN + at * (WIDTH - 2 * MARGIN) / 2
        pen.text(x, y, label, 34, colours.faint)
        if amount:
            pen.text(x, y + 48, _money(amount, language), 42, colour, weight="bold")


def _row(pen: _Pen, picture: Picture, week: Week, y: float, most: int) -> None:
    colours, left = pen.colours, MARGIN + LABELS
    room = WIDTH - 2 * MARGIN - LABELS - SUMS
    this = (week.first or date.max) <= picture.today <= (week.last or date.min)
    label = _label(week, picture.language)
    if this:
        pen.text(MARGIN, y - 18, label, 36, colours.text, weight="bold")
        pen.text(MARGIN, y + 22, word(picture.language, "this-week"), 30, colours.faint)
    else:
        pen.text(MARGIN, y, label, 36, colours.text)
    pen.bar(left, y, room, colours.track)
    x: float = left
    for amount, colour in ((week.overdue, colours.overdue), (week.coming, colours.coming)):
        if amount:
            width = max(room * amount / most, 14)
            pen.bar(x, y, width, colour)
            x += width
    if week.amount:
        colour = colours.text if week.coming else colours.overdue
        said = _money(week.amount, picture.language)
        pen.text(WIDTH - MARGIN, y, said, 36, colour, ha="right")


def _label(week: Week, language: Language) -> str:
    """`6–12 окт`."""
    if week.first is None:
        last = (week.last or date.max) + timedelta(days=1)
        return word(language, "earlier", day=_day(last, language))
    if week.last is None:
        return word(language, "later", day=_day(week.first - timedelta(days=1), language))
    said: str = format_interval(week.first, week.last, "MMMd", locale=str(language))
    return said.replace(".", "")


def _day(day: date, language: Language) -> str:
    return format_date(day, "d MMM", locale=str(language)).replace(".", "")


def _money(kopecks: int, language: Language) -> str:
    """In whole roubles: the table beside it has the kopecks."""
    return f"{format_decimal(half_up(kopecks, 100), locale=str(language))} ₽"
