"""Messages are put in under a key, cancelled by topic, counted and forgotten.

Everything here but `prune_all` is part of the caller's transaction.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, TextClause, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.models import LIVE, QUEUED, Category, OutboxMessage, OutboxState, StoppedChat
from bot.db.session import Database

AT_ONCE = 1000
"""Rows of a statement."""
FAR = timedelta(days=3650)
"""Until then what is for a stopped chat waits; `noting.reopen` brings it back."""
KEPT = timedelta(days=90)
"""A key protects from doubles for as long."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A message to be stored. `method` and `payload` are as `bot.outbox.content` makes them."""

    key: str
    chat_id: int
    method: str
    payload: dict[str, Any]
    category: Category = Category.OWN
    topic: str | None = None
    not_before: datetime | None = None
    """None: now."""
    expires_at: datetime | None = None
    """From then on it is dropped, and counted as expired."""


async def put_many(session: AsyncSession, letters: Iterable[Letter], now: datetime) -> int:
    """Stores those whose key there is not yet; how many these were."""
    dialect = session.get_bind().dialect.name
    insert = (sqlite if dialect == "sqlite" else postgresql).insert(OutboxMessage)
    statement = insert.on_conflict_do_nothing().returning(OutboxMessage.id)
    added, rows = 0, (_row(letter, now) for letter in letters)
    while some := list(islice(rows, AT_ONCE)):
        await _hold_back(session, some, now)
        added += len((await session.scalars(statement, some)).all())
    return added


async def _hold_back(session: AsyncSession, some: list[dict[str, Any]], now: datetime) -> None:
    """What is for chats that do not let the bot write waits there, or is not worth it."""
    chats = {row["chat_id"] for row in some}
    stopped = set(
        await session.scalars(select(StoppedChat.chat_id).where(StoppedChat.chat_id.in_(chats)))
    )
    for row in some:
        if row["chat_id"] in stopped and row["expires_at"] is None:
            row["ready_at"] = now + FAR
        elif row["chat_id"] in stopped:
            row |= {"state": OutboxState.BLOCKED, "ended_at": now}


def _row(letter: Letter, now: datetime) -> dict[str, Any]:
    due = max(letter.not_before or now, now)
    return {
        "key": letter.key,
        "chat_id": letter.chat_id,
        "method": letter.method,
        "payload": letter.payload,
        "category": letter.category,
        "topic": letter.topic,
        "state": OutboxState.QUEUED,
        "attempts": 0,
        "doubts": 0,
        "not_before": due,
        "ready_at": due,
        "expires_at": letter.expires_at,
        "error": "",
        "created_at": now,
        "ended_at": None,
    }


async def cancel(
    session: AsyncSession, topic: str, now: datetime, *, but: str | None = None
) -> int:
    """Nothing of the topic is sent any more but what is on its way just now, and the message whose
    key is `but`; how many were not."""
    those = [OutboxMessage.topic == topic]
    if but is not None:
        those.append(~OutboxMessage.key.startswith(but, autoescape=True))
    return await _cancel(session, those, now)


async def cancel_all(session: AsyncSession, beginning: str, now: datetime) -> int:
    """The same of all topics that begin so."""
    return await _cancel(session, [OutboxMessage.topic.startswith(beginning, autoescape=True)], now)


async def _cancel(
    session: AsyncSession, those: Sequence[ColumnElement[bool]], now: datetime
) -> int:
    cancelled = await session.execute(
        update(OutboxMessage)
        .where(*those, OutboxMessage.state == OutboxState.QUEUED)
        .values(state=OutboxState.CANCELLED, lease_until=None, ended_at=now)
    )
    return int(cancelled.rowcount)  # type: ignore[attr-defined]


async def counts(session: AsyncSession, topic: str) -> dict[OutboxState, int]:
    """How many of a topic's messages are in each state; states without any are left out."""
    found = await session.execute(
        select(OutboxMessage.state, func.count())
        .where(OutboxMessage.topic == topic)
        .group_by(OutboxMessage.state)
    )
    return {state: how_many for state, how_many in found.all()}  # noqa: C416 - rows are no pairs


async def prune(session: AsyncSession, now: datetime, *, most: int = 10_000) -> int:
    """Forgets what ended long ago, up to `most` of it; how many these were."""
    old = (
        select(OutboxMessage.id)
        .where(OutboxMessage.ended_at < now - KEPT)
        .order_by(OutboxMessage.ended_at)
        .limit(most)
    )
    gone = await session.execute(delete(OutboxMessage).where(OutboxMessage.id.in_(old)))
    return int(gone.rowcount)  # type: ignore[attr-defined]


async def prune_all(db: Database, now: datetime, *, most: int = 10_000) -> None:
    """Forgets all that ended long ago, up to `most` in a transaction: others write in between."""
    gone = most
    while gone == most:
        async with db.write() as session:
            gone = await prune(session, now, most=most)


def queued_for(*whose: ColumnElement[bool]) -> tuple[ColumnElement[bool] | TextClause, ...]:
    """What waits for certain chats. Without LIVE, SQLite would not see that an index has it."""
    return LIVE, QUEUED, *whose


async def set_rows(session: AsyncSession, ids: Sequence[int], **values: Any) -> None:
    await session.execute(update(OutboxMessage).where(OutboxMessage.id.in_(ids)).values(**values))
