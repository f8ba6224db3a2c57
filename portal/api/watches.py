"""Being told when something is in stock again."""

from typing import Annotated

from fastapi import APIRouter, Query

from portal.api.deps import Buying, Caller, Now, Reading, Writing, parse_id
from portal.api.paging import Cursor, Limit, from_cursor
from portal.api.problems import responses
from portal.api.products import page_of, product_row
from portal.api.schemas.common import Page
from portal.api.schemas.kept import ArrivalOut
from portal.api.schemas.products import ProductRow
from portal.domain import watches
from portal.domain.pricing import terms_for

router = APIRouter(tags=["catalogue"])


@router.put(
    "/products/{product_id}/watch",
    summary="Ask to be told when it comes in",
    status_code=204,
    responses=responses(401, 403, 404, 409),
)
async def watch(session: Writing, acting: Buying, now: Now, product_id: str) -> None:
    """409 `in_stock` when there is some already. Asking twice is asking once; it is forgotten when
    the product comes in."""
    await watches.watch(session, acting.person.id, parse_id(product_id), now)


@router.delete(
    "/products/{product_id}/watch",
    summary="Ask no more",
    status_code=204,
    responses=responses(401, 403, 404),
)
async def unwatch(session: Writing, acting: Buying, product_id: str) -> None:
    """What was not asked for is not an error."""
    await watches.unwatch(session, acting.person.id, parse_id(product_id))


@router.get("/watches", summary="What I wait for", responses=responses(401, 403, 404))
async def watched(
    session: Reading, acting: Buying, limit: Limit = 20, cursor: Cursor = None
) -> Page[ProductRow]:
    """The latest first."""
    offset = 0 if cursor is None else int(from_cursor(cursor, int)[0])
    terms = await terms_for(session, acting)
    found = await watches.watched(session, terms, acting.person.id, limit=limit + 1, offset=offset)
    return page_of(found, limit, offset)


@router.get("/arrivals", summary="What has come in of what I waited for", responses=responses(401))
async def arrivals(
    session: Reading,
    caller: Caller,
    after: Annotated[
        str | None, Query(description="The id of the last arrival that is known already")
    ] = None,
    limit: Limit = 20,
) -> Page[ArrivalOut]:
    """The earliest first; `next_cursor`, where there are more, is the next `after`."""
    found = await watches.arrivals(
        session,
        caller.person.id,
        after=0 if after is None else parse_id(after),
        limit=limit + 1,
    )
    return Page(
        items=[
            ArrivalOut(id=str(each.id), product=product_row(each.goods), at=each.at)
            for each in found[:limit]
        ],
        next_cursor=str(found[limit - 1].id) if len(found) > limit else None,
    )
