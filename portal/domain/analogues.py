"""What can stand in for goods that are gone or short."""

from collections.abc import Collection

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Analogue, Product, ProductState
from portal.db.session import any_of
from portal.domain.goods import Goods, Line, goods_from, lowest_quantity, select_goods
from portal.domain.packs import packed
from portal.domain.pricing import Terms


async def stand_ins(
    session: AsyncSession, terms: Terms | None, product_ids: Collection[int]
) -> dict[int, list[Goods]]:
    """The analogues of products that can be ordered, the best first; one statement for all."""
    if not product_ids:
        return {}
    rows = await session.execute(
        select_goods(terms, lowest_quantity(terms), Analogue.product_id)
        .join(Analogue, Analogue.analogue_id == Product.id)
        .where(
            any_of(Analogue.product_id, product_ids, session),
            Product.state != ProductState.HIDDEN,
        )
        .order_by(Analogue.position, Product.id)
    )
    found: dict[int, list[Goods]] = {}
    for row in rows:
        goods = goods_from(row, terms)
        if goods.available:
            found.setdefault(row[-1], []).append(goods)
    return found


def best_of(analogues: list[Goods], now: Line | None, quantity: int) -> Goods | None:
    """The best of which there is enough, else of which there is some: more than there is now."""
    have = now.goods.stock if now else 0
    some = [goods for goods in analogues if goods.stock > have]
    enough = [
        goods for goods in some if goods.stock >= packed(quantity, goods.multiple, goods.minimum)[0]
    ]
    return next(iter(enough or some), None)
