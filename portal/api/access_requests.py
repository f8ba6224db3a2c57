"""Being let in without a code: asking, and the staff's decision."""

from typing import Literal

from fastapi import APIRouter, Response

from portal.api import accounts
from portal.api.deps import Now, Reading, StaffCaller, Today, Writing, parse_id
from portal.api.idempotency import Once
from portal.api.paging import Cursor, Limit, after_id, to_cursor
from portal.api.problems import responses
from portal.api.schemas.accounts import AccessRequestIn, AccessRequestOut, Approved, ApproveIn
from portal.api.schemas.common import Page
from portal.db.models import AccessRequest
from portal.domain import access_requests, companies

router = APIRouter(prefix="/access-requests", tags=["access"])


@router.post("", summary="Ask to be let in", response_model=AccessRequestOut)
async def ask(body: AccessRequestIn, session: Writing, now: Now, once: Once) -> Response:
    """Ask to be let in. Asking again before the answer corrects what was said before.

    422 `inn_invalid` where an INN is given that cannot be one.
    """

    async def act() -> AccessRequestOut:
        wish = AccessRequest(
            name=body.name,
            phone=body.phone,
            inn=body.inn,
            company_name=body.company_name,
            reply_to=body.reply_to,
            state="waiting",
            created_at=now,
        )
        return accounts.access_request(await access_requests.ask(session, wish))

    return await once(act, source=body.source)


@router.get("", summary="Who asks to be let in", responses=responses(403))
async def waiting(
    session: Reading,
    caller: StaffCaller,
    state: Literal["waiting", "approved", "declined"] = "waiting",
    limit: Limit = 20,
    cursor: Cursor = None,
) -> Page[AccessRequestOut]:
    """Who asks to be let in, the longest wait first. Staff only."""
    asked = await access_requests.in_state(session, state, after=after_id(cursor), limit=limit + 1)
    return Page(
        items=[accounts.access_request(one) for one in asked[:limit]],
        next_cursor=to_cursor(asked[limit - 1].request.id) if len(asked) > limit else None,
    )


@router.post(
    "/{id}/approve",
    summary="Let somebody in",
    response_model=Approved,
    responses=responses(403, 404, 409),
)
async def approve(
    id: str,  # noqa: A002 - the path's own word
    body: ApproveIn,
    session: Writing,
    caller: StaffCaller,
    now: Now,
    today: Today,
    once: Once,
) -> Response:
    """Let somebody in: the company, made with a contract where it is new, and a code to it.

    Staff only. 409 `already_decided`; 422 `price_type_unknown`, or `inn_invalid` where they gave
    no right INN.
    """

    async def act() -> Approved:
        limit = body.credit_limit
        asked, code, offer = await access_requests.approve(
            session,
            parse_id(id),
            role=body.role,
            price_type=await companies.price_type(session, body.price_type_id),
            credit_limit=None if limit is None else int(limit * 100),
            by=caller.person,
            now=now,
            today=today,
        )
        return Approved(
            request=accounts.access_request(asked),
            invitation=accounts.invitation_code(code, offer),
        )

    return await once(act, secret=True)


@router.post(
    "/{id}/decline",
    summary="Say no",
    response_model=AccessRequestOut,
    responses=responses(403, 404, 409),
)
async def decline(
    id: str,  # noqa: A002 - the path's own word
    session: Writing,
    caller: StaffCaller,
    now: Now,
    once: Once,
) -> Response:
    """Say no. Staff only. 409 `already_decided`."""

    async def act() -> AccessRequestOut:
        asked = await access_requests.decline(session, parse_id(id), by=caller.person, now=now)
        return accounts.access_request(asked)

    return await once(act)
