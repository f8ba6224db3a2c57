"""What a person has marked, for a favourite or to wait for: one row a person and product."""

from sqlalchemy import delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Favourite, Product, Watch
from portal.domain.catalogue import SHOWN
from portal.domain.errors import not_found
from portal.domain.goods import Goods, goods_from, lowest_quantity, select_goods
from portal.domain.pricing import Terms

Mark = type[Favourite] | type[Watch]


async def lock_shown(session: AsyncSession, product_id: int) -> None:
    """One after another, on PostgreSQL too, where two taps could both find nothing there."""
    found = select(Product.id).where(Product.id == product_id, SHOWN).with_for_update()
    if await session.scalar(found) is None:
        raise not_found()


async def take_off(session: AsyncSession, mark: Mark, person_id: int, product_id: int) -> None:
    await session.execute(
        delete(mark).where(mark.person_id == person_id, mark.product_id == product_id)
    )


async def is_on(session: AsyncSession, mark: Mark, person_id: int, product_id: int) -> bool:
    on = exists().where(mark.person_id == person_id, mark.product_id == product_id)
    return bool(await session.scalar(select(on)))


async def goods_under(
    session: AsyncSession,
    mark: Mark,
    terms: Terms | None,
    person_id: int,
    *,
    limit: int,
    offset: int,
) -> list[Goods]:
    """The latest first, without what is no longer shown."""
    rows = await session.execute(
        select_goods(terms, lowest_quantity(terms))
        .join(mark, mark.product_id == Product.id)
        .where(mark.person_id == person_id, SHOWN)
        .order_by(mark.created_at.desc(), Product.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return [goods_from(row, terms) for row in rows]
