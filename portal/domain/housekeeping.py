"""What is kept for a while only."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import (
    Event,
    FailedGuess,
    IdempotentAnswer,
    Outgoing,
    OutgoingState,
    ProductChange,
)

ANSWERS_KEPT = timedelta(days=30)
"""Nobody tries a request again after that; the answers hold whole carts."""
GUESSES_KEPT = timedelta(days=1)
EVENTS_KEPT = timedelta(days=180)
SENT_KEPT = timedelta(days=30)
CHANGES_KEPT = 500_000
"""Notes for the search index, which is built anew when it is further behind."""


async def purge(session: AsyncSession, now: datetime) -> None:
    """Forget what is too old to be asked for."""
    await session.execute(
        delete(IdempotentAnswer).where(IdempotentAnswer.created_at < now - ANSWERS_KEPT)
    )
    await session.execute(delete(FailedGuess).where(FailedGuess.at < now - GUESSES_KEPT))
    await session.execute(
        delete(Outgoing).where(
            or_(
                (Outgoing.state == OutgoingState.SENT) & (Outgoing.done_at < now - SENT_KEPT),
                # Of events that are forgotten, too, there is nothing left to say.
                Outgoing.place.in_(select(Event.place).where(Event.at < now - EVENTS_KEPT)),
            )
        )
    )
    await session.execute(delete(Event).where(Event.at < now - EVENTS_KEPT))
    newest = select(func.max(ProductChange.id)).scalar_subquery()
    await session.execute(delete(ProductChange).where(ProductChange.id <= newest - CHANGES_KEPT))
