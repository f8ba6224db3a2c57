"""Claims that are being put together."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.models.base import Base


class ClaimDraftState(StrEnum):
    OPEN = "open"
    SENDING = "sending"
    """The buyer has sent it; until the portal answers, nobody may say that it failed."""
    SENT = "sent"
    DROPPED = "dropped"


class ClaimDraft(Base):
    """A claim that is being put together, kept from the first tap, and the key that makes it."""

    __tablename__ = "claim_drafts"
    __table_args__ = (
        UniqueConstraint("user_id", "update_key"),
        Index(None, "user_id", "state"),
        Index(None, "state", "updated_at"),
    )

    key: Mapped[str] = mapped_column(primary_key=True)
    """The Idempotency-Key, short enough for callback data."""
    user_id: Mapped[int]
    update_key: Mapped[str]
    """Of the update that began it: handled again, it makes no second draft."""
    chat_id: Mapped[int]
    message_id: Mapped[int | None]
    """The card that shows it."""
    album: Mapped[str | None]
    """Telegram's id of the album under which the card stands."""
    company_id: Mapped[str]
    order_id: Mapped[str]
    order_number: Mapped[str]
    kind: Mapped[str | None]
    wanted: Mapped[str | None]
    lines: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What is claimed of each of the order's lines, by number, as quantities are written."""
    checked: Mapped[dict[str, Any] | None]
    """While goods are being accepted, the lines that were looked at: how many have `come`, and how
    many of them are `bad`; None: it was begun without."""
    state: Mapped[ClaimDraftState] = mapped_column(default=ClaimDraftState.OPEN)
    body: Mapped[dict[str, Any] | None]
    """The request of `POST /claims`, once it was sent: every retry bears the same."""
    claim_id: Mapped[str | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class ClaimPartState(StrEnum):
    NEW = "new"
    """Not brought to the portal yet."""
    BROUGHT = "brought"
    REFUSED = "refused"
    """The portal does not take such a file; the person was told."""
    GIVEN = "given"
    """It is in the claim, or in a message about it."""


class ClaimPart(Base):
    """Words or a file for a claim, stored before anything is done with it, each once."""

    __tablename__ = "claim_parts"
    __table_args__ = (UniqueConstraint("draft_key", "unique_id"), Index(None, "album"))

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_key: Mapped[str]
    unique_id: Mapped[str]
    """Telegram's own for the content of a file; for words, the key of their update."""
    message_id: Mapped[int]
    """Parts are in the order of their messages, whenever they came."""
    album: Mapped[str | None]
    file_id: Mapped[str | None]
    """None: words alone."""
    name: Mapped[str] = mapped_column(default="")
    words: Mapped[str] = mapped_column(default="")
    state: Mapped[ClaimPartState] = mapped_column(default=ClaimPartState.NEW)
    upload_id: Mapped[str | None]


class ClaimCard(Base):
    """Which message of a chat shows a claim, and what of the claim it was about."""

    __tablename__ = "claim_cards"

    chat_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    claim_id: Mapped[str] = mapped_column(primary_key=True)
    message_id: Mapped[int]
    shown_at: Mapped[datetime]
