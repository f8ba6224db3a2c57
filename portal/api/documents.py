"""Documents of the company: what there is, and the files themselves, drawn up on demand."""

from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any
from urllib.parse import quote

import anyio
from fastapi import APIRouter, Depends, Query, Request, Response

from portal.api.deps import Acting, Reading, Zone, parse_id, require
from portal.api.files import download
from portal.api.paging import Cursor, Limit, from_cursor, to_cursor
from portal.api.problems import responses
from portal.api.schemas.common import Named, Page
from portal.api.schemas.documents import DocumentOut, NoteLine, NoteOut, PartyOut
from portal.db.models import Company, DocumentKind, Role, Supplier
from portal.domain import document_list
from portal.domain.access import Acting as ActingPerson
from portal.domain.document_list import Place
from portal.domain.documents import Found, Known, document_of, of_order
from portal.domain.errors import Refused, not_found
from portal.domain.money import roubles, units
from portal.domain.papers import Paper, paper_of
from portal.domain.pricelist import price_list_of
from portal.domain.reconciliation import act_of

router = APIRouter(tags=["documents"])

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Accounts = Annotated[ActingPerson, Depends(require(Role.OWNER, Role.ACCOUNTANT))]
"""Who settles accounts with the supplier."""


class ActFormat(StrEnum):
    PDF = "pdf"
    XLSX = "xlsx"


def attached(data: bytes, media_type: str, name: str) -> Response:
    """A file made just now."""
    return Response(
        data,
        media_type=media_type,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"},
    )


async def made(draw: Callable[[Any], bytes], what: object) -> bytes:
    """In a thread: long papers take a second."""
    return await anyio.to_thread.run_sync(draw, what)


def document_out(known: Known) -> DocumentOut:
    return DocumentOut(
        id=known.id,
        kind=known.kind,
        number=known.number,
        on_date=known.on_date,
        amount=None if known.amount is None else roubles(known.amount),
        currency=known.currency,
        order=Named(id=str(known.order_id), name=known.order_number or "")
        if known.order_id is not None
        else None,
        name=known.name,
        source="accounts" if known.kept else "portal",
    )


@router.get(
    "/orders/{order_id}/documents",
    summary="All documents of an order",
    responses=responses(401, 403, 404),
)
async def documents_of_order(
    session: Reading, acting: Acting, zone: Zone, order_id: str
) -> Page[DocumentOut]:
    """An invoice and a confirmation, an invoice of each delivery where there are several, a note of
    each that has left, and what the accounts have brought. Of a cancelled order, the last alone."""
    found = await of_order(session, acting, parse_id(order_id), zone)
    return Page(items=[document_out(known) for known in found])


