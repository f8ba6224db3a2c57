"""What a company orders."""

from fastapi import APIRouter

from portal.api.deps import Acting, Reading
from portal.api.paging import Cursor, Limit, from_cursor, to_cursor
from portal.api.problems import responses
from portal.api.products import product_row
from portal.api.schemas.common import Page
from portal.api.schemas.kept import UsualProduct
from portal.domain.money import units
from portal.domain.pricing import terms_for
from portal.domain.usual import usual_goods

router = APIRouter(prefix="/my-products", tags=["catalogue"])


@router.get("", summary="What the company orders", responses=responses(401, 403, 404))
async def my_products(
    session: Reading, acting: Acting, limit: Limit = 20, cursor: Cursor = None
) -> Page[UsualProduct]:
    """The most usual first, by the company's last 300 orders; cancelled ones do not count."""
    offset = 0 if cursor is None else int(from_cursor(cursor, int)[0])
    terms = await terms_for(session, acting)
    found = await usual_goods(session, terms, acting.company.id, limit=limit + 1, offset=offset)
    return Page(
        items=[
            UsualProduct(
                product=product_row(usual.goods),
                orders=usual.orders,
                usual_quantity=units(usual.quantity),
                last_ordered_at=usual.last_at,
            )
            for usual in found[:limit]
        ],
        next_cursor=to_cursor(offset + limit) if len(found) > limit else None,
    )
