"""Goods: a product with what it costs a company and how much there is, many by one statement."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, SQLColumnExpression, case, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Product, ProductState
from portal.db.rows import rows_of
from portal.domain.money import amount_of, vat_within
from portal.domain.packs import rounded_up
from portal.domain.pricing import Terms, list_price
from portal.domain.stock import stock_total


@dataclass(frozen=True, slots=True)
class Goods:
    """`price` is the company's for one unit at the quantity asked about; None: none is due.

    `available` says whether it may be ordered: it is sold (a discontinued product while stock
    lasts) and has a price, where prices may be shown at all.
    """

    id: int
    article: str
    name: str
    unit: str
    multiple: int
    minimum: int
    vat: int | None
    state: ProductState
    price: int | None
    stock: int
    available: bool

    @property
    def lowest(self) -> int:
        """The least quantity that can be sold."""
        return rounded_up(max(self.minimum, 1), self.multiple)


@dataclass(frozen=True, slots=True)
class Line:
    """A quantity of goods, priced at that quantity."""

    goods: Goods
    quantity: int

    @property
    def amount(self) -> int | None:
        price = self.goods.price
        return None if price is None else amount_of(price, self.quantity)

    @property
    def vat(self) -> int:
        return vat_within(self.amount or 0, self.goods.vat)

    @property
    def short(self) -> bool:
        return self.quantity > self.goods.stock

    @property
    def blocked(self) -> bool:
        """It can't be ordered so: not available, or more than is left of a discontinued product."""
        gone = self.goods.state is not ProductState.ACTIVE
        return not self.goods.available or (gone and self.short)


def total_of(lines: Iterable[Line]) -> int:
    return sum(line.amount or 0 for line in lines)


def vat_of(lines: Iterable[Line]) -> int:
    return sum(line.vat for line in lines)


def lowest_quantity() -> ColumnElement[int]:
    """`Goods.lowest` as a column."""
    multiple = case((Product.multiple > 1, Product.multiple), else_=1)
    minimum = case((Product.minimum > 1, Product.minimum), else_=1)
    return (minimum + multiple - 1) // multiple * multiple


def select_goods(
    terms: Terms | None, quantity: SQLColumnExpression[int], *more: SQLColumnExpression[Any]
) -> Select[*tuple[Any, ...]]:
    """A select of goods priced at `quantity`, to join and to filter; its rows go to `goods_from`.

    `more` are further columns, after those of the goods.
    """
    return select(
        Product.id,
        Product.article,
        Product.name,
        Product.unit,
        Product.multiple,
        Product.minimum,
        Product.vat,
        Product.state,
        list_price(terms, Product.id, quantity),
        stock_total(Product.id),
        *more,
    )


def goods_from(row: Row[*tuple[Any, ...]], terms: Terms | None) -> Goods:
    values: tuple[Any, ...] = row[:10]
    product_id, article, name, unit, multiple, minimum, vat, state, price, stock = values
    stock = max(stock or 0, 0)
    sold = state is ProductState.ACTIVE or (state is ProductState.DISCONTINUED and stock > 0)
    net = terms.net(price) if terms and sold else None
    available = sold and (net is not None or terms is None)
    return Goods(
        product_id, article, name, unit, multiple, minimum, vat, state, net, stock, available
    )


async def goods_at(
    session: AsyncSession, terms: Terms | None, wanted: Mapping[int, int]
) -> dict[int, Goods]:
    """Goods by product id, priced at the quantity wanted of each; unknown ids are left out.

    Hidden products are among them, as not available.
    """
    if not wanted:
        return {}
    asked = rows_of(session, product_id=list(wanted), quantity=list(wanted.values()))
    rows = await session.execute(
        select_goods(terms, asked.c.quantity).join(asked, asked.c.product_id == Product.id)
    )
    return {row[0]: goods_from(row, terms) for row in rows}


async def priced(
    session: AsyncSession, terms: Terms | None, wanted: Sequence[tuple[int, int]]
) -> list[Line]:
    """Lines of (product id, quantity), priced at that quantity, in their order; none is unknown."""
    if not wanted:
        return []
    ids, quantities = zip(*wanted, strict=True)
    asked = rows_of(session, product_id=ids, quantity=quantities)
    rows = await session.execute(
        select_goods(terms, asked.c.quantity, asked.c.quantity)
        .join(asked, asked.c.product_id == Product.id)
        .order_by(asked.c.position)
    )
    return [Line(goods_from(row, terms), row[-1]) for row in rows]


async def goods_of(session: AsyncSession, terms: Terms | None, ids: Iterable[int]) -> list[Goods]:
    """Goods in the order of their ids, priced at the least quantity sold; without hidden ones."""
    ids = list(ids)
    if not ids:
        return []
    asked = rows_of(session, product_id=ids)
    rows = await session.execute(
        select_goods(terms, lowest_quantity())
        .join(asked, asked.c.product_id == Product.id)
        .where(Product.state != ProductState.HIDDEN)
        .order_by(asked.c.position)
    )
    return [goods_from(row, terms) for row in rows]
