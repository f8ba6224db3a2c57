"""Documents: pages of them, periods of acts, and which invoice is to be paid."""

from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any

from bot.errors import UserError
from bot.services.portal.client import Portal
from bot.services.portal.errors import PortalRefused
from bot.services.portal.models import DocumentOut, DueOut, RequestOut

PAGE = 10
KIND = "documents"
PERIODS = ("month", "previous", "quarter", "last-quarter", "year")


@dataclass(frozen=True, slots=True)
class Papers:
    """A list of documents of a kind (empty: all); `cursors` lead to the pages seen so far and the
    next."""

    kind: str = ""
    page: int = 0
    cursors: tuple[str | None, ...] = (None,)

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


def from_data(data: dict[str, Any]) -> Papers:
    return Papers(**{**data, "cursors": tuple(data["cursors"])})


async def turn(
    portal: Portal, papers: Papers, page: int = 0
) -> tuple[Papers, list[DocumentOut], bool]:
    """A page of it, and whether there is a next. Raises UserError for one never offered."""
    if not 0 <= page < len(papers.cursors):
        raise UserError("list-too-old")
    found = await portal.documents(papers.kind or None, limit=PAGE, cursor=papers.cursors[page])
    more = [found.next_cursor] if found.next_cursor else []
    shown = replace(papers, page=page, cursors=(*papers.cursors[: page + 1], *more))
    return shown, found.items, bool(more)


def period_of(name: str, today: date) -> tuple[date, date]:
    """First and last day, both included; a running period ends today."""
    month = today.replace(day=1)
    quarter = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    if name == "previous":
        last = month - timedelta(days=1)
        return last.replace(day=1), last
    if name == "last-quarter":
        last = quarter - timedelta(days=1)
        return date(last.year, last.month - 2, 1), last
    first = {"quarter": quarter, "year": date(today.year, 1, 1)}.get(name, month)
    return first, today


async def due_of(portal: Portal, due_id: str) -> DueOut:
    """Raises UserError for what is paid by now."""
    for due in (await portal.balance()).due:
        if due.id == due_id:
            return due
    raise UserError("pay-paid")


async def invoice_for(portal: Portal, due: DueOut) -> DocumentOut | None:
    """The invoice of what is owed: of its delivery, else of the whole order; None: of no order."""
    if due.order_id is None:
        return None
    found = await portal.order_documents(due.order_id)
    invoices = [each for each in found if each.kind == "invoice"]
    named = (each for each in invoices if each.number == due.document)
    return next(named, invoices[0] if invoices else None)


async def code_of(portal: Portal, invoice_id: str) -> bytes | None:
    """None: the supplier's details would not make a payment."""
    try:
        return await portal.invoice_code(invoice_id)
    except PortalRefused as refusal:
        if refusal.code in ("no_bank_details", "not_found"):
            return None
        raise


async def asked_of(portal: Portal, request_id: str) -> RequestOut:
    """A request that waits. Raises PortalRefused `already_closed` for one that does not."""
    cursor: str | None = None
    while True:
        page = await portal.company_requests(cursor)
        for request in page.items:
            if request.id == request_id:
                return request
        cursor = page.next_cursor
        if cursor is None:
            raise PortalRefused(409, "already_closed")


def read_edo(text: str) -> tuple[str, str] | None:
    """`Диадок, 2BM-7707083893-...`: operator and id; `нет`: neither. None: something else."""
    if text.casefold() in ("нет", "none", "no", "-", "—"):
        return "", ""
    operator, _, edo_id = (part.strip() for part in text.replace("\n", ",").partition(","))
    if not (operator and edo_id) or len(operator) > 100 or len(edo_id) > 100:
        return None
    return operator, edo_id
