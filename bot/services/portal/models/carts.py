"""Carts, and what stands between one and an order."""

from datetime import date, datetime
from decimal import Decimal

from pydantic import Field

from bot.services.portal.models.base import Model
from bot.services.portal.models.catalogue import UsualProduct
from bot.services.portal.models.people import Named


class CartLineOut(Model):
    product_id: str
    article: str
    name: str
    unit: str
    multiple: Decimal
    quantity: Decimal
    price: Decimal | None
    amount: Decimal | None
    stock: Decimal
    short: bool
    available: bool
    elsewhere: Decimal = Decimal(0)
    branded: bool = False
    branding: Decimal | None = None


class StepOut(Model):
    """For `lacking` more, the same cart would cost `saving` less. `group`: of its goods."""

    name: str
    lacking: Decimal
    saving: Decimal
    group: str | None = None


class SubtotalOut(Model):
    group: str
    lines: int
    amount: Decimal


class LoyaltyLine(Model):
    level: str | None
    sign: str
    discount: Decimal
    following: str | None
    to_next: Decimal
    to_keep: Decimal
    ends_on: date
    progress: int = 0


class SupplyOut(Model):
    id: str
    name: str
    source: str


class CartOut(Model):
    id: str
    name: str
    active: bool
    supply: Named | None = None
    replaces: Named | None = None
    lines: list[CartLineOut]
    total: Decimal | None
    vat: Decimal | None
    currency: str
    saved: Decimal | None = None
    step: StepOut | None = None
    below_minimum: Decimal | None = None
    over_limit: Decimal | None = None
    loyalty: LoyaltyLine | None = None
    subtotals: list[SubtotalOut] = Field(default_factory=list)
    updated_at: datetime


class CartChangeIn(Model):
    """`op` is add or set; `quantity` a decimal string in `unit`, None: the base unit."""

    product_id: str
    op: str
    quantity: str
    unit: str | None = None


class AppliedChange(Model):
    product_id: str
    article: str
    name: str
    unit: str
    before: Decimal
    quantity: Decimal
    note: str | None = None


class CartChanged(Model):
    cart: CartOut
    applied: list[AppliedChange]


class PayOut(Model):
    document: str
    order_id: str | None
    amount: Decimal
    due_on: date


class DropOut(Model):
    product_id: str
    article: str
    name: str
    amount: Decimal


class ProblemOut(Model):
    """empty, unavailable, short, below_minimum, over_personal_limit or over_limit.

    Of the last, what could be paid, and which lines left out.
    """

    code: str
    blocking: bool
    product_id: str | None = None
    article: str = ""
    name: str = ""
    amount: Decimal | None = None
    stock: Decimal | None = None
    pay: list[PayOut] = Field(default_factory=list)
    drop: list[DropOut] = Field(default_factory=list)


class AddressOut(Model):
    id: str
    text: str


class Quote(Model):
    cart_id: str
    company: str
    inn: str
    lines: list[CartLineOut]
    total: Decimal
    vat: Decimal
    currency: str
    problems: list[ProblemOut]
    saved: Decimal = Decimal(0)
    step: StepOut | None = None
    loyalty: LoyaltyLine | None = None
    supply: Named | None = None
    replaces: Named | None = None
    also: list[UsualProduct] = Field(default_factory=list)
