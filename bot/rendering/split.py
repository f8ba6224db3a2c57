"""Cutting what is too long for one message: between blocks, else between rows, else within text."""

from collections.abc import Callable
from dataclasses import replace

from bot.rendering.texts import inlines, label, plain
from bot.screen import Block, Bold, Button, Buttons, Code, Details, Inline, Paragraph, Table, Text

Blocks = tuple[Block, ...]


def split(blocks: Blocks, fits: Callable[[Blocks], bool]) -> list[Blocks]:
    """As few parts as there is need of, each of which fits; one, empty, where there is no block."""
    if fits(blocks):
        return [blocks]
    parts: list[Blocks] = []
    part: Blocks = ()
    waiting = list(reversed(blocks))
    while waiting:
        block = waiting.pop()
        if fits((*part, block)):
            part = (*part, block)
        elif fits((block,)):
            parts.append(part)
            part = (block,)
        else:
            waiting += reversed(_halves(block))
    return [*parts, part]


def _halves(block: Block) -> Blocks:
    match block:
        case Table():
            return _halves_of_table(block)
        case Details(blocks=blocks) if len(blocks) > 1:
            middle = len(blocks) // 2
            return replace(block, blocks=blocks[:middle]), replace(block, blocks=blocks[middle:])
        case Details(summary=summary, blocks=(inner,)):
            return tuple(Details(summary, (half,)) for half in _halves(inner))
        case Details(summary=summary):
            return (Paragraph(label(summary)),)
        case Buttons(row=row):
            return Buttons(row[: len(row) // 2]), Buttons(row[len(row) // 2 :])
        case _:
            left, right = _halves_of_text(inlines(block.text))
            return replace(block, text=left), replace(block, text=right)


def _halves_of_table(table: Table) -> Blocks:
    rows = table.rows
    if len(rows) > 1:
        middle = len(rows) // 2
        return (
            replace(table, rows=rows[:middle], total=None),
            replace(table, rows=rows[middle:]),
        )
    if rows and table.total:
        return replace(table, total=None), replace(table, rows=())
    # One row that no message holds: its cells, one below the other.
    cells = rows[0] if rows else table.total or ()
    titles = (column.title for column in table.columns)
    return tuple(
        Paragraph((f"{title}: " if title else "", *inlines(cell)))
        for title, cell in zip(titles, cells, strict=False)
        if plain(cell)
    )


def _halves_of_text(text: tuple[Inline, ...]) -> tuple[Text, Text]:
    middle = len(plain(text)) // 2
    left: list[Inline] = []
    for at, piece in enumerate(text):
        words = piece if isinstance(piece, str) else piece.text
        if len(words) <= middle:
            left.append(piece)
            middle -= len(words)
            continue
        right = list(text[at + 1 :])
        if isinstance(piece, Button):
            # A button is never torn; on its own it is short enough for any message.
            (right if left else left).insert(0, piece)
        else:
            cut = _cut(words, middle)
            left.append(_with(piece, words[:cut]))
            right.insert(0, _with(piece, words[cut:]))
        return tuple(left), tuple(right)
    return tuple(left[:-1]), tuple(left[-1:])


def _cut(words: str, middle: int) -> int:
    """After the last space or line end not far before the middle, else right there."""
    for end in ("\n", " "):
        found = words.rfind(end, max(0, middle - 200), middle)
        if found > 0:
            return found + 1
    return max(1, middle)


def _with(piece: str | Bold | Code | Inline, words: str) -> Inline:
    if isinstance(piece, str):
        return words
    return replace(piece, text=words)
