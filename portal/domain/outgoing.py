"""What programs outside are still to be told of claims: nothing is lost, nothing goes out of turn.

The feed of events is written down as rows for each receiver, in one transaction with how far that
went. What is about one claim goes out in the order in which it happened; another claim does not
wait for it. The lease keeps two processes from serving one receiver at once.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from portal.db.models import Claim, Event, EventKind, Outgoing, OutgoingState, Receiver
from portal.db.session import serialise
from portal.domain.events import newest

OF_CLAIMS = frozenset(kind for kind in EventKind if kind.value.startswith("claim_"))
LEASE = timedelta(minutes=3)
"""Longer than the longest request. Who has died is waited for so long."""
SHORTEST, LONGEST = timedelta(seconds=10), timedelta(hours=1)
PATIENCE = timedelta(days=7)
"""So long a receiver that does not answer is asked about the same thing again."""
MOST_REFUSALS = 8
"""What is refused so often is set aside; that takes three quarters of an hour."""
AT_ONCE = 500
MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Standing:
    """How things are with a receiver."""

    receiver: Receiver
    waiting: int
    aside: Sequence[tuple[str, Outgoing]]
    """What was given up, by the claim's number; the earliest first, at most 100."""


def pause(times: int) -> timedelta:
    """Before the next attempt, after so many in vain: twice as long each time, up to an hour."""
    doubled: int = 2 ** min(max(times - 1, 0), 20)
    return min(SHORTEST * doubled, LONGEST)


async def receiver_of(session: AsyncSession, name: str) -> Receiver:
    """Held to the end of the transaction. One that is new hears of what is still to come alone."""
    found = await session.get(Receiver, name, with_for_update=True)
    if found is None:
        await serialise(session, "receivers")
        found = await session.get(Receiver, name)
    if found is None:
        found = Receiver(name=name, place=await newest(session), failures=0)
        session.add(found)
        await session.flush()
    return found


async def something_to_do(session: AsyncSession, name: str, now: datetime) -> bool:
    """A look that writes nothing: whether serving the receiver now could be of use."""
    found = await session.get(Receiver, name)
    if found is None or found.place < await newest(session):
        return True
    if found.paused_until is not None and found.paused_until > now:
        return False
    due = select(Outgoing.id).where(*_waiting(name), Outgoing.due_at <= now).limit(1)
    return await session.scalar(due) is not None


async def hold(session: AsyncSession, name: str, holder: str, now: datetime) -> Receiver | None:
    """The lease, taken or prolonged; None where another process has it."""
    found = await receiver_of(session, name)
    if found.holder not in (None, holder) and found.held_until and found.held_until > now:
        return None
    found.holder, found.held_until = holder, now + LEASE
    return found


async def let_go(session: AsyncSession, name: str, holder: str) -> None:
    await session.execute(
        update(Receiver)
        .where(Receiver.name == name, Receiver.holder == holder)
        .values(holder=None, held_until=None)
    )


async def write_out(
    session: AsyncSession, receiver: Receiver, kinds: Collection[EventKind], now: datetime
) -> bool:
    """The next part of the feed as rows to be sent; whether there may be more of it."""
    found = await session.execute(
        select(Event.place, Event.kind, Event.data)
        .where(Event.place > receiver.place)
        .order_by(Event.place)
        .limit(AT_ONCE)
    )
    rows = found.all()
    session.add_all(
        Outgoing(
            receiver=receiver.name, claim_id=int(data["claim_id"]), place=place, due_at=now,
            created_at=now,
        )
        for place, kind, data in rows
        if kind in kinds
    )  # fmt: skip
    if rows:
        receiver.place = rows[-1].place
    await session.flush()
    return len(rows) == AT_ONCE


async def look_again(session: AsyncSession, name: str, claim_id: int, now: datetime) -> None:
    """Ask the receiver how things are with this claim there, after what it is to be told."""
    receiver = await receiver_of(session, name)
    waits = select(Outgoing.id).where(
        *_waiting(name), Outgoing.claim_id == claim_id, Outgoing.place.is_(None)
    )
    # One that was begun may have asked before whatever this is about.
    if await session.scalar(waits.where(Outgoing.attempts == 0).limit(1)) is None:
        session.add(Outgoing(receiver=receiver.name, claim_id=claim_id, due_at=now, created_at=now))
        await session.flush()


