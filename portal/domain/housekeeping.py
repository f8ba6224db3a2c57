"""What is kept for a while only."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Event, FailedGuess, IdempotentAnswer, ProductChange

ANSWERS_KEPT = timedelta(days=30)
"""Nobody tries a request again after that; the answers hold whole carts."""
GUESSES_KEPT = timedelta(days=1)
EVENTS_KEPT = timedelta(days=180)
CHANGES_KEPT = 500_000
"""Notes for the search index, which is built anew when it is further behind."""


async def purge(session: AsyncSession, now: datetime) -> None:
    """Forget what is too old to be asked for."""
    await session.execute(
        delete(IdempotentAnswer).where(IdempotentAnswer.created_at < now - ANSWERS_KEPT)
    )
    await session.execute(delete(FailedGuess).where(FailedGuess.at < now - GUESSES_KEPT))
    await session.execute(delete(Event).where(Event.at < now - EVENTS_KEPT))
    newest = select(func.max(ProductChange.id)).scalar_subquery()
    await session.execute(delete(ProductChange).where(ProductChange.id <= newest - CHANGES_KEPT))
