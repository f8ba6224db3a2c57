"""Lists, line by line."""

from decimal import Decimal

from pydantic import Field

from bot.services.portal.models.base import Model
from bot.services.portal.models.catalogue import ProductRow


class ListLineOut(Model):
    """What a line of a list was found to be.

    `status`: exact (certain), likely (one product, by its name or with a typo), choose (several),
    near (nothing, but `choices` are near) or none. `reading` is the index of the reading taken.
    `wanted` is what was asked for in the base unit, `quantity` that after packs; `note` is as in
    carts, or unit_unknown or too_much, which make an exact line likely. Not `available`: it can't
    be ordered, and `analogue` may stand in.
    """

    status: str
    reading: int = 0
    wanted: Decimal | None = None
    quantity: Decimal | None = None
    note: str | None = None
    product: ProductRow | None = None
    amount: Decimal | None = None
    short: bool = False
    available: bool = True
    choices: list[ProductRow] = Field(default_factory=list)
    analogue: ProductRow | None = None


class ListOut(Model):
    """In the order in which the lines were asked about."""

    lines: list[ListLineOut]
    total: Decimal | None = None
