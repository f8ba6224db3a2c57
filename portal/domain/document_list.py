"""All documents of a company on one list, drawn up and kept, newest first, a page at a time."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, ColumnElement, and_, cast, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from portal.db.models import Delivery, DeliveryLine, Document, DocumentKind, Order, OrderStatus
from portal.domain.access import Acting
from portal.domain.deliveries import Delivered
from portal.domain.documents import Known, drawn, kept, seen_by
from portal.domain.papers import SENT, number_of, supplier_of


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document stands in the list: newest first, then by source, then the newest id."""

    at: datetime
    source: int
    id: int


INVOICES, NOTES, KEPT_ONES = range(3)


async def page_of(
    session: AsyncSession,
    acting: Acting,
    zone: ZoneInfo,
    *,
    kind: DocumentKind | None,
    limit: int,
    after: Place | None,
) -> tuple[list[Known], Place | None]:
    """Invoices of whole orders, delivery notes and what is kept, newest first, and where the next
    page begins; as many statements however much there is."""
    found: list[tuple[Place, Known]] = []
    if await supplier_of(session) is not None:
        if kind in (None, DocumentKind.INVOICE):
            found += await _invoices(session, acting, zone, limit + 1, after)
        if kind in (None, DocumentKind.DELIVERY_NOTE):
            found += await _notes(session, acting, zone, limit + 1, after)
    found += await _kept_ones(session, acting, zone, kind, limit + 1, after)
    found.sort(key=lambda each: (-each[0].at.timestamp(), each[0].source, -each[0].id))
    shown = [known for _, known in found[:limit]]
    return shown, found[limit - 1][0] if len(found) > limit else None


def _later(
    at: InstrumentedAttribute[Any],
    key: InstrumentedAttribute[int],
    source: int,
    after: Place | None,
) -> list[ColumnElement[bool]]:
    """What comes after that place in the list."""
    if after is None:
        return []
    if source > after.source:
        return [at <= after.at]
    if source < after.source:
        return [at < after.at]
    return [or_(at < after.at, and_(at == after.at, key < after.id))]


async def _invoices(
    session: AsyncSession, acting: Acting, zone: ZoneInfo, limit: int, after: Place | None
) -> list[tuple[Place, Known]]:
    orders = await session.scalars(
        select(Order)
        .where(
            Order.company_id == acting.company.id,
            Order.status != OrderStatus.CANCELLED,
            *_later(Order.placed_at, Order.id, INVOICES, after),
        )
        .order_by(Order.placed_at.desc(), Order.id.desc())
        .limit(limit)
    )
    return [
        (
            Place(order.placed_at, INVOICES, order.id),
            drawn(
                DocumentKind.INVOICE,
                order,
                order.number,
                order.placed_at.astimezone(zone).date(),
                order.total,
                None,
            ),
        )
        for order in orders
    ]


async def _notes(
    session: AsyncSession, acting: Acting, zone: ZoneInfo, limit: int, after: Place | None
) -> list[tuple[Place, Known]]:
    amount = (
        select(cast(func.sum(DeliveryLine.amount), BigInteger))
        .where(DeliveryLine.delivery_id == Delivery.id)
        .scalar_subquery()
    )
    rows = await session.execute(
        select(Delivery, Order, amount)
        .join(Order, Order.id == Delivery.order_id)
        .where(
            Order.company_id == acting.company.id,
            Delivery.status.in_(SENT),
            Delivery.shipped_at.is_not(None),
            *_later(Delivery.shipped_at, Delivery.id, NOTES, after),
        )
        .order_by(Delivery.shipped_at.desc(), Delivery.id.desc())
        .limit(limit)
    )
    found = []
    for delivery, order, total in rows:
        known = drawn(
            DocumentKind.DELIVERY_NOTE,
            order,
            number_of(order, Delivered(delivery)),
            delivery.shipped_at.astimezone(zone).date(),
            total or 0,
            delivery.id,
        )
        found.append((Place(delivery.shipped_at, NOTES, delivery.id), known))
    return found


async def _kept_ones(
    session: AsyncSession,
    acting: Acting,
    zone: ZoneInfo,
    kind: DocumentKind | None,
    limit: int,
    after: Place | None,
) -> list[tuple[Place, Known]]:
    query = (
        select(Document, Order.number)
        .outerjoin(Order, Order.id == Document.order_id)
        .where(Document.company_id == acting.company.id, *seen_by(acting))
        .order_by(Document.on_date.desc(), Document.id.desc())
        .limit(limit)
    )
    if kind is not None:
        query = query.where(Document.kind == kind)
    if after is not None:
        # They have a day and no time: as if they were of its very beginning.
        day = after.at.astimezone(zone).date()
        of_the_day = Document.on_date == day
        if _midnight(day, zone) == after.at and after.source == KEPT_ONES:
            of_the_day = and_(of_the_day, Document.id < after.id)
        query = query.where(or_(Document.on_date < day, of_the_day))
    return [
        (
            Place(_midnight(document.on_date, zone), KEPT_ONES, document.id),
            kept(document, number),
        )
        for document, number in await session.execute(query)
    ]


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)
