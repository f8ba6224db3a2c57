"""The price list of one company: all that it can buy from stock, at its own prices."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Company, Family, Group, Price, Product, ProductState, Supplier
from portal.db.session import any_of
from portal.domain.access import Acting
from portal.domain.errors import Refused
from portal.domain.goods import GOODS, Goods, goods_from, lowest_quantity, select_goods
from portal.domain.papers import supplier_of
from portal.domain.pricing import Terms, terms_for


@dataclass(frozen=True, slots=True)
class Priced:
    """`breaks` are (quantity, price) above the least quantity, the smallest first."""

    goods: Goods
    group: str
    brand: str
    breaks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class PriceList:
    """By group and name. `supplier` None: not known to the portal yet."""

    supplier: Supplier | None
    buyer: Company
    on_date: date
    price_type: str
    currency: str
    rows: list[Priced]


AT_ONCE = 500


async def price_list_of(session: AsyncSession, acting: Acting) -> PriceList:
    """Refused: 403 `no_contract`."""
    terms = await terms_for(session, acting)
    if terms is None:
        raise Refused("no_contract", 403)
    rows: list[Priced] = []
    last: int | None = 0
    while last is not None:
        found, last = await _some(session, terms, last)
        rows += found
        # SQLite answers on the loop itself: others have their turn between two parts.
        await asyncio.sleep(0)
    rows.sort(key=lambda row: (row.group, row.goods.name, row.goods.id))
    return PriceList(
        supplier=await supplier_of(session),
        buyer=acting.company,
        on_date=acting.today,
        price_type=terms.price_type,
        currency=terms.currency,
        rows=rows,
    )


async def _some(session: AsyncSession, terms: Terms, after: int) -> tuple[list[Priced], int | None]:
    """Of the next products by id those that can be bought, and the last id; None: that is all."""
    found = (
        await session.execute(
            select_goods(terms, lowest_quantity(terms), Group.name, Family.brand, Group.id)
            .outerjoin(Family, Family.id == Product.family_id)
            .outerjoin(Group, Group.id == func.coalesce(Product.group_id, Family.group_id))
            .where(Product.state != ProductState.HIDDEN, Product.id > after)
            .order_by(Product.id)
            .limit(AT_ONCE)
        )
    ).all()
    if not found:
        return [], None
    breaks = await _breaks(session, terms, [row[0] for row in found])
    rows = []
    for row in found:
        goods = goods_from(row, terms)
        if goods.available:
            group, brand, group_id = row[GOODS:]
            cheaper = tuple(
                (start, net)
                for start, amount in breaks[goods.id]
                if start > goods.lowest and (net := terms.net(amount, group_id))
            )
            rows.append(Priced(goods, group or "", brand or "", cheaper))
    return rows, found[-1][0]


async def _breaks(
    session: AsyncSession, terms: Terms, ids: Sequence[int]
) -> dict[int, list[tuple[int, int]]]:
    rows = await session.execute(
        select(Price.product_id, Price.from_quantity, Price.amount)
        .where(
            Price.price_type_id == terms.price_type_id,
            Price.from_quantity > 0,
            any_of(Price.product_id, ids, session),
        )
        .order_by(Price.product_id, Price.from_quantity)
    )
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for product_id, start, amount in rows:
        found[product_id].append((start, amount))
    return found
