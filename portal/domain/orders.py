"""Orders: placing one, finding it again, cancelling it while that is possible."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from uuid import uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import Select, and_, exists, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import (
    Cart,
    EventKind,
    Order,
    OrderEvent,
    OrderLine,
    OrderStatus,
    Person,
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
from portal.domain.deliveries import Delivered, deliveries_of, plan_whole
from portal.domain.errors import Refused, not_found
from portal.domain.goods import Line, total_of, vat_of
from portal.domain.loyalty import tell_of_level
from portal.domain.money import money_text
from portal.domain.numbers import ORDERS, take_numbers
from portal.domain.order_states import CANCELLABLE, arrive, move
from portal.domain.pricing import Terms
from portal.domain.reservations import lock_stock, release, reserve
from portal.search.fold import clean, fold_article


@dataclass(frozen=True, slots=True)
class Placed:
    """An order with all that belongs to it; of an event, who was behind it (None: 1C)."""

    order: Order
    author: str
    lines: list[OrderLine] = field(default_factory=list)
    events: list[tuple[OrderEvent, str | None]] = field(default_factory=list)
    deliveries: list[Delivered] = field(default_factory=list)


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
    rows = [_snapshot(number, line) for number, line in enumerate(lines, 1)]
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
        _orders(acting).where(Order.id == cart.replaces_id).with_for_update()
    )
    if order is None or order.status not in CANCELLABLE:
        number, state = (order.number, order.status.value) if order else ("", "")
        raise Refused("cannot_change", 409, number=number, state=state)
    return order


async def write_lines(
    session: AsyncSession, order: Order, rows: Sequence[dict[str, object]]
) -> list[OrderLine]:
    """The lines of a new order, for good."""
    await session.execute(insert(OrderLine), [{"order_id": order.id, **row} for row in rows])
    return [OrderLine(order_id=order.id, **row) for row in rows]


def as_agreed(line: OrderLine) -> dict[str, object]:
    """A line as the snapshot has it."""
    return {name: getattr(line, name) for name in AGREED}


AGREED = (
    "number", "product_id", "article", "name", "unit", "quantity", "price", "amount", "vat_rate",
    "vat", "branding",
)  # fmt: skip


def _snapshot(number: int, line: Line) -> dict[str, object]:
    goods = line.goods
    return {
        "number": number,
        "product_id": goods.id,
        "article": goods.article,
        "name": goods.name,
        "unit": goods.unit,
        "quantity": line.quantity,
        "price": line.price,
        "amount": line.amount,
        "vat_rate": goods.vat,
        "vat": line.vat,
        "branding": line.added,
    }


def snapshot(order: Order, lines: Sequence[dict[str, object]]) -> str:
    """What was agreed as canonical JSON: sorted keys, no spaces, UTF-8.

    `branding` is a part of it where there is any, as orders older than logos have none.
    """
    agreed = {
        "number": order.number,
        "company_id": order.company_id,
        "price_type": order.price_type,
        "currency": order.currency,
        "address": order.address,
        "comment": order.comment,
        "total": order.total,
        "vat": order.vat,
        "placed_at": order.placed_at.isoformat(),
        "lines": [
            {name: value for name, value in line.items() if name != "branding" or value}
            for line in lines
        ],
    }
    return json.dumps(agreed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def snapshot_hash(order: Order, lines: Sequence[dict[str, object]]) -> str:
    """SHA-256 of the snapshot."""
    return sha256(snapshot(order, lines).encode()).hexdigest()


def receipt_of(placed: Placed) -> tuple[str, str]:
    """The snapshot of an order, made anew of what is kept, and its hash."""
    agreed = snapshot(placed.order, [as_agreed(line) for line in placed.lines])
    return agreed, sha256(agreed.encode()).hexdigest()


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


async def cancel_order(
    session: AsyncSession, acting: Acting, order_id: int, now: datetime
) -> Order:
    """Cancel an order that nobody works on yet; else 409 `cannot_cancel`."""
    order = await own_order(session, acting, order_id)
    if order.status not in CANCELLABLE:
        raise Refused("cannot_cancel", 409, number=order.number, state=order.status.value)
    await move(session, order, OrderStatus.CANCELLED, acting.person.id, now)
    return order


async def own_order(session: AsyncSession, acting: Acting, order_id: int) -> Order:
    """An order of the company, held to the end of the transaction; `not_found` for another's."""
    order = await session.scalar(_orders(acting).where(Order.id == order_id).with_for_update())
    if order is None:
        raise not_found()
    return order