@router.get("/documents", summary="All documents, newest first", responses=responses(401, 403, 404))
async def documents(
    session: Reading,
    acting: Acting,
    zone: Zone,
    kind: DocumentKind | None = None,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> Page[DocumentOut]:
    """Invoices of whole orders, delivery notes, and what the accounts have brought. A buyer sees
    what belongs to orders."""
    found, last = await document_list.page_of(
        session,
        acting,
        zone,
        kind=kind,
        limit=limit,
        after=_place(cursor) if cursor else None,
    )
    return Page(
        items=[document_out(known) for known in found],
        next_cursor=to_cursor(last.at.isoformat(), last.source, last.id) if last else None,
    )


def _place(cursor: str) -> Place:
    at, source, key = from_cursor(cursor, str, int, int)
    try:
        when = datetime.fromisoformat(str(at))
    except ValueError:
        raise Refused("cursor_invalid", 422) from None
    if when.tzinfo is None:
        raise Refused("cursor_invalid", 422)
    return Place(when, int(source), int(key))


@router.get(
    "/documents/act",
    summary="An act of reconciliation",
    responses=responses(401, 403, 404, 409, 422),
    response_class=Response,
)
async def act(
    session: Reading,
    acting: Accounts,
    first: Annotated[date, Query(alias="from", description="This day included")],
    last: Annotated[date, Query(alias="to", description="This day included")],
    contract: Annotated[str | None, Query(description="Under this one alone: its id")] = None,
    format: ActFormat = ActFormat.PDF,  # noqa: A002 - the query's own word
) -> Response:
    """For owners and accountants, as PDF or Excel. Refused: `period_wrong` (422, args `days`, the
    most), `supplier_unknown` (409)."""
    from portal.printing.act import act_pdf, act_xlsx

    contract_id = None if contract is None else parse_id(contract)
    found = await act_of(session, acting.company, first, last, contract_id)
    name = f"Акт сверки {first:%d.%m.%Y}–{last:%d.%m.%Y}.{format}"
    if format is ActFormat.XLSX:
        return attached(await made(act_xlsx, found), XLSX, name)
    return attached(await made(act_pdf, found), PDF, name)


@router.get(
    "/documents/price-list",
    summary="The company's price list as Excel",
    responses=responses(401, 403),
    response_class=Response,
)
async def price_list(session: Reading, acting: Acting) -> Response:
    """All that it can buy from the warehouses, with stock and quantity breaks, at its own prices.
    Refused: `no_contract`."""
    from portal.printing.pricelist import price_list_xlsx

    found = await price_list_of(session, acting)
    name = f"Прайс-лист {found.on_date:%d.%m.%Y}.xlsx"
    return attached(await made(price_list_xlsx, found), XLSX, name)


@router.get(
    "/documents/{document_id}/file",
    summary="The document itself",
    responses=responses(401, 403, 404, 409),
    response_class=Response,
)
async def file(
    request: Request, session: Reading, acting: Acting, zone: Zone, document_id: str
) -> Response:
    """A PDF drawn up just now, or the file that the accounts have brought. Refused:
    `supplier_unknown` (409)."""
    found = await document_of(session, acting, document_id, zone)
    if found.file is not None:
        return download(request, found.file, found.known.name)
    from portal.printing.kinds import PDF as DRAW

    paper = await paper_asked(session, zone, acting.company, found)
    return attached(await made(DRAW[paper.kind], paper), PDF, found.known.name)


async def paper_asked(session: Reading, zone: Zone, company: Company, found: Found) -> Paper:
    if found.placed is None:
        raise not_found()
    return await paper_of(session, company, found.placed, found.known.kind, found.part, zone)


@router.get(
    "/documents/{document_id}/data",
    summary="A delivery note as data",
    responses=responses(401, 403, 404, 409),
)
async def note(session: Reading, acting: Acting, zone: Zone, document_id: str) -> NoteOut:
    """For a buyer's own system: what came in a delivery, with VAT. Refused: `supplier_unknown`
    (409)."""
    found = await document_of(session, acting, document_id, zone)
    if found.known.kind is not DocumentKind.DELIVERY_NOTE:
        raise not_found()
    paper = await paper_asked(session, zone, acting.company, found)
    return NoteOut(
        number=paper.number,
        on_date=paper.on_date,
        order_number=paper.order.number,
        contract=paper.contract.number if paper.contract else None,
        supplier=_party(paper.supplier),
        buyer=_party(paper.buyer),
        address=paper.order.address,
        carrier=paper.carrier,
        track=paper.track,
        lines=[
            NoteLine(
                number=line.number,
                article=line.article,
                name=line.name,
                unit=line.unit,
                quantity=units(line.quantity),
                price=roubles(line.price),
                amount=roubles(line.amount),
                vat_rate=None
                if line.vat_rate is None
                else f"{roubles(line.vat_rate).normalize():f}",
                vat=roubles(line.vat),
            )
            for line in paper.lines
        ],
        total=roubles(paper.total),
        vat=roubles(paper.vat),
        currency=paper.order.currency,
    )


def _party(of: Supplier | Company) -> PartyOut:
    return PartyOut(name=of.name, inn=of.inn, kpp=of.kpp)
