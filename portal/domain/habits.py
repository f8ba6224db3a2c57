"""What a company's own orders say: its usual order, what will soon run out, what it takes along.

All of it is reckoned from the lines of its last orders, read by one statement.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Order, OrderLine, OrderStatus
from portal.domain.goods import Goods, goods_at
from portal.domain.pricing import Terms

LATEST = 100
USUAL_WITHIN = timedelta(days=92)
MOST = 100
SHARE = 0.4
"""In so much of the last orders is what is usually taken along."""
LATEST_TAKEN = 20


@dataclass(frozen=True, slots=True)
class Bought:
    product_id: int
    order_id: int
    at: datetime
    quantity: int


@dataclass(frozen=True, slots=True)
class Habit:
    """A product that is bought again and again.

    `quantity` is the median of what an order held, the lower of two; `interval` the median time
    between orders of it, None for one that was ordered once.
    """

    product_id: int
    orders: int
    quantity: int
    last_at: datetime
    interval: timedelta | None

    @property
    def due_at(self) -> datetime | None:
        """When it would be ordered again, were all as usual."""
        return self.last_at + self.interval if self.interval else None


async def bought_lately(session: AsyncSession, company_id: int) -> list[Bought]:
    """The lines of the company's last orders, the newest order first."""
    latest = (
        select(Order.id, Order.placed_at)
        .where(Order.company_id == company_id, Order.status != OrderStatus.CANCELLED)
        .order_by(Order.placed_at.desc(), Order.id.desc())
        .limit(LATEST)
        .subquery()
    )
    rows = await session.execute(
        select(OrderLine.product_id, Order.id, Order.placed_at, OrderLine.quantity)
        .join(latest, latest.c.id == OrderLine.order_id)
        .join(Order, Order.id == OrderLine.order_id)
        .order_by(Order.placed_at.desc(), Order.id.desc(), OrderLine.number)
    )
    return [Bought(*row) for row in rows]


def habits(bought: Iterable[Bought]) -> list[Habit]:
    """The products bought, the most usual first."""
    of_product: dict[int, dict[int, Bought]] = defaultdict(dict)
    for each in bought:
        known = of_product[each.product_id].get(each.order_id)
        quantity = each.quantity + (known.quantity if known else 0)
        of_product[each.product_id][each.order_id] = Bought(
            each.product_id, each.order_id, each.at, quantity
        )
    found = []
    for product_id, orders in of_product.items():
        quantities = sorted(each.quantity for each in orders.values())
        times = sorted(each.at for each in orders.values())
        gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(times)]
        found.append(
            Habit(
                product_id,
                len(orders),
                quantities[(len(quantities) - 1) // 2],
                times[-1],
                timedelta(seconds=median(gaps)) if gaps else None,
            )
        )
    return sorted(found, key=lambda each: (-each.orders, -each.last_at.timestamp()))


def usual_order(bought: Iterable[Bought], now: datetime) -> list[Habit]:
    """What was ordered at least twice in the last three months."""
    recent = [each for each in bought if each.at >= now - USUAL_WITHIN]
    return [each for each in habits(recent) if each.orders > 1][:MOST]


def running_out(bought: Iterable[Bought], now: datetime) -> list[Habit]:
    """What is ordered regularly, and is due within a tenth of its interval, or is a little late.

    Three orders make a rule; what is late by more than its interval is ordered no more. What was
    ordered yesterday is not due tomorrow: intervals of less than two days are no rule.
    """
    due = []
    for each in habits(bought):
        if each.orders < 3 or each.interval is None or each.interval < timedelta(days=2):
            continue
        slack = max(each.interval / 10, timedelta(days=1))
        at = each.last_at + each.interval
        if at - slack <= now <= at + each.interval:
            due.append(each)
    return sorted(due, key=lambda each: each.due_at or each.last_at)[:MOST]


def taken_along(bought: Sequence[Bought], in_cart: Collection[int], most: int = 3) -> list[Habit]:
    """What most of the last orders had and this cart lacks; of fewer than three orders, nothing."""
    latest = list(dict.fromkeys(each.order_id for each in bought))[:LATEST_TAKEN]
    if len(latest) < 3:
        return []
    among = set(latest)
    found = habits(each for each in bought if each.order_id in among)
    return [
        each
        for each in found
        if each.orders >= SHARE * len(latest) and each.product_id not in in_cart
    ][:most]


async def priced_habits(
    session: AsyncSession, terms: Terms | None, found: Sequence[Habit]
) -> list[tuple[Habit, Goods]]:
    """Those that can be ordered now, priced at the usual quantity; one statement."""
    goods = await goods_at(session, terms, {each.product_id: each.quantity for each in found})
    return [
        (each, goods[each.product_id])
        for each in found
        if each.product_id in goods and goods[each.product_id].available
    ]
