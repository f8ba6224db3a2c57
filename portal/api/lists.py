"""Lists: many lines at once, as people write them."""

import json
from typing import Any

from fastapi import APIRouter, Response

from portal.api.deps import Buying, Reading, Search, parse_id, reads
from portal.api.problems import responses
from portal.api.schemas.lists import ListIn, ListOut, ReadingIn
from portal.domain import lists
from portal.domain.goods import Goods
from portal.domain.lists import ResolvedLine, total_of_exact
from portal.domain.money import money_text, quantity_text, thousandths_in
from portal.domain.pricing import terms_for

router = APIRouter(prefix="/lists", tags=["lists"])


@router.post(
    "/resolve",
    summary="What the lines of a list mean",
    responses=responses(401, 403, 404, 422, 503),
    response_model=ListOut,
)
@reads
async def resolve(session: Reading, acting: Buying, search: Search, wanted: ListIn) -> Response:
    """Finds, rounds and prices each line; changes nothing, so it needs no `Idempotency-Key`.

    Send every way to read a line: the first that is an article, a barcode or a code of the
    company's is taken as it stands. Else names, parts of articles and slips are looked for, and
    what they find waits for the buyer. Refused: `search_not_ready` (503, args `retry_after`) for
    the moments in which the search index is built for the first time.
    """
    terms = await terms_for(session, acting)
    lines = [[_reading(reading) for reading in line.readings] for line in wanted.lines]
    known = {
        place: parse_id(line.product_id)
        for place, line in enumerate(wanted.lines)
        if line.product_id is not None
    }
    resolved = await lists.resolve(session, acting, terms, search, lines, known)
    total = money_text(total_of_exact(resolved)) if terms else None
    out = {"lines": [_line_out(each) for each in resolved], "total": total}
    return Response(json.dumps(out, ensure_ascii=False), media_type="application/json")


def _reading(reading: ReadingIn) -> lists.Reading:
    quantity = None if reading.quantity is None else thousandths_in(reading.quantity)
    return lists.Reading(reading.what, quantity, reading.unit)


def _line_out(resolved: ResolvedLine) -> dict[str, Any]:
    """A `ListLineOut`, as JSON has it: models of thousands of lines take longer than to find them.

    A test holds one to the other.
    """
    line = resolved.line
    amount = line.amount if line else None
    return {
        "status": resolved.status,
        "reading": resolved.reading,
        "wanted": None if resolved.wanted is None else quantity_text(resolved.wanted),
        "quantity": None if line is None else quantity_text(line.quantity),
        "note": resolved.note,
        "product": None if line is None else _row(line.goods),
        "amount": None if amount is None else money_text(amount),
        "short": line is not None and line.short,
        "available": line is not None and not line.blocked,
        "choices": [_row(goods) for goods in resolved.choices],
        "analogue": None if resolved.analogue is None else _row(resolved.analogue),
    }


def _row(goods: Goods) -> dict[str, Any]:
    """A `ProductRow`."""
    return {
        "id": str(goods.id),
        "article": goods.article,
        "name": goods.name,
        "unit": goods.unit,
        "multiple": quantity_text(goods.multiple),
        "minimum": quantity_text(goods.lowest),
        "price": None if goods.price is None else money_text(goods.price),
        "stock": quantity_text(goods.stock),
        "state": goods.state,
        "match": None,
    }
