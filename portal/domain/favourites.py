"""Marking a favourite."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Favourite
from portal.domain.marks import lock_shown


async def mark(session: AsyncSession, person_id: int, product_id: int, now: datetime) -> None:
    """Marking twice is marking once. `not_found` for a product that is not shown."""
    await lock_shown(session, product_id)
    if await session.get(Favourite, (person_id, product_id)) is None:
        session.add(Favourite(person_id=person_id, product_id=product_id, created_at=now))
        await session.flush()
