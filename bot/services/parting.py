"""Which lines come in another delivery, as they are typed: `2: 50`, `3`, `1-5`. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.errors import UserError
from bot.services.portal.models import OrderOut

_PART = re.compile(
    r"(?P<first>\d{1,4})(?:\s*[-–—]\s*(?P<last>\d{1,4})|\s*:\s*(?P<many>\d{1,9}(?:[.,]\d{1,3})?))?"
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Lines from one to another; `quantity` None: all that is left of each."""

    first: int
    last: int
    quantity: Decimal | None = None


def parse_parts(text: str) -> list[Chosen] | None:
    """Several, with commas or on lines of their own; None where any is none of it."""
    chosen = []
    for piece in filter(None, (piece.strip() for piece in re.split(r"[,;\n]", text))):
        match = _PART.fullmatch(piece)
        if match is None:
            return None
        first, many = int(match["first"]), match["many"]
        quantity = Decimal(many.replace(",", ".")) if many else None
        chosen.append(Chosen(first, int(match["last"] or first), quantity))
    return chosen or None


def planned(order: OrderOut) -> dict[int, Decimal]:
    """What is still planned of each line."""
    left: dict[int, Decimal] = {}
    for delivery in order.deliveries:
        if delivery.status == "planned":
            for line in delivery.lines:
                left[line.number] = left.get(line.number, Decimal(0)) + line.quantity
    return left


def lines_of(order: OrderOut, chosen: Sequence[Chosen]) -> dict[int, Decimal]:
    """The quantities that are meant. UserError for a line that is not planned."""
    left = planned(order)
    wanted: dict[int, Decimal] = {}
    for each in chosen:
        for number in range(each.first, min(each.last, each.first + len(order.lines)) + 1):
            if number not in left:
                raise UserError("split-no-line", number=number)
            quantity = left[number] if each.quantity is None else each.quantity
            wanted[number] = min(quantity, left[number])
    return wanted
