"""Finding products by the database alone, while there is no index: slower, and with less forgiven.

By article, by its beginning, by barcode, by words of the name; else what is near.
"""

import re
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Barcode, Product, ProductState
from portal.search.fold import clean, fold_article, fold_words
from portal.search.hits import Hit, Match

CANDIDATES = 20
"""How many names are compared for one that is shown: the database's comparison is a rough one."""
SHORTEST_NEAR = 3
_ENDING = re.compile("(?<=[а-я]{3})(?:[аеиоуыюяйь]|[аоя]я|[иоы]й|[ое]в|[аеоыя]м|[аыя]х|[аяыи]ми)$")
LAST = "\U0010ffff"


async def find_plainly(
    session: AsyncSession, query: str, *, limit: int, among: Select[int] | None = None
) -> list[Hit]:
    """What a query finds, the surest first; hidden products never, discontinued ones last.

    `among`: only of these products. Hits are `NEAR` only when there is nothing else. No text is an
    error, and an empty one finds nothing.
    """
    query = clean(query)
    key = fold_article(query)
    if not key:
        return []
    shown = Product.state != ProductState.HIDDEN
    if among is not None:
        shown = and_(shown, Product.id.in_(among))
    exact = await _ids(session, and_(shown, Product.article_key == key), 100)
    hits = [Hit(i, Match.ARTICLE) for i in exact]
    code = "".join(query.split())
    if code.isascii() and code.isdecimal():
        coded = select(Barcode.product_id).where(Barcode.code == code)
        found = await _ids(session, and_(shown, Product.id.in_(coded)), 100)
        hits += [Hit(i, Match.BARCODE) for i in found if i not in exact]
    if not hits:
        like = await _likenesses(session, query, key, shown, limit)
        hits = [Hit(i, Match.NAME) for i in like]
    if not hits:
        hits = [Hit(i, Match.NEAR) for i in await _near(session, key, shown, limit)]
    return hits[:limit]


async def _likenesses(
    session: AsyncSession, query: str, key: str, shown: ColumnElement[bool], limit: int
) -> list[int]:
    beginning = and_(shown, Product.article_key > key, Product.article_key < key + LAST)
    found = await _ids(session, beginning, limit) if len(key) > 1 else []
    if len(found) < limit:
        named = await _named(session, fold_words(query), shown, limit)
        found += [i for i in named if i not in set(found)]
    return found


async def _ids(session: AsyncSession, condition: ColumnElement[bool], limit: int) -> list[int]:
    surest = (
        select(Product.id)
        .where(condition)
        .order_by(_discontinued(), Product.article_key, Product.id)
    )
    return list(await session.scalars(surest.limit(limit)))


def _discontinued() -> ColumnElement[bool]:
    return Product.state == ProductState.DISCONTINUED


async def _named(
    session: AsyncSession, words: Sequence[str], shown: ColumnElement[bool], limit: int
) -> list[int]:
    """Products whose names have every word, or a word that begins with it.

    First those whose names begin with the first word, then short names.
    """
    if not words:
        return []
    words = [_ENDING.sub("", word) for word in words]
    begins = or_(*(Product.name.like(f"{spelling}%") for spelling in _spellings(words[0])))
    rough = (
        select(Product.id, Product.name)
        .where(shown, *(_roughly(word) for word in words))
        .order_by(
            _discontinued(),
            begins.desc(),
            func.length(Product.name),
            Product.name,
            Product.id,
        )
        .limit(limit * CANDIDATES)
    )
    found = []
    for product_id, name in await session.execute(rough):
        inside = fold_words(name)
        if all(any(each.startswith(word) for each in inside) for word in words):
            found.append(product_id)
    return found[:limit]


def _roughly(word: str) -> ColumnElement[bool]:
    """What a name with the word surely answers, in SQL: LIKE knows no case outside of ASCII."""
    if any(character.isdigit() for character in word):
        digits = "".join(character if character.isdigit() else " " for character in word).split()
        return Product.name.like(f"%{'%'.join(digits)}%")
    return or_(*(Product.name.like(f"%{spelling}%") for spelling in _spellings(word)))


def _spellings(word: str) -> list[str]:
    """A word in the cases of letters it is written in; `_`, as it may be `ё`, stands for `е`."""
    plain = word.replace("е", "_")
    return sorted({plain, plain.upper(), plain.capitalize()})


async def _near(
    session: AsyncSession, key: str, shown: ColumnElement[bool], limit: int
) -> list[int]:
    """Articles beside this one that begin as it does."""
    if len(key) < SHORTEST_NEAR:
        return []
    begins = key[: max(SHORTEST_NEAR, len(key) * 2 // 3)]
    beginning = and_(shown, Product.article_key >= begins, Product.article_key < begins + LAST)
    return await _ids(session, beginning, limit)
