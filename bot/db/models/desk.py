"""The managers' desk: whose word stands where."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db.models.base import Base


class MessageLink(Base):
    """A message that is somebody's word in a matter, so that replies, edits and deletions follow.

    What somebody wrote has its `message_id`; what the bot relays has its key in the outbox, which
    knows the id once it is sent.
    """

    __tablename__ = "message_links"
    __table_args__ = (
        UniqueConstraint("chat_id", "message_id"),
        Index(None, "kind", "subject", "entry"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    """talk: a conversation with the manager; claim."""
    subject: Mapped[str]
    """The portal's id of the conversation or the claim."""
    entry: Mapped[str | None]
    """The portal's id of the message; None: a card of the whole."""
    chat_id: Mapped[int]
    message_id: Mapped[int | None]
    outbox_key: Mapped[str | None] = mapped_column(unique=True)


class DeskChat(Base):
    """The managers' group."""

    __tablename__ = "desk_chats"

    chat_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    title: Mapped[str]
    is_forum: Mapped[bool]
    linked_by: Mapped[int]
    linked_at: Mapped[datetime]


class DeskTopic(Base):
    """The topic that a matter has in the managers' group."""

    __tablename__ = "desk_topics"

    chat_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    thread_id: Mapped[int]
