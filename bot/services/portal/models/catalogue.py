"""Products and groups."""

from datetime import datetime
from decimal import Decimal

from pydantic import Field

from bot.services.portal.models.base import Model, Page
from bot.services.portal.models.people import Named


class ProductRow(Model):
    id: str
    article: str
    name: str
    unit: str
    multiple: Decimal
    minimum: Decimal
    price: Decimal | None
    stock: Decimal
    state: str
    match: str | None = None
    """article, barcode: certain; name, near: a likeness."""


class ProductPage(Page[ProductRow]):
    near: bool = False


class UsualProduct(Model):
    """What a company orders: in how many orders, and how much of it mostly."""

    product: ProductRow
    orders: int
    usual_quantity: Decimal
    last_ordered_at: datetime
    due_at: datetime | None = None


class GroupOut(Model):
    """A node of the catalogue's tree; `products` are those within it, at any depth."""

    id: str
    name: str
    parent_id: str | None
    products: int
    children: int


class GroupPage(Page[GroupOut]):
    """`path` leads from the top to the group whose groups these are."""

    path: list[Named] = Field(default_factory=list)


class PriceBreak(Model):
    from_quantity: Decimal
    price: Decimal


class StockRow(Model):
    warehouse: str
    quantity: Decimal
    known_at: datetime


class UnitOut(Model):
    name: str
    factor: Decimal


class ProductCard(ProductRow):
    description: str
    brand: str
    group: Named | None
    characteristic: str
    vat: str | None
    breaks: list[PriceBreak]
    warehouses: list[StockRow]
    units: list[UnitOut]
    barcodes: list[str]
    variants: int
    analogues: int
    branding: Decimal | None = None
    branding_note: str = ""
    favourite: bool = False
    watched: bool = False
