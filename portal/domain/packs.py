"""Packs: what quantity can be sold, for what quantity was asked.

Quantities are integers in thousandths of the product's unit.
"""

from enum import StrEnum


class Note(StrEnum):
    """What was done to a wish so that it can be sold."""

    ROUNDED_TO_PACK = "rounded_to_pack"
    RAISED_TO_MINIMUM = "raised_to_minimum"


def rounded_up(quantity: int, multiple: int) -> int:
    """The least multiple of `multiple` that is at least `quantity`; below 1, a multiple is 1."""
    multiple = max(multiple, 1)
    return -(-quantity // multiple) * multiple


def lowest(multiple: int, minimum: int) -> int:
    """The least quantity that can be sold; `goods.lowest_of` is the same in SQL."""
    return rounded_up(max(minimum, 1), multiple)


def packed(quantity: int, multiple: int, minimum: int) -> tuple[int, Note | None]:
    """The least quantity that can be sold and is not less than asked; 0 for 0 and below."""
    if quantity <= 0:
        return 0, None
    whole, least = rounded_up(quantity, multiple), lowest(multiple, minimum)
    if whole < least:
        return least, Note.RAISED_TO_MINIMUM
    return whole, Note.ROUNDED_TO_PACK if whole != quantity else None
