"""A Screen as HTML text: tables become lists, buttons of rows move under the message."""

from dataclasses import dataclass
from html import escape

from bot.rendering.split import Blocks, split
from bot.rendering.texts import buttons_of, clean, inlines, label, plain, usable, visible
from bot.screen import (
    Block,
    Bold,
    Button,
    Buttons,
    Code,
    Details,
    Heading,
    Inline,
    Link,
    Note,
    Paragraph,
    Struck,
    Table,
    Text,
)

LONGEST = 4096
"""Characters of a message once it is parsed. Counted here in UTF-16 units, which are never less."""
MOST_BUTTONS = 100
SHORT_LABEL = 4
"""Buttons no wider than this stand side by side for several rows of a table."""
SHORT_ROW = 6
NOTHING = ("", "—")
"""A cell that says nothing: in a list it needs no room, as it does in a table."""


@dataclass(frozen=True, slots=True)
class _Line:
    """Marked pieces of text. `quote` numbers the folded block that the line belongs to."""

    pieces: tuple[Inline, ...] = ()
    quote: int = 0

    @property
    def words(self) -> str:
        return clean(plain(self.pieces))


def html_texts(blocks: Blocks) -> list[str]:
    """The texts of as many messages as the limit asks for; mostly one, never an empty one."""
    texts = []
    for part in split(blocks, lambda part: _length(_lines(part)) <= LONGEST):
        lines = _lines(part)
        if any(visible(line.words) for line in lines):
            texts.append(_html(lines))
    return texts or ["…"]


def keyboard_rows(
    blocks: Blocks, keyboard: tuple[tuple[Button, ...], ...]
) -> list[tuple[Button, ...]]:
    """The buttons within the blocks, then the keyboard's own: at most 100.

    Where they are more, rows of tables lose theirs from the end; the keyboard's stay.
    """
    left = MOST_BUTTONS
    under = []
    for row in keyboard:
        if kept := _usable(row)[:left]:
            under.append(kept)
            left -= len(kept)
    groups = []
    for group in _groups(blocks):
        if len(group) > left:
            break
        groups.append(group)
        left -= len(group)
    return [*_packed(groups), *under]


def _usable(row: tuple[Button, ...]) -> tuple[Button, ...]:
    return tuple(button for button in row if usable(button))


def _packed(groups: list[tuple[Button, ...]]) -> list[tuple[Button, ...]]:
    rows: list[tuple[Button, ...]] = []
    for group in groups:
        if rows and len(rows[-1]) + len(group) <= SHORT_ROW and _short(rows[-1]) and _short(group):
            rows[-1] = (*rows[-1], *group)
        else:
            rows.append(group)
    return rows


def _short(row: tuple[Button, ...]) -> bool:
    return all(len(button.text) <= SHORT_LABEL for button in row)


def _groups(blocks: Blocks) -> list[tuple[Button, ...]]:
    groups: list[tuple[Button, ...]] = []
    for block in blocks:
        match block:
            case Buttons(row=row):
                groups.append(_usable(row))
            case Table(rows=rows, total=total):
                groups += [_of_row(row) for row in rows]
                groups.append(tuple(button for cell in total or () for button in buttons_of(cell)))
            case Details(blocks=inner):
                groups += _groups(inner)
            case _:
                groups.append(tuple(buttons_of(block.text)))
    return [group for group in groups if group]


def _of_row(row: tuple[Text, ...]) -> tuple[Button, ...]:
    """Under the message a `+` has to say of which row it is."""
    name = label(plain(row[0]), 24) if row and plain(row[0]) else ""
    return tuple(
        button
        if at == 0 or not name
        else Button(f"{name} {button.text}", button.data, button.url, button.copy, button.style)
        for at, cell in enumerate(row)
        for button in buttons_of(cell)
    )


def _lines(blocks: Blocks) -> list[_Line]:
    lines: list[_Line] = []
    for number, block in enumerate(blocks, start=1):
        found = _block(block, number)
        if not any(line.words for line in found):
            continue
        if lines and not isinstance(block, Note):
            lines.append(_Line())
        lines += found
    return lines


