"""Claims: what was wrong with an order, what was said about it, and what became of it."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.models.base import Base, Json, Kopecks, Thousandths


class ClaimKind(StrEnum):
    SHORTAGE = "shortage"
    DEFECT = "defect"
    DAMAGE = "damage"
    MIXUP = "mixup"
    PAPERS = "papers"
    OTHER = "other"


class ClaimWish(StrEnum):
    """What the buyer wants, and what it is settled by."""

    REPLACE = "replace"
    REFUND = "refund"
    DISCOUNT = "discount"
    PAPERS = "papers"


class ClaimState(StrEnum):
    """`docs/claims.md` draws how one leads to another."""

    NEW = "new"
    TAKEN = "taken"
    ASKED = "asked"
    """The buyer is to answer; meanwhile the term stands still."""
    ANSWERED = "answered"
    RESOLVED = "resolved"
    DECLINED = "declined"
    CLOSED = "closed"
    REOPENED = "reopened"


class ClaimStage(StrEnum):
    """Where it went wrong."""

    ASSEMBLY = "assembly"
    PACKING = "packing"
    CARRIER = "carrier"
    PURCHASING = "purchasing"
    DATA = "data"


class Claim(Base):
    """A claim on an order. No claim is ever removed: a trigger of the database sees to it."""

    __tablename__ = "claims"
    __table_args__ = (
        UniqueConstraint("author_id", "request_key"),
        Index(None, "company_id", "created_at"),
        Index(None, "state", "deadline"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    external_id: Mapped[str | None] = mapped_column(unique=True)
    """What it is called outside, as a task of a CRM is."""
    company_id: Mapped[int] = mapped_column(ForeignKey("companies.id"))
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    request_key: Mapped[str | None]
    """The Idempotency-Key it was made under, by which its author finds it after a timeout."""
    kind: Mapped[ClaimKind]
    wanted: Mapped[ClaimWish]
    words: Mapped[str] = mapped_column(default="")
    at_stake: Mapped[Kopecks]
    """What the lines claimed cost, as the order has it."""
    state: Mapped[ClaimState] = mapped_column(default=ClaimState.NEW)
    manager_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), index=True)
    """Who has taken it."""
    deadline: Mapped[datetime | None]
    """Until when it is to be decided; None while the buyer is to answer."""
    time_left: Mapped[int | None]
    """Seconds of working time that were left when the buyer was asked."""
    created_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
    first_answer_at: Mapped[datetime | None]
    """When the buyer first heard anything from the staff."""
    decided_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None]
    """The program outside that closed it, decided or not: the buyer may still not agree."""
    resolution: Mapped[ClaimWish | None]
    amount: Mapped[Kopecks | None]
    """What is refunded or taken off."""
    reason: Mapped[str] = mapped_column(default="")
    """What the buyer was told with the decision."""
    stage: Mapped[ClaimStage | None]
    culprit: Mapped[str] = mapped_column(default="")
    """Who answers for it: a name, a carrier, a supplier."""
    loss: Mapped[Kopecks | None]
    rating: Mapped[int | None]
    """From 1 to 5, by the buyer."""
    rating_words: Mapped[str] = mapped_column(default="")


class ClaimLine(Base):
    """How much of an order's line is claimed; `number` is the line's."""

    __tablename__ = "claim_lines"

    claim_id: Mapped[int] = mapped_column(ForeignKey("claims.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    quantity: Mapped[Thousandths]
    amount: Mapped[Kopecks]


class ClaimMessage(Base):
    """What somebody said about a claim. What is `internal` the company never sees."""

    __tablename__ = "claim_messages"
    __table_args__ = (UniqueConstraint("claim_id", "external_ref"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claims.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """None: it came from outside."""
    from_staff: Mapped[bool]
    internal: Mapped[bool] = mapped_column(default=False, server_default=false())
    text: Mapped[str] = mapped_column(default="")
    reply_to_id: Mapped[int | None] = mapped_column(ForeignKey("claim_messages.id"))
    external_ref: Mapped[str | None]
    """What the channel it came by calls it."""
    at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]


class ClaimFile(Base):
    """A photo, a video or a document, with the claim itself or with a message about it."""

    __tablename__ = "claim_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claims.id"), index=True)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("claim_messages.id"))
    file_id: Mapped[int] = mapped_column(ForeignKey("files.id"))
    name: Mapped[str]


class ClaimChange(StrEnum):
    """The same words as in the feed of events."""

    CREATED = "claim_created"
    TAKEN = "claim_taken"
    HANDED_OVER = "claim_handed_over"
    ASKED = "claim_asked"
    ANSWERED = "claim_answered"
    MESSAGE = "claim_message"
    MESSAGE_EDITED = "claim_message_edited"
    MESSAGE_DELETED = "claim_message_deleted"
    RESOLVED = "claim_resolved"
    DECLINED = "claim_declined"
    REOPENED = "claim_reopened"
    CLOSED = "claim_closed"
    REMINDER = "claim_reminder"


class ClaimEvent(Base):
    """What happened to a claim, for good: a trigger lets nobody change or remove it."""

    __tablename__ = "claim_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claims.id"), index=True)
    kind: Mapped[ClaimChange]
    state: Mapped[ClaimState]
    """Which it led to."""
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """None: it came about by itself."""
    data: Mapped[Json]
    at: Mapped[datetime]


class ReminderStep(StrEnum):
    """Who is reminded of a claim, one after another."""

    UNTAKEN = "untaken"
    """All managers: nobody has taken it."""
    UNTAKEN_LONG = "untaken_long"
    """The director: still nobody has."""
    HOLDER = "holder"
    """Who has taken it: half of the term is over."""
    ALL = "all"
    """All managers: the term is nearly over."""
    DIRECTOR = "director"
    """The director: it is over."""
    SILENT = "silent"
    """Who has taken it: the buyer does not answer."""


class ClaimReminder(Base):
    """A reminder that is to come; one that no longer matters is removed, one given stays."""

    __tablename__ = "claim_reminders"
    __table_args__ = (Index(None, "done_at", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claims.id"), index=True)
    step: Mapped[ReminderStep]
    due_at: Mapped[datetime]
    done_at: Mapped[datetime | None]


class ClaimRules(Base):
    """One row, or none for the rules of `portal.domain.claim_rules`. Hours are working hours."""

    __tablename__ = "claim_rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    opens: Mapped[int]
    """Minutes after midnight, where the supplier is."""
    closes: Mapped[int]
    weekdays: Mapped[str]
    """As `12345`: from Monday to Friday."""
    country: Mapped[str]
    """Whose holidays are kept, as `RU`; empty: none."""
    director_from: Mapped[int] = mapped_column(BigInteger)
    """In kopecks: of a claim of so much the director is told at once."""
    silent_hours: Mapped[int]
    """After so long a silence of the buyer's who has asked is reminded."""
    close_after_days: Mapped[int]
    """So long after the decision a claim closes by itself."""


class ClaimTerm(Base):
    """How long a claim of a kind may take, in working hours, where it is not as usual."""

    __tablename__ = "claim_terms"

    kind: Mapped[ClaimKind] = mapped_column(primary_key=True)
    hours_to_take: Mapped[int]
    hours_to_decide: Mapped[int]


class SupplierDay(Base):
    """A day that the supplier keeps otherwise than the calendar of its country does."""

    __tablename__ = "supplier_days"

    day: Mapped[date] = mapped_column(primary_key=True)
    working: Mapped[bool]
