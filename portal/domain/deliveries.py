"""Deliveries: the parts in which an order comes. Together they are always the whole of it.

What is planned can be divided anew: by dates, or by what there is now. What was shipped stays.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import (
    Delivery,
    DeliveryLine,
    DeliveryStatus,
    Order,
    OrderLine,
    Reservation,
)
from portal.db.session import any_of
from portal.domain.errors import Refused
from portal.domain.order_states import UNSHIPPED
from portal.domain.parts import shares

MOST_DELIVERIES = 50


@dataclass(frozen=True, slots=True)
class Part:
    """A delivery to be: thousandths by the number of the order's line."""

    quantities: Mapping[int, int]
    planned_on: date | None = None


@dataclass(frozen=True, slots=True)
class Delivered:
    """A delivery with its lines."""

    delivery: Delivery
    lines: list[DeliveryLine] = field(default_factory=list)

    @property
    def amount(self) -> int:
        return sum(line.amount for line in self.lines)

    @property
    def vat(self) -> int:
        return sum(line.vat for line in self.lines)


async def plan_whole(session: AsyncSession, order: Order, lines: Sequence[OrderLine]) -> None:
    """A new order comes in one delivery until somebody divides it."""
    delivery = Delivery(order_id=order.id, number=1, status=DeliveryStatus.PLANNED)
    session.add(delivery)
    await session.flush()
    rows = [
        {
            "delivery_id": delivery.id,
            "number": line.number,
            "quantity": line.quantity,
            "amount": line.amount,
            "vat": line.vat,
        }
        for line in lines
    ]
    if rows:
        await session.execute(insert(DeliveryLine), rows)


async def deliveries_of(
    session: AsyncSession, order_ids: Sequence[int]
) -> dict[int, list[Delivered]]:
    """The deliveries of orders in their order, by two statements however many there are."""
    found: dict[int, list[Delivered]] = {order_id: [] for order_id in order_ids}
    if not order_ids:
        return found
    by_id: dict[int, Delivered] = {}
    for delivery in await session.scalars(
        select(Delivery)
        .where(any_of(Delivery.order_id, order_ids, session))
        .order_by(Delivery.order_id, Delivery.number)
    ):
        by_id[delivery.id] = Delivered(delivery)
        found[delivery.order_id].append(by_id[delivery.id])
    for line in await session.scalars(
        select(DeliveryLine)
        .where(any_of(DeliveryLine.delivery_id, list(by_id), session))
        .order_by(DeliveryLine.delivery_id, DeliveryLine.number)
    ):
        by_id[line.delivery_id].lines.append(line)
    return found


async def split(
    session: AsyncSession, order: Order, lines: Sequence[OrderLine], parts: Sequence[Part]
) -> None:
    """Divide what is planned: each part becomes a delivery, and what is in no part stays together.

    Refused: 409 `cannot_split` when nothing is planned any more; 422 `split_too_much` (args
    `number` of the line) for more of a line than is planned, `split_empty` for a part of nothing,
    `split_too_many`.
    """
    planned, shipped = await _planned(session, order)
    left = dict(planned)
    for part in parts:
        if not any(quantity > 0 for quantity in part.quantities.values()):
            raise Refused("split_empty", 422)
        for number, quantity in part.quantities.items():
            if not 0 < quantity <= left.get(number, 0):
                raise Refused("split_too_much", 422, number=number)
            left[number] -= quantity
    rest = {number: quantity for number, quantity in left.items() if quantity > 0}
    wanted = ([Part(rest)] if rest else []) + list(parts)
    if len(wanted) + len(shipped) > MOST_DELIVERIES:
        raise Refused("split_too_many", 422, most=MOST_DELIVERIES)
    await _replan(session, order, lines, shipped, wanted)


