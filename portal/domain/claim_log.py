"""What happens to a claim is written down for good, and told to those who follow."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Claim, ClaimChange, ClaimEvent


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
    await session.flush()
