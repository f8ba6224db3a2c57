"""What is bought: carts, orders as immutable snapshots, and answers to retried requests."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.models.base import Base, BasisPoints, Json, Kopecks, Thousandths


class Cart(Base):
    """A list of a company's that is not ordered yet, shared among its people."""

    __tablename__ = "carts"

    id: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("companies.id"), index=True)
    name: Mapped[str] = mapped_column(default="")
    supply_id: Mapped[int | None] = mapped_column(ForeignKey("supply_kinds.id"))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"))
    """The order that is being changed: ordering this cart cancels it."""
    created_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime] = mapped_column(index=True)


class ActiveCart(Base):
    """Which of a company's carts a person fills just now."""

    __tablename__ = "active_carts"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("companies.id"), primary_key=True)
    cart_id: Mapped[int] = mapped_column(ForeignKey("carts.id"))


class CartLine(Base):
    """A product in a cart; lines are shown in the order of `id`."""

    __tablename__ = "cart_lines"
    __table_args__ = (UniqueConstraint("cart_id", "product_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cart_id: Mapped[int] = mapped_column(ForeignKey("carts.id"))
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"))
    quantity: Mapped[Thousandths]
    branded: Mapped[bool] = mapped_column(default=False, server_default=false())
    """With the company's own logo."""


class CartChange(Base):
    """What a cart's lines were before a change, so that /undo can put them back.

    `before` maps product ids to quantities in thousandths; 0 means the line was not there.
    """

    __tablename__ = "cart_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    cart_id: Mapped[int] = mapped_column(ForeignKey("carts.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    before: Mapped[Json]
    at: Mapped[datetime]


class OrderStatus(StrEnum):
    NEW = "new"
    CONFIRMED = "confirmed"
    AWAITING_PAYMENT = "awaiting_payment"
    IN_ASSEMBLY = "in_assembly"
    PARTLY_SHIPPED = "partly_shipped"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


class Order(Base):
    """A placed order. What was agreed is copied into it and never changes; only `status` moves."""

    __tablename__ = "orders"
    __table_args__ = (Index(None, "company_id", "placed_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    external_id: Mapped[str] = mapped_column(unique=True)
    """A UUID, by which the accounting system knows the order."""
    company_id: Mapped[int] = mapped_column(ForeignKey("companies.id"))
    contract_id: Mapped[int | None] = mapped_column(ForeignKey("contracts.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    supply_id: Mapped[int | None] = mapped_column(ForeignKey("supply_kinds.id"))
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"))
    """The order that took the place of this cancelled one: changed, or merged with others."""
    status: Mapped[OrderStatus] = mapped_column(default=OrderStatus.NEW)
    price_type: Mapped[str] = mapped_column(default="")
    currency: Mapped[str] = mapped_column(default="RUB")
    address: Mapped[str] = mapped_column(default="")
    comment: Mapped[str] = mapped_column(default="")
    by_staff: Mapped[bool] = mapped_column(default=False, server_default=false())
    """The author is of the staff, and ordered on the company's behalf."""
    total: Mapped[Kopecks]
    vat: Mapped[Kopecks]
    snapshot_hash: Mapped[str]
    """SHA-256 of the agreed content as canonical JSON."""
    placed_at: Mapped[datetime]
    exported_at: Mapped[datetime | None] = mapped_column(index=True)


class OrderLine(Base):
    """A line as it was agreed: `price` per unit after all discounts, `amount` its sum with VAT."""

    __tablename__ = "order_lines"
    __table_args__ = (Index(None, "order_id", "product_id"),)

    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), index=True)
    article: Mapped[str]
    name: Mapped[str]
    unit: Mapped[str]
    quantity: Mapped[Thousandths]
    price: Mapped[Kopecks]
    amount: Mapped[Kopecks]
    vat_rate: Mapped[BasisPoints | None]
    vat: Mapped[Kopecks]
    branding: Mapped[Kopecks] = mapped_column(default=0, server_default="0")
    """What of `price` is for the company's logo; 0: without one."""


class OrderEvent(Base):
    """When an order came into a status, and through whom (None: the accounting system)."""

    __tablename__ = "order_events"
    __table_args__ = (Index(None, "status", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    status: Mapped[OrderStatus]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    note: Mapped[str] = mapped_column(default="", server_default="")
    at: Mapped[datetime]


class Reservation(Base):
    """What an order holds of what there is, until it is shipped or cancelled.

    Never more than there was: what is ordered beyond that waits for what will come.
    """

    __tablename__ = "reservations"

    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), primary_key=True, index=True)
    supply_id: Mapped[int | None] = mapped_column(ForeignKey("supply_kinds.id"))
    """None: of the stock in the warehouses."""
    quantity: Mapped[Thousandths]


class DeliveryStatus(StrEnum):
    PLANNED = "planned"
    IN_ASSEMBLY = "in_assembly"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


class Delivery(Base):
    """A part of an order that comes by itself. The deliveries of an order are the whole of it."""

    __tablename__ = "deliveries"
    __table_args__ = (UniqueConstraint("order_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    number: Mapped[int]
    """From 1 within the order."""
    status: Mapped[DeliveryStatus] = mapped_column(default=DeliveryStatus.PLANNED)
    planned_on: Mapped[date | None]
    carrier: Mapped[str] = mapped_column(default="")
    track: Mapped[str] = mapped_column(default="")
    shipped_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]


class DeliveryLine(Base):
    """How much of an order's line a delivery brings; `number` is the line's."""

    __tablename__ = "delivery_lines"

    delivery_id: Mapped[int] = mapped_column(ForeignKey("deliveries.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    quantity: Mapped[Thousandths]
    amount: Mapped[Kopecks]
    vat: Mapped[Kopecks]


class Counter(Base):
    """The last number given out of a running series, as of orders.

    A row of its own rather than `max(number) + 1`: to take the next is to lock it.
    """

    __tablename__ = "counters"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int]


class IdempotentAnswer(Base):
    """The answer given under an `Idempotency-Key`, so that a retry gets the same one.

    `source` is the person, or the channel's own name for somebody not yet known. `answer` is None
    while the first request is still running.
    """

    __tablename__ = "idempotent_answers"

    source: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    request_hash: Mapped[str]
    status: Mapped[int | None]
    answer: Mapped[Json | None]
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"))
    created_at: Mapped[datetime] = mapped_column(index=True)
