"""From the database to what is indexed of it."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Barcode, Family, OrderLine, Product, ProductState
from portal.db.session import any_of
from portal.search.index import Entry


async def by_popularity(session: AsyncSession) -> list[int]:
    """The ids of all products that may be found: those in the most orders, then short names."""
    orders = (
        select(OrderLine.product_id, func.count().label("orders"))
        .group_by(OrderLine.product_id)
        .subquery()
    )
    found = await session.scalars(
        select(Product.id)
        .outerjoin(orders, orders.c.product_id == Product.id)
        .where(Product.state != ProductState.HIDDEN)
        .order_by(func.coalesce(orders.c.orders, 0).desc(), func.length(Product.name), Product.id)
    )
    return list(found)


async def entries_of(session: AsyncSession, product_ids: Sequence[int]) -> list[Entry]:
    """What is indexed of these products, in their order; hidden and unknown ones are left out."""
    codes: dict[int, list[str]] = defaultdict(list)
    for code, product_id in await session.execute(
        select(Barcode.code, Barcode.product_id).where(
            any_of(Barcode.product_id, product_ids, session)
        )
    ):
        codes[product_id].append(code)
    rows = await session.execute(
        select(
            Product.id,
            Product.article_key,
            Product.name,
            Product.characteristic,
            func.coalesce(Family.brand, ""),
            Product.state,
        )
        .outerjoin(Family, Family.id == Product.family_id)
        .where(any_of(Product.id, product_ids, session), Product.state != ProductState.HIDDEN)
    )
    found = {
        product_id: Entry(
            product_id,
            key,
            f"{name} {characteristic} {brand}",
            tuple(sorted(codes[product_id])),
            int(state is ProductState.DISCONTINUED),
        )
        for product_id, key, name, characteristic, brand, state in rows
    }
    return [found[product_id] for product_id in product_ids if product_id in found]
