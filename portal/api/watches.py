"""Being told when something is in stock again."""

from fastapi import APIRouter

from portal.api.deps import Buying, Now, Reading, Writing, parse_id
from portal.api.paging import Cursor, Limit, from_cursor
from portal.api.problems import responses
from portal.api.products import page_of
from portal.api.schemas.common import Page
from portal.api.schemas.products import ProductRow
from portal.db.models import Watch
from portal.domain import marks, watches
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
    await marks.take_off(session, Watch, acting.person.id, parse_id(product_id))


@router.get("/watches", summary="What I wait for", responses=responses(401, 403, 404))
async def watched(
    session: Reading, acting: Buying, limit: Limit = 20, cursor: Cursor = None
) -> Page[ProductRow]:
    """The latest first."""
    offset = 0 if cursor is None else int(from_cursor(cursor, int)[0])
    terms = await terms_for(session, acting)
    found = await marks.goods_under(
        session, Watch, terms, acting.person.id, limit=limit + 1, offset=offset
    )
    return page_of(found, limit, offset)
