"""What has happened, for those who tell people of it: an append-only feed."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.models.base import Base, Json


class EventKind(StrEnum):
    ORDER_ACCEPTED = "order_accepted"
    """`data` has the id of the `cart` that it was placed from, if it was."""
    ORDER_MOVED = "order_moved"
    """Confirmed, awaiting payment or in assembly: `data` has the `status`."""
    ORDER_CHANGED = "order_changed"
    """Another order stands in its place: the `note` of `data` says which."""
    ORDER_SHIPPED = "order_shipped"
    """In part or whole: `data` has the `status`; its `note` is the carrier and the track."""
    ORDER_DELIVERED = "order_delivered"
    ORDER_CANCELLED = "order_cancelled"
    ORDER_SCORED = "order_scored"
    """How it went was bad, or no longer is: `data` has the `score`, what it `was` (None: it is the
    first), the `word` and `by` (whose it is)."""
    INVOICE_ISSUED = "invoice_issued"
    """`data` has `number` and `amount`."""
    PAYMENT_RECEIVED = "payment_received"
    """`data` has `amount`, `debt`, what is owed after it, and `on_date`, the day it was made."""
    DEBT_CHANGED = "debt_changed"
    """Something else changed what a company owes: for nobody's eyes, but what is said of the debt
    is true no more."""
    STOCK_ARRIVED = "stock_arrived"
    LEVEL_CHANGED = "level_changed"
    """`data` has the `level`, its `sign` and its `discount`."""
    REQUEST_MADE = "request_made"
    """A company asks for something: `data` has the `request_id`, the `request` (its kind), the
    `text` and `by` (whom it is of)."""
    REQUEST_CLOSED = "request_closed"
    """What a company asked for is done: `data` has the `request` (its kind) and the `answer`."""
    ACCESS_GIVEN = "access_given"
    """`data` has the person's `name` and `role`."""
    ACCESS_TAKEN = "access_taken"
    # Of claims, `data` has the `claim_id`, its `number` and its `state`, and to whom it goes.
    CLAIM_CREATED = "claim_created"
    """`above`: so much is at stake that a director is to know."""
    CLAIM_TAKEN = "claim_taken"
    CLAIM_HANDED_OVER = "claim_handed_over"
    """`note` says why."""
    CLAIM_ASKED = "claim_asked"
    CLAIM_ANSWERED = "claim_answered"
    """The buyer has answered what was asked: `message_id`, as of all messages."""
    CLAIM_MESSAGE = "claim_message"
    CLAIM_MESSAGE_EDITED = "claim_message_edited"
    CLAIM_MESSAGE_DELETED = "claim_message_deleted"
    CLAIM_RESOLVED = "claim_resolved"
    """`unanswered`: the buyer never heard a word."""
    CLAIM_DECLINED = "claim_declined"
    CLAIM_REOPENED = "claim_reopened"
    CLAIM_CLOSED = "claim_closed"
    CLAIM_REMINDER = "claim_reminder"
    """`step`: untaken, untaken_long, holder, all, director or silent."""
    DEPUTY_NAMED = "deputy_named"
    """One of the staff is away and the other answers: `by`, `first_day`, `last_day`."""
    MESSAGE_SENT = "message_sent"
    """Between a company and its manager: `data` has the ids of the `conversation` and the
    `message`, its `text`, `files` (their names), `by` (whom it is of), `from_staff` and the
    channel's own `ref`."""
    MESSAGE_EDITED = "message_edited"
    MESSAGE_DELETED = "message_deleted"


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
