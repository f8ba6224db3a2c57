"""Finding products: the surest first, then what the company buys, then what is in stock."""

from collections.abc import Collection, Sequence
from functools import cache

from sqlalchemy import Select, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import CompanyCode, Product, ProductChange, ProductState
from portal.db.rows import is_sqlite
from portal.db.session import any_named, any_of, listed
from portal.domain.stock import free_stock
from portal.search.engine import CERTAIN, Closeness, Found
from portal.search.fold import clean, fold_article
from portal.search.hits import Hit, Match
from portal.search.live import LiveIndex, changed_since
from portal.search.plain import find_plainly

__all__ = ["Hit", "Match", "find"]

MATCHES = {
    Closeness.ARTICLE: Match.ARTICLE,
    Closeness.CODE: Match.BARCODE,
    Closeness.SLIP: Match.NEAR,
    Closeness.SLIP_PREFIX: Match.NEAR,
    Closeness.NEAR: Match.NEAR,
}
TIERS = {
    Closeness.OTHER_LAYOUT: 1,
    Closeness.ARTICLE_PREFIX: 2,
    Closeness.NAME: 2,
    Closeness.NAME_PREFIX: 3,
    Closeness.ARTICLE_INSIDE: 3,
    Closeness.SLIP: 4,
    Closeness.SLIP_PREFIX: 5,
    Closeness.NEAR: 6,
}
"""What is certain (0) is before all else. Within a tier, what is bought goes before what is closer;
but however much of `8*400` is bought or in stock, it is no answer to `8*40` while that is there."""


SURENESS = (Match.CODE, Match.ARTICLE, Match.BARCODE, Match.NAME, Match.NEAR)


async def find(
    session: AsyncSession,
    query: str,
    *,
    index: LiveIndex | None = None,
    company_id: int | None = None,
    bought: Collection[int] = (),
    limit: int,
    offset: int = 0,
) -> list[Hit]:
    """What a query finds: hidden products never, discontinued ones last.

    `company_id` is whose own codes count, `bought` are the products that it buys. What is `NEAR`
    comes last, and mostly only when there is nothing else. No text is an error, and an empty one
    finds nothing. While there is no index to ask, the database itself is.
    """
    wanted = offset + limit
    own = [] if company_id is None else await _by_own_code(session, company_id, query)
    answer = None
    if index is not None:
        answer = await index.ask(session, query, among=list(bought), wanted=wanted)
    if answer is None:
        hits = await find_plainly(session, query, limit=wanted)
    else:
        [ordered] = await in_order(session, [answer.found], bought)
        hits = hits_of(ordered)
        if answer.behind:
            hits = await _brought_up(session, query, hits, answer.known, wanted)
    if own:
        rest = [hit for hit in hits if hit.product_id not in own and hit.match is not Match.NEAR]
        hits = [Hit(product_id, Match.CODE) for product_id in own] + rest
    return hits[offset:wanted]


async def _brought_up(
    session: AsyncSession, query: str, hits: list[Hit], known: int, wanted: int
) -> list[Hit]:
    """What an index found that knows changes up to `known`, with what the database finds of later
    ones in place of it."""
    later = changed_since(known)
    fresh = await find_plainly(session, query, limit=wanted, among=later)
    ids = [hit.product_id for hit in hits]
    changed = set(
        await session.scalars(later.where(any_of(ProductChange.product_id, ids, session)))
    )
    both = [hit for hit in hits if hit.product_id not in changed] + fresh
    return sorted(both, key=lambda hit: SURENESS.index(hit.match))


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
            each.closeness not in CERTAIN,
            each.closeness >= Closeness.SLIP,
            each.rank,
            TIERS.get(each.closeness, 0),
            each.product_id not in ours,
            each.product_id not in stocked,
            each.closeness,
            not each.leads,
            each.item,
        )

    return [sorted(some, key=place) for some in found]


def hits_of(found: Sequence[Found]) -> list[Hit]:
    return [Hit(each.product_id, MATCHES.get(each.closeness, Match.NAME)) for each in found]


async def _by_own_code(session: AsyncSession, company_id: int, query: str) -> list[int]:
    """The product that the company calls so in its own papers."""
    key = fold_article(clean(query))
    if not key:
        return []
    return list(await session.scalars(_own_code(), {"company_id": company_id, "key": key}))


@cache
def _own_code() -> Select[int]:
    return (
        select(CompanyCode.product_id)
        .join(Product, Product.id == CompanyCode.product_id)
        .where(
            CompanyCode.company_id == bindparam("company_id"),
            CompanyCode.code_key == bindparam("key"),
            Product.state != ProductState.HIDDEN,
        )
    )


async def _in_stock(session: AsyncSession, product_ids: Collection[int]) -> set[int]:
    sqlite = is_sqlite(session)
    asked = {"ids": listed(product_ids, sqlite=sqlite)}
    return set(await session.scalars(_stocked(sqlite), asked))


@cache
def _stocked(sqlite: bool) -> Select[int]:
    return select(Product.id).where(
        any_named(Product.id, "ids", sqlite=sqlite), free_stock(Product.id) > 0
    )
