"""Requests of companies to their manager."""

from typing import Literal

from fastapi import APIRouter, Response

from portal.api.deps import Acting, Caller, Now, Reading, StaffCaller, Today, Writing, parse_id
from portal.api.deps import Company as CompanyHeader
from portal.api.idempotency import Once
from portal.api.paging import Cursor, Limit, after_id, to_cursor
from portal.api.problems import responses
from portal.api.schemas.common import Named, Page
from portal.api.schemas.documents import CloseIn, RequestIn, RequestOut
from portal.db.models import Company
from portal.domain import company_requests
from portal.domain.behalf import acting_for
from portal.domain.company_requests import Asked
from portal.domain.reach import in_reach

router = APIRouter(prefix="/requests", tags=["requests"])


@router.post(
    "",
    status_code=201,
    summary="Ask the manager",
    responses=responses(401, 403, 404, 409, 422),
    response_model=RequestOut,
)
async def ask(
    session: Writing, acting: Acting, wanted: RequestIn, once: Once, now: Now
) -> Response:
    """For its documents by EDO, for more credit, or anything else. The documents of an order are
    asked for once: while a request waits, asking again gives that one. `paid`, of owners and
    accountants, stops reminders of what is owed now until the accounts tell of the company again
    or the request is closed.

    Refused: `no_edo` (409), `order_missing` (422: whose documents?), `request_empty` (422).
    """

    async def act() -> RequestOut:
        order_id = None if wanted.order_id is None else parse_id(wanted.order_id)
        asked = await company_requests.ask(
            session, acting, wanted.kind, order_id=order_id, text=wanted.text, now=now
        )
        return request_out(asked)

    return await once(act, status=201)


@router.get("", summary="What was asked", responses=responses(401, 403, 404, 422))
async def asked(
    session: Reading,
    caller: Caller,
    today: Today,
    company: CompanyHeader = None,
    state: Literal["waiting", "closed"] = "waiting",
    limit: Limit = 20,
    cursor: Cursor = None,
) -> Page[RequestOut]:
    """The longest wait first: for staff of all companies that they deal with, for everybody else
    of the own."""
    if caller.staff is not None and company is None:
        whose = in_reach(caller.staff, today)
    else:
        asked_for = None if company is None else parse_id(company)
        acting = await acting_for(session, caller, asked_for, today)
        whose = Company.id == acting.company.id
    found = await company_requests.requests_page(
        session,
        whose,
        closed=state == "closed",
        after=after_id(cursor),
        limit=limit + 1,
    )
    return Page(
        items=[request_out(each) for each in found[:limit]],
        next_cursor=to_cursor(found[limit - 1].request.id) if len(found) > limit else None,
    )


@router.post(
    "/{request_id}/close",
    summary="It is done",
    responses=responses(401, 403, 404, 409, 422),
    response_model=RequestOut,
)
async def close(
    session: Writing,
    caller: StaffCaller,
    request_id: str,
    told: CloseIn,
    once: Once,
    now: Now,
    today: Today,
) -> Response:
    """For staff, with a word to whoever asked. Refused: `already_closed` (409)."""

    async def act() -> RequestOut:
        assert caller.staff is not None  # noqa: S101 - `StaffCaller`
        reach = in_reach(caller.staff, today)
        done = await company_requests.close(
            session, parse_id(request_id), told.answer, caller.person, reach, now
        )
        return request_out(done)

    return await once(act)


def request_out(asked: Asked) -> RequestOut:
    request, company = asked.request, asked.company
    return RequestOut(
        id=str(request.id),
        kind=request.kind,
        company=Named(id=str(company.id), name=company.name),
        person=asked.person.name,
        order=Named(id=str(request.order_id), name=asked.order_number or "")
        if request.order_id is not None
        else None,
        text=request.text,
        answer=request.answer,
        edo_operator=company.edo_operator,
        edo_id=company.edo_id,
        created_at=request.created_at,
        closed_at=request.closed_at,
    )
