"""Looking through the catalogue: a group's goods, a product's card, its variants and analogues.

Hidden products are in none of it.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
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
from portal.domain.errors import not_found
from portal.domain.goods import Goods, goods_from, lowest_quantity, select_goods
from portal.domain.pricing import Terms, breaks_of
from portal.domain.stock import stock_by_warehouse

SHOWN = Product.state != ProductState.HIDDEN
_Other = aliased(Product)
_OTHER_SHOWN = _Other.state != ProductState.HIDDEN


@dataclass(frozen=True, slots=True)
class Card:
    """All about one product; `breaks` are (quantity, price), `units` (name, factor)."""

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


async def card_of(session: AsyncSession, terms: Terms | None, product_id: int) -> Card:
    """The card of a product; `not_found` for a hidden one."""
    row = (
        await session.execute(
            select_goods(
                terms,
                lowest_quantity(),
                Family.description,
                Family.brand,
                Group.id,
                Group.name,
                Product.characteristic,
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
    description, brand, group_id, group, characteristic, variants, analogues = row[10:]
    units = await session.execute(
        select(ProductUnit.name, ProductUnit.factor)
        .where(ProductUnit.product_id == product_id)
        .order_by(ProductUnit.factor)
    )
    codes = await session.scalars(
        select(Barcode.code).where(Barcode.product_id == product_id).order_by(Barcode.code)
    )
    return Card(
        goods=goods_from(row, terms),
        description=description or "",
        brand=brand or "",
        group=None if group_id is None else (group_id, group),
        characteristic=characteristic,
        breaks=await breaks_of(session, terms, product_id),
        warehouses=await stock_by_warehouse(session, product_id),
        units=[(name, factor) for name, factor in units],
        barcodes=list(codes),
        variants=variants,
        analogues=analogues,
    )


def _how_many(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
    return (
        select(func.count()).select_from(_Other).where(*conditions, _OTHER_SHOWN).scalar_subquery()
    )


async def listing(
    session: AsyncSession,
    terms: Terms | None,
    *,
    group_id: int | None,
    limit: int,
    after: tuple[str, int] | None,
) -> list[Goods]:
    """The goods of a group and of the groups in it (None: all), by name, after a name and an id."""
    query = select_goods(terms, lowest_quantity()).where(SHOWN)
    if group_id is not None:
        query = query.outerjoin(Family, Family.id == Product.family_id).where(
            func.coalesce(Product.group_id, Family.group_id).in_(groups_within(group_id))
        )
    if after is not None:
        name, product_id = after
        query = query.where(
            or_(Product.name > name, and_(Product.name == name, Product.id > product_id))
        )
    rows = await session.execute(query.order_by(Product.name, Product.id).limit(limit))
    return [goods_from(row, terms) for row in rows]


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
        select_goods(terms, lowest_quantity())
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
        select_goods(terms, lowest_quantity())
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
