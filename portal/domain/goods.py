"""Goods: a product with what it costs a company and how much there is, many by one statement."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Row,
    Select,
    SQLColumnExpression,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Family, Product, ProductState, ProductSupply, SupplyKind, SupplySource
from portal.db.rows import is_sqlite, rows_listed, rows_named, rows_of
from portal.domain import packs
from portal.domain.money import amount_of, vat_within
from portal.domain.pricing import Terms, list_price
from portal.domain.stock import free_stock


@dataclass(frozen=True, slots=True)
class Goods:
    """`price` is the company's for one unit at the quantity asked about; None: none is due.

    `list_price` is that before discounts. `available` says whether it may be ordered: it is sold
    (a discontinued product while stock lasts) and has a price, where prices may be shown at all.
    `stock` is what is free: less what orders hold. Not `counted`: the maker makes any quantity.
    `group_id` is known where a discount depends on it.
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
    list_price: int | None = None
    group_id: int | None = None
    counted: bool = True

    @property
    def lowest(self) -> int:
        """The least quantity that can be sold."""
        return packs.lowest(self.multiple, self.minimum)


@dataclass(frozen=True, slots=True)
class Line:
    """A quantity of goods, priced at that quantity.

    `branding` is what the company's logo adds to the price of a unit, None: it can't be put on;
    it counts where the line is `branded`. `elsewhere` is what the company's other carts hold.
    """

    goods: Goods
    quantity: int
    branding: int | None = None
    branded: bool = False
    elsewhere: int = 0

    @property
    def added(self) -> int:
        """Of the price, what is for the logo."""
        return (self.branding or 0) if self.branded else 0

    @property
    def price(self) -> int | None:
        price = self.goods.price
        return None if price is None else price + self.added

    @property
    def amount(self) -> int | None:
        return None if self.price is None else amount_of(self.price, self.quantity)

    @property
    def vat(self) -> int:
        return vat_within(self.amount or 0, self.goods.vat)

    @property
    def short(self) -> bool:
        """More is asked for than there is, less what the other carts hold."""
        return self.goods.counted and self.quantity > self.goods.stock - self.elsewhere

    @property
    def lacking(self) -> bool:
        """More is asked for than there is, whoever else wants it."""
        return self.goods.counted and self.quantity > self.goods.stock

    @property
    def blocked(self) -> bool:
        """It can't be ordered so: not available, or more than is left of a discontinued product."""
        gone = self.goods.state is not ProductState.ACTIVE
        return not self.goods.available or (gone and self.lacking)


def total_of(lines: Iterable[Line]) -> int:
    return sum(line.amount or 0 for line in lines)


def vat_of(lines: Iterable[Line]) -> int:
    return sum(line.vat for line in lines)


def lowest_quantity(terms: Terms | None = None) -> ColumnElement[int]:
    """`Goods.lowest` as a column, to be used in `select_goods` of the same terms."""
    return lowest_of(*pack_of(terms))


def lowest_of(multiple: ColumnElement[int], minimum: ColumnElement[int]) -> ColumnElement[int]:
    """`packs.lowest`, by the database."""
    multiple = case((multiple > 1, multiple), else_=1)
    minimum = case((minimum > 1, minimum), else_=1)
    return (minimum + multiple - 1) // multiple * multiple


def pack_of(terms: Terms | None) -> tuple[ColumnElement[int], ColumnElement[int]]:
    """Multiple and minimum as columns, as the kind of supply has them."""
    if brought(terms) is None:
        return Product.multiple + 0, Product.minimum + 0
    return (
        func.coalesce(ProductSupply.multiple, Product.multiple),
        func.coalesce(ProductSupply.minimum, Product.minimum),
    )


def brought(terms: Terms | None) -> SupplyKind | None:
    """The kind of supply, where it is not from the warehouses."""
    supply = terms.supply if terms else None
    return supply if supply and supply.source is not SupplySource.WAREHOUSE else None


GOODS = 12
"""How many columns of a row belong to the goods."""


