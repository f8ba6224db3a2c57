"""What a message asks for in all: the lines of its file, the codes of its picture, its caption."""

import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from bot.errors import UserError
from bot.services import links
from bot.services.entry import Wish
from bot.services.lists.lines import Line
from bot.services.lists.read import Source
from bot.services.lists.readings import LONGEST_WHAT, Reading, quantity_in

_LINK = re.compile(
    r"(?:https?://)?(?:www\.)?(?:t|telegram)\.me/(?P<web>\w+)\?start=(?P<payload>[\w-]+)"
    r"|tg://resolve\?domain=(?P<app>\w+)&start=(?P<start>[\w-]+)",
    re.IGNORECASE,
)

_BY = re.compile(r"^\s*(?:все\s+)?по\s+|\s+(?:каждого|каждой|each)\s*$", re.IGNORECASE)


def lines_of(source: Source, caption: Source, *, picture: bool) -> list[Line]:
    """In this order. UserError where they ask for nothing: it says what to do about it.

    A caption that is a quantity and nothing else, «по 5 шт», is that of each code.
    """
    each = _each(caption) if source.codes else None
    if each is not None:
        caption = Source()
    lines = [*lines_of_codes(source.codes, each), *source.lines]
    asked = any(line.readings for line in lines)
    # Beside a list, a caption is words about it, unless it says how much of something.
    lines += [line for line in caption.lines if not asked or _says_how_much(line)]
    if any(line.readings for line in lines):
        return lines
    if picture:
        raise UserError("list-no-codes")
    raise UserError("list-nothing-filled" if source.unfilled else "list-no-lines")


def lines_of_codes(codes: Sequence[str], each: Wish | None = None) -> list[Line]:
    """One of each, or as many as is said; a code that is there twice is two."""
    many = Counter(code for code in codes if any(map(str.isalnum, code)))
    wish = each or Wish(Decimal(1))
    return [
        Line(at, code, (Reading(code[:LONGEST_WHAT], wish.quantity * count, wish.unit),))
        for at, (code, count) in enumerate(many.items(), 1)
    ]


def _each(caption: Source) -> Wish | None:
    if len(caption.lines) != 1:
        return None
    quantity, unit = quantity_in(_BY.sub("", caption.lines[0].source))
    return Wish(quantity, unit) if quantity else None


def linked_product(code: str, username: str) -> str | None:
    """The id of the product on which a QR code opens this very bot."""
    match = _LINK.fullmatch(code.strip())
    if match is None or (match["web"] or match["app"]).casefold() != username.casefold():
        return None
    return links.product_of(match["payload"] or match["start"])


def _says_how_much(line: Line) -> bool:
    return any(reading.quantity is not None for reading in line.readings)
