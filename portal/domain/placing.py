"""Placing an order: a cart becomes one, exactly as the buyer agreed to it."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import (
    Cart,
    EventKind,
    Order,
    OrderStatus,
    Product,
)
from portal.db.session import any_of
from portal.domain.access import Acting, contract_of
from portal.domain.carts import basket_of, held, hold, lock_cart
from portal.domain.changes import forget_changes
from portal.domain.checkout import (
    Agreed,
    below_minimum,
    differences,
    limit_difference,
    over_limit,
    over_personal_limit,
)
from portal.domain.deliveries import plan_whole
from portal.domain.errors import Refused
from portal.domain.goods import Line, total_of, vat_of
from portal.domain.loyalty import tell_of_level
from portal.domain.money import money_text
from portal.domain.numbers import ORDERS, take_numbers
from portal.domain.order_states import CANCELLABLE, arrive
from portal.domain.orders import orders_of
from portal.domain.pricing import Terms
from portal.domain.reservations import lock_stock, release, reserve
from portal.domain.snapshots import snapshot_hash, snapshot_line, write_lines


async def place_order(
    session: AsyncSession,
    acting: Acting,
    terms: Terms,
    cart: Cart,
    agreed: Sequence[Agreed],
    total: int,
    *,
    over: int | None = None,
    address: str,
    comment: str,
    now: datetime,
) -> Order:
    """Make the cart an order, exactly as the buyer agreed to it, and empty the cart.

    A cart that replaces an order cancels it in the same breath; 409 `cannot_change` where that is
    no longer possible. Refused further: 409 `cart_empty`, `below_minimum`, `over_personal_limit`;
    409 `quote_changed` with all `differences` between what was agreed (each line's quantity and
    price, and the total) and what is now. Stock, and `over`, the sum by which the limit was
    exceeded, are compared where the buyer is known to have seen them; that a product can be had at
    all is a part of any agreement.
    """
    await lock_cart(session, cart)
    await lock_stock(session, await held(session, cart), terms.supply)
    replaced = await _replaced(session, acting, cart)
    basket = await basket_of(session, terms, cart)
    lines = basket.lines
    if not lines:
        raise Refused("cart_empty", 409)
    found = differences(lines, agreed, total, await _names(session, lines, agreed))
    if over is not None:
        now_over = await over_limit(session, acting, total_of(lines), without=cart.replaces_id)
        found += limit_difference(over, now_over)
    if found:
        raise Refused("quote_changed", 409, differences=[asdict(each) for each in found])
    if (lacking := below_minimum(terms, basket)) > 0:
        raise Refused("below_minimum", 409, amount=money_text(lacking))
    if over_personal_limit(acting, basket) > 0:
        raise Refused("over_personal_limit", 409, limit=money_text(acting.order_limit or 0))
    if replaced is not None:
        await release(session, replaced.id)
    contract = await contract_of(session, acting)
    [number] = await take_numbers(session, ORDERS)
    order = Order(
        number=str(number),
        external_id=str(uuid4()),
        company_id=acting.company.id,
        contract_id=contract.id if contract else None,
        author_id=acting.person.id,
        by_staff=acting.by_staff,
        status=OrderStatus.NEW,
        supply_id=terms.supply.id if terms.supply else None,
        price_type=basket.price_type,
        currency=terms.currency,
        address=address,
        comment=comment,
        total=total_of(lines),
        vat=vat_of(lines),
        placed_at=now,
    )
    rows = [snapshot_line(number, line) for number, line in enumerate(lines, 1)]
    order.snapshot_hash = snapshot_hash(order, rows)
    session.add(order)
    await session.flush()
    await plan_whole(session, order, await write_lines(session, order, rows))
    instead_of = f"№ {replaced.number}" if replaced else ""
    author_id, of_cart = acting.person.id, str(cart.id)
    await arrive(session, order, OrderStatus.NEW, author_id, now, instead_of, cart=of_cart)
    await reserve(session, order.id, lines, terms.supply)
    if replaced is not None:
        replaced.replaced_by_id, replaced.exported_at = order.id, None
        note = f"№ {order.number}"
        await arrive(
            session,
            replaced,
            OrderStatus.CANCELLED,
            acting.person.id,
            now,
            note,
            told=EventKind.ORDER_CHANGED,
        )
    await tell_of_level(session, acting.company, order.total, now)
    await hold(session, cart, {line.goods.id: 0 for line in lines})
    await forget_changes(session, cart)
    cart.updated_at, cart.replaces_id = now, None
    await session.flush()
    return order


async def _replaced(session: AsyncSession, acting: Acting, cart: Cart) -> Order | None:
    if cart.replaces_id is None:
        return None
    order = await session.scalar(
        orders_of(acting).where(Order.id == cart.replaces_id).with_for_update()
    )
    if order is None or order.status not in CANCELLABLE:
        number, state = (order.number, order.status.value) if order else ("", "")
        raise Refused("cannot_change", 409, number=number, state=state)
    return order


async def _names(
    session: AsyncSession, lines: Sequence[Line], agreed: Sequence[Agreed]
) -> dict[int, tuple[str, str]]:
    present = {line.goods.id for line in lines}
    gone = [line.product_id for line in agreed if line.product_id not in present]
    if not gone:
        return {}
    rows = await session.execute(
        select(Product.id, Product.article, Product.name).where(any_of(Product.id, gone, session))
    )
    return {product_id: (article, name) for product_id, article, name in rows}
