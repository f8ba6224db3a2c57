"""Orders as the API tells them."""

from portal.api.schemas.common import Named
from portal.api.schemas.orders import (
    DeliveryLineOut,
    DeliveryOut,
    OrderEventOut,
    OrderLineOut,
    OrderOut,
)
from portal.db.models import Company, DeliveryStatus, Order, OrderStatus, Role
from portal.domain.access import Acting
from portal.domain.deliveries import Delivered
from portal.domain.money import roubles, units
from portal.domain.order_states import CANCELLABLE
from portal.domain.orders import Placed


def order_out(placed: Placed, acting: Acting) -> OrderOut:
    buys = acting.role in (Role.OWNER, Role.BUYER)
    return order_of_company(placed, acting.company, buys=buys)


def order_of_company(placed: Placed, company: Company, *, buys: bool = False) -> OrderOut:
    """`buys`: whoever reads it may order for the company."""
    order = placed.order
    open_ones = [
        each for each in placed.deliveries if each.delivery.status is DeliveryStatus.PLANNED
    ]
    free = buys and order.status in CANCELLABLE
    alive = buys and order.status is not OrderStatus.CANCELLED
    return OrderOut(
        id=str(order.id),
        number=order.number,
        status=order.status,
        company=Named(id=str(company.id), name=company.name),
        author=placed.author,
        by_staff=placed.order.by_staff,
        placed_at=order.placed_at,
        total=roubles(order.total),
        vat=roubles(order.vat),
        currency=order.currency,
        price_type=order.price_type,
        address=order.address,
        comment=order.comment,
        lines=[
            OrderLineOut(
                number=line.number,
                product_id=str(line.product_id),
                article=line.article,
                name=line.name,
                unit=line.unit,
                quantity=units(line.quantity),
                price=roubles(line.price),
                amount=roubles(line.amount),
                branding=roubles(line.branding or 0),
            )
            for line in placed.lines
        ],
        events=[
            OrderEventOut(status=event.status, at=event.at, by=name, note=event.note)
            for event, name in placed.events
        ],
        deliveries=[delivery_out(order, each) for each in placed.deliveries],
        replaced_by=str(order.replaced_by_id) if order.replaced_by_id else None,
        can_cancel=free,
        can_change=free,
        can_split=alive and bool(open_ones) and (len(placed.lines) > 1 or _divisible(placed)),
        can_merge_deliveries=alive and len(open_ones) > 1,
    )


def _divisible(placed: Placed) -> bool:
    return any(line.quantity > 1000 for line in placed.lines)


def delivery_out(order: Order, found: Delivered) -> DeliveryOut:
    delivery = found.delivery
    return DeliveryOut(
        id=str(delivery.id),
        number=delivery.number,
        status=delivery.status,
        planned_on=delivery.planned_on,
        carrier=delivery.carrier,
        track=delivery.track,
        shipped_at=delivery.shipped_at,
        delivered_at=delivery.delivered_at,
        total=roubles(found.amount),
        vat=roubles(found.vat),
        currency=order.currency,
        lines=[
            DeliveryLineOut(
                number=line.number, quantity=units(line.quantity), amount=roubles(line.amount)
            )
            for line in found.lines
        ],
    )
