"""Finding products: the surest first, then what the company buys, then what is in stock."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Product, Stock
from portal.db.session import any_of
from portal.search.engine import Closeness, Found
from portal.search.hits import Hit, Match
from portal.search.live import LiveIndex
from portal.search.plain import find_plainly

__all__ = ["Hit", "Match", "find"]

MATCHES = {
    Closeness.ARTICLE: Match.ARTICLE,
    Closeness.CODE: Match.BARCODE,
    Closeness.SLIP: Match.NEAR,
    Closeness.NEAR: Match.NEAR,
}


async def find(
    session: AsyncSession,
    query: str,
    *,
    index: LiveIndex | None = None,
    bought: Collection[int] = (),
    limit: int,
    offset: int = 0,
) -> list[Hit]:
    """What a query finds: hidden products never, discontinued ones last.

    `bought` are the products that whoever asks buys. What is `NEAR` comes last, and mostly only
    when there is nothing else. No text is an error, and an empty one finds nothing. While there is
    no index to ask, the database itself is.
    """
    wanted = offset + limit
    found = None
    if index is not None:
        found = await index.ask(session, query, among=list(bought), wanted=wanted)
    if found is None:
        hits = await find_plainly(session, query, limit=wanted)
    else:
        [ordered] = await in_order(session, [found], bought)
        hits = hits_of(ordered)
    return hits[offset:wanted]


async def in_order(
    session: AsyncSession, found: Sequence[Sequence[Found]], bought: Collection[int]
) -> list[list[Found]]:
    """What the index found, for each question as a buyer would have it. One statement."""
    compared = {each.product_id for some in found if len(some) > 1 for each in some}
    stocked = await _in_stock(session, compared) if compared else set()
    ours = set(bought)

    def place(each: Found) -> tuple[int, ...]:
        return (
            each.turn,
            each.closeness >= Closeness.SLIP,
            each.rank,
            each.closeness,
            each.product_id not in ours,
            each.product_id not in stocked,
            not each.leads,
            each.item,
        )

    return [sorted(some, key=place) for some in found]


def hits_of(found: Sequence[Found]) -> list[Hit]:
    return [Hit(each.product_id, MATCHES.get(each.closeness, Match.NAME)) for each in found]


async def _in_stock(session: AsyncSession, product_ids: Collection[int]) -> set[int]:
    some: ColumnElement[bool] = (
        select(Stock.product_id).where(Stock.product_id == Product.id, Stock.quantity > 0).exists()
    )
    return set(
        await session.scalars(
            select(Product.id).where(any_of(Product.id, product_ids, session), some)
        )
    )
