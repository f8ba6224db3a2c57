"""What a person has marked."""

from datetime import datetime

from sqlalchemy import delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Favourite, Product
from portal.domain.catalogue import SHOWN
from portal.domain.errors import not_found
from portal.domain.goods import Goods, goods_from, lowest_quantity, select_goods
from portal.domain.pricing import Terms


async def mark(session: AsyncSession, person_id: int, product_id: int, now: datetime) -> None:
    """Marking twice is marking once. `not_found` for a product that is not shown."""
    await lock_shown(session, product_id)
    if await session.get(Favourite, (person_id, product_id)) is None:
        session.add(Favourite(person_id=person_id, product_id=product_id, created_at=now))
        await session.flush()


async def lock_shown(session: AsyncSession, product_id: int) -> None:
    """One after another, on PostgreSQL too, where two taps could both find nothing there."""
    found = select(Product.id).where(Product.id == product_id, SHOWN).with_for_update()
    if await session.scalar(found) is None:
        raise not_found()


async def unmark(session: AsyncSession, person_id: int, product_id: int) -> None:
    await session.execute(
        delete(Favourite).where(
            Favourite.person_id == person_id, Favourite.product_id == product_id
        )
    )


async def is_marked(session: AsyncSession, person_id: int, product_id: int) -> bool:
    marked = exists().where(Favourite.person_id == person_id, Favourite.product_id == product_id)
    return bool(await session.scalar(select(marked)))


async def marked(
    session: AsyncSession, terms: Terms | None, person_id: int, *, limit: int, offset: int
) -> list[Goods]:
    """What the person has marked, the latest first, without what is no longer shown."""
    rows = await session.execute(
        select_goods(terms, lowest_quantity(terms))
        .join(Favourite, Favourite.product_id == Product.id)
        .where(Favourite.person_id == person_id, SHOWN)
        .order_by(Favourite.created_at.desc(), Product.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return [goods_from(row, terms) for row in rows]
