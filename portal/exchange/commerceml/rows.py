"""What a catalogue's files say, row by row, in the portal's units.

Money is in kopecks, quantities are in thousandths, VAT is in hundredths of a per cent. Identifiers
are 1C's own.
"""

from typing import NamedTuple

from portal.exchange.commerceml.units import Packs


class GroupRow(NamedTuple):
    id: str
    parent_id: str | None
    name: str
    deleted: bool


class PriceTypeRow(NamedTuple):
    id: str
    name: str
    currency: str
    deleted: bool


class WarehouseRow(NamedTuple):
    id: str
    name: str
    deleted: bool


class Directories(NamedTuple):
    """What goods and offers refer to; parents come before their children."""

    groups: list[GroupRow]
    price_types: list[PriceTypeRow]
    warehouses: list[WarehouseRow]


class Good(NamedTuple):
    """A `Товар`: the card that variants share. `unit` is empty where the file does not tell."""

    id: str
    name: str
    article: str
    description: str
    brand: str
    unit: str
    vat: int | None
    group_ids: list[str]
    barcodes: list[str]
    packs: Packs
    deleted: bool


class PriceRow(NamedTuple):
    type_id: str
    from_quantity: int
    amount: int
    currency: str


class Offer(NamedTuple):
    """A `Предложение`: a thing to sell, or only its prices or its stock where `name` is empty.

    In `stock` a warehouse's id is empty where only the total is known.
    """

    id: str
    name: str
    article: str
    characteristic: str
    unit: str
    vat: int | None
    barcodes: list[str]
    packs: Packs
    prices: list[PriceRow]
    stock: list[tuple[str, int]]
    deleted: bool
    faults: list[str]
    """Why some of its prices or quantities were left out."""


class Skipped(NamedTuple):
    """An element that nothing can be made of."""

    reason: str
    example: str
