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
from portal.db.models import Favourite, Watch
from portal.domain.catalogue import (
    Card,
    Sort,
    analogues_of,
    by_price,
    card_of,
    listing,
    those_within,
    variants_of,
)
from portal.domain.goods import Goods, goods_of
from portal.domain.marks import is_on
from portal.domain.money import roubles, units
from portal.domain.pricing import terms_for
from portal.domain.usual import bought_by
from portal.search.find import Match, find

router = APIRouter(prefix="/products", tags=["catalogue"])

SUREST = 200
"""So many of what a query finds are filtered and put in another order."""

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
        str | None, Query(description="The id of a group; those below it belong to it")
    ] = None,
    in_stock: Annotated[bool, Query(description="Only what there is some of")] = False,
    sort: Annotated[
        Sort | None, Query(description="Without a price to show, price is as good as name")
    ] = None,
    limit: Limit = 8,
    cursor: Cursor = None,
) -> ProductPage:
    """With a `query`, the surest first, then what the company buys, then what is in stock;
    without, the goods of a group, or all, by name. Together with a filter or an order a query
    gives the surest 200 of what it finds.

    A price is that of the least quantity sold, for the company that is acted for; without a token
    or a contract there is none. Hidden products are never found.
    """
    terms = await terms_for(session, acting)
    group_id = None if group is None else parse_id(group)
    if query.strip():
        offset = _offset(cursor)
        narrowed = group_id is not None or in_stock or sort is not None
        hits = await find(
            session,
            query,
            index=search,
            company_id=acting.company.id if acting else None,
            bought=await bought_by(session, acting),
            limit=SUREST if narrowed else limit + 1,
            offset=0 if narrowed else offset,
        )
        matches = {hit.product_id: hit.match for hit in hits}
        found = await goods_of(session, terms, matches)
        if narrowed:
            if group_id is not None:
                found = await those_within(session, found, group_id)
            found = _narrowed(found, in_stock, sort)[offset : offset + limit + 1]
        more, found = len(found) > limit, found[:limit]
        return ProductPage(
            items=[product_row(goods, matches[goods.id]) for goods in found],
            next_cursor=to_cursor(offset + limit) if more else None,
            near=bool(found) and all(matches[goods.id] is Match.NEAR for goods in found),
        )
    if sort is Sort.PRICE and terms is not None:
        offset = _offset(cursor)
        found = await by_price(
            session, terms, group_id=group_id, limit=limit + 1, offset=offset, in_stock=in_stock
        )
        return ProductPage(**page_of(found, limit, offset).model_dump())
    found = await listing(
        session,
        terms,
        group_id=group_id,
        limit=limit + 1,
        after=_after(cursor),
        in_stock=in_stock,
    )
    more, found = len(found) > limit, found[:limit]
    return ProductPage(
        items=[product_row(goods) for goods in found],
        next_cursor=to_cursor(found[-1].name, found[-1].id) if more else None,
    )


def _narrowed(found: list[Goods], in_stock: bool, sort: Sort | None) -> list[Goods]:
    if in_stock:
        found = [goods for goods in found if goods.stock > 0]
    if sort is Sort.NAME:
        found.sort(key=lambda goods: (goods.name, goods.id))
    elif sort is Sort.PRICE:
        found.sort(key=lambda goods: (goods.price is None, goods.price or 0, goods.name, goods.id))
    return found


@router.get("/{product_id}", summary="A product's card", responses=responses(401, 404))
async def product(session: Reading, acting: OptionalActing, product_id: str) -> ProductCard:
    """Everything about one product: packs, quantity breaks, stock by warehouse and its age."""
    terms = await terms_for(session, acting)
    card = product_card(await card_of(session, terms, parse_id(product_id)))
    if acting is not None:
        whose, which = acting.person.id, int(card.id)
        card.favourite = await is_on(session, Favourite, whose, which)
        card.watched = card.stock == 0 and await is_on(session, Watch, whose, which)
    return card


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
    return page_of(found, limit, offset)


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
    return page_of(found, limit, offset)


def _offset(cursor: str | None) -> int:
    return 0 if cursor is None else int(from_cursor(cursor, int)[0])


def _after(cursor: str | None) -> tuple[str, int] | None:
    if cursor is None:
        return None
    name, product_id = from_cursor(cursor, str, int)
    return str(name), int(product_id)


def page_of(found: Sequence[Goods], limit: int, offset: int) -> Page[ProductRow]:
    """A page of goods of which one more than `limit` was asked for."""
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
        branding=None if card.branding is None else roubles(card.branding),
        branding_note=card.branding_note,
    )
