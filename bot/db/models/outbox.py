"""What the bot says by itself, and where it may not just now."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, TextClause, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.models.base import Base


class OutboxState(StrEnum):
    QUEUED = "queued"
    ATTEMPTED = "attempted"
    """Being sent; after a crash nobody knows whether it was."""
    SENT = "sent"
    FAILED = "failed"
    """Telegram refuses this message, or did not take it for hours."""
    BLOCKED = "blocked"
    """The chat does not let the bot write."""
    EXPIRED = "expired"
    """Its time was over before it could be sent."""
    CANCELLED = "cancelled"
    IN_DOUBT = "in_doubt"
    """Perhaps sent, and not sent again: twice would be worse than not at all."""


class Category(StrEnum):
    """What goes first, and what becomes of it when nobody knows whether it was sent."""

    OWN = "own"
    """Of an order, a request or a claim of theirs, and bearing its number: said again."""
    REMINDER = "reminder"
    BROADCAST = "broadcast"


QUEUED = text("state = 'queued'")
LIVE = text("state in ('queued', 'attempted')")
LEASED = text("lease_until is not null")
OF_TOPIC = text("topic is not null")
ENDED = text("ended_at is not null")
SENT = text("message_id is not null")
"""What partial indexes of the outbox cover: in the very words of the queries that use them."""


def _partial(name: str, *columns: str, where: TextClause) -> Index:
    return Index(name, *columns, sqlite_where=where, postgresql_where=where)


class OutboxMessage(Base):
    """A message that answers no update. `key` is what makes it be said once."""

    __tablename__ = "outbox"
    __table_args__ = (
        _partial("ix_outbox_next", "category", "ready_at", "id", where=QUEUED),
        _partial("ix_outbox_order", "chat_id", "category", "not_before", "id", where=LIVE),
        _partial("ix_outbox_leased", "chat_id", "lease_until", where=LEASED),
        _partial("ix_outbox_topic", "topic", "state", where=OF_TOPIC),
        _partial("ix_outbox_ended", "ended_at", where=ENDED),
        _partial("ix_outbox_sent", "chat_id", "message_id", where=SENT),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    chat_id: Mapped[int]
    method: Mapped[str]
    """A Bot API method, as `sendMessage`."""
    payload: Mapped[dict[str, Any]]
    """Its parameters without the chat; `bot.outbox.content` makes them."""
    category: Mapped[Category]
    topic: Mapped[str | None]
    """All of a topic can be cancelled at once, as `debt:17`."""
    state: Mapped[OutboxState] = mapped_column(default=OutboxState.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    doubts: Mapped[int] = mapped_column(default=0)
    """How often nobody knew whether it had been sent."""
    not_before: Mapped[datetime]
    """When it is due; what is due first is said first in its chat and category."""
    ready_at: Mapped[datetime]
    """When to look at it next: later than due where its chat or Telegram asks for patience."""
    expires_at: Mapped[datetime | None]
    """From then on it is not worth saying."""
    lease_until: Mapped[datetime | None]
    message_id: Mapped[int | None]
    error: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    """When it left the queue, in whatever way."""


class StoppedChat(Base):
    """A chat that does not let the bot write, until it shows that it does again."""

    __tablename__ = "stopped_chats"

    chat_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    why: Mapped[str]
    """In Telegram's words."""
    stopped_at: Mapped[datetime]


class Pause(Base):
    """Until when Telegram wants to hear nothing from the bot: for all replicas."""

    __tablename__ = "pauses"

    name: Mapped[str] = mapped_column(primary_key=True)
    until: Mapped[datetime]
