"""What has happened, for those who tell people of it: an append-only feed."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.models.base import Base, Json


class EventKind(StrEnum):
    ORDER_ACCEPTED = "order_accepted"
    ORDER_MOVED = "order_moved"
    """Confirmed, awaiting payment or in assembly: `data` has the `status`."""
    ORDER_CHANGED = "order_changed"
    """Another order stands in its place: `data` has its `number`."""
    ORDER_SHIPPED = "order_shipped"
    """In part or whole: `data` has the `status`, and the `track` with its carrier."""
    ORDER_DELIVERED = "order_delivered"
    ORDER_CANCELLED = "order_cancelled"
    INVOICE_ISSUED = "invoice_issued"
    """`data` has `number` and `amount`."""
    PAYMENT_RECEIVED = "payment_received"
    """`data` has `amount`, and `debt`, what is owed after it."""
    STOCK_ARRIVED = "stock_arrived"
    LEVEL_CHANGED = "level_changed"
    """`data` has the `level`, its `sign` and its `discount`."""
    ACCESS_GIVEN = "access_given"
    """`data` has the person's `name` and `role`."""
    ACCESS_TAKEN = "access_taken"


class Event(Base):
    """Written in the transaction of the change that it tells of, and never changed.

    `place` is its place in the feed, given by the database when the transaction commits: `id` is
    given earlier, and who reads in its order would pass over what commits late.
    """

    __tablename__ = "events"

    id: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[int | None] = mapped_column(unique=True)
    kind: Mapped[EventKind]
    company_id: Mapped[int | None] = mapped_column(ForeignKey("companies.id"))
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"))
    product_id: Mapped[int | None] = mapped_column(ForeignKey("products.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """Whom it concerns."""
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """Who did it, and knows already; None: the accounting system."""
    data: Mapped[Json]
    """What is told of it and is kept nowhere else; money in kopecks."""
    at: Mapped[datetime]