def _block(block: Block, number: int) -> list[_Line]:
    match block:
        case Heading(text=text):
            return [_Line(_bold(text))]
        case Paragraph(text=text) | Note(text=text):
            return [_Line(_text(text))]
        case Table():
            return _table(block)
        case Details(summary=summary, blocks=blocks):
            inner = [line.pieces for line in _lines(blocks)]
            return [
                _Line(pieces, quote=number) for pieces in ((Bold(label(summary, 200)),), *inner)
            ]
        case Buttons():
            return []


def _text(text: Text) -> tuple[Inline, ...]:
    """Without its buttons, and without the space that led to one at its end."""
    pieces = [piece for piece in inlines(text) if not isinstance(piece, Button)]
    if pieces and isinstance(last := pieces[-1], str) and isinstance(inlines(text)[-1], Button):
        pieces[-1:] = [last.rstrip()] if last.strip() else []
    return tuple(pieces)


def _bold(text: Text) -> tuple[Inline, ...]:
    return tuple(Bold(piece) if isinstance(piece, str) else piece for piece in _text(text))


def _table(table: Table) -> list[_Line]:
    lines = [line for row in table.rows for line in _row(table, row)]
    if table.total:
        lines.append(_Line(_total(table, table.total)))
    return lines


def _row(table: Table, row: tuple[Text, ...]) -> list[_Line]:
    """The cells up to the first figure lead; the others follow with their columns' titles.

    A row that leads with more than one thing takes a line of its own for the rest.
    """
    index = plain(row[0]).strip() if row else ""
    numbered = index.isdigit()
    start = at = 1 if numbered else 0
    while at < len(row) and not table.columns[at].numeric:
        at += 1
    lead: list[Inline] = [Bold(f"{index}."), " "] if numbered else []
    many = 0
    for cell in row[start:at]:
        if words := _text(cell):
            lead += [*([" "] if many else []), *words]
            many += bool(plain(words))
    rest: list[Inline] = []
    for cell, column in zip(row[at:], table.columns[at:], strict=True):
        if plain(cell, buttons=False).strip() not in NOTHING:
            rest += [" · "] if rest else []
            rest += [f"{column.title}: " if column.title else "", *_text(cell)]
    if not plain(tuple(rest)):
        return [_Line(tuple(lead))]
    if many > 1:
        return [_Line(tuple(lead)), _Line(tuple(rest))]
    return [_Line((*lead, *([" — "] if many else []), *rest))]


def _total(table: Table, total: tuple[Text, ...]) -> tuple[Inline, ...]:
    cells = [
        (column, cell)
        for column, cell in zip(table.columns, total, strict=True)
        if plain(cell, buttons=False)
    ]
    words = " ".join(plain(cell, buttons=False) for column, cell in cells if not column.numeric)
    figures = [
        (column.title, plain(cell, buttons=False)) for column, cell in cells if column.numeric
    ]
    if len(figures) == 1 and words:
        figures = [("", figures[0][1])]
    said = " · ".join(f"{title}: {figure}" if title else figure for title, figure in figures)
    return (Bold(": ".join(part for part in (words, said) if part)),)


def _length(lines: list[_Line]) -> int:
    words = "\n".join(line.words for line in lines)
    return len(words.encode("utf-16-le")) // 2


def _html(lines: list[_Line]) -> str:
    html: list[str] = []
    for at, line in enumerate(lines):
        before = lines[at - 1].quote if at else 0
        after = lines[at + 1].quote if at + 1 < len(lines) else 0
        text = "".join(_mark(piece) for piece in line.pieces)
        opens = "<blockquote expandable>" if line.quote and line.quote != before else ""
        closes = "</blockquote>" if line.quote and line.quote != after else ""
        html.append(f"{opens}{text}{closes}")
    return "\n".join(html)


def _mark(piece: Inline) -> str:
    if isinstance(piece, str):
        return escape(clean(piece), quote=False)
    words = escape(clean(piece.text), quote=False)
    match piece:
        case Bold():
            return f"<b>{words}</b>"
        case Struck():
            return f"<s>{words}</s>"
        case Code():
            return f"<code>{words}</code>"
        case Link(url=url):
            return f'<a href="{escape(url)}">{words}</a>'
        case Button():
            return ""
