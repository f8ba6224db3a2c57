"""Who uses the bot, what they are asked, and what they want to hear of."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from bot.db.models.base import Base


class User(Base):
    """A Telegram user: their language, how they like tables, and their place in the portal."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Telegram's user id."""
    language: Mapped[str | None]
    """Chosen in /settings; None: as Telegram says."""
    rich: Mapped[bool] = mapped_column(default=True)
    token: Mapped[str | None]
    """The portal's bearer token; None: not linked."""
    company_id: Mapped[str | None]
    """The active company, in the portal's own id."""
    behalf_of: Mapped[str | None]
    """Its name, where one of the staff acts on its behalf."""
    person_id: Mapped[str | None] = mapped_column(index=True)
    """The portal's own id of the person: whom its events name."""
    quiet_from: Mapped[int | None]
    quiet_to: Mapped[int | None]
    """Hours of the company's day in which nothing comes; None: the usual ones."""
    staff_role: Mapped[str | None]
    """As the portal said at linking: who is told of what waits for the staff. What they may do, the
    portal decides."""
    blocked_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class Linking(Base):
    """A code being claimed. The token is made and stored before the portal hears of it."""

    __tablename__ = "linkings"

    key: Mapped[str] = mapped_column(primary_key=True)
    """The idempotency key of the claim, short enough for callback data."""
    user_id: Mapped[int] = mapped_column(index=True)
    code: Mapped[str]
    token: Mapped[str]
    created_at: Mapped[datetime]


class SilentKind(Base):
    """What somebody does not want to be told by the bot itself; no row: they are told."""

    __tablename__ = "silent_kinds"

    user_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(primary_key=True)


class Conversation(Base):
    """Which text is being waited for, and what was said so far: aiogram's FSM."""

    __tablename__ = "conversations"

    key: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str | None]
    data: Mapped[dict[str, Any]]
    updated_at: Mapped[datetime]
