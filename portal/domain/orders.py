"""Orders: found again with all that belongs to them, and cancelled while that is possible."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Select, and_, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import (
    Order,
    OrderEvent,
    OrderLine,
    OrderStatus,
    Person,
    Product,
)
from portal.db.session import any_of
from portal.domain.access import Acting
from portal.domain.deliveries import Delivered, deliveries_of
from portal.domain.errors import Refused, not_found
from portal.domain.order_states import CANCELLABLE, move
from portal.search.fold import clean, fold_article


@dataclass(frozen=True, slots=True)
class Placed:
    """An order with all that belongs to it; of an event, who was behind it (None: 1C)."""

    order: Order
    author: str
    lines: list[OrderLine] = field(default_factory=list)
    events: list[tuple[OrderEvent, str | None]] = field(default_factory=list)
    deliveries: list[Delivered] = field(default_factory=list)


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
    order = await session.scalar(orders_of(acting).where(Order.id == order_id).with_for_update())
    if order is None:
        raise not_found()
    return order


def orders_of(acting: Acting) -> Select[Order]:
    """For a query: the company's own."""
    return select(Order).where(Order.company_id == acting.company.id)


async def order_of(session: AsyncSession, acting: Acting, order_id: int) -> Placed:
    """An order of the company; `not_found` for one of another's."""
    order = await session.scalar(orders_of(acting).where(Order.id == order_id))
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
    query = _narrowed(orders_of(acting), acting, wanted or Wanted())
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
    begins = orders_of(acting).where(Order.number.startswith(number, autoescape=True))
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
