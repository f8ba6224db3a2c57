"""Claims: making one, looking through them, their files."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse

from portal.api.claim_answers import claim_out, claims_out
from portal.api.deps import Acting, Caller, Now, Reading, StaffCaller, Writing, Zone, parse_id
from portal.api.files import download
from portal.api.idempotency import Key, Once
from portal.api.paging import Cursor, Limit, from_cursor, to_cursor
from portal.api.problems import responses
from portal.api.schemas.claims import ClaimableLine, ClaimIn, ClaimOut
from portal.api.schemas.common import Page
from portal.db.models import ClaimState, StoredFile
from portal.domain.claim_access import party_of
from portal.domain.claim_talk import file_of
from portal.domain.claims import (
    OPEN,
    NewClaim,
    claimable,
    company_page,
    make_claim,
    queue_page,
)
from portal.domain.errors import Refused
from portal.domain.money import thousandths, units
from portal.domain.orders import order_of

router = APIRouter(tags=["claims"])


@router.get(
    "/orders/{order_id}/claimable",
    summary="What of an order may be claimed",
    responses=responses(401, 403, 404),
)
async def claimable_lines(session: Reading, acting: Acting, order_id: str) -> list[ClaimableLine]:
    """Of each line, what was shipped and is not claimed yet."""
    placed = await order_of(session, acting, parse_id(order_id))
    return [
        ClaimableLine(
            number=each.line.number,
            product_id=str(each.line.product_id),
            article=each.line.article,
            name=each.line.name,
            unit=each.line.unit,
            ordered=units(each.line.quantity),
            shipped=units(each.shipped),
            left=units(each.left),
        )
        for each in await claimable(session, placed.order)
    ]


@router.post(
    "/claims",
    status_code=201,
    summary="Make a claim on an order",
    responses=responses(401, 403, 404, 409, 422),
    response_model=ClaimOut,
)
async def make(
    session: Writing,
    acting: Acting,
    wanted: ClaimIn,
    once: Once,
    now: Now,
    zone: Zone,
    key: Key = None,
) -> Response:
    """For any of the company's people. Files are brought first, by `POST /files`.

    Always send an `Idempotency-Key`: after a timeout the claim is found by it, `GET /claims?key=`.
    Refused: `claim_too_much` (422, args `number` of the line, `article`, `most`),
    `claim_without_lines`, `claim_empty`, `too_many_files`, `claim_order_cancelled` (409).
    """

    async def act() -> ClaimOut:
        lines = {line.number: thousandths(line.quantity) for line in wanted.lines}
        if len(lines) < len(wanted.lines):
            message = "a line twice"
            raise Refused("invalid", 422, errors=[{"at": "body.lines", "message": message}])
        new = NewClaim(wanted.kind, wanted.wanted, wanted.words, lines, wanted.uploads)
        order_id = parse_id(wanted.order_id)
        claim = await make_claim(session, acting, order_id, new, now, zone, key=key)
        return await claim_out(session, claim, None)

    return await once(act, status=201)


@router.get("/claims", summary="The company's claims", responses=responses(401, 403, 404))
async def claims(
    session: Reading,
    acting: Acting,
    order: Annotated[str | None, Query(max_length=20, description="On this order alone")] = None,
    open_only: Annotated[bool, Query(alias="open", description="Not the closed ones")] = False,
    key: Annotated[
        str | None,
        Query(max_length=100, description="The Idempotency-Key of the caller's: one or none"),
    ] = None,
    limit: Limit = 10,
    cursor: Cursor = None,
) -> Page[ClaimOut]:
    """Newest first."""
    found = await company_page(
        session,
        acting,
        limit=limit + 1,
        after=None if cursor is None else int(from_cursor(cursor, int)[0]),
        order_id=None if order is None else parse_id(order),
        only_open=open_only,
        key=None if key is None else key.replace("\0", ""),
    )
    return Page(
        items=await claims_out(session, found[:limit], None),
        next_cursor=to_cursor(found[limit - 1].id) if len(found) > limit else None,
    )


@router.get("/claims/queue", summary="The claims to deal with", responses=responses(401, 403, 422))
async def queue(
    session: Reading,
    caller: StaffCaller,
    mine: Annotated[bool, Query(description="What the caller has taken")] = False,
    state: Annotated[
        list[ClaimState], Query(description="Of these states; none: all that are open")
    ] = [],  # noqa: B006 - FastAPI copies it
    limit: Limit = 10,
    cursor: Cursor = None,
) -> Page[ClaimOut]:
    """For staff: what is within the caller's reach, the earliest deadline first. What waits for the
    buyer comes last."""
    assert caller.staff is not None  # noqa: S101 - as StaffCaller has checked
    found = await queue_page(
        session,
        caller.staff,
        caller.today,
        limit=limit + 1,
        after=_place(cursor),
        mine=mine,
        states=state or OPEN,
    )
    page: Page[ClaimOut] = Page(items=await claims_out(session, found[:limit], caller.staff))
    if len(found) > limit:
        last = found[limit - 1]
        page.next_cursor = to_cursor(last.deadline.isoformat() if last.deadline else "", last.id)
    return page


def _place(cursor: str | None) -> tuple[datetime | None, int] | None:
    if cursor is None:
        return None
    deadline, claim_id = from_cursor(cursor, str, int)
    try:
        at = datetime.fromisoformat(str(deadline)).astimezone(UTC) if deadline else None
        return at, int(claim_id)
    except (ValueError, OverflowError):
        raise Refused("cursor_invalid", 422) from None


@router.get("/claims/{claim_id}", summary="A claim", responses=responses(401, 403, 404))
async def claim(session: Reading, caller: Caller, claim_id: str) -> ClaimOut:
    """For the people of its company, and for the staff whose region it is."""
    party = await party_of(session, caller, parse_id(claim_id))
    return await claim_out(session, party.claim, party.staff)


@router.get(
    "/claims/{claim_id}/files/{file_id}",
    summary="A file of a claim",
    responses=responses(401, 403, 404),
    response_class=StreamingResponse,
)
async def file(
    request: Request, session: Reading, caller: Caller, claim_id: str, file_id: str
) -> StreamingResponse:
    """A photo, a video or a document, of the claim or of a message about it. Pictures say nothing
    of where they were taken."""
    party = await party_of(session, caller, parse_id(claim_id))
    found = await file_of(session, party, parse_id(file_id))
    stored = await session.get_one(StoredFile, found.file_id)
    return download(request, stored, found.name)
