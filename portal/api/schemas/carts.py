"""Carts and what stands between a cart and an order."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from portal.api.schemas.common import Money, Named, Percent, Quantity, Schema, Text
from portal.api.schemas.kept import UsualProduct
from portal.db.models import SupplySource
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
    short: bool = Field(
        description="More is asked for than there is, less what the company's other carts hold"
    )
    available: bool = Field(description="False: no longer sold, or without a price")
    elsewhere: Quantity = Field(description="What the company's other carts hold of it")
    branded: bool = Field(description="With the company's own logo, whose price is in `price`")
    branding: Money | None = Field(
        description="What the logo costs on one unit; null: it can't be put on"
    )


class StepOut(Schema):
    """The next discount worth taking: for `lacking` more, this same cart costs `saving` less."""

    name: str
    lacking: Money
    saving: Money
    group: str | None = Field(description="Whose goods count; null: all do")


class SubtotalOut(Schema):
    group: str = Field(description="Empty: of what lies in no group")
    lines: int
    amount: Money


class LoyaltyLine(Schema):
    """The company's level in a word: what is missing to the next, what keeps this one."""

    level: str | None
    sign: str
    discount: Percent
    following: str | None
    to_next: Money
    to_keep: Money
    ends_on: date
    progress: int = Field(description="Of the way to the next level, in per cent")


class CartOut(Schema):
    id: str
    name: str
    active: bool
    supply: Named | None = Field(description="The kind of supply; null: from the warehouses")
    replaces: Named | None = Field(
        default=None, description="The order that is being changed: ordering this cancels it"
    )
    lines: list[CartLineOut]
    total: Money | None = Field(description="Null where prices may not be shown")
    vat: Money | None
    currency: str
    price_type: str = Field(description="At which it is priced now")
    worth: Money | None = Field(description="Before the ladder of price types and discounts")
    saved: Money | None = Field(description="What these have taken off")
    step: StepOut | None = None
    below_minimum: Money | None = Field(
        default=None, description="What is lacking to the least order; null: nothing"
    )
    over_limit: Money | None = Field(
        default=None, description="By how much it goes over the credit limit; null: it does not"
    )
    loyalty: LoyaltyLine | None = None
    subtotals: list[SubtotalOut] = Field(
        default=[], description="By group, where the lines are of several"
    )
    updated_at: datetime


class CartIn(Schema):
    name: Text = Field(default="", max_length=60)
    supply_id: str | None = Field(default=None, description="Null: from the warehouses")


class CartName(Schema):
    name: Text = Field(max_length=60)


class CartMerge(Schema):
    other_id: str = Field(description="The cart that is put into this one and thrown away")


class CartCopy(Schema):
    name: Text = Field(default="", max_length=60)


class BrandIn(Schema):
    """With the company's logo or without."""

    product_id: str
    on: bool


class SupplyOut(Schema):
    id: str
    name: str
    source: SupplySource


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


class PayOut(Schema):
    document: str
    order_id: str | None
    amount: Money
    due_on: date


class DropOut(Schema):
    product_id: str
    article: str
    name: str
    amount: Money


class ProblemOut(Schema):
    code: ProblemKind
    blocking: bool
    product_id: str | None = None
    article: str = ""
    name: str = ""
    amount: Money | None = Field(
        default=None,
        description="over_limit, over_personal_limit: by how much; below_minimum: what is lacking",
    )
    stock: Quantity | None = Field(default=None, description="short: what there is")
    pay: list[PayOut] = Field(
        default=[], description="over_limit: documents whose payment would do; empty: none would"
    )
    drop: list[DropOut] = Field(
        default=[], description="over_limit: lines without which it would do; empty: none"
    )


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
    worth: Money
    saved: Money
    step: StepOut | None = None
    loyalty: LoyaltyLine | None = None
    supply: Named | None = None
    replaces: Named | None = None
    also: list[UsualProduct] = Field(
        default=[], description="What most of the last orders had, and this cart lacks"
    )
