"""What a company buys."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import (
    JSON,
    BigInteger,
    BindParameter,
    Select,
    Subquery,
    bindparam,
    cast,
    distinct,
    func,
    select,
    type_coerce,
)
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import (
    Order,
    OrderLine,
    OrderStatus,
    Product,
    ProductState,
    UtcDateTime,
)
from portal.db.rows import is_sqlite
from portal.domain.access import Acting
from portal.domain.goods import Goods, goods_at
from portal.domain.pricing import Terms

LATEST = 300
"""So many of the last orders say what a company buys."""


async def bought_by(session: AsyncSession, acting: Acting | None) -> frozenset[int]:
    """The ids of the products in the company's last orders; nobody buys nothing."""
    if acting is None:
        return frozenset()
    asked = _bought(is_sqlite(session)), {"company_id": acting.company.id}
    return frozenset(await session.scalar(*asked) or ())


@cache
def _bought(sqlite: bool) -> Select[list[int] | None]:
    """In one row: a thousand ids take SQLAlchemy longer than they take the database."""
    latest = _latest(bindparam("company_id"))
    ids = distinct(OrderLine.product_id)
    listed = func.json_group_array(ids, type_=JSON) if sqlite else func.array_agg(ids)
    return select(listed).join(latest, latest.c.id == OrderLine.order_id)


@dataclass(frozen=True, slots=True)
class Usual:
    """What a company orders: in how many of its last orders, how much mostly, when last.

    `quantity` is the median of what an order held, the lower of two: one that was really ordered.
    `goods` is priced at it.
    """

    goods: Goods
    orders: int
    quantity: int
    last_at: datetime


async def usual_goods(
    session: AsyncSession, terms: Terms | None, company_id: int, *, limit: int, offset: int
) -> list[Usual]:
    """What is still shown of what a company orders, the most usual first. Two statements."""
    latest = _latest(company_id)
    held = (
        select(
            OrderLine.product_id,
            func.sum(OrderLine.quantity).label("quantity"),
            latest.c.placed_at,
            OrderLine.order_id,
        )
        .join(latest, latest.c.id == OrderLine.order_id)
        .join(Product, Product.id == OrderLine.product_id)
        .where(Product.state != ProductState.HIDDEN)
        .group_by(OrderLine.product_id, OrderLine.order_id, latest.c.placed_at)
        .subquery()
    )
    alike = held.c.product_id
    ranked = select(
        held.c.product_id,
        cast(held.c.quantity, BigInteger).label("quantity"),
        func.row_number()
        .over(partition_by=alike, order_by=(held.c.quantity, held.c.order_id))
        .label("place"),
        func.count().over(partition_by=alike).label("orders"),
        func.max(held.c.placed_at).over(partition_by=alike).label("last_at"),
    ).subquery()
    rows = await session.execute(
        select(
            ranked.c.product_id,
            ranked.c.quantity,
            ranked.c.orders,
            type_coerce(ranked.c.last_at, UtcDateTime),
        )
        .where(ranked.c.place == (ranked.c.orders + 1) // 2)
        .order_by(ranked.c.orders.desc(), ranked.c.last_at.desc(), ranked.c.product_id)
        .limit(limit)
        .offset(offset)
    )
    found = [(product_id, quantity, orders, at) for product_id, quantity, orders, at in rows]
    goods = await goods_at(session, terms, {product_id: each for product_id, each, *_ in found})
    return [
        Usual(goods[product_id], orders, quantity, at) for product_id, quantity, orders, at in found
    ]


def _latest(company_id: int | BindParameter[int]) -> Subquery:
    return (
        select(Order.id, Order.placed_at)
        .where(Order.company_id == company_id, Order.status != OrderStatus.CANCELLED)
        .order_by(Order.placed_at.desc())
        .limit(LATEST)
        .subquery()
    )
