"""Carts and what stands between a cart and an order."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from portal.api.schemas.common import Money, Quantity, Schema, Text
from portal.domain.checkout import ProblemKind
from portal.domain.packs import Note


class CartLineOut(Schema):
    product_id: str
    article: str
    name: str
    unit: str
    multiple: Quantity
    quantity: Quantity
    price: Money | None
    amount: Money | None
    stock: Quantity
    short: bool = Field(description="More is asked for than there is")
    available: bool = Field(description="False: no longer sold, or without a price")


class CartOut(Schema):
    id: str
    name: str
    active: bool
    lines: list[CartLineOut]
    total: Money | None = Field(description="Null where prices may not be shown")
    vat: Money | None
    currency: str
    updated_at: datetime


class CartChangeIn(Schema):
    """`add` may be negative; `set` to 0 removes the line. Quantities are in `unit`, or the base."""

    product_id: str
    op: Literal["add", "set"]
    quantity: str = Field(pattern=r"^-?\d{1,9}(\.\d{1,3})?$", examples=["10"])
    unit: str | None = None


class CartChangesIn(Schema):
    changes: list[CartChangeIn] = Field(min_length=1, max_length=5000)


class AppliedChange(Schema):
    product_id: str
    article: str
    name: str
    unit: str
    before: Quantity
    quantity: Quantity = Field(description="What the cart holds now")
    note: Note | None = None


class CartChanged(Schema):
    cart: CartOut
    applied: list[AppliedChange]


class ProblemOut(Schema):
    code: ProblemKind
    blocking: bool
    product_id: str | None = None
    article: str = ""
    name: str = ""
    amount: Money | None = Field(default=None, description="over_limit: by how much")
    stock: Quantity | None = Field(default=None, description="short: what there is")


class AddressOut(Schema):
    id: str
    text: str


class AddressIn(Schema):
    text: Annotated[Text, Field(min_length=3)] = Field(max_length=500)


class Quote(Schema):
    """Everything the confirm card shows. Send `lines` and `total` back with the order."""

    cart_id: str
    company: str
    inn: str
    lines: list[CartLineOut]
    total: Money
    vat: Money
    currency: str
    problems: list[ProblemOut]
