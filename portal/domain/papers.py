"""What a paper says: an order, or a delivery of it, with who sells and who buys."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import (
    Company,
    Contract,
    DeliveryStatus,
    DocumentKind,
    Order,
    OrderLine,
    OrderStatus,
    Supplier,
)
from portal.domain.deliveries import Delivered
from portal.domain.errors import Refused
from portal.domain.orders import Placed

SENT = (DeliveryStatus.SHIPPED, DeliveryStatus.DELIVERED)


@dataclass(frozen=True, slots=True)
class PaperLine:
    """`number` is that of the order's line; money in kopecks with VAT, thousandths of a unit."""

    number: int
    article: str
    name: str
    unit: str
    quantity: int
    price: int
    amount: int
    vat_rate: int | None
    vat: int


@dataclass(frozen=True, slots=True)
class Paper:
    """An invoice, an order confirmation or a delivery note; `on_date` is the supplier's day."""

    kind: DocumentKind
    number: str
    on_date: date
    supplier: Supplier
    buyer: Company
    contract: Contract | None
    order: Order
    lines: tuple[PaperLine, ...]
    author: str = ""
    carrier: str = ""
    track: str = ""

    @property
    def delay(self) -> int:
        """Days from a delivery to its payment."""
        agreed = self.contract.payment_delay_days if self.contract else None
        return self.buyer.payment_delay_days if agreed is None else agreed

    @property
    def total(self) -> int:
        return sum(line.amount for line in self.lines)

    @property
    def vat(self) -> int:
        return sum(line.vat for line in self.lines)

    @property
    def vat_by_rate(self) -> dict[int | None, int]:
        """The highest rate first, what is without VAT last."""
        found: dict[int | None, int] = defaultdict(int)
        for line in self.lines:
            found[line.vat_rate] += line.vat
        return dict(sorted(found.items(), key=lambda each: -1 if each[0] is None else each[0],
                           reverse=True))  # fmt: skip


async def supplier_of(session: AsyncSession) -> Supplier | None:
    """Who sells; None: nobody has told the portal yet, so nothing can be drawn up."""
    return await session.scalar(select(Supplier).limit(1))


async def required_supplier(session: AsyncSession) -> Supplier:
    supplier = await supplier_of(session)
    if supplier is None:
        raise Refused("supplier_unknown", 409)
    return supplier


def drawn_up(placed: Placed) -> list[tuple[DocumentKind, Delivered | None]]:
    """What there is of an order: an invoice and a confirmation of the whole; where it comes in
    parts, an invoice of each; a delivery note of each that has left."""
    if placed.order.status is OrderStatus.CANCELLED:
        return []
    found: list[tuple[DocumentKind, Delivered | None]] = [
        (DocumentKind.INVOICE, None),
        (DocumentKind.CONFIRMATION, None),
    ]
    live = [
        each for each in placed.deliveries if each.delivery.status is not DeliveryStatus.CANCELLED
    ]
    for each in live:
        if len(live) > 1:
            found.append((DocumentKind.INVOICE, each))
        if each.delivery.status in SENT:
            found.append((DocumentKind.DELIVERY_NOTE, each))
    return found


def number_of(order: Order, part: Delivered | None) -> str:
    """As the settlement entry of a shipment has it."""
    return order.number if part is None else f"{order.number}-{part.delivery.number}"


def day_of(placed: Placed, kind: DocumentKind, part: Delivered | None, zone: ZoneInfo) -> date:
    """An invoice is of the day of the order, a note of that on which the goods left."""
    at: datetime = placed.order.placed_at
    if kind is DocumentKind.DELIVERY_NOTE and part is not None and part.delivery.shipped_at:
        at = part.delivery.shipped_at
    return at.astimezone(zone).date()


async def paper_of(
    session: AsyncSession,
    company: Company,
    placed: Placed,
    kind: DocumentKind,
    part: Delivered | None,
    zone: ZoneInfo,
) -> Paper:
    """Refused: 409 `supplier_unknown`."""
    order = placed.order
    contract = await session.get(Contract, order.contract_id) if order.contract_id else None
    delivery = part.delivery if part else None
    return Paper(
        kind=kind,
        number=number_of(order, part),
        on_date=day_of(placed, kind, part, zone),
        supplier=await required_supplier(session),
        buyer=company,
        contract=contract,
        order=order,
        lines=_lines(placed.lines, part),
        author=placed.author,
        carrier=delivery.carrier if delivery else "",
        track=delivery.track if delivery else "",
    )


def _lines(lines: list[OrderLine], part: Delivered | None) -> tuple[PaperLine, ...]:
    if part is None:
        return tuple(_line(line, line.quantity, line.amount, line.vat) for line in lines)
    agreed = {line.number: line for line in lines}
    return tuple(
        _line(agreed[each.number], each.quantity, each.amount, each.vat) for each in part.lines
    )


def _line(line: OrderLine, quantity: int, amount: int, vat: int) -> PaperLine:
    return PaperLine(
        number=line.number,
        article=line.article,
        name=line.name,
        unit=line.unit,
        quantity=quantity,
        price=line.price,
        amount=amount,
        vat_rate=line.vat_rate,
        vat=vat,
    )
