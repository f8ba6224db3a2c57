"""A Screen: what a pure view returns and `bot.show` sends, as a rich message or as HTML text.

Everything here is plain data. Text is plain text: nobody but `bot.show` escapes or knows of HTML.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class Style(StrEnum):
    """How a button looks, where Telegram lets it: `PRIMARY` blue, `SUCCESS` green, `DANGER` red."""

    PRIMARY = "primary"
    SUCCESS = "success"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Button:
    """Exactly one of `data` (packed callback data, 64 bytes at most), `url`, or `copy`."""

    text: str
    data: str | None = None
    url: str | None = None
    copy: str | None = None
    style: Style | None = None


@dataclass(frozen=True, slots=True)
class Bold:
    text: str


@dataclass(frozen=True, slots=True)
class Struck:
    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """An article, a code: shown in monospace, copied by a tap."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    text: str
    url: str


Inline = str | Bold | Struck | Code | Link | Button
"""A piece of text. A Button in it is drawn in its place in a rich message; in HTML text it moves
under the message."""

Text = Inline | tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    text: Text


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: Text


@dataclass(frozen=True, slots=True)
class Note:
    """Small print: how old a figure is, what may be typed."""

    text: Text


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    numeric: bool = False
    """Aligned to the right."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, one for each column. As HTML text it becomes a list, a row an entry."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Text, ...], ...]
    total: tuple[Text, ...] | None = None


@dataclass(frozen=True, slots=True)
class Details:
    """Folded until it is tapped."""

    summary: str
    blocks: tuple["Block", ...]


@dataclass(frozen=True, slots=True)
class Buttons:
    """A row of buttons between blocks."""

    row: tuple[Button, ...]


Block = Heading | Paragraph | Note | Table | Details | Buttons


@dataclass(frozen=True, slots=True)
class Screen:
    """`keyboard` rows go under the message, `reply` in place of the phone's keyboard."""

    blocks: tuple[Block, ...]
    keyboard: tuple[tuple[Button, ...], ...] = ()
    reply: "ReplyKeyboard | None" = None


@dataclass(frozen=True, slots=True)
class ReplyKeyboard:
    """Buttons in place of the phone's keyboard; no rows: take it away."""

    rows: tuple[tuple[str, ...], ...] = ()
    contact: str | None = field(default=None)
    """The button that shares one's own phone number."""
