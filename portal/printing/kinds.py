"""What draws up which kind of paper."""

from collections.abc import Callable

from portal.db.models import DocumentKind
from portal.domain.papers import Paper
from portal.printing.confirmation import confirmation
from portal.printing.invoice import invoice
from portal.printing.note import delivery_note

PDF: dict[DocumentKind, Callable[[Paper], bytes]] = {
    DocumentKind.INVOICE: invoice,
    DocumentKind.CONFIRMATION: confirmation,
    DocumentKind.DELIVERY_NOTE: delivery_note,
}
