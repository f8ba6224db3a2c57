"""The managers' desk: who stands in for whom, and what companies and their managers write."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.models.base import Base


class Absence(Base):
    """A member of the staff is away; meanwhile the deputy answers for their companies."""

    __tablename__ = "absences"

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    deputy_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date]
    """Both included, at the supplier's."""


class Conversation(Base):
    """Between one person of a company and the supplier's staff. It is never removed."""

    __tablename__ = "conversations"
    __table_args__ = (
        UniqueConstraint("company_id", "person_id"),
        Index(None, "waiting_since"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("companies.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    last_at: Mapped[datetime]
    """When something was said last."""
    waiting_since: Mapped[datetime | None]
    """When the first message came that nobody of the staff has answered yet."""


class ConversationMessage(Base):
    """What somebody said; what was deleted is kept, and shown no more."""

    __tablename__ = "conversation_messages"
    __table_args__ = (UniqueConstraint("conversation_id", "external_ref"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    from_staff: Mapped[bool]
    text: Mapped[str] = mapped_column(default="")
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"))
    """The order that it is about."""
    external_ref: Mapped[str | None]
    """What the channel it came by calls it."""
    at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]


class ConversationFile(Base):
    """A photo, a video or a document of a message."""

    __tablename__ = "conversation_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("conversation_messages.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("files.id"))
    name: Mapped[str]