async def merge(
    session: AsyncSession,
    order: Order,
    lines: Sequence[OrderLine],
    numbers: Sequence[int] | None = None,
) -> None:
    """Make planned deliveries one again: those of these numbers, or all that are planned."""
    found = (await deliveries_of(session, [order.id]))[order.id]
    open_ones = [each for each in found if each.delivery.status is DeliveryStatus.PLANNED]
    chosen = [each for each in open_ones if numbers is None or each.delivery.number in numbers]
    if (order.status not in UNSHIPPED and not open_ones) or len(chosen) < 2:
        raise Refused("nothing_to_merge", 409, number=order.number)
    together: dict[int, int] = defaultdict(int)
    for each in chosen:
        for line in each.lines:
            together[line.number] += line.quantity
    parts = [Part(together, chosen[0].delivery.planned_on)]
    parts += [
        Part({line.number: line.quantity for line in each.lines}, each.delivery.planned_on)
        for each in open_ones
        if each not in chosen
    ]
    shipped = [each for each in found if each.delivery.status is not DeliveryStatus.PLANNED]
    await _replan(session, order, lines, shipped, parts)


async def by_stock(
    session: AsyncSession, order: Order, lines: Sequence[OrderLine]
) -> tuple[dict[int, int], dict[int, int]]:
    """What of the planned lines the order holds already, and what waits for what will come."""
    planned, _ = await _planned(session, order)
    held = dict(
        (
            await session.execute(
                select(Reservation.product_id, Reservation.quantity).where(
                    Reservation.order_id == order.id
                )
            )
        ).all()
    )
    now: dict[int, int] = {}
    later: dict[int, int] = {}
    for line in lines:
        wanted = planned.get(line.number, 0)
        taken = min(wanted, held.get(line.product_id, 0))
        if taken:
            now[line.number] = taken
            held[line.product_id] -= taken
        if wanted > taken:
            later[line.number] = wanted - taken
    return now, later


async def _planned(session: AsyncSession, order: Order) -> tuple[dict[int, int], list[Delivered]]:
    """What is planned of each line, and the deliveries that are past planning."""
    found = (await deliveries_of(session, [order.id]))[order.id]
    shipped = [each for each in found if each.delivery.status is not DeliveryStatus.PLANNED]
    planned: dict[int, int] = defaultdict(int)
    for each in found:
        if each.delivery.status is DeliveryStatus.PLANNED:
            for line in each.lines:
                planned[line.number] += line.quantity
    if not planned:
        raise Refused("cannot_split", 409, number=order.number)
    return planned, shipped


async def _replan(
    session: AsyncSession,
    order: Order,
    lines: Sequence[OrderLine],
    shipped: Sequence[Delivered],
    parts: Sequence[Part],
) -> None:
    """Put these parts in the place of all that was planned, with money that adds up."""
    ours = select(Delivery.id).where(
        Delivery.order_id == order.id, Delivery.status == DeliveryStatus.PLANNED
    )
    await session.execute(delete(DeliveryLine).where(DeliveryLine.delivery_id.in_(ours)))
    await session.execute(
        delete(Delivery).where(
            Delivery.order_id == order.id, Delivery.status == DeliveryStatus.PLANNED
        )
    )
    last = await session.scalar(
        select(func.max(Delivery.number)).where(Delivery.order_id == order.id)
    )
    made = [
        Delivery(
            order_id=order.id,
            number=(last or 0) + at,
            status=DeliveryStatus.PLANNED,
            planned_on=part.planned_on,
        )
        for at, part in enumerate(parts, 1)
    ]
    session.add_all(made)
    await session.flush()
    gone: dict[int, list[DeliveryLine]] = defaultdict(list)
    for each in shipped:
        for brought in each.lines:
            gone[brought.number].append(brought)
    rows: list[dict[str, int]] = []
    for line in lines:
        holders = [at for at, part in enumerate(parts) if part.quantities.get(line.number)]
        quantities = [parts[at].quantities[line.number] for at in holders]
        amounts = shares(line.amount - sum(each.amount for each in gone[line.number]), quantities)
        vats = shares(line.vat - sum(each.vat for each in gone[line.number]), quantities)
        rows += [
            {
                "delivery_id": made[at].id,
                "number": line.number,
                "quantity": quantity,
                "amount": amount,
                "vat": vat,
            }
            for at, quantity, amount, vat in zip(holders, quantities, amounts, vats, strict=True)
        ]
    await session.execute(insert(DeliveryLine), rows)
