"""The documents of a company: drawn up from its orders whenever asked for, or brought by the
accounting system and kept. Both are listed side by side.

What is drawn up has an id of its kind and its order or delivery (`i12` is the invoice of the order
12), so that nothing has to be kept of it. Owner and accountant see all, a buyer what belongs to
orders.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import (
    Delivery,
    Document,
    DocumentKind,
    Order,
    Role,
    StoredFile,
)
from portal.domain.access import Acting
from portal.domain.deliveries import Delivered
from portal.domain.errors import not_found
from portal.domain.orders import Placed, order_of
from portal.domain.papers import day_of, drawn_up, number_of, supplier_of

WHOLE = {"i": DocumentKind.INVOICE, "c": DocumentKind.CONFIRMATION}
PART = {"p": DocumentKind.INVOICE, "n": DocumentKind.DELIVERY_NOTE}
KEPT = "d"
TITLES = {
    DocumentKind.INVOICE: "Счёт",
    DocumentKind.CONFIRMATION: "Подтверждение заказа",
    DocumentKind.DELIVERY_NOTE: "Накладная",
}


@dataclass(frozen=True, slots=True)
class Known:
    """A document as it is listed; `amount` in kopecks. `kept`: the accounting system brought it."""

    id: str
    kind: DocumentKind
    number: str
    on_date: date
    amount: int | None
    currency: str
    order_id: int | None
    order_number: str | None
    name: str
    kept: bool = False


def drawn(
    kind: DocumentKind, order: Order, number: str, on: date, amount: int, part: int | None
) -> Known:
    letters, key = (WHOLE, order.id) if part is None else (PART, part)
    letter = next(letter for letter, known in letters.items() if known is kind)
    return Known(
        id=f"{letter}{key}",
        kind=kind,
        number=number,
        on_date=on,
        amount=amount,
        currency=order.currency,
        order_id=order.id,
        order_number=order.number,
        name=f"{TITLES[kind]} № {number} от {on:%d.%m.%Y}.pdf",
    )


def all_drawn(placed: Placed, zone: ZoneInfo) -> list[tuple[Known, Delivered | None]]:
    """What is drawn up of an order, and of which of its deliveries (None: of the whole)."""
    return [
        (
            drawn(
                kind,
                placed.order,
                number_of(placed.order, part),
                day_of(placed, kind, part, zone),
                part.amount if part else placed.order.total,
                part.delivery.id if part else None,
            ),
            part,
        )
        for kind, part in drawn_up(placed)
    ]


def kept(document: Document, order_number: str | None) -> Known:
    return Known(
        id=f"{KEPT}{document.id}",
        kind=document.kind,
        number=document.number,
        on_date=document.on_date,
        amount=document.amount,
        currency="RUB",
        order_id=document.order_id,
        order_number=order_number,
        name=document.name,
        kept=True,
    )


async def of_order(
    session: AsyncSession, acting: Acting, order_id: int, zone: ZoneInfo
) -> list[Known]:
    """All of an order: what is drawn up of the whole and of its deliveries, then what is kept."""
    placed = await order_of(session, acting, order_id)
    found = []
    if await supplier_of(session) is not None:
        found = [known for known, _ in all_drawn(placed, zone)]
    documents = await session.scalars(
        select(Document)
        .where(Document.order_id == order_id, Document.company_id == acting.company.id)
        .order_by(Document.on_date, Document.id)
    )
    return found + [kept(document, placed.order.number) for document in documents]


def seen_by(acting: Acting) -> Sequence[ColumnElement[bool]]:
    return (Document.order_id.is_not(None),) if acting.role is Role.BUYER else ()


@dataclass(frozen=True, slots=True)
class Found:
    """A document that was asked for by its id: kept as `file`, or to be drawn up of `placed`."""

    known: Known
    file: StoredFile | None = None
    placed: Placed | None = None
    part: Delivered | None = None


async def document_of(
    session: AsyncSession, acting: Acting, document_id: str, zone: ZoneInfo
) -> Found:
    """`not_found` for what is another's, for what this person may not see, and for what is not
    drawn up (any more): the invoice of a cancelled order, a note of what has not left."""
    letter, digits = document_id[:1], document_id[1:]
    if not (digits.isascii() and digits.isdecimal()) or int(digits) >= 2**31:
        raise not_found()
    key = int(digits)
    if letter == KEPT:
        return await _kept_of(session, acting, key)
    order_id: int | None = key
    if letter in PART:
        order_id = await session.scalar(select(Delivery.order_id).where(Delivery.id == key))
    if letter not in WHOLE | PART or order_id is None:
        raise not_found()
    placed = await order_of(session, acting, order_id)
    for known, part in all_drawn(placed, zone):
        if known.id == document_id:
            return Found(known, placed=placed, part=part)
    raise not_found()


async def _kept_of(session: AsyncSession, acting: Acting, key: int) -> Found:
    row = (
        await session.execute(
            select(Document, StoredFile, Order.number)
            .join(StoredFile, StoredFile.id == Document.file_id)
            .outerjoin(Order, Order.id == Document.order_id)
            .where(
                Document.id == key,
                Document.company_id == acting.company.id,
                *seen_by(acting),
            )
        )
    ).one_or_none()
    if row is None:
        raise not_found()
    document, file, number = row
    return Found(kept(document, number), file=file)
