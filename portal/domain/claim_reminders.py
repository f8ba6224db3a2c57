"""Reminders of claims: who has taken it, then all managers, then the director.

They are rows, made with the claim, so a restart forgets none. Nobody can switch them off.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Claim, ClaimChange, ClaimReminder, ReminderStep
from portal.domain.claim_log import write_down
from portal.domain.claim_rules import Rules
from portal.domain.working_time import WorkingTime, after

PARTS = {ReminderStep.HOLDER: 0.5, ReminderStep.ALL: 0.8, ReminderStep.DIRECTOR: 1.0}
"""Of the term that are over by then."""
LONG = 2
"""So many times the hours to take one, and the director hears that nobody has."""
UNTAKEN = (ReminderStep.UNTAKEN, ReminderStep.UNTAKEN_LONG)
AT_ONCE = 100


async def plan(
    session: AsyncSession,
    claim: Claim,
    start: datetime,
    term: timedelta,
    rules: Rules,
    hours: WorkingTime,
) -> None:
    """The deadline, so much working time after `start`, and what reminds of it, in place of what
    did before."""
    await forget(session, claim)
    claim.deadline = after(start, term, hours)
    _add(session, claim, {step: after(start, term * part, hours) for step, part in PARTS.items()})
    if claim.manager_id is None:
        wait = timedelta(hours=rules.terms[claim.kind].take)
        times = (after(start, wait, hours), after(start, wait * LONG, hours))
        _add(session, claim, dict(zip(UNTAKEN, times, strict=True)))


async def plan_silence(
    session: AsyncSession, claim: Claim, now: datetime, rules: Rules, hours: WorkingTime
) -> None:
    """The buyer is to answer now: only the buyer's silence is reminded of."""
    await forget(session, claim)
    due = after(now, timedelta(hours=rules.silent_hours), hours)
    _add(session, claim, {ReminderStep.SILENT: due})


def _add(session: AsyncSession, claim: Claim, times: dict[ReminderStep, datetime]) -> None:
    session.add_all(
        ClaimReminder(claim_id=claim.id, step=step, due_at=due) for step, due in times.items()
    )


async def forget(
    session: AsyncSession, claim: Claim, steps: Iterable[ReminderStep] = tuple(ReminderStep)
) -> None:
    """What has not been given yet is not given any more."""
    await session.execute(
        delete(ClaimReminder).where(
            ClaimReminder.claim_id == claim.id,
            ClaimReminder.done_at.is_(None),
            ClaimReminder.step.in_(list(steps)),
        )
    )


async def remind(session: AsyncSession, now: datetime) -> int:
    """Give what is due, each once; how many there were. Call it again while there are."""
    due = await session.execute(
        select(ClaimReminder.id, ClaimReminder.claim_id)
        .where(ClaimReminder.done_at.is_(None), ClaimReminder.due_at <= now)
        .order_by(ClaimReminder.due_at, ClaimReminder.id)
        .limit(AT_ONCE)
    )
    given = 0
    for reminder_id, claim_id in due.all():
        # The claim first, as whoever changes it holds the claim when it forgets reminders.
        claim = await session.get_one(Claim, claim_id, with_for_update=True)
        reminder = await session.scalar(
            select(ClaimReminder).where(
                ClaimReminder.id == reminder_id, ClaimReminder.done_at.is_(None)
            )
        )
        if reminder is None:
            continue
        reminder.done_at = now
        await write_down(
            session, claim, ClaimChange.REMINDER, None, now,
            step=reminder.step.value, due_at=reminder.due_at.isoformat(),
        )  # fmt: skip
        given += 1
    return given
