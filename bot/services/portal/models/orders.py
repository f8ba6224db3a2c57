"""Orders, their deliveries, and repeating them."""

from datetime import date, datetime
from decimal import Decimal

from pydantic import Field

from bot.services.portal.models.base import Model
from bot.services.portal.models.people import Named


class OrderLineOut(Model):
    number: int
    product_id: str
    article: str
    name: str
    unit: str
    quantity: Decimal
    price: Decimal
    amount: Decimal


class OrderEventOut(Model):
    status: str
    at: datetime
    by: str | None
    note: str = ""


class DeliveryLineOut(Model):
    number: int
    quantity: Decimal
    amount: Decimal


class DeliveryOut(Model):
    id: str
    number: int
    status: str
    planned_on: date | None
    carrier: str
    track: str
    shipped_at: datetime | None
    delivered_at: datetime | None
    total: Decimal
    lines: list[DeliveryLineOut]


class PartLine(Model):
    number: int
    quantity: Decimal


class SplitProposal(Model):
    now: list[PartLine]
    later: list[PartLine]


class ReceiptOut(Model):
    number: str
    snapshot: str
    sha256: str
    valid: bool


class OrderOut(Model):
    id: str
    number: str
    status: str
    company: Named
    author: str
    by_staff: bool = False
    placed_at: datetime
    total: Decimal
    vat: Decimal
    currency: str
    address: str
    comment: str
    lines: list[OrderLineOut]
    events: list[OrderEventOut]
    deliveries: list[DeliveryOut] = Field(default_factory=list)
    replaced_by: str | None = None
    can_cancel: bool
    can_change: bool = False
    can_split: bool = False
    can_merge_deliveries: bool = False


class DifferenceLine(Model):
    kind: str
    product_id: str | None = None
    article: str = ""
    name: str = ""
    was: str | None = None
    now: str | None = None


class RepeatLine(Model):
    number: int
    product_id: str
    article: str
    name: str
    unit: str
    quantity: Decimal
    quantity_now: Decimal
    price_then: Decimal
    price_now: Decimal | None
    stock: Decimal
    gone: bool
    short: bool
    analogue_id: str | None = None
    analogue: str | None = None
    analogue_quantity: Decimal | None = None
    analogue_price: Decimal | None = None


class RepeatOut(Model):
    order_id: str
    number: str
    lines: list[RepeatLine]
    total_then: Decimal
    total_now: Decimal
    total_replaced: Decimal | None = None
