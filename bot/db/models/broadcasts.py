"""Broadcasts, and who pressed their buttons."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.models.base import Base


class BroadcastState(StrEnum):
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    FILLING = "filling"
    """Its messages are being put into the outbox; after a death, the rest of them."""
    SENDING = "sending"
    STOPPED = "stopped"
    DONE = "done"
    FAILED = "failed"


class Broadcast(Base):
    """A message of the staff's to many, from its first word to the last that was sent."""

    __tablename__ = "broadcasts"
    __table_args__ = (UniqueConstraint("user_id", "update_key"), Index(None, "state", "send_at"))

    key: Mapped[str] = mapped_column(primary_key=True)
    """Short enough for callback data."""
    user_id: Mapped[int]
    update_key: Mapped[str]
    """Of the update that brought it: handled again, it makes no second one."""
    chat_id: Mapped[int]
    message_id: Mapped[int | None]
    """Of the card that shows how it goes."""
    album: Mapped[str | None]
    """Telegram's id of the album that it is."""
    content: Mapped[dict[str, Any]]
    """`ids` of the messages in the chat; `html`, its words, for text; `caption` for the rest."""
    buttons: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """`items`: `text` with an `url`, or with a `product`."""
    segment: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """By what it is chosen: of each an `id` and a `name`."""
    kind: Mapped[str] = mapped_column(default="news")
    """What those unsubscribe from who do."""
    state: Mapped[BroadcastState] = mapped_column(default=BroadcastState.DRAFT)
    people: Mapped[int] = mapped_column(default=0)
    """To how many it goes."""
    send_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]


class BroadcastPress(Base):
    """Who opened which button of a broadcast, the first time."""

    __tablename__ = "broadcast_presses"

    broadcast_key: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(primary_key=True)
    button: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    company: Mapped[str]
    at: Mapped[datetime]
