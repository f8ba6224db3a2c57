"""Taking what may be sent, by an index, however long the table is; noting.py is what came of it.

A chat's messages go one after another, what goes first by its category and then by when it was due.
What cannot go yet is looked at again later: its `ready_at` is put off, so that it stands in
nobody's way.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import (
    case,
    func,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.models import (
    ENDED,
    LEASED,
    LIVE,
    QUEUED,
    Category,
    OutboxMessage,
    OutboxState,
    Pause,
)
from bot.db.session import Database
from bot.outbox.content import messages_of
from bot.outbox.pace import CHAT_SPAN, GROUP_SPAN, ready_after
from bot.outbox.rows import queued_for, set_rows

AT_ONCE = 30
LEASE = timedelta(minutes=2)
"""How long a claimed message waits for its sender before another may take it."""
BUSY_FOR = timedelta(seconds=1)
TELEGRAM = "telegram"
PRIORITY = case({each: at for at, each in enumerate(Category)}, value=OutboxMessage.category)


async def take(db: Database, now: datetime) -> list[OutboxMessage]:
    """The next to be sent, a message a chat, leased to the caller alone."""
    async with db.write() as session:
        paused = await paused_until(session)
        if paused is not None and paused > now:
            return []
        taken: list[OutboxMessage] = []
        for category in Category:
            if len(taken) < AT_ONCE:
                seen = {row.chat_id for row in taken}
                taken += await _of(session, category, now, seen, AT_ONCE - len(taken))
        return taken


async def _of(
    session: AsyncSession, category: Category, now: datetime, seen: set[int], most: int
) -> list[OutboxMessage]:
    found = await session.execute(
        select(OutboxMessage.id, OutboxMessage.chat_id, OutboxMessage.expires_at)
        .where(
            QUEUED,
            OutboxMessage.category == literal_column(f"'{category.value}'"),
            OutboxMessage.ready_at <= now,
        )
        .order_by(OutboxMessage.ready_at, OutboxMessage.id)
        .limit(most * 2)
    )
    waiting = list(found)
    late = [row.id for row in waiting if row.expires_at is not None and row.expires_at <= now]
    if late:
        await set_rows(session, late, state=OutboxState.EXPIRED, ended_at=now, lease_until=None)
    chats = [
        chat
        for chat in dict.fromkeys(row.chat_id for row in waiting if row.id not in late)
        if chat not in seen
    ]
    if not chats:
        return []
    firsts = await _firsts(session, chats, now)
    busy = set(
        await session.scalars(
            select(OutboxMessage.chat_id).where(
                LEASED,
                # What is in doubt stands in its chat's way until it is settled.
                or_(
                    OutboxMessage.lease_until >= now,
                    OutboxMessage.state == OutboxState.ATTEMPTED,
                ),
                OutboxMessage.chat_id.in_(chats),
            )
        )
    )
    if busy:
        await _look_later(session, busy, now + BUSY_FOR)
    waiting_for = {chat: ready_at for chat, (_, ready_at) in firsts.items() if ready_at > now}
    waiting_for |= await _resting(session, [chat for chat in chats if chat not in busy], now)
    for chat, ready_at in waiting_for.items():
        if chat not in busy:
            await _look_later(session, {chat}, ready_at)
    ids = [
        firsts[chat][0]
        for chat in chats
        if chat not in busy and chat not in waiting_for and chat in firsts
    ][:most]
    if not ids:
        return []
    rows = list(
        await session.scalars(
            select(OutboxMessage)
            .where(
                OutboxMessage.id.in_(ids),
                OutboxMessage.state == OutboxState.QUEUED,
                or_(OutboxMessage.lease_until.is_(None), OutboxMessage.lease_until < now),
            )
            .order_by(PRIORITY, OutboxMessage.not_before, OutboxMessage.id)
            .with_for_update(skip_locked=True)
        )
    )
    for row in rows:
        row.lease_until = now + LEASE
    return rows


async def _firsts(
    session: AsyncSession, chats: Sequence[int], now: datetime
) -> dict[int, tuple[int, datetime]]:
    """Of each chat what goes first of all that is due, and when it may."""
    order = (PRIORITY, OutboxMessage.not_before, OutboxMessage.id)
    place = func.row_number().over(partition_by=OutboxMessage.chat_id, order_by=order)
    live = (
        select(
            OutboxMessage.chat_id,
            OutboxMessage.id,
            OutboxMessage.ready_at,
            place.label("place"),
        )
        .where(LIVE, OutboxMessage.chat_id.in_(chats), OutboxMessage.not_before <= now)
        .subquery()
    )
    found = await session.execute(
        select(live.c.chat_id, live.c.id, live.c.ready_at).where(live.c.place == 1)
    )
    return {chat: (row_id, ready_at) for chat, row_id, ready_at in found}


async def _resting(
    session: AsyncSession, chats: Sequence[int], now: datetime
) -> dict[int, datetime]:
    """Those that were written to just now, and until when they are left in peace."""
    resting: dict[int, datetime] = {}
    for group in (False, True):
        asked = [chat for chat in chats if (chat < 0) is group]
        if not asked:
            continue
        found = await session.execute(
            select(
                OutboxMessage.chat_id,
                OutboxMessage.ended_at,
                OutboxMessage.payload,
                OutboxMessage.doubts,
            )
            .where(
                ENDED,
                # A clock that was set back keeps nobody waiting.
                OutboxMessage.ended_at.between(now - (GROUP_SPAN if group else CHAT_SPAN), now),
                OutboxMessage.state == OutboxState.SENT,
                OutboxMessage.chat_id.in_(asked),
            )
            .order_by(OutboxMessage.ended_at.desc())
        )
        sent: dict[int, list[tuple[datetime, int]]] = {}
        for chat, at, payload, doubts in found:
            # What was in doubt may have been sent as often.
            sent.setdefault(chat, []).append((at, messages_of(payload) * (1 + doubts)))
        for chat, of_it in sent.items():
            ready_at = ready_after(of_it, group=group)
            if ready_at > now:
                resting[chat] = ready_at
    return resting


async def _look_later(session: AsyncSession, chats: set[int], until: datetime) -> None:
    """But at what another replica is about just now: to wait for it could be to wait for ever."""
    theirs = (
        select(OutboxMessage.id)
        .where(*queued_for(OutboxMessage.chat_id.in_(chats)), OutboxMessage.ready_at < until)
        .with_for_update(skip_locked=True)
    )
    await session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id.in_(theirs))
        .values(ready_at=until)
        .execution_options(synchronize_session=False)
    )


async def mark_attempted(db: Database, rows: Sequence[OutboxMessage], now: datetime) -> set[int]:
    """In a commit of its own, just before they are sent; the ids of those that may be.

    The others were cancelled, or their lease ran out and somebody else has taken them, or Telegram
    has asked another replica to wait. `rows` are of one taking.

    On SQLite this commit waits for the disk, at some 7 ms on a slow one, and must: the death of
    the process would leave the mark without that, but a power cut would take it, and what was sent
    would be sent again, uncounted. So those that go in the same instant are marked together.
    """
    paused = select(Pause.name).where(Pause.name == TELEGRAM, Pause.until > now).exists()
    held = (
        OutboxMessage.id.in_([row.id for row in rows]),
        OutboxMessage.state == OutboxState.QUEUED,
        OutboxMessage.lease_until == rows[0].lease_until,
    )
    async with db.write() as session:
        found = await session.scalars(
            update(OutboxMessage)
            .where(*held, ~paused)
            .values(
                state=OutboxState.ATTEMPTED,
                attempts=OutboxMessage.attempts + 1,
                lease_until=now + LEASE,
            )
            .returning(OutboxMessage.id)
            .execution_options(synchronize_session=False)
        )
        marked = set(found)
        if len(marked) < len(rows):
            await session.execute(update(OutboxMessage).where(*held).values(lease_until=None))
    return marked


async def pause(db: Database, until: datetime) -> None:
    """Telegram wants to hear nothing until then: of none of the replicas."""
    insert = sqlite.insert if db.is_sqlite else postgresql.insert
    async with db.write() as session:
        await session.execute(
            insert(Pause)
            .values(name=TELEGRAM, until=until)
            .on_conflict_do_update(index_elements=["name"], set_={"until": until})
        )


async def paused_until(session: AsyncSession) -> datetime | None:
    """Perhaps over already."""
    return await session.scalar(select(Pause.until).where(Pause.name == TELEGRAM))


async def wait_for_next(db: Database, now: datetime, most: float) -> float:
    """Seconds until there may be something to send, `most` at most."""
    soonest = [
        select(OutboxMessage.ready_at)
        .where(QUEUED, OutboxMessage.category == literal_column(f"'{category.value}'"))
        .order_by(OutboxMessage.ready_at)
        .limit(1)
        for category in Category
    ]
    async with db.read() as session:
        times = [at for query in soonest if (at := await session.scalar(query)) is not None]
        until = await paused_until(session)
    if not times:
        return most
    at = max(min(times), until or now)
    return min(max((at - now).total_seconds(), 0.0), most)
