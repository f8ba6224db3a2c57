"""What a message asks for in all: the lines of its file, the codes of its picture, its caption."""

import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from bot.errors import UserError
from bot.services import links
from bot.services.lists.lines import Line
from bot.services.lists.read import Source
from bot.services.lists.readings import LONGEST_WHAT, Reading

_LINK = re.compile(
    r"(?:https?://)?(?:www\.)?(?:t|telegram)\.me/(?P<web>\w+)\?start=(?P<payload>[\w-]+)"
    r"|tg://resolve\?domain=(?P<app>\w+)&start=(?P<start>[\w-]+)",
    re.IGNORECASE,
)


def lines_of(source: Source, caption: Source, *, picture: bool) -> list[Line]:
    """In this order. UserError where they ask for nothing: it says what to do about it."""
    lines = [*lines_of_codes(source.codes), *source.lines]
    asked = any(line.readings for line in lines)
    # Beside a list, a caption is words about it, unless it says how much of something.
    lines += [line for line in caption.lines if not asked or _says_how_much(line)]
    if any(line.readings for line in lines):
        return lines
    if picture:
        raise UserError("list-no-codes")
    raise UserError("list-nothing-filled" if source.unfilled else "list-no-lines")


def lines_of_codes(codes: Sequence[str]) -> list[Line]:
    """One of each; a code that is there twice is two."""
    many = Counter(code for code in codes if any(map(str.isalnum, code)))
    return [
        Line(at, code, (Reading(code[:LONGEST_WHAT], Decimal(count)),))
        for at, (code, count) in enumerate(many.items(), 1)
    ]


def linked_product(code: str, username: str) -> str | None:
    """The id of the product on which a QR code opens this very bot."""
    match = _LINK.fullmatch(code.strip())
    if match is None or (match["web"] or match["app"]).casefold() != username.casefold():
        return None
    return links.product_of(match["payload"] or match["start"])


def _says_how_much(line: Line) -> bool:
    return any(reading.quantity is not None for reading in line.readings)
