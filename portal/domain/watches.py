"""Who waits for what, and what has come in. Triggers on `stock` make events of watches."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Product, Stock, Watch
from portal.domain.errors import Refused
from portal.domain.marks import lock_shown
from portal.domain.stock import stock_total


async def watch(session: AsyncSession, person_id: int, product_id: int, now: datetime) -> None:
    """Have a person told when a product comes in; twice is once.

    `not_found` for a product that is not shown, `in_stock` for one that has come in already.
    """
    await lock_shown(session, product_id)
    # The stock is looked at when nobody can be changing it: what came in between the look and the
    # watch would be told to nobody. The product's lock keeps out what inserts stock.
    await session.execute(
        select(Stock.quantity).where(Stock.product_id == product_id).with_for_update()
    )
    total = await session.scalar(select(stock_total(Product.id)).where(Product.id == product_id))
    if (total or 0) > 0:
        raise Refused("in_stock", 409)
    if await session.get(Watch, (product_id, person_id)) is None:
        session.add(Watch(person_id=person_id, product_id=product_id, created_at=now))
        await session.flush()
