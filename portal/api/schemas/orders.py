"""Orders: immutable once placed."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from portal.api.schemas.common import Money, Named, Quantity, Schema, Text
from portal.db.models import OrderStatus


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


class OrderEventOut(Schema):
    status: OrderStatus
    at: datetime
    by: str | None = Field(description="The person's name; null: the accounting system")


class OrderOut(Schema):
    id: str
    number: str
    status: OrderStatus
    company: Named
    author: str
    placed_at: datetime
    total: Money
    vat: Money
    currency: str
    address: str
    comment: str
    lines: list[OrderLineOut]
    events: list[OrderEventOut]
    can_cancel: bool


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


class RepeatOut(Schema):
    order_id: str
    number: str
    lines: list[RepeatLine]
    total_then: Money
    total_now: Money
