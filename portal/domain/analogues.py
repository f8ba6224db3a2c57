"""What can stand in for goods that are gone or short."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Analogue, Product, ProductState
from portal.db.rows import is_sqlite
from portal.db.session import any_named, listed
from portal.domain.goods import (
    Goods,
    Line,
    goods_from,
    lowest_quantity,
    run_made,
    select_goods,
)
from portal.domain.packs import packed
from portal.domain.pricing import Terms


async def stand_ins(
    session: AsyncSession, terms: Terms | None, product_ids: Collection[int]
) -> dict[int, list[Goods]]:
    """The analogues of products that can be ordered, the best first; one statement for all."""
    if not product_ids:
        return {}
    sqlite = is_sqlite(session)

    def make() -> Select[*tuple[Any, ...]]:
        return (
            select_goods(terms, lowest_quantity(terms), Analogue.product_id)
            .join(Analogue, Analogue.analogue_id == Product.id)
            .where(
                any_named(Analogue.product_id, "wanted", sqlite=sqlite),
                Product.state != ProductState.HIDDEN,
            )
            .order_by(Analogue.position, Product.id)
        )

    wanted = {"wanted": listed(product_ids, sqlite=sqlite)}
    rows = await run_made(session, terms, "stand_ins", make, wanted)
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
