"""Products as a buyer sees them: with their own price, or with none where none is due."""

from datetime import datetime

from pydantic import Field

from portal.api.schemas.common import Money, Named, Page, Quantity, Schema
from portal.db.models import ProductState
from portal.search.find import Match


class ProductRow(Schema):
    id: str
    article: str
    name: str
    unit: str
    multiple: Quantity
    minimum: Quantity
    price: Money | None = Field(description="For this company; null where none may be shown")
    stock: Quantity = Field(description="In all warehouses")
    state: ProductState
    match: Match | None = None


class ProductPage(Page[ProductRow]):
    near: bool = Field(
        default=False, description="Nothing was found as it was written; these are near"
    )


class PriceBreak(Schema):
    from_quantity: Quantity
    price: Money


class StockRow(Schema):
    warehouse: str
    quantity: Quantity
    known_at: datetime


class UnitOut(Schema):
    name: str
    factor: Quantity


class ProductCard(ProductRow):
    description: str
    brand: str
    group: Named | None
    characteristic: str
    vat: str | None = Field(description='Per cent, as "22"; null: without VAT')
    breaks: list[PriceBreak]
    warehouses: list[StockRow]
    units: list[UnitOut] = Field(description="Other units it may be counted in")
    barcodes: list[str]
    variants: int = Field(description="How many siblings the family has beside this one")
    analogues: int
    branding: Money | None = Field(
        default=None,
        description="What the company's own logo adds to a unit; null: none can be put on",
    )
    branding_note: str = Field(default="", description="How it is put on, what its picture must be")
    favourite: bool = Field(default=False, description="The caller has marked it")
    watched: bool = Field(default=False, description="The caller is told when it comes in")