def _orders(acting: Acting) -> Select[Order]:
    return select(Order).where(Order.company_id == acting.company.id)


async def order_of(session: AsyncSession, acting: Acting, order_id: int) -> Placed:
    """An order of the company; `not_found` for one of another's."""
    order = await session.scalar(_orders(acting).where(Order.id == order_id))
    if order is None:
        raise not_found()
    return (await with_lines(session, [order]))[0]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What orders are looked for by; days are the company's own, both included."""

    article: str = ""
    author: str = ""
    status: Sequence[OrderStatus] = ()
    first: date | None = None
    last: date | None = None


def _narrowed(query: Select[Order], acting: Acting, wanted: Wanted) -> Select[Order]:
    zone = ZoneInfo(acting.company.timezone)
    if wanted.status:
        query = query.where(Order.status.in_(wanted.status))
    if wanted.first:
        query = query.where(Order.placed_at >= datetime.combine(wanted.first, time(), zone))
    if wanted.last:
        end = datetime.combine(wanted.last + timedelta(days=1), time(), zone)
        query = query.where(Order.placed_at < end)
    if key := fold_article(clean(wanted.article)):
        inside = select(OrderLine.order_id).join(Product, Product.id == OrderLine.product_id)
        begins = Product.article_key.startswith(key, autoescape=True)
        query = query.where(exists(inside.where(OrderLine.order_id == Order.id, begins)))
    if name := clean(wanted.author).strip():
        # SQLite's own `lower` knows no Cyrillic.
        spelt = {name, name.lower(), name.upper(), name.capitalize(), name.title()}
        likes = (Person.name.contains(each, autoescape=True) for each in sorted(spelt))
        query = query.where(Order.author_id.in_(select(Person.id).where(or_(*likes))))
    return query


async def orders_page(
    session: AsyncSession,
    acting: Acting,
    *,
    limit: int,
    after: tuple[datetime, int] | None,
    wanted: Wanted | None = None,
) -> Sequence[Order]:
    """The company's orders, newest first, after one of a time and an id."""
    query = _narrowed(_orders(acting), acting, wanted or Wanted())
    if after:
        at, order_id = after
        query = query.where(
            or_(Order.placed_at < at, and_(Order.placed_at == at, Order.id < order_id))
        )
    newest_first = query.order_by(Order.placed_at.desc(), Order.id.desc())
    return (await session.scalars(newest_first.limit(limit))).all()


async def orders_by_number(
    session: AsyncSession, acting: Acting, text: str, *, limit: int
) -> Sequence[Order]:
    """The order of a number as somebody typed it (`№ 1024`), else those that begin with it."""
    number = text.replace("\0", "").strip().lstrip("№#Nn").strip()
    if not number:
        return []
    begins = _orders(acting).where(Order.number.startswith(number, autoescape=True))
    newest_first = begins.order_by(
        (Order.number == number).desc(), Order.placed_at.desc(), Order.id.desc()
    )
    found = (await session.scalars(newest_first.limit(limit))).all()
    return found[:1] if found and found[0].number == number else found


async def with_lines(session: AsyncSession, orders: Sequence[Order]) -> list[Placed]:
    """Orders with lines, events, deliveries and people, by five statements however many."""
    if not orders:
        return []
    ids = [order.id for order in orders]
    names = await session.execute(
        select(Person.id, Person.name).where(
            any_of(Person.id, {order.author_id for order in orders}, session)
        )
    )
    authors = dict(names.all())
    placed = {order.id: Placed(order, authors[order.author_id]) for order in orders}
    lines = await session.scalars(
        select(OrderLine)
        .where(any_of(OrderLine.order_id, ids, session))
        .order_by(OrderLine.order_id, OrderLine.number)
    )
    for line in lines:
        placed[line.order_id].lines.append(line)
    events = await session.execute(
        select(OrderEvent, Person.name)
        .outerjoin(Person, Person.id == OrderEvent.person_id)
        .where(any_of(OrderEvent.order_id, ids, session))
        .order_by(OrderEvent.at, OrderEvent.id)
    )
    for event, name in events:
        placed[event.order_id].events.append((event, name))
    for order_id, deliveries in (await deliveries_of(session, ids)).items():
        placed[order_id].deliveries.extend(deliveries)
    return list(placed.values())
