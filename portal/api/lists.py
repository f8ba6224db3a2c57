"""Lists: many lines at once, as people write them."""

from decimal import Decimal

from fastapi import APIRouter, Response

from portal.api.deps import Buying, Reading, Search, parse_id, reads
from portal.api.problems import responses
from portal.api.products import product_row
from portal.api.schemas.lists import ListIn, ListLineOut, ListOut, ReadingIn
from portal.domain import lists
from portal.domain.lists import ResolvedLine, total_of_exact
from portal.domain.money import roubles, thousandths, units
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
    out = ListOut(
        lines=[_line_out(each) for each in resolved],
        total=roubles(total_of_exact(resolved)) if terms else None,
    )
    # Given to FastAPI, thousands of lines would be checked once more.
    return Response(out.model_dump_json(), media_type="application/json")


def _reading(reading: ReadingIn) -> lists.Reading:
    quantity = None if reading.quantity is None else thousandths(Decimal(reading.quantity))
    return lists.Reading(reading.what, quantity, reading.unit)


def _line_out(resolved: ResolvedLine) -> ListLineOut:
    line = resolved.line
    amount = line.amount if line else None
    return ListLineOut(
        status=resolved.status,
        reading=resolved.reading,
        wanted=None if resolved.wanted is None else units(resolved.wanted),
        quantity=None if line is None else units(line.quantity),
        note=resolved.note,
        product=None if line is None else product_row(line.goods),
        amount=None if amount is None else roubles(amount),
        short=line is not None and line.short,
        available=line is not None and not line.blocked,
        choices=[product_row(goods) for goods in resolved.choices],
        analogue=None if resolved.analogue is None else product_row(resolved.analogue),
    )