def select_goods(
    terms: Terms | None, quantity: SQLColumnExpression[int], *more: SQLColumnExpression[Any]
) -> Select[*tuple[Any, ...]]:
    """A select of goods priced at `quantity`, to join and to filter; its rows go to `goods_from`.

    `more` are further columns, after the first `GOODS`.
    """
    supply = brought(terms)
    group: ColumnElement[int | None] = cast(null(), Integer)
    if terms is not None and terms.by_group:
        of_family = select(Family.group_id).where(Family.id == Product.family_id).scalar_subquery()
        group = func.coalesce(Product.group_id, of_family)
    query: Select[*tuple[Any, ...]] = select(
        Product.id,
        Product.article,
        Product.name,
        Product.unit,
        *pack_of(terms),
        Product.vat,
        Product.state,
        list_price(terms.price_type_id if terms else None, Product.id, quantity).label("price"),
        free_stock(Product.id, supply).label("free"),
        group.label("of_group"),
        (literal(True) if supply is None else ProductSupply.product_id.is_not(None)).label("had"),
        *more,
    )
    return supplied(query, terms)


def supplied(query: Select[*tuple[Any, ...]], terms: Terms | None) -> Select[*tuple[Any, ...]]:
    """A select of products that can use `pack_of` and `ProductSupply`."""
    supply = brought(terms)
    if supply is None:
        return query
    return query.select_from(Product).outerjoin(
        ProductSupply,
        and_(ProductSupply.product_id == Product.id, ProductSupply.supply_id == supply.id),
    )


def goods_from(row: Row[*tuple[Any, ...]], terms: Terms | None) -> Goods:
    values: tuple[Any, ...] = row[:GOODS]
    product_id, article, name, unit, multiple, minimum, vat, state, *rest = values
    price, stock, group, had = rest
    supply = brought(terms)
    counted = supply is None or supply.source is not SupplySource.MAKER
    stock = max(stock or 0, 0)
    sold = bool(had) and (
        state is ProductState.ACTIVE or (state is ProductState.DISCONTINUED and stock > 0)
    )
    net = terms.net(price, group) if terms and sold else None
    return Goods(
        id=product_id,
        article=article,
        name=name,
        unit=unit,
        multiple=multiple,
        minimum=minimum,
        vat=vat,
        state=state,
        price=net,
        stock=stock if counted else 0,
        available=sold and (net is not None or terms is None),
        list_price=price,
        group_id=group,
        counted=counted,
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
    sqlite = is_sqlite(session)

    def make() -> Select[*tuple[Any, ...]]:
        asked = rows_named("product_id", "quantity", sqlite=sqlite)
        return (
            select_goods(terms, asked.c.quantity, asked.c.quantity)
            .join(asked, asked.c.product_id == Product.id)
            .order_by(asked.c.position)
        )

    values = rows_listed(sqlite=sqlite, product_id=ids, quantity=quantities)
    rows = await run_made(session, terms, "priced", make, values)
    return [Line(goods_from(row, terms), row[-1]) for row in rows]


async def goods_of(session: AsyncSession, terms: Terms | None, ids: Iterable[int]) -> list[Goods]:
    """Goods in the order of their ids, priced at the least quantity sold; without hidden ones."""
    ids = list(ids)
    if not ids:
        return []
    sqlite = is_sqlite(session)

    def make() -> Select[*tuple[Any, ...]]:
        asked = rows_named("product_id", sqlite=sqlite)
        return (
            select_goods(terms, lowest_quantity(terms))
            .join(asked, asked.c.product_id == Product.id)
            .where(Product.state != ProductState.HIDDEN)
            .order_by(asked.c.position)
        )

    values = rows_listed(sqlite=sqlite, product_id=ids)
    rows = await run_made(session, terms, "goods_of", make, values)
    return [goods_from(row, terms) for row in rows]


_made: dict[Hashable, Select[*tuple[Any, ...]]] = {}
"""Statements by what they were made for: to make one takes longer than to run it."""
MOST_MADE = 200


async def run_made(
    session: AsyncSession,
    terms: Terms | None,
    name: str,
    make: Callable[[], Select[*tuple[Any, ...]]],
    values: Mapping[str, Any],
) -> Iterable[Row[*tuple[Any, ...]]]:
    """Rows of the statement of this name, made once for all terms of which it is made alike."""
    supply = brought(terms)
    priced_by = terms and (terms.price_type_id, terms.by_group)
    key = name, is_sqlite(session), priced_by, supply and (supply.id, supply.source)
    if key not in _made:
        if len(_made) >= MOST_MADE:
            _made.clear()
        _made[key] = make()
    return await session.execute(_made[key], values)