async def untold(
    session: AsyncSession,
    name: str,
    claim_id: int,
    kind: EventKind,
    kinds: Collection[EventKind],
    now: datetime,
) -> bool:
    """Whether such a thing has happened to the claim that the receiver does not know yet."""
    receiver = await receiver_of(session, name)
    while await write_out(session, receiver, kinds, now):
        pass
    waits = (
        select(Outgoing.id)
        .join(Event, Event.place == Outgoing.place)
        .where(*_waiting(name), Outgoing.claim_id == claim_id, Event.kind == kind)
    )
    return await session.scalar(waits.limit(1)) is not None


async def next_due(session: AsyncSession, receiver: Receiver, now: datetime) -> Outgoing | None:
    """What goes out now, counted as attempted; None: nothing, or the receiver is left in peace."""
    if receiver.paused_until is not None and receiver.paused_until > now:
        return None
    before = aliased(Outgoing)
    found = await session.scalar(
        select(Outgoing)
        .where(
            *_waiting(receiver.name),
            Outgoing.due_at <= now,
            ~exists().where(
                before.receiver == Outgoing.receiver,
                before.state == OutgoingState.WAITING,
                before.claim_id == Outgoing.claim_id,
                before.id < Outgoing.id,
            ),
        )
        .order_by(Outgoing.id)
        .limit(1)
    )
    if found is not None:
        found.attempts += 1
    return found


async def sent(session: AsyncSession, receiver: Receiver, outgoing_id: int, now: datetime) -> None:
    outgoing = await session.get_one(Outgoing, outgoing_id)
    outgoing.state, outgoing.done_at, outgoing.error = OutgoingState.SENT, now, ""
    receiver.failures, receiver.paused_until = 0, None


async def refused(
    session: AsyncSession, receiver: Receiver, outgoing_id: int, error: str, now: datetime
) -> bool:
    """It answers, and does not want this; whether that is given up now."""
    outgoing = await session.get_one(Outgoing, outgoing_id)
    receiver.failures, receiver.paused_until = 0, None
    outgoing.refusals += 1
    return _failed(outgoing, error, now, outgoing.refusals >= MOST_REFUSALS)


async def unanswered(
    session: AsyncSession,
    receiver: Receiver,
    outgoing_id: int,
    error: str,
    now: datetime,
    until: datetime | None,
) -> bool:
    """It does not answer, or asks for peace until then: it is left in peace; whether this very
    thing is given up now. Others go first next time, lest the fault is this one's."""
    outgoing = await session.get_one(Outgoing, outgoing_id)
    receiver.failures += 1
    receiver.paused_until = until or now + pause(receiver.failures)
    last = _failed(outgoing, error, now, now - outgoing.created_at >= PATIENCE)
    outgoing.due_at = until or outgoing.due_at
    return last


def _failed(outgoing: Outgoing, error: str, now: datetime, last: bool) -> bool:
    outgoing.error = error[:300]
    # Later than the receiver itself is tried again, so that others have a turn before.
    outgoing.due_at = now + pause(outgoing.attempts + 1)
    if last:
        outgoing.state, outgoing.done_at = OutgoingState.ASIDE, now
    return last


async def standings(session: AsyncSession) -> list[Standing]:
    """Of every receiver that there was, by name."""
    found = []
    for receiver in (await session.scalars(select(Receiver).order_by(Receiver.name))).all():
        waiting = select(func.count()).select_from(Outgoing).where(*_waiting(receiver.name))
        aside = await session.execute(
            select(Claim.number, Outgoing)
            .join(Claim, Claim.id == Outgoing.claim_id)
            .where(Outgoing.receiver == receiver.name, Outgoing.state == OutgoingState.ASIDE)
            .order_by(Outgoing.id)
            .limit(MOST_SHOWN)
        )
        rows = [(number, each) for number, each in aside]
        found.append(Standing(receiver, await session.scalar(waiting) or 0, rows))
    return found


async def try_again(session: AsyncSession, now: datetime) -> int:
    """What was set aside is to be sent after all, and nobody is left in peace; how much it is."""
    await session.execute(update(Receiver).values(failures=0, paused_until=None))
    waiting = or_(
        Outgoing.state == OutgoingState.ASIDE,
        (Outgoing.state == OutgoingState.WAITING) & (Outgoing.attempts > 0),
    )
    done = await session.execute(
        update(Outgoing)
        .where(waiting)
        .values(state=OutgoingState.WAITING, refusals=0, due_at=now, created_at=now, done_at=None)
        .returning(Outgoing.id)
    )
    return len(done.all())


def _waiting(name: str) -> tuple[ColumnElement[bool], ...]:
    return (Outgoing.receiver == name, Outgoing.state == OutgoingState.WAITING)
