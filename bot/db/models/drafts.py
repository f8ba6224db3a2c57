"""Orders that are being placed, and cards that are shown."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.models.base import Base


class DraftState(StrEnum):
    SHOWN = "shown"
    PLACING = "placing"
    """The buyer confirmed; until the portal answers, nobody may say that it failed."""
    PLACED = "placed"
    CHANGED = "changed"
    """Something was no longer as shown; a newer draft asks again."""
    DROPPED = "dropped"


class Draft(Base):
    """An order as its buyer saw it on the confirm card, and the key that places it once."""

    __tablename__ = "drafts"
    __table_args__ = (Index(None, "state", "updated_at"),)

    key: Mapped[str] = mapped_column(primary_key=True)
    """The Idempotency-Key, short enough for callback data."""
    user_id: Mapped[int]
    chat_id: Mapped[int]
    message_id: Mapped[int | None]
    company_id: Mapped[str]
    cart_id: Mapped[str]
    body: Mapped[dict[str, Any]]
    """The request of `POST /orders`."""
    state: Mapped[DraftState] = mapped_column(default=DraftState.SHOWN)
    order_id: Mapped[str | None]
    updated_at: Mapped[datetime]


class Card(Base):
    """What a message of the bot's shows, so that a reply to it can be understood."""

    __tablename__ = "cards"

    chat_id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    """product, cart, order, ..."""
    data: Mapped[dict[str, Any]]
    """For a product its id; for a cart the ids of its lines as they were numbered."""
    shown_at: Mapped[datetime] = mapped_column(index=True)
