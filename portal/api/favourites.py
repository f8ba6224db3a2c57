"""What a person has marked: theirs alone, whichever company they act for."""

from fastapi import APIRouter

from portal.api.deps import Buying, Now, Reading, Writing, parse_id
from portal.api.paging import Cursor, Limit, from_cursor
from portal.api.problems import responses
from portal.api.products import page_of
from portal.api.schemas.common import Page
from portal.api.schemas.products import ProductRow
from portal.db.models import Favourite
from portal.domain import favourites, marks
from portal.domain.pricing import terms_for

router = APIRouter(prefix="/favourites", tags=["catalogue"], responses=responses(401, 403, 404))


@router.get("", summary="What I have marked")
async def listed(
    session: Reading, acting: Buying, limit: Limit = 20, cursor: Cursor = None
) -> Page[ProductRow]:
    """The latest first."""
    offset = 0 if cursor is None else int(from_cursor(cursor, int)[0])
    terms = await terms_for(session, acting)
    found = await marks.goods_under(
        session, Favourite, terms, acting.person.id, limit=limit + 1, offset=offset
    )
    return page_of(found, limit, offset)


@router.put("/{product_id}", summary="Mark a product", status_code=204)
async def mark(session: Writing, acting: Buying, now: Now, product_id: str) -> None:
    """Marking twice is marking once."""
    await favourites.mark(session, acting.person.id, parse_id(product_id), now)


@router.delete("/{product_id}", summary="Unmark a product", status_code=204)
async def unmark(session: Writing, acting: Buying, product_id: str) -> None:
    """What was not marked is not an error."""
    await marks.take_off(session, Favourite, acting.person.id, parse_id(product_id))
