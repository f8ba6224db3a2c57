"""Which products the lines of a list mean: certain by article, barcode or own code, else likely."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, partial

from sqlalchemy import Select, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Barcode, CompanyCode, Product, ProductState
from portal.db.rows import is_sqlite
from portal.db.session import any_named, listed
from portal.domain.errors import Refused
from portal.search.engine import CERTAIN, Closeness, Found
from portal.search.find import in_order
from portal.search.fold import clean, fold_article
from portal.search.lines import look_through
from portal.search.live import LiveIndex

CHOICES, NEAREST = 5, 2
SHOWN = Product.state != ProductState.HIDDEN


class Status(StrEnum):
    """What became of a line.

    `exact`: an article, a barcode or the company's own code; `likely`: one product, by its name, a
    part of its article or in spite of a slip; `choose`: several; `near`: not found, but something
    like it; `none`: nothing at all.
    """

    EXACT = "exact"
    LIKELY = "likely"
    CHOOSE = "choose"
    NEAR = "near"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Meaning:
    """`reading` is the place of the reading taken; `products` are one, several or none of them."""

    status: Status
    reading: int
    products: tuple[int, ...]


async def meanings_of(
    session: AsyncSession,
    lines: Sequence[Sequence[str]],
    *,
    index: LiveIndex,
    company_id: int,
    bought: frozenset[int],
) -> list[Meaning]:
    """What lines mean, each given as the ways to read it, the likeliest first.

    The first reading that is certain is taken, else the one that finds best. The number of
    statements does not depend on the number of lines. Refused: `search_not_ready` (503) where lines
    are left to the index, and there is none yet.
    """
    lines = [[clean(text) for text in readings] for readings in lines]
    known = await _certain(session, company_id, {line[0] for line in lines if line})
    # Most lines end here: the other ways to read them are long names.
    others = {text for line in lines if line and line[0] not in known for text in line[1:]}
    if others:
        known |= await _certain(session, company_id, others)
    found = [_by_certainty(line, known) for line in lines]
    left = [place for place, meaning in enumerate(found) if meaning is None]
    rest = await _likely(session, [lines[place] for place in left], index, bought)
    meanings = iter(rest)
    return [meaning or next(meanings) for meaning in found]


def _by_certainty(line: Sequence[str], known: Mapping[str, Sequence[int]]) -> Meaning | None:
    for reading, text in enumerate(line):
        if products := known.get(text):
            status = Status.EXACT if len(products) == 1 else Status.CHOOSE
            return Meaning(status, reading, tuple(products[:CHOICES]))
    return None


async def _certain(
    session: AsyncSession, company_id: int, texts: set[str]
) -> dict[str, Sequence[int]]:
    """By text, the products whose own code with the company, article or barcode it is."""
    keys = {text: fold_article(text) for text in texts}
    wanted = {key for key in keys.values() if key}
    codes = {text: "".join(text.split()) for text in texts}
    sqlite = is_sqlite(session)
    folded = {"wanted": listed(wanted, sqlite=sqlite)}
    own = await session.execute(_own_codes(sqlite), {**folded, "company_id": company_id})
    by_own = {key: [product_id] for key, product_id in own}
    by_article: dict[str, list[int]] = {}
    for key, product_id in await session.execute(_articles(sqlite), folded):
        by_article.setdefault(key, []).append(product_id)
    written = {"wanted": listed(set(codes.values()), sqlite=sqlite)}
    bars = await session.execute(_barcodes(sqlite), written)
    by_barcode = {code: [product_id] for code, product_id in bars}
    return {
        text: products
        for text, key in keys.items()
        if (products := by_own.get(key) or by_article.get(key) or by_barcode.get(codes[text]))
    }


@cache
def _own_codes(sqlite: bool) -> Select[str, int]:
    return (
        select(CompanyCode.code_key, CompanyCode.product_id)
        .join(Product, Product.id == CompanyCode.product_id)
        .where(
            CompanyCode.company_id == bindparam("company_id"),
            any_named(CompanyCode.code_key, "wanted", sqlite=sqlite),
            SHOWN,
        )
    )


@cache
def _articles(sqlite: bool) -> Select[str, int]:
    return (
        select(Product.article_key, Product.id)
        .where(any_named(Product.article_key, "wanted", sqlite=sqlite), SHOWN)
        .order_by(Product.state == ProductState.DISCONTINUED, Product.id)
    )


@cache
def _barcodes(sqlite: bool) -> Select[str, int]:
    return (
        select(Barcode.code, Barcode.product_id)
        .join(Product, Product.id == Barcode.product_id)
        .where(any_named(Barcode.code, "wanted", sqlite=sqlite), SHOWN)
    )


async def _likely(
    session: AsyncSession,
    lines: Sequence[Sequence[str]],
    index: LiveIndex,
    bought: frozenset[int],
) -> list[Meaning]:
    if not lines:
        return []
    taken = await index.look(session, partial(look_through, lines=lines, among=list(bought)))
    if taken is None:
        raise Refused("search_not_ready", 503, retry_after=5)
    ordered = await in_order(session, [found for _, found in taken], bought)
    return [_meaning(reading, found) for (reading, _), found in zip(taken, ordered, strict=True)]


def _meaning(reading: int, found: Sequence[Found]) -> Meaning:
    if not found:
        return Meaning(Status.NONE, 0, ())
    kind, ids = found[0].closeness, tuple(each.product_id for each in found)
    if kind is Closeness.NEAR:
        return Meaning(Status.NEAR, 0, ids[:NEAREST])
    if len(ids) > 1:
        return Meaning(Status.CHOOSE, reading, ids[:CHOICES])
    return Meaning(Status.EXACT if kind in CERTAIN else Status.LIKELY, reading, ids)
