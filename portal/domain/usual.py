"""What a company buys."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import (
    JSON,
    BigInteger,
    BindParameter,
    ColumnElement,
    Connection,
    Engine,
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
from portal.db.session import any_named, listed
from portal.domain.access import Acting
from portal.domain.goods import Goods, goods_at
from portal.domain.pricing import Terms

LATEST = 300
"""So many of the last orders say what a company buys."""


async def bought_by(session: AsyncSession, acting: Acting | None) -> frozenset[int]:
    """The ids of the products in the company's last orders; nobody buys nothing."""
    if acting is None:
        return frozenset()
    sqlite, company_id = is_sqlite(session), acting.company.id
    latest = await session.scalar(_orders(sqlite), {"company_id": company_id})
    orders = tuple(latest or ())
    known = _known.setdefault(session.get_bind(), OrderedDict())
    if company_id not in known or known[company_id][0] != orders:
        found = await session.scalar(_held(sqlite), {"orders": listed(orders, sqlite=sqlite)})
        known[company_id] = orders, frozenset(found or ())
    known.move_to_end(company_id)
    if len(known) > MOST_KNOWN:
        known.popitem(last=False)
    return known[company_id][1]


Orders = tuple[int, ...]
_known: WeakKeyDictionary[Engine | Connection, OrderedDict[int, tuple[Orders, frozenset[int]]]] = (
    WeakKeyDictionary()
)
"""By database and company, the latest orders and what is in them: an order never changes, and to
read thousands of lines is the longest part of most searches."""
MOST_KNOWN = 100
"""Companies: some 100 KB each."""


@cache
def _orders(sqlite: bool) -> Select[Any]:
    return select(_in_one_row(_latest(bindparam("company_id")).c.id, sqlite))


@cache
def _held(sqlite: bool) -> Select[Any]:
    ids = _in_one_row(distinct(OrderLine.product_id), sqlite)
    return select(ids).where(any_named(OrderLine.order_id, "orders", sqlite=sqlite))


def _in_one_row(ids: ColumnElement[int], sqlite: bool) -> ColumnElement[Any]:
    """A thousand rows take SQLAlchemy longer than they take the database."""
    return func.json_group_array(ids, type_=JSON) if sqlite else func.array_agg(ids)


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
