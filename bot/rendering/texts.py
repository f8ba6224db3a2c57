"""What both renderings need to know of a Screen's texts."""

import re
from collections.abc import Iterator

from bot.screen import Block, Button, Details, Inline, Text

LONGEST_LABEL = 120
"""Of a button. Telegram shows far less; without an end a keyboard would grow too long."""
LONGEST_COPY = 256
"""Telegram's limit of what a button copies."""
WIDEST_ROW = 8
"""Buttons in a row, by Telegram's limit."""

_UNWANTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def inlines(text: Text) -> tuple[Inline, ...]:
    return text if isinstance(text, tuple) else (text,)


def plain(text: Text, *, buttons: bool = True) -> str:
    """The words alone."""
    return "".join(
        piece if isinstance(piece, str) else piece.text
        for piece in inlines(text)
        if buttons or not isinstance(piece, Button)
    )


def buttons_of(text: Text) -> list[Button]:
    return [piece for piece in inlines(text) if isinstance(piece, Button) and usable(piece)]


def usable(button: Button) -> bool:
    """Half of what was to be copied is worse than no button."""
    return button.copy is None or len(button.copy) <= LONGEST_COPY


def label(text: str, longest: int = LONGEST_LABEL) -> str:
    """On one line, cut at a word where it is too long, never empty."""
    line = clean(" ".join(text.split()))
    if len(line) > longest:
        line = line[: longest - 1]
        head, _, tail = line.rpartition(" ")
        line = (head if head and len(tail) < 20 else line).rstrip() + "…"
    return line or "…"


def clean(text: str) -> str:
    """Without the control characters that Telegram refuses or drops."""
    return _UNWANTED.sub("", text)


def visible(text: str) -> bool:
    """Whether anything is left once Telegram has trimmed it."""
    return any(ch.isprintable() and not ch.isspace() for ch in text)


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Details):
            yield from walk(block.blocks)
