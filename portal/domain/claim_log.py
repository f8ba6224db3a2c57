"""What happens to a claim is written down for good, and told to those who follow."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Claim, ClaimChange, ClaimEvent, EventKind, ReminderStep
from portal.domain.claim_audience import AUTHOR, DIRECTOR, HOLDER, MANAGERS
from portal.domain.events import note

TOLD: Mapping[ClaimChange, tuple[str, ...]] = {
    ClaimChange.CREATED: (MANAGERS,),
    ClaimChange.TAKEN: (AUTHOR,),
    ClaimChange.HANDED_OVER: (AUTHOR, HOLDER),
    ClaimChange.ASKED: (AUTHOR,),
    ClaimChange.ANSWERED: (HOLDER,),
    ClaimChange.RESOLVED: (AUTHOR,),
    ClaimChange.DECLINED: (AUTHOR,),
    ClaimChange.REOPENED: (HOLDER,),
    ClaimChange.CLOSED: (AUTHOR, HOLDER),
}
FOR_THE_DIRECTOR = ("above", "unanswered", "undecided")
REMINDED: Mapping[ReminderStep, str] = {
    ReminderStep.UNTAKEN: MANAGERS,
    ReminderStep.UNTAKEN_LONG: DIRECTOR,
    ReminderStep.HOLDER: HOLDER,
    ReminderStep.ALL: MANAGERS,
    ReminderStep.DIRECTOR: DIRECTOR,
    ReminderStep.SILENT: HOLDER,
}


async def write_down(
    session: AsyncSession,
    claim: Claim,
    kind: ClaimChange,
    person_id: int | None,
    now: datetime,
    **data: Any,
) -> None:
    """`person_id` None: it came about by itself. `data` is what JSON can hold."""
    event = ClaimEvent(
        claim_id=claim.id, kind=kind, state=claim.state, person_id=person_id, data=data, at=now
    )
    session.add(event)
    told = {"claim_id": str(claim.id), "number": claim.number, "state": claim.state.value}
    await note(
        session,
        EventKind(kind.value),
        now,
        company_id=claim.company_id,
        actor_id=person_id,
        **(told | data | {"to": list(_to(kind, data))}),
    )


def _to(kind: ClaimChange, data: Mapping[str, Any]) -> tuple[str, ...]:
    if kind is ClaimChange.REMINDER:
        return (REMINDED[ReminderStep(data["step"])],)
    if kind in TOLD:
        extra = (DIRECTOR,) if any(data.get(key) for key in FOR_THE_DIRECTOR) else ()
        return (*TOLD[kind], *extra)
    # A message, one that was changed, one that was taken back.
    return (AUTHOR,) if data["from_staff"] and not data["internal"] else (HOLDER,)
