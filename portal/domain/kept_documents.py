"""Documents that the accounting system brings: kept as they are, beside what is drawn up."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Company, Document, DocumentKind, EventKind, Order, StoredFile
from portal.db.session import serialise
from portal.domain.companies import by_inn
from portal.domain.errors import Refused
from portal.domain.events import note


@dataclass(frozen=True, slots=True)
class Brought:
    """As the accounting system names it: the company by INN (and KPP), the order by its number.

    `amount` in kopecks. `external_id` is that system's own; empty: it has none.
    """

    inn: str
    kpp: str | None
    kind: DocumentKind
    number: str
    on_date: date
    name: str
    amount: int | None = None
    order: str | None = None
    external_id: str = ""


async def keep(
    session: AsyncSession, brought: Brought, file: StoredFile, now: datetime
) -> Document:
    """One of an `external_id` that is known takes the place of the earlier.
    Of a new invoice the company is told.

    Refused: 404 `company_unknown` (args `inn`), 404 `order_unknown` (args `number`).
    """
    company = await company_named(session, brought.inn, brought.kpp)
    order_id = None
    if brought.order:
        order_id = await session.scalar(
            select(Order.id).where(Order.number == brought.order, Order.company_id == company.id)
        )
        if order_id is None:
            raise Refused("order_unknown", 404, number=brought.order)
    document = None
    if brought.external_id:
        await serialise(session, f"document {brought.external_id}")
        document = await session.scalar(
            select(Document).where(Document.external_id == brought.external_id)
        )
    new = document is None
    if document is None:
        document = Document(external_id=brought.external_id or None, created_at=now)
        session.add(document)
    document.company_id, document.order_id = company.id, order_id
    document.kind, document.number, document.on_date = brought.kind, brought.number, brought.on_date
    document.amount, document.name, document.file_id = brought.amount, brought.name, file.id
    await session.flush()
    if new and brought.kind is DocumentKind.INVOICE and brought.amount is not None:
        await note(
            session,
            EventKind.INVOICE_ISSUED,
            now,
            company_id=company.id,
            order_id=order_id,
            number=brought.number,
            amount=brought.amount,
        )
    return document


async def company_named(session: AsyncSession, inn: str, kpp: str | None) -> Company:
    found = await by_inn(session, inn, kpp)
    if found is None:
        raise Refused("company_unknown", 404, inn=inn)
    return found


async def kept_of_company(
    session: AsyncSession, company: Company, *, limit: int, before: int | None
) -> list[tuple[Document, str | None]]:
    """With the number of the order, the newest id first."""
    query = (
        select(Document, Order.number)
        .outerjoin(Order, Order.id == Document.order_id)
        .where(Document.company_id == company.id)
        .order_by(Document.id.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(Document.id < before)
    return [(document, number) for document, number in await session.execute(query)]
