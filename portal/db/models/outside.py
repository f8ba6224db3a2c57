"""What goes to programs outside: whom to, how far they have got, and what is still to be sent."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.models.base import Base


class Receiver(Base):
    """A program outside. One process at a time serves it: who holds the lease."""

    __tablename__ = "receivers"

    name: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[int]
    """Of the feed: what happened up to it has its rows in `outgoing`."""
    holder: Mapped[str | None]
    held_until: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)
    """How often in a row it has not answered."""
    paused_until: Mapped[datetime | None]


class OutgoingState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    ASIDE = "aside"
    """Given up, until somebody says `portal outgoing --again`."""


class Outgoing(Base):
    """Something that a receiver is to be told, or to be asked, about a claim."""

    __tablename__ = "outgoing"
    __table_args__ = (
        UniqueConstraint("receiver", "place"),
        Index(None, "receiver", "state", "claim_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    receiver: Mapped[str] = mapped_column(ForeignKey("receivers.name"))
    claim_id: Mapped[int] = mapped_column(ForeignKey("claims.id"))
    place: Mapped[int | None]
    """Of the event that it tells of; None: it asks how things are there."""
    state: Mapped[OutgoingState] = mapped_column(default=OutgoingState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    """Counted before each, so what a crash cut short is known to be in doubt."""
    refusals: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(default="")
    """Why the last attempt failed; no address and no secret is in it."""
    due_at: Mapped[datetime]
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    """When it was sent, or set aside."""


class SentFile(Base):
    """A file of a claim that a receiver has already, and what it calls it."""

    __tablename__ = "sent_files"

    receiver: Mapped[str] = mapped_column(ForeignKey("receivers.name"), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("claim_files.id"), primary_key=True)
    ref: Mapped[str]
