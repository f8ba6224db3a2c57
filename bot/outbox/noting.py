"""What came of a message: sent, refused, put off; and of its chat: closed, open again, moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    or_,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.models import (
    LIVE,
    OutboxMessage,
    OutboxState,
    StoppedChat,
    User,
)
from bot.db.session import Database
from bot.outbox.rows import FAR, queued_for, set_rows

KEPT_FOR = timedelta(days=3)
"""What of its own somebody who had stopped the bot is told when they are back."""


@dataclass(frozen=True, slots=True)
class Sent:
    row: OutboxMessage
    message_id: int | None
    at: datetime


async def sent(db: Database, messages: Sequence[Sent]) -> None:
    ended = {"state": OutboxState.SENT, "error": "", "lease_until": None}
    async with db.write() as session:
        await session.execute(
            update(OutboxMessage),
            [
                {"id": each.row.id, "message_id": each.message_id, "ended_at": each.at} | ended
                for each in messages
            ],
        )


async def failed(db: Database, row: OutboxMessage, error: str, now: datetime) -> None:
    """Telegram refuses this message for good."""
    async with db.write() as session:
        ended = {"ended_at": now, "error": error, "lease_until": None}
        await set_rows(session, [row.id], state=OutboxState.FAILED, **ended)


async def later(db: Database, row: OutboxMessage, at: datetime, error: str, attempts: int) -> None:
    async with db.write() as session:
        await set_rows(
            session,
            [row.id],
            state=OutboxState.QUEUED,
            attempts=attempts,
            ready_at=at,
            error=error,
            lease_until=None,
        )


async def stopped(db: Database, row: OutboxMessage, why: str, now: datetime) -> None:
    """Telegram refuses it for certain: its chat does not let the bot write."""
    async with db.write() as session:
        waiting = {"state": OutboxState.QUEUED, "attempts": row.attempts, "error": why}
        await set_rows(session, [row.id], lease_until=None, **waiting)
        await close(session, row.chat_id, why, now)
        await session.execute(
            update(User)
            .where(User.id == row.chat_id, User.blocked_at.is_(None))
            .values(blocked_at=now)
        )


async def close(session: AsyncSession, chat_id: int, why: str, now: datetime) -> None:
    """The chat lets the bot write no more: what has no end waits there until it does, the rest is
    not worth saying then."""
    await session.execute(
        update(OutboxMessage)
        .where(*queued_for(OutboxMessage.chat_id == chat_id), OutboxMessage.expires_at.is_not(None))
        .values(state=OutboxState.BLOCKED, ended_at=now, error=why)
    )
    await session.execute(
        update(OutboxMessage)
        .where(*queued_for(OutboxMessage.chat_id == chat_id))
        .values(ready_at=now + FAR)
    )
    dialect = session.get_bind().dialect.name
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    await session.execute(
        insert(StoppedChat)
        .values(chat_id=chat_id, why=why, stopped_at=now)
        .on_conflict_do_nothing()
    )


async def reopen(session: AsyncSession, chat_id: int, now: datetime) -> None:
    """The chat lets the bot write again: what waited goes, unless it is old by now."""
    stopped_chat = await session.get(StoppedChat, chat_id)
    if stopped_chat is None:
        return
    await session.delete(stopped_chat)
    queued = queued_for(OutboxMessage.chat_id == chat_id)
    await session.execute(
        update(OutboxMessage)
        .where(*queued, OutboxMessage.not_before < now - KEPT_FOR)
        .values(state=OutboxState.EXPIRED, ended_at=now)
    )
    await session.execute(
        update(OutboxMessage).where(*queued).values(ready_at=OutboxMessage.not_before)
    )


async def moved(db: Database, row: OutboxMessage, chat_id: int) -> None:
    """A group became a supergroup: everything for it goes there."""
    async with db.write() as session:
        await session.execute(
            update(OutboxMessage)
            .where(
                LIVE,
                OutboxMessage.chat_id == row.chat_id,
                or_(OutboxMessage.state == OutboxState.QUEUED, OutboxMessage.id == row.id),
            )
            .values(chat_id=chat_id, state=OutboxState.QUEUED, lease_until=None)
        )
