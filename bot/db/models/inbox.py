"""What Telegram sent, and how far what others write was followed."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.models.base import Base


class InboxState(StrEnum):
    NEW = "new"
    DONE = "done"
    SET_ASIDE = "set_aside"
    """Could not be decoded, or failed too often; kept to be looked at."""


class InboxUpdate(Base):
    """An update as Telegram sent it, stored before Telegram may forget it."""

    __tablename__ = "inbox"
    __table_args__ = (Index(None, "state", "update_id"),)

    update_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    lane: Mapped[str]
    """What is handled in order: a private chat, or a person in a group."""
    body: Mapped[str] = mapped_column(Text)
    state: Mapped[InboxState] = mapped_column(default=InboxState.NEW)
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(default="")
    received_at: Mapped[datetime]
    done_at: Mapped[datetime | None]


class Cursor(Base):
    """How far something was followed that others write."""

    __tablename__ = "cursors"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
