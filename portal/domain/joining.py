"""Making several orders one, and taking an order back into a cart to change it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Cart, CartLine, EventKind, Order, OrderLine, OrderStatus, Reservation
from portal.db.session import any_of
from portal.domain.access import Acting
from portal.domain.deliveries import plan_whole
from portal.domain.errors import Refused, not_found
from portal.domain.numbers import ORDERS, take_numbers
from portal.domain.order_states import CANCELLABLE, arrive
from portal.domain.several_carts import make_cart
from portal.domain.snapshots import as_agreed, snapshot_hash, write_lines

MOST_ORDERS = 10


async def merge_orders(
    session: AsyncSession, acting: Acting, order_ids: Sequence[int], now: datetime
) -> Order:
    """One new order of all lines of several, which are cancelled in favour of it.

    Lines stay as they were agreed, prices and all, so the total is the sum of the totals to the
    kopeck. What the orders held, the new one holds. The address is the first one's. Refused: 409
    `cannot_merge` where one of them is worked on already, or they differ in currency or supply;
    422 `merge_too_few`.
    """
    ids = list(dict.fromkeys(order_ids))
    if not 2 <= len(ids) <= MOST_ORDERS:
        raise Refused("merge_too_few", 422, most=MOST_ORDERS)
    found = (
        await session.scalars(
            select(Order)
            .where(any_of(Order.id, ids, session), Order.company_id == acting.company.id)
            .order_by(Order.id)
            .with_for_update()
        )
    ).all()
    if len(found) != len(ids):
        raise not_found()
    alike = {(order.currency, order.supply_id, order.contract_id) for order in found}
    stuck = [order.number for order in found if order.status not in CANCELLABLE]
    if stuck or len(alike) > 1:
        raise Refused("cannot_merge", 409, numbers=stuck)
    first = found[0]
    [number] = await take_numbers(session, ORDERS)
    order = Order(
        number=str(number),
        external_id=str(uuid4()),
        company_id=acting.company.id,
        contract_id=first.contract_id,
        author_id=acting.person.id,
        by_staff=acting.by_staff,
        supply_id=first.supply_id,
        status=OrderStatus.NEW,
        price_type=first.price_type,
        currency=first.currency,
        address=first.address,
        comment="\n".join(dict.fromkeys(each.comment for each in found if each.comment))[:4000],
        total=sum(each.total for each in found),
        vat=sum(each.vat for each in found),
        placed_at=now,
    )
    lines = await session.scalars(
        select(OrderLine)
        .where(any_of(OrderLine.order_id, ids, session))
        .order_by(OrderLine.order_id, OrderLine.number)
    )
    rows = [as_agreed(line) | {"number": at} for at, line in enumerate(lines, 1)]
    order.snapshot_hash = snapshot_hash(order, rows)
    session.add(order)
    await session.flush()
    written = await write_lines(session, order, rows)
    await plan_whole(session, order, written)
    note = ", ".join(f"№ {each.number}" for each in found)
    await arrive(session, order, OrderStatus.NEW, acting.person.id, now, note)
    await _hand_on(session, ids, order.id)
    for each in found:
        await give_way(session, each, order, acting.person.id, now)
    return order


async def give_way(
    session: AsyncSession, order: Order, successor: Order, person_id: int, now: datetime
) -> None:
    """The order is cancelled, as another one took its place; 1C is told again."""
    order.replaced_by_id, order.exported_at = successor.id, None
    note = f"№ {successor.number}"
    await arrive(
        session, order, OrderStatus.CANCELLED, person_id, now, note, told=EventKind.ORDER_CHANGED
    )


async def _hand_on(session: AsyncSession, order_ids: Sequence[int], successor_id: int) -> None:
    """What the orders held, their successor holds."""
    ours = any_of(Reservation.order_id, order_ids, session)
    held: dict[tuple[int, int | None], int] = defaultdict(int)
    for row in await session.scalars(select(Reservation).where(ours)):
        held[row.product_id, row.supply_id] += row.quantity
    await session.execute(delete(Reservation).where(ours))
    rows = [
        {
            "order_id": successor_id,
            "product_id": product_id,
            "supply_id": supply_id,
            "quantity": quantity,
        }
        for (product_id, supply_id), quantity in held.items()
    ]
    if rows:
        await session.execute(insert(Reservation), rows)


async def reopen(session: AsyncSession, acting: Acting, order: Order, now: datetime) -> Cart:
    """A cart with what the order has, to be changed: ordering it cancels the order.

    Until then the order stands as it is. Refused: 409 `cannot_change`.
    """
    if order.status not in CANCELLABLE:
        raise Refused("cannot_change", 409, number=order.number, state=order.status.value)
    again = await session.scalar(
        select(Cart).where(Cart.company_id == acting.company.id, Cart.replaces_id == order.id)
    )
    if again is not None:
        return again
    cart = await make_cart(session, acting, f"№ {order.number}", order.supply_id, now)
    cart.replaces_id = order.id
    lines = await session.scalars(
        select(OrderLine).where(OrderLine.order_id == order.id).order_by(OrderLine.number)
    )
    held: dict[int, dict[str, object]] = {}
    for line in lines:
        row = held.setdefault(
            line.product_id,
            {
                "cart_id": cart.id,
                "product_id": line.product_id,
                "quantity": 0,
                "branded": bool(line.branding),
            },
        )
        row["quantity"] = int(str(row["quantity"])) + line.quantity
    await session.execute(insert(CartLine), list(held.values()))
    return cart
