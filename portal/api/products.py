"""The catalogue, with prices for those who have them."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query

from portal.api.deps import OptionalActing, Reading, Search, parse_id
from portal.api.paging import Limit, from_cursor, to_cursor
from portal.api.problems import responses
from portal.api.schemas.common import Named, Page
from portal.api.schemas.products import (
    PriceBreak,
    ProductCard,
    ProductPage,
    ProductRow,
    StockRow,
    UnitOut,
)
from portal.domain.catalogue import Card, analogues_of, card_of, listing, variants_of
from portal.domain.goods import Goods, goods_of
from portal.domain.money import roubles, units
from portal.domain.pricing import terms_for
from portal.domain.usual import bought_by
from portal.search.find import Match, find

router = APIRouter(prefix="/products", tags=["catalogue"])

Cursor = Annotated[
    # It may hold a product's name.
    str | None, Query(max_length=4000, description="`next_cursor` of the page before")
]


@router.get("", summary="Find products, or look through a group", responses=responses(401, 404))
async def products(
    session: Reading,
    acting: OptionalActing,
    search: Search,
    query: Annotated[
        str,
        Query(
            max_length=300,
            description="An article or a part of it, a barcode or words of a name; separators, case"
            ", look-alike letters and the other keyboard layout do not count, and slips are"
            " forgiven",
            examples=["ds821anloep"],
        ),
    ] = "",
    group: Annotated[
        str | None, Query(description="The id of a group, where there is no query")
    ] = None,
    limit: Limit = 8,
    cursor: Cursor = None,
) -> ProductPage:
    """With a `query`, the surest first, then what the company buys, then what is in stock;
    without, the goods of a group, or all, by name.

    A price is that of the least quantity sold, for the company that is acted for; without a token
    or a contract there is none. Hidden products are never found.
    """
    terms = await terms_for(session, acting)
    if query.strip():
        offset = _offset(cursor)
        bought = await bought_by(session, acting)
        hits = await find(
            session, query, index=search, bought=bought, limit=limit + 1, offset=offset
        )
        more, hits = len(hits) > limit, hits[:limit]
        matches = {hit.product_id: hit.match for hit in hits}
        found = await goods_of(session, terms, matches)
        return ProductPage(
            items=[product_row(goods, matches[goods.id]) for goods in found],
            next_cursor=to_cursor(offset + limit) if more else None,
            near=bool(hits) and all(match is Match.NEAR for match in matches.values()),
        )
    found = await listing(
        session,
        terms,
        group_id=None if group is None else parse_id(group),
        limit=limit + 1,
        after=_after(cursor),
    )
    more, found = len(found) > limit, found[:limit]
    return ProductPage(
        items=[product_row(goods) for goods in found],
        next_cursor=to_cursor(found[-1].name, found[-1].id) if more else None,
    )


@router.get("/{product_id}", summary="A product's card", responses=responses(401, 404))
async def product(session: Reading, acting: OptionalActing, product_id: str) -> ProductCard:
    """Everything about one product: packs, quantity breaks, stock by warehouse and its age."""
    terms = await terms_for(session, acting)
    return product_card(await card_of(session, terms, parse_id(product_id)))


@router.get("/{product_id}/variants", summary="Its family", responses=responses(401, 404))
async def variants(
    session: Reading,
    acting: OptionalActing,
    product_id: str,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> Page[ProductRow]:
    """The other sizes, colours and so on of the same thing, each with an article of its own."""
    terms, offset = await terms_for(session, acting), _offset(cursor)
    found = await variants_of(session, terms, parse_id(product_id), limit=limit + 1, offset=offset)
    return _page(found, limit, offset)


@router.get("/{product_id}/analogues", summary="What replaces it", responses=responses(401, 404))
async def analogues(
    session: Reading,
    acting: OptionalActing,
    product_id: str,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> Page[ProductRow]:
    """What can stand in for it, the best first."""
    terms, offset = await terms_for(session, acting), _offset(cursor)
    found = await analogues_of(session, terms, parse_id(product_id), limit=limit + 1, offset=offset)
    return _page(found, limit, offset)


def _offset(cursor: str | None) -> int:
    return 0 if cursor is None else int(from_cursor(cursor, int)[0])


def _after(cursor: str | None) -> tuple[str, int] | None:
    if cursor is None:
        return None
    name, product_id = from_cursor(cursor, str, int)
    return str(name), int(product_id)


def _page(found: Sequence[Goods], limit: int, offset: int) -> Page[ProductRow]:
    return Page(
        items=[product_row(goods) for goods in found[:limit]],
        next_cursor=to_cursor(offset + limit) if len(found) > limit else None,
    )


def product_row(goods: Goods, match: Match | None = None) -> ProductRow:
    return ProductRow(
        id=str(goods.id),
        article=goods.article,
        name=goods.name,
        unit=goods.unit,
        multiple=units(goods.multiple),
        minimum=units(goods.lowest),
        price=None if goods.price is None else roubles(goods.price),
        stock=units(goods.stock),
        state=goods.state,
        match=match,
    )


def product_card(card: Card) -> ProductCard:
    vat = card.goods.vat
    return ProductCard(
        **product_row(card.goods).model_dump(),
        description=card.description,
        brand=card.brand,
        group=Named(id=str(card.group[0]), name=card.group[1]) if card.group else None,
        characteristic=card.characteristic,
        vat=None if vat is None else f"{roubles(vat).normalize():f}",
        breaks=[
            PriceBreak(from_quantity=units(start), price=roubles(price))
            for start, price in card.breaks
        ],
        warehouses=[
            StockRow(warehouse=name, quantity=units(quantity), known_at=known_at)
            for name, quantity, known_at in card.warehouses
        ],
        units=[UnitOut(name=name, factor=units(factor)) for name, factor in card.units],
        barcodes=card.barcodes,
        variants=card.variants,
        analogues=card.analogues,
    )
