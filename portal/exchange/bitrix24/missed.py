"""Bitrix24 tells of a change once: while the portal was away, nobody has heard it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Claim, ClaimState
from portal.domain.outgoing import look_again
from portal.exchange.bitrix24.case import NAME, external_id

MOST = 2000
"""Claims that are open at once; that is a quarter of an hour of requests."""


async def look_at_all(session: AsyncSession, now: datetime) -> int:
    """Have every task of a claim that is not closed looked at; how many."""
    found = await session.scalars(
        select(Claim.id)
        .where(
            Claim.state != ClaimState.CLOSED,
            Claim.external_id.startswith(external_id(0)[:-1], autoescape=True),
        )
        .order_by(Claim.id)
        .limit(MOST)
    )
    claims = found.all()
    for claim_id in claims:
        await look_again(session, NAME, claim_id, now)
    return len(claims)
