"""QR codes by which a bank's app fills in a payment: of an invoice, of what is still owed."""

from typing import TYPE_CHECKING

from fastapi import APIRouter, Response

from portal.api.deps import Acting, Now, Reading, Zone, parse_id
from portal.api.documents import made, paper_asked
from portal.api.problems import responses
from portal.db.models import DocumentKind
from portal.domain.documents import document_of
from portal.domain.errors import Refused, not_found
from portal.domain.paying import to_pay

if TYPE_CHECKING:
    from portal.printing.qr import Payment

router = APIRouter(tags=["documents"])


@router.get(
    "/documents/{document_id}/qr",
    summary="The code by which an invoice is paid",
    responses=responses(401, 403, 404, 409),
    response_class=Response,
)
async def payment_code(session: Reading, acting: Acting, zone: Zone, document_id: str) -> Response:
    """A PNG with ST00012 of GOST R 56042-2014, of an invoice that is drawn up. Refused:
    `no_bank_details` (409: the supplier's would not make a payment), `supplier_unknown` (409)."""
    from portal.printing.payments import payment_of

    found = await document_of(session, acting, document_id, zone)
    if found.known.kind is not DocumentKind.INVOICE:
        raise not_found()
    paper = await paper_asked(session, zone, acting.company, found)
    return await _code(payment_of(paper))


@router.get(
    "/balance/due/{due_id}/qr",
    summary="The code by which what is owed of a document is paid",
    responses=responses(401, 403, 404, 409),
    response_class=Response,
)
async def due_code(session: Reading, acting: Acting, due_id: str, now: Now) -> Response:
    """A PNG, as for an invoice: of what is still unpaid, which `GET /balance` lists as `due`.
    Refused: `no_bank_details` (409), `supplier_unknown` (409), `not_found` once it is paid."""
    from portal.printing.payments import payment_of_due

    return await _code(payment_of_due(await to_pay(session, acting.company, parse_id(due_id), now)))


async def _code(payment: "Payment") -> Response:
    from portal.printing.qr import payment_text, picture

    content = payment_text(payment)
    if content is None:
        raise Refused("no_bank_details", 409)
    return Response(await made(picture, content), media_type="image/png")
