"""What is done with a claim: taking, asking, handing over, deciding, reopening, rating.

Every function is given the claim held to the end of the transaction (`party_of(hold=True)`), so of
two who act at once the second sees what the first did.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import (
    Claim,
    ClaimChange,
    ClaimLine,
    ClaimStage,
    ClaimState,
    ClaimWish,
    Order,
    Person,
    Role,
    Staff,
)
from portal.domain.claim_access import Party
from portal.domain.claim_log import write_down
from portal.domain.claim_reminders import UNTAKEN, forget, plan, plan_silence
from portal.domain.claim_rules import rules_of
from portal.domain.claims import DECIDED, OPEN, checked_lines
from portal.domain.errors import Refused, not_found
from portal.domain.money import money_text
from portal.domain.working_time import between

SHORTEST = timedelta(hours=1)
"""Of working time, at least, after the buyer has answered."""
WITH_A_SUM = (ClaimWish.REFUND, ClaimWish.DISCOUNT)


@dataclass(frozen=True, slots=True)
class Causes:
    """Where it went wrong, who answers for it, and what it cost in kopecks."""

    stage: ClaimStage
    culprit: str
    loss: int


def _only_in(claim: Claim, *states: ClaimState) -> None:
    if claim.state not in states:
        raise Refused("claim_state", 409, number=claim.number, state=claim.state.value)


async def take(session: AsyncSession, party: Party, now: datetime) -> None:
    """One takes it; any other hears who did (409 `claim_taken`, args `number`, `by`)."""
    _only_in(party.claim, *OPEN)
    await _hold(session, party, now)


async def _hold(session: AsyncSession, party: Party, now: datetime) -> None:
    """Whoever does something with an open claim deals with it from now on, if nobody does yet.

    A director may act for whoever has taken it, and so may a deputy while they are away; neither
    takes it from them.
    """
    claim, staff = party.claim, party.member
    if claim.manager_id == staff.id:
        return
    holder = await _holder(session, claim)
    if holder is not None:
        if staff.role is Role.DIRECTOR or party.deputy:
            return
        raise Refused("claim_taken", 409, number=claim.number, by=holder.name)
    claim.manager_id, claim.taken_at = staff.id, now
    if claim.state is ClaimState.NEW:
        claim.state = ClaimState.TAKEN
    await forget(session, claim, UNTAKEN)
    await write_down(session, claim, ClaimChange.TAKEN, party.person_id, now)


async def _holder(session: AsyncSession, claim: Claim) -> Person | None:
    """Who has taken it and is on the staff still."""
    return await session.scalar(
        select(Person)
        .join(Staff, Staff.person_id == Person.id)
        .where(Staff.id == claim.manager_id, Staff.revoked_at.is_(None))
    )


async def ask(session: AsyncSession, party: Party, now: datetime, zone: ZoneInfo) -> None:
    """The buyer is to answer: the term stands still, and only silence is reminded of.

    The question itself is a message.
    """
    claim = party.claim
    _only_in(claim, *OPEN)
    await _hold(session, party, now)
    rules = await rules_of(session)
    hours = rules.working_time(zone)
    if claim.deadline is not None:
        left = max(between(now, claim.deadline, hours), SHORTEST)
        claim.time_left = int(left.total_seconds())
    claim.state, claim.deadline = ClaimState.ASKED, None
    answered(claim, now)
    await plan_silence(session, claim, now, rules, hours)
    await write_down(session, claim, ClaimChange.ASKED, party.person_id, now)


async def resume(session: AsyncSession, claim: Claim, now: datetime, zone: ZoneInfo) -> None:
    """The buyer has answered: what was left of the term runs on."""
    rules = await rules_of(session)
    term = timedelta(seconds=claim.time_left or SHORTEST.total_seconds())
    claim.state, claim.time_left = ClaimState.ANSWERED, None
    await plan(session, claim, now, term, rules, rules.working_time(zone))


def answered(claim: Claim, now: datetime) -> None:
    """The buyer has heard from the staff; the first time counts."""
    claim.first_answer_at = claim.first_answer_at or now


async def hand_over(session: AsyncSession, party: Party, to: int, note: str, now: datetime) -> None:
    """Somebody else of the staff deals with it from now on; `not_found` for who is not of it."""
    claim = party.claim
    _only_in(claim, *OPEN)
    colleague = await session.scalar(
        select(Staff).where(Staff.id == to, Staff.revoked_at.is_(None))
    )
    if colleague is None:
        raise not_found()
    holder = await _holder(session, claim)
    may = party.deputy or party.member.role is Role.DIRECTOR
    if holder and party.person_id != holder.id and not may:
        raise Refused("claim_taken", 409, number=claim.number, by=holder.name)
    if claim.manager_id == colleague.id:
        return
    claim.manager_id, claim.taken_at = colleague.id, claim.taken_at or now
    if claim.state is ClaimState.NEW:
        claim.state = ClaimState.TAKEN
    await forget(session, claim, UNTAKEN)
    await write_down(
        session, claim, ClaimChange.HANDED_OVER, party.person_id, now, to=colleague.id, note=note
    )


async def resolve(
    session: AsyncSession,
    party: Party,
    by: ClaimWish,
    amount: int | None,
    words: str,
    causes: Causes,
    now: datetime,
) -> None:
    """Settled by a replacement, papers, or a sum in kopecks, that is refunded or taken off.

    Refused: 422 `claim_sum_needed`, `claim_sum_too_large` (args `most`: the order's total).
    """
    claim = party.claim
    _only_in(claim, *OPEN)
    if by in WITH_A_SUM:
        if not amount:
            raise Refused("claim_sum_needed", 422)
        order = await session.get_one(Order, claim.order_id)
        if amount > order.total:
            raise Refused("claim_sum_too_large", 422, most=money_text(order.total))
    await _hold(session, party, now)
    claim.state, claim.resolution = ClaimState.RESOLVED, by
    claim.amount = amount if by in WITH_A_SUM else None
    _blame(claim, causes)
    await _decided(session, party, words, ClaimChange.RESOLVED, now)


async def decline(
    session: AsyncSession, party: Party, reason: str, causes: Causes | None, now: datetime
) -> None:
    """With a reason, which the buyer is told; without causes it was nobody's fault."""
    claim = party.claim
    _only_in(claim, *OPEN)
    await _hold(session, party, now)
    claim.state, claim.resolution, claim.amount = ClaimState.DECLINED, None, None
    _blame(claim, causes)
    await _decided(session, party, reason, ClaimChange.DECLINED, now)


def _blame(claim: Claim, causes: Causes | None) -> None:
    claim.stage = causes.stage if causes else None
    claim.culprit = causes.culprit if causes else ""
    claim.loss = causes.loss if causes else 0


async def _decided(
    session: AsyncSession, party: Party, words: str, change: ClaimChange, now: datetime
) -> None:
    claim = party.claim
    unanswered = claim.first_answer_at is None and not words
    if words:
        answered(claim, now)
    claim.reason, claim.decided_at, claim.time_left = words, now, None
    await forget(session, claim)
    await write_down(session, claim, change, party.person_id, now, unanswered=unanswered)


def may_reopen(claim: Claim) -> bool:
    """Whether the buyer has still a say: a program outside does not have the last word."""
    outside = claim.state is ClaimState.CLOSED and claim.closed_by and claim.rating is None
    return claim.state in DECIDED or bool(outside)


async def reopen(session: AsyncSession, party: Party, now: datetime, zone: ZoneInfo) -> None:
    """The buyer does not agree: a new term, for whoever has dealt with it.

    What was declined, or never decided, may have been claimed anew meanwhile: 422
    `claim_too_much`. Why, a message says.
    """
    claim = party.claim
    if not may_reopen(claim):
        _only_in(claim, *DECIDED)
    if claim.resolution is None:
        lines = await session.scalars(select(ClaimLine).where(ClaimLine.claim_id == claim.id))
        order = await session.get_one(Order, claim.order_id, with_for_update=True)
        wanted = {line.number: line.quantity for line in lines}
        await checked_lines(session, order, claim.kind, wanted)
    rules = await rules_of(session)
    claim.state, claim.resolution, claim.amount = ClaimState.REOPENED, None, None
    claim.decided_at = claim.closed_at = claim.closed_by = None
    term = timedelta(hours=rules.terms[claim.kind].decide)
    await plan(session, claim, now, term, rules, rules.working_time(zone))
    await write_down(session, claim, ClaimChange.REOPENED, party.buyer.person.id, now)


async def rate(session: AsyncSession, party: Party, rating: int, words: str, now: datetime) -> None:
    """The buyer's last word, from 1 to 5, closes it; one that closed by itself is rated late."""
    claim, person_id = party.claim, party.buyer.person.id
    if not (claim.state is ClaimState.CLOSED and claim.rating is None):
        _only_in(claim, *DECIDED)
    claim.rating, claim.rating_words = rating, words
    await close(session, claim, person_id, now)


async def close(
    session: AsyncSession, claim: Claim, person_id: int | None, now: datetime, **told: Any
) -> None:
    claim.state, claim.closed_at = ClaimState.CLOSED, claim.closed_at or now
    await write_down(
        session, claim, ClaimChange.CLOSED, person_id, now,
        rating=claim.rating, unanswered=claim.first_answer_at is None, **told,
    )  # fmt: skip


async def close_from_outside(
    session: AsyncSession, claim: Claim, program: str, now: datetime
) -> None:
    """A program where the staff works says that it is done with. The claim is held.

    Where nobody has decided, the director hears of it, and what was claimed may be claimed again.
    """
    if claim.state is ClaimState.CLOSED:
        return
    undecided = claim.state in OPEN
    claim.closed_by, claim.time_left = program, None
    await forget(session, claim)
    await close(session, claim, None, now, by=program, undecided=undecided)


async def close_old(session: AsyncSession, now: datetime) -> int:
    """What was decided long ago, and nobody has objected to; how many."""
    rules = await rules_of(session)
    long_ago = now - timedelta(days=rules.close_after_days)
    found = await session.scalars(
        select(Claim)
        .where(Claim.state.in_(DECIDED), Claim.decided_at <= long_ago)
        .order_by(Claim.id)
        .limit(100)
        .with_for_update(skip_locked=True)
    )
    closed = found.all()
    for claim in closed:
        await close(session, claim, None, now)
    return len(closed)
