"""The ways of an order: which status may follow which, and who moves it there.

A buyer cancels while nobody works on the order; everything else is the staff's or 1C's to say.
Shipped in part, shipped and delivered follow from the order's deliveries.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import (
    Delivery,
    DeliveryStatus,
    EventKind,
    Order,
    OrderEvent,
    OrderStatus,
)
from portal.domain.errors import Refused
from portal.domain.events import note as note_event
from portal.domain.reservations import release

CANCELLABLE = (OrderStatus.NEW, OrderStatus.CONFIRMED)
"""By its buyer; so long it can be changed, split and merged with others too."""

FOLLOWING: dict[OrderStatus, tuple[OrderStatus, ...]] = {
    OrderStatus.NEW: (
        OrderStatus.CONFIRMED,
        OrderStatus.AWAITING_PAYMENT,
        OrderStatus.IN_ASSEMBLY,
        OrderStatus.CANCELLED,
    ),
    OrderStatus.CONFIRMED: (
        OrderStatus.AWAITING_PAYMENT,
        OrderStatus.IN_ASSEMBLY,
        OrderStatus.CANCELLED,
    ),
    OrderStatus.AWAITING_PAYMENT: (OrderStatus.IN_ASSEMBLY, OrderStatus.CANCELLED),
    OrderStatus.IN_ASSEMBLY: (OrderStatus.CANCELLED,),
    OrderStatus.PARTLY_SHIPPED: (),
    OrderStatus.SHIPPED: (),
    OrderStatus.DELIVERED: (),
    OrderStatus.CANCELLED: (),
}
"""What the staff may say; a status again is no error, and no event."""

TOLD = {
    OrderStatus.NEW: EventKind.ORDER_ACCEPTED,
    OrderStatus.CONFIRMED: EventKind.ORDER_MOVED,
    OrderStatus.AWAITING_PAYMENT: EventKind.ORDER_MOVED,
    OrderStatus.IN_ASSEMBLY: EventKind.ORDER_MOVED,
    OrderStatus.PARTLY_SHIPPED: EventKind.ORDER_SHIPPED,
    OrderStatus.SHIPPED: EventKind.ORDER_SHIPPED,
    OrderStatus.DELIVERED: EventKind.ORDER_DELIVERED,
    OrderStatus.CANCELLED: EventKind.ORDER_CANCELLED,
}
"""What people hear of each."""

UNSHIPPED = tuple(status for status, following in FOLLOWING.items() if following)
"""Nothing has been shipped yet."""


async def move(
    session: AsyncSession,
    order: Order,
    status: OrderStatus,
    person_id: int | None,
    now: datetime,
    note: str = "",
) -> None:
    """The order has come into a status; its event is written. `person_id` None: 1C says so.

    Refused: 409 `cannot_become` with `number`, `state`, `wanted`. What is cancelled holds nothing
    any more, and is told to 1C again.
    """
    if order.status is status:
        return
    if status not in FOLLOWING[order.status]:
        raise Refused(
            "cannot_become",
            409,
            number=order.number,
            state=order.status.value,
            wanted=status.value,
        )
    await arrive(session, order, status, person_id, now, note)
    if status is OrderStatus.CANCELLED:
        await release(session, order.id)
        if person_id is not None:
            order.exported_at = None


async def arrive(
    session: AsyncSession,
    order: Order,
    status: OrderStatus,
    person_id: int | None,
    now: datetime,
    note: str = "",
    told: EventKind | None = None,
    **more: Any,
) -> None:
    """As `move`, where what led there has been checked already. `told`: as what people hear of it,
    where that is not the usual; `more`: what else is told of it."""
    order.status = status
    if status is OrderStatus.CANCELLED:
        await session.execute(
            update(Delivery)
            .where(
                Delivery.order_id == order.id,
                Delivery.status.in_((DeliveryStatus.PLANNED, DeliveryStatus.IN_ASSEMBLY)),
            )
            .values(status=DeliveryStatus.CANCELLED)
        )
    session.add(
        OrderEvent(order_id=order.id, status=status, person_id=person_id, note=note, at=now)
    )
    await note_event(
        session,
        told or TOLD[status],
        now,
        company_id=order.company_id,
        order_id=order.id,
        actor_id=person_id,
        status=status.value,
        note=note,
        **more,
    )
