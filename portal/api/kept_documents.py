"""The accounting side of documents: it brings its own, and sees what has arrived."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from portal.api.deps import Now, Reading, StaffCaller, Writing
from portal.api.documents import document_out
from portal.api.idempotency import Once
from portal.api.paging import Cursor, Limit, after_id, to_cursor
from portal.api.problems import responses
from portal.api.schemas.common import Page
from portal.api.schemas.documents import DocumentOut, KeptIn
from portal.db.models import Order
from portal.domain.documents import kept
from portal.domain.files import upload_of
from portal.domain.kept_documents import Brought, company_named, keep, kept_of_company
from portal.domain.money import kopecks

router = APIRouter(tags=["documents"])


@router.post(
    "/documents",
    status_code=201,
    summary="Bring a document of the accounts",
    responses=responses(401, 403, 404, 422),
    response_model=DocumentOut,
)
async def bring(
    session: Writing, caller: StaffCaller, told: KeptIn, once: Once, now: Now
) -> Response:
    """For staff: an invoice, a tax invoice, an act as the accounting system made it, listed beside
    what the portal draws up. Refused: `company_unknown`, `order_unknown` (404), `not_found` for a
    file that the caller has not brought."""

    async def act() -> DocumentOut:
        upload, file = await upload_of(session, caller.person.id, told.upload_id)
        brought = Brought(
            inn=told.inn,
            kpp=told.kpp,
            kind=told.kind,
            number=told.number,
            on_date=told.on_date,
            name=told.name or upload.name,
            amount=None if told.amount is None else kopecks(told.amount),
            order=told.order,
            external_id=told.external_id,
        )
        document = await keep(session, brought, file, now)
        order = await session.get(Order, document.order_id) if document.order_id else None
        return document_out(kept(document, order.number if order else None))

    return await once(act, status=201)


@router.get(
    "/documents/brought",
    summary="What the accounts have brought for a company",
    responses=responses(401, 403, 404, 422),
)
async def brought(
    session: Reading,
    caller: StaffCaller,
    inn: Annotated[str, Query(max_length=12)],
    kpp: Annotated[str | None, Query(max_length=9)] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[DocumentOut]:
    """For staff, the last that came first. Refused: `company_unknown`."""
    company = await company_named(session, inn, kpp)
    before = after_id(cursor) if cursor else None
    found = await kept_of_company(session, company, limit=limit + 1, before=before)
    return Page(
        items=[document_out(kept(document, number)) for document, number in found[:limit]],
        next_cursor=to_cursor(found[limit - 1][0].id) if len(found) > limit else None,
    )
