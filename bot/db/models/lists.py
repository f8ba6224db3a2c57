"""Lists that become carts."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.models.base import Base


class ListState(StrEnum):
    READING = "reading"
    """Its lines are being looked up; after a death, again."""
    OPEN = "open"
    DROPPED = "dropped"


class ListDraft(Base):
    """A list that somebody sent, as a draft: nothing of it is ordered before a tap."""

    __tablename__ = "list_drafts"
    __table_args__ = (UniqueConstraint("user_id", "update_key"), Index(None, "updated_at"))

    key: Mapped[str] = mapped_column(primary_key=True)
    """Short enough for callback data."""
    user_id: Mapped[int]
    update_key: Mapped[str]
    """Of the update that brought it: handled again, it makes no second draft."""
    chat_id: Mapped[int]
    message_id: Mapped[int | None]
    company_id: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    """The name of its file; empty for text and photos."""
    album: Mapped[str | None]
    """Telegram's id of the album whose photos it gathers."""
    state: Mapped[ListState] = mapped_column(default=ListState.READING)
    taken: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """The updates whose lines it has, by their keys, as an album comes in several; and how many
    rows of each had no quantity where others have theirs."""
    left: Mapped[int] = mapped_column(default=0)
    """Lines beyond the limit, which were not read."""
    adds: Mapped[int] = mapped_column(default=0)
    """How often it went to the cart; part of the Idempotency-Key."""
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class LineState(StrEnum):
    EXACT = "exact"
    """Found by an article, a barcode or the company's own code."""
    CONFIRMED = "confirmed"
    """A likeness that the buyer has said yes to."""
    LIKELY = "likely"
    """One product, by its name or with a typo: waits for a yes."""
    CHOOSE = "choose"
    NEAR = "near"
    """Not found, but something is near."""
    NONE = "none"
    BLOCKED = "blocked"
    """Found, but not to be ordered: sold no more, or without a price."""
    MERGED = "merged"
    """Added up with an earlier line of the same product."""
    REMOVED = "removed"
    IGNORED = "ignored"
    """A header, a total, a greeting."""
    ADDING = "adding"
    """On its way to the cart; until the portal answers, nobody may say that it is not there."""
    ADDED = "added"


class ListLine(Base):
    """One line of a draft. Lines that ask for nothing are kept too, for the report."""

    __tablename__ = "list_lines"
    __table_args__ = (Index(None, "draft_key", "state", "number"),)

    draft_key: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    """As it is shown, from 1."""
    place: Mapped[int]
    """Its order in the source."""
    row: Mapped[int]
    """Its number in the source."""
    sheet: Mapped[str] = mapped_column(default="")
    source: Mapped[str]
    state: Mapped[LineState]
    into: Mapped[int | None]
    """The line that it was added up with."""
    asked: Mapped[dict[str, Any]]
    """What is looked up: the body of a line of `POST /lists/resolve`, or why there is nothing."""
    found: Mapped[dict[str, Any]]
    """What the portal said of it; empty for a line that asks for nothing."""
    product_id: Mapped[str | None]
    amount: Mapped[int | None]
    """In kopecks, as the portal reckoned it."""
    adding: Mapped[int | None]
    """The turn in which it went to the cart."""
