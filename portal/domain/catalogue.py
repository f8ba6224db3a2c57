"""Looking through the catalogue: a group's goods, a product's card, its variants and analogues.

Hidden products are in none of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from portal.db.models import (
    Analogue,
    Barcode,
    Family,
    Group,
    Product,
    ProductState,
    ProductUnit,
)
from portal.db.session import any_of
from portal.domain.errors import not_found
from portal.domain.goods import GOODS, Goods, goods_from, lowest_quantity, select_goods
from portal.domain.pricing import Terms, breaks_of, list_price
from portal.domain.stock import free_stock, stock_by_warehouse

SHOWN = Product.state != ProductState.HIDDEN
_Other = aliased(Product)
_OTHER_SHOWN = _Other.state != ProductState.HIDDEN


@dataclass(frozen=True, slots=True)
class Card:
    """All about one product; `breaks` are (quantity, price), `units` (name, factor). `branding` is
    what the company's logo adds to the price of a unit; None: it can't be put on."""

    goods: Goods
    description: str
    brand: str
    group: tuple[int, str] | None
    characteristic: str
    breaks: list[tuple[int, int]]
    warehouses: list[tuple[str, int, datetime]]
    units: list[tuple[str, int]]
    barcodes: list[str]
    variants: int
    analogues: int
    branding: int | None = None
    branding_note: str = ""


async def card_of(session: AsyncSession, terms: Terms | None, product_id: int) -> Card:
    """The card of a product; `not_found` for a hidden one."""
    row = (
        await session.execute(
            select_goods(
                terms,
                lowest_quantity(terms),
                Family.description,
                Family.brand,
                Group.id,
                Group.name,
                Product.characteristic,
                Product.branding_price,
                Product.branding_note,
                _how_many(_Other.family_id == Product.family_id, _Other.id != Product.id),
                _how_many(
                    _Other.id.in_(
                        select(Analogue.analogue_id).where(Analogue.product_id == Product.id)
                    )
                ),
            )
            .outerjoin(Family, Family.id == Product.family_id)
            .outerjoin(Group, Group.id == func.coalesce(Product.group_id, Family.group_id))
            .where(Product.id == product_id, SHOWN)
        )
    ).one_or_none()
    if row is None:
        raise not_found()
    description, brand, group_id, group, characteristic, *logo, variants, analogues = row[GOODS:]
    units = await session.execute(
        select(ProductUnit.name, ProductUnit.factor)
        .where(ProductUnit.product_id == product_id)
        .order_by(ProductUnit.factor)
    )
    codes = await session.scalars(
        select(Barcode.code).where(Barcode.product_id == product_id).order_by(Barcode.code)
    )
    goods = goods_from(row, terms)
    return Card(
        goods=goods,
        description=description or "",
        brand=brand or "",
        group=None if group_id is None else (group_id, group),
        characteristic=characteristic,
        breaks=await breaks_of(session, terms, product_id, goods.group_id),
        warehouses=await stock_by_warehouse(session, product_id),
        units=[(name, factor) for name, factor in units],
        barcodes=list(codes),
        variants=variants,
        analogues=analogues,
        branding=logo[0] if terms is not None else None,
        branding_note=logo[1],
    )


def _how_many(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
    return (
        select(func.count()).select_from(_Other).where(*conditions, _OTHER_SHOWN).scalar_subquery()
    )


class Sort(StrEnum):
    NAME = "name"
    PRICE = "price"


async def listing(
    session: AsyncSession,
    terms: Terms | None,
    *,
    group_id: int | None,
    limit: int,
    after: tuple[str, int] | None,
    in_stock: bool = False,
) -> list[Goods]:
    """The goods of a group and of the groups in it (None: all), by name, after a name and an id."""
    query = _of_group(select_goods(terms, lowest_quantity(terms)).where(SHOWN), group_id, in_stock)
    if after is not None:
        name, product_id = after
        query = query.where(
            or_(Product.name > name, and_(Product.name == name, Product.id > product_id))
        )
    rows = await session.execute(query.order_by(Product.name, Product.id).limit(limit))
    return [goods_from(row, terms) for row in rows]


async def by_price(
    session: AsyncSession,
    terms: Terms,
    *,
    group_id: int | None,
    limit: int,
    offset: int,
    in_stock: bool = False,
) -> list[Goods]:
    """The same, the cheapest first; what has no price comes last."""
    query = _of_group(select_goods(terms, lowest_quantity(terms)).where(SHOWN), group_id, in_stock)
    price = list_price(terms.price_type_id, Product.id, lowest_quantity(terms))
    sold = or_(Product.state == ProductState.ACTIVE, free_stock(Product.id) > 0)
    shown = case((and_(sold, price > 0), price))
    rows = await session.execute(
        query.order_by(shown.nulls_last(), Product.name, Product.id).limit(limit).offset(offset)
    )
    return [goods_from(row, terms) for row in rows]


def _of_group(
    query: Select[*tuple[Any, ...]], group_id: int | None, in_stock: bool
) -> Select[*tuple[Any, ...]]:
    if group_id is not None:
        query = query.outerjoin(Family, Family.id == Product.family_id).where(
            func.coalesce(Product.group_id, Family.group_id).in_(groups_within(group_id))
        )
    return query.where(free_stock(Product.id) > 0) if in_stock else query


async def those_within(session: AsyncSession, goods: Sequence[Goods], group_id: int) -> list[Goods]:
    """Those of the goods that lie in a group or below it."""
    ids = [each.id for each in goods]
    inside = _of_group(
        select(Product.id).where(any_of(Product.id, ids, session)), group_id, in_stock=False
    )
    kept = set(await session.scalars(inside))
    return [each for each in goods if each.id in kept]


def groups_within(group_id: int) -> Select[int]:
    """The ids of a group and of all groups below it, as a query."""
    tree = select(Group.id).where(Group.id == group_id).cte("tree", recursive=True)
    return select(tree.union(select(Group.id).where(Group.parent_id == tree.c.id)).c.id)


async def variants_of(
    session: AsyncSession, terms: Terms | None, product_id: int, *, limit: int, offset: int
) -> list[Goods]:
    """The other products of the family, in the order of their ids, which is the catalogue's."""
    family_id = await _shown_family(session, product_id)
    if family_id is None:
        return []
    rows = await session.execute(
        select_goods(terms, lowest_quantity(terms))
        .where(Product.family_id == family_id, Product.id != product_id, SHOWN)
        .order_by(Product.id)
        .limit(limit)
        .offset(offset)
    )
    return [goods_from(row, terms) for row in rows]


async def analogues_of(
    session: AsyncSession, terms: Terms | None, product_id: int, *, limit: int, offset: int
) -> list[Goods]:
    """What can stand in for a product, the best first."""
    await _shown_family(session, product_id)
    rows = await session.execute(
        select_goods(terms, lowest_quantity(terms))
        .join(Analogue, Analogue.analogue_id == Product.id)
        .where(Analogue.product_id == product_id, SHOWN)
        .order_by(Analogue.position, Product.id)
        .limit(limit)
        .offset(offset)
    )
    return [goods_from(row, terms) for row in rows]


async def _shown_family(session: AsyncSession, product_id: int) -> int | None:
    row = (
        await session.execute(select(Product.family_id).where(Product.id == product_id, SHOWN))
    ).one_or_none()
    if row is None:
        raise not_found()
    return row[0]
