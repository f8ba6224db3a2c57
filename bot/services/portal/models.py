"""The portal's answers as the bot reads them.

They mirror the portal's OpenAPI, and forgive what is new in it: unknown members are ignored, and
words that may grow (roles, statuses, kinds) are plain strings. Money and quantities are Decimals.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict

Item = TypeVar("Item")


class Model(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Page(Model, Generic[Item]):
    items: list[Item]
    next_cursor: str | None = None


class Uploaded(Model):
    """A file that was brought; `id` refers to it."""

    id: str
    name: str
    media_type: str
    size: int


class Named(Model):
    id: str
    name: str


class CompanyOut(Model):
    id: str
    inn: str
    name: str
    timezone: str
    role: str
    prices_visible: bool
    edo_operator: str = ""
    edo_id: str = ""
    has_logo: bool = False


class Account(Model):
    id: str
    name: str
    staff_role: str | None
    companies: list[CompanyOut]
    acting_for: CompanyOut | None = None
    """The active company, where one of the staff acts on its behalf."""

    @property
    def places(self) -> list[CompanyOut]:
        """All that can be acted for just now."""
        return [*self.companies, *([self.acting_for] if self.acting_for else [])]


class InvitationOut(Model):
    """What a code offers. `company` None: a place on the staff."""

    company: str | None
    inn: str | None
    role: str
    expires_at: datetime


class InvitationCode(InvitationOut):
    code: str


class AccessRequestOut(Model):
    id: str
    name: str
    phone: str
    inn: str
    company_name: str
    known_company: Named | None
    reply_to: str
    state: str
    created_at: datetime


class Approved(Model):
    request: AccessRequestOut
    invitation: InvitationCode


class Member(Model):
    """Somebody who acts for the company. `id` is the person's."""

    id: str
    name: str
    role: str


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
    choices: list[ProductRow] = []
    analogue: ProductRow | None = None


class ListOut(Model):
    """In the order in which the lines were asked about."""

    lines: list[ListLineOut]
    total: Decimal | None = None


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

    path: list[Named] = []


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
    subtotals: list[SubtotalOut] = []
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
    pay: list[PayOut] = []
    drop: list[DropOut] = []


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
    also: list[UsualProduct] = []


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
    deliveries: list[DeliveryOut] = []
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


class DueOut(Model):
    id: str
    document: str
    on_date: date
    due_on: date
    amount: Decimal
    overdue: bool
    contract: str | None = None
    order_id: str | None = None


class ContractBalance(Model):
    """An account by itself; `debt` below zero is an advance. `number` may be empty: under none."""

    contract_id: str | None
    number: str
    debt: Decimal
    overdue: Decimal
    credit_limit: Decimal | None = None
    available: Decimal | None = None


class BalanceOut(Model):
    debt: Decimal
    overdue: Decimal
    advance: Decimal = Decimal(0)
    credit_limit: Decimal | None
    ordered: Decimal = Decimal(0)
    available: Decimal | None
    currency: str
    contracts: list[ContractBalance] = []
    due: list[DueOut]


class LevelOut(Model):
    name: str
    sign: str = ""
    from_turnover: Decimal
    discount: Decimal = Decimal(0)
    points: Decimal = Decimal(0)
    privileges: list[str] = []


class LoyaltyOut(Model):
    """`level` counts now; `earned` is what the running period has brought, and holds through the
    next one. `spendable`: of the points, how many what is owed has room for."""

    period: str
    begins_on: date
    ends_on: date
    kept_until: date
    turnover: Decimal
    level: LevelOut | None
    earned: LevelOut | None
    following: LevelOut | None
    to_next: Decimal
    to_keep: Decimal
    progress: int
    levels: list[LevelOut]
    points: int = 0
    spendable: int = 0


class PointsOut(Model):
    id: str
    at: datetime
    reason: str
    points: int
    balance: int
    order_number: str | None = None
    person: str | None = None
    note: str = ""


class MovementOut(Model):
    """`amount` above zero is owed from then on; `balance` is what was owed after it."""

    id: str
    on_date: date
    kind: str
    document: str
    order_id: str | None = None
    order_number: str | None = None
    contract: str | None = None
    amount: Decimal
    balance: Decimal


class LedgerOut(Page[MovementOut]):
    opening: Decimal
    charged: Decimal
    paid: Decimal
    closing: Decimal
    currency: str


class EventCompany(Model):
    id: str
    name: str
    timezone: str


class EventOrder(Model):
    id: str
    number: str
    total: Decimal
    currency: str
    author: str


class Recipient(Model):
    """`own`: their own order, or it concerns them; else a colleague's."""

    person_id: str
    own: bool


class EventOut(Model):
    """`data` is by kind, its money in kopecks."""

    id: str
    kind: str
    at: datetime
    company: EventCompany | None
    order: EventOrder | None
    product: ProductRow | None
    data: dict[str, Any]
    recipients: list[Recipient]


class EventPage(Model):
    items: list[EventOut]
    next: str


# Documents, and asking the manager


class Download(Model):
    """A file; `name` as a person sees it."""

    name: str
    data: bytes


class DocumentOut(Model):
    """`source` is portal or accounts; `name` is the file's."""

    id: str
    kind: str
    number: str
    on_date: date
    amount: Decimal | None
    currency: str
    order: Named | None
    name: str
    source: str


class RequestOut(Model):
    """What a company asks of its manager: edo, limit or other. `order` is its id and number."""

    id: str
    kind: str
    company: Named
    person: str
    order: Named | None
    text: str
    answer: str
    edo_operator: str
    edo_id: str
    created_at: datetime
    closed_at: datetime | None
