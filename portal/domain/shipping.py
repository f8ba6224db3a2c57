"""Shipping a delivery and handing it over: stock, money, points and the order's status follow."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import (
    Company,
    Contract,
    Delivery,
    DeliveryLine,
    DeliveryStatus,
    EntryKind,
    Order,
    OrderLine,
    OrderStatus,
    Reservation,
    SettlementEntry,
    Stock,
)
from portal.db.session import any_of
from portal.domain.deliveries import Delivered, deliveries_of
from portal.domain.errors import Refused
from portal.domain.order_states import arrive
from portal.domain.points import earn
from portal.domain.receivables import today_at

OPEN = (DeliveryStatus.PLANNED, DeliveryStatus.IN_ASSEMBLY)


async def ship(
    session: AsyncSession,
    order: Order,
    delivery: Delivery,
    person_id: int | None,
    now: datetime,
    *,
    carrier: str = "",
    track: str = "",
    owed: bool = True,
) -> None:
    """A delivery leaves. `owed` False: the accounting system brings the settlement entry itself.

    What it brings is no longer held, and is taken off the stock that was known before: a figure
    known later counts it out already. Refused: 409 `cannot_ship`.
    """
    if delivery.status not in OPEN or order.status is OrderStatus.CANCELLED:
        raise Refused("cannot_ship", 409, number=order.number)
    delivery.status, delivery.shipped_at = DeliveryStatus.SHIPPED, now
    delivery.carrier, delivery.track = carrier, track
    await session.flush()
    found = (await deliveries_of(session, [order.id]))[order.id]
    this = next(each for each in found if each.delivery.id == delivery.id)
    await _take_off(session, order, this, now)
    if owed:
        await _owe(session, order, this, now)
    await _follow(session, order, found, person_id, now, f"{carrier} {track}".strip())


async def hand_over(
    session: AsyncSession, order: Order, delivery: Delivery, person_id: int | None, now: datetime
) -> None:
    """A delivery has arrived; with the last one the order is delivered, and earns its points."""
    if delivery.status is not DeliveryStatus.SHIPPED:
        raise Refused("cannot_deliver", 409, number=order.number)
    delivery.status, delivery.delivered_at = DeliveryStatus.DELIVERED, now
    await session.flush()
    found = (await deliveries_of(session, [order.id]))[order.id]
    await _follow(session, order, found, person_id, now, "")
    if order.status is OrderStatus.DELIVERED:
        company = await session.get_one(Company, order.company_id)
        await earn(session, company, order, now)


async def _follow(
    session: AsyncSession,
    order: Order,
    found: Sequence[Delivered],
    person_id: int | None,
    now: datetime,
    note: str,
) -> None:
    """The status that the deliveries make."""
    states = {each.delivery.status for each in found} - {DeliveryStatus.CANCELLED}
    if states == {DeliveryStatus.DELIVERED}:
        status = OrderStatus.DELIVERED
    elif states & set(OPEN):
        status = OrderStatus.PARTLY_SHIPPED
    else:
        status = OrderStatus.SHIPPED
    if status is not order.status or note:
        await arrive(session, order, status, person_id, now, note)


async def _take_off(session: AsyncSession, order: Order, this: Delivered, now: datetime) -> None:
    brought = await _by_product(session, order, this.lines)
    held = {
        row.product_id: row
        for row in await session.scalars(
            select(Reservation).where(Reservation.order_id == order.id).with_for_update()
        )
    }
    gone: dict[int, int] = {}
    for product_id, quantity in brought.items():
        row = held.get(product_id)
        if row is None:
            continue
        taken = min(row.quantity, quantity)
        if row.supply_id is None:
            gone[product_id] = taken
        row.quantity -= taken
        if not row.quantity:
            await session.delete(row)
    await session.flush()
    rows = await session.scalars(
        select(Stock)
        .where(any_of(Stock.product_id, list(gone), session), Stock.known_at < now)
        .order_by(Stock.product_id, Stock.quantity.desc(), Stock.warehouse_id)
        .with_for_update()
    )
    for stock in rows:
        taken = min(max(stock.quantity, 0), gone[stock.product_id])
        stock.quantity -= taken
        gone[stock.product_id] -= taken
    await session.flush()


async def _by_product(
    session: AsyncSession, order: Order, lines: Sequence[DeliveryLine]
) -> dict[int, int]:
    products = dict(
        (
            await session.execute(
                select(OrderLine.number, OrderLine.product_id).where(OrderLine.order_id == order.id)
            )
        ).all()
    )
    brought: dict[int, int] = {}
    for line in lines:
        product_id = products[line.number]
        brought[product_id] = brought.get(product_id, 0) + line.quantity
    return brought


async def _owe(session: AsyncSession, order: Order, this: Delivered, now: datetime) -> None:
    company = await session.get_one(Company, order.company_id)
    contract = await session.get(Contract, order.contract_id) if order.contract_id else None
    today = today_at(company, now)
    delay = contract.payment_delay_days if contract else None
    session.add(
        SettlementEntry(
            company_id=company.id,
            contract_id=order.contract_id,
            order_id=order.id,
            kind=EntryKind.SHIPMENT,
            document=f"{order.number}-{this.delivery.number}",
            amount=this.amount,
            on_date=today,
            due_on=today + timedelta(days=company.payment_delay_days if delay is None else delay),
        )
    )
    await session.flush()
