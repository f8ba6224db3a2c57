"""Orders: immutable once placed."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from portal.api.schemas.common import Money, Named, Quantity, Schema, Text
from portal.db.models import DeliveryStatus, OrderStatus


class AgreedLine(Schema):
    """A line as the buyer saw it."""

    product_id: str
    quantity: Quantity
    price: Money
    stock: Quantity | None = Field(
        default=None,
        description="What there was then: a line that has become short, or shorter, is a"
        " difference; null: not compared",
    )


class OrderIn(Schema):
    cart_id: str
    address: Text = Field(default="", max_length=500)
    comment: Text = Field(default="", max_length=4000)
    lines: list[AgreedLine] = Field(min_length=1, max_length=5000)
    total: Money
    over_limit: Money | None = Field(
        default=None,
        description="By how much the limit was exceeded then (0: it was not): more is a"
        " difference; null: not compared",
    )


class OrderLineOut(Schema):
    number: int
    product_id: str
    article: str
    name: str
    unit: str
    quantity: Quantity
    price: Money
    amount: Money
    branding: Money = Field(description="Of the price, what is for the company's logo")


class OrderEventOut(Schema):
    status: OrderStatus
    at: datetime
    by: str | None = Field(description="The person's name; null: the accounting system")
    note: str = Field(description="The track, the order that took its place, the staff's word")


class DeliveryLineOut(Schema):
    number: int = Field(description="Of the order's line")
    quantity: Quantity
    amount: Money


class DeliveryOut(Schema):
    """A part of an order that comes by itself; all of them are the whole of it, to the kopeck."""

    id: str
    number: int
    status: DeliveryStatus
    planned_on: date | None
    carrier: str
    track: str
    shipped_at: datetime | None
    delivered_at: datetime | None
    total: Money
    vat: Money
    currency: str
    lines: list[DeliveryLineOut]


class OrderOut(Schema):
    id: str
    number: str
    status: OrderStatus
    company: Named
    author: str
    by_staff: bool = Field(description="The author is of the staff, on the company's behalf")
    placed_at: datetime
    total: Money
    vat: Money
    currency: str
    price_type: str
    address: str
    comment: str
    lines: list[OrderLineOut]
    events: list[OrderEventOut]
    deliveries: list[DeliveryOut]
    replaced_by: str | None = Field(description="The order that took the place of this one")
    can_cancel: bool
    can_change: bool
    can_split: bool
    can_merge_deliveries: bool


class PartLine(Schema):
    number: int = Field(description="Of the order's line", ge=1)
    quantity: Quantity


class PartIn(Schema):
    """A delivery to be made of what is planned."""

    planned_on: date | None = None
    lines: list[PartLine] = Field(min_length=1, max_length=5000)


class SplitIn(Schema):
    parts: list[PartIn] = Field(min_length=1, max_length=50)


class SplitProposal(Schema):
    """What can come now and what waits; either may be empty: then there is nothing to divide."""

    now: list[PartLine]
    later: list[PartLine]


class MergeDeliveriesIn(Schema):
    numbers: list[int] | None = Field(default=None, description="Null: all that are planned")


class MergeOrdersIn(Schema):
    order_ids: list[str] = Field(min_length=2, max_length=10)


class StatusIn(Schema):
    status: OrderStatus
    note: Text = Field(default="", max_length=500)


class ShipIn(Schema):
    carrier: Text = Field(default="", max_length=100)
    track: Text = Field(default="", max_length=100)
    owed: bool = Field(
        default=True,
        description="False: the accounting system brings the settlement entry itself",
    )


class ReceiptOut(Schema):
    """What was agreed, as canonical JSON, and its SHA-256: anybody can reckon it again."""

    number: str
    snapshot: str
    sha256: str
    valid: bool = Field(description="The hash kept since the order was placed is the same")


class DifferenceLine(Schema):
    """One thing that is no longer as the buyer saw it; `was` and `now` as strings, null: absent."""

    kind: Literal["price", "quantity", "added", "removed", "unavailable", "short", "over_limit"]
    product_id: str | None
    article: str
    name: str
    was: str | None
    now: str | None


class RepeatLine(Schema):
    """A past line beside today's terms. `quantity_now` is 0 where it can't be sold any more."""

    number: int
    product_id: str
    article: str
    name: str
    unit: str
    quantity: Quantity
    quantity_now: Quantity
    price_then: Money
    price_now: Money | None
    stock: Quantity
    gone: bool
    short: bool
    analogue_id: str | None = None
    analogue: str | None = Field(default=None, description="Article and name of what replaces it")
    analogue_quantity: Quantity | None = Field(
        default=None, description="As much as was ordered, in the analogue's packs"
    )
    analogue_price: Money | None = None


class RepeatOut(Schema):
    order_id: str
    number: str
    lines: list[RepeatLine]
    total_then: Money
    total_now: Money = Field(description="Of what can be ordered, priced together as a cart")
    total_replaced: Money | None = Field(
        default=None,
        description="With the analogues of all that is gone or short; null: there are none",
    )
