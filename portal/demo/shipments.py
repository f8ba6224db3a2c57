"""Deliveries of the demo's orders, what the open ones hold of the stock, and points earned."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from portal.db.models import DeliveryStatus, OrderStatus, PointReason
from portal.demo.catalogue import Rows
from portal.demo.history import Line, Placed

CARRIERS = ("Деловые Линии", "ПЭК", "СДЭК", "Своя машина")
POINTS_DAYS = 75
"""For so long points have been given."""
OPEN = (OrderStatus.NEW, OrderStatus.CONFIRMED, OrderStatus.AWAITING_PAYMENT)
GIFT = 500
"""Points of every company that orders much, so that there is something to spend."""
MUCH = 5
"""Orders a month."""


@dataclass(frozen=True, slots=True)
class Part:
    """Whole lines of an order that come together; `shipped_at` None: they have not left yet."""

    order: Placed
    lines: Sequence[Line]
    status: DeliveryStatus
    shipped_at: datetime | None = None

    @property
    def amount(self) -> int:
        return sum(line.amount for line in self.lines)


def parts_of(orders: Sequence[Placed], random: Random) -> dict[int, list[Part]]:
    """Each order's deliveries by its id: one, or two where it was shipped in part, and where a
    large order that is still open was divided."""
    return {order.id: list(_parts(order, random)) for order in orders}


def _parts(order: Placed, random: Random) -> list[Part]:
    status, many = order.status, len(order.lines)
    shipped_at, partly = order.at(OrderStatus.SHIPPED), order.at(OrderStatus.PARTLY_SHIPPED)
    first, rest = order.lines[: many // 2], order.lines[many // 2 :]
    if status is OrderStatus.CANCELLED:
        return [Part(order, order.lines, DeliveryStatus.CANCELLED)]
    if status in OPEN and many > 5 and random.random() < 0.5:
        planned = DeliveryStatus.PLANNED
        return [Part(order, first, planned), Part(order, rest, planned)]
    if status in OPEN:
        return [Part(order, order.lines, DeliveryStatus.PLANNED)]
    if status is OrderStatus.IN_ASSEMBLY:
        return [Part(order, order.lines, DeliveryStatus.IN_ASSEMBLY)]
    gone = DeliveryStatus.DELIVERED if status is OrderStatus.DELIVERED else DeliveryStatus.SHIPPED
    if partly and first:
        left = gone if shipped_at else DeliveryStatus.PLANNED
        return [Part(order, first, gone, partly), Part(order, rest, left, shipped_at)]
    return [Part(order, order.lines, gone, shipped_at or partly)]


def delivery_rows(parts: dict[int, list[Part]], known_at: datetime, random: Random) -> Rows:
    rows: Rows = defaultdict(list)
    for order_id, own in parts.items():
        for number, part in enumerate(own, 1):
            delivery_id = len(rows["deliveries"]) + 1
            later = part.status is DeliveryStatus.PLANNED and len(own) > 1
            planned_on = (known_at + timedelta(days=4 + 7 * number)).date() if later else None
            carrier = random.choice(CARRIERS) if part.shipped_at else ""
            track = f"{random.randrange(10**9):09d}" if carrier and carrier[0] != "С" else ""
            delivered_at = part.order.at(OrderStatus.DELIVERED)
            rows["deliveries"].append(
                (
                    *(delivery_id, order_id, number, part.status, planned_on, carrier, track),
                    *(part.shipped_at, delivered_at),
                )
            )
            rows["delivery_lines"] += [
                (delivery_id, line.number, line.quantity, line.amount, line.vat)
                for line in part.lines
            ]
    return rows


def reservation_rows(parts: dict[int, list[Part]], catalogue: Rows) -> Rows:
    """What is ordered and has not left is held, the earliest first, as far as there is any."""
    left: dict[int, int] = defaultdict(int)
    for product_id, _, quantity, _ in catalogue["stock"]:
        left[int(str(product_id))] += int(str(quantity))
    rows: Rows = defaultdict(list)
    for order_id, own in parts.items():
        held: dict[int, int] = defaultdict(int)
        for part in own:
            if part.shipped_at is None and part.status is not DeliveryStatus.CANCELLED:
                for line in part.lines:
                    taken = min(line.quantity, left[line.product_id])
                    left[line.product_id] -= taken
                    held[line.product_id] += taken
        rows["reservations"] += [
            (order_id, product_id, None, quantity)
            for product_id, quantity in held.items()
            if quantity
        ]
    return rows


def point_rows(orders: Sequence[Placed], known_at: datetime) -> Rows:
    """One point for a hundred roubles that were delivered, and a gift to the best customers."""
    rows: Rows = defaultdict(list)
    since = known_at - timedelta(days=POINTS_DAYS)
    movements: list[tuple[datetime, int, int | None, PointReason, int, str]] = []
    for order in orders:
        at = order.at(OrderStatus.DELIVERED)
        if at and at > since and order.total >= 10_000:
            points = order.total // 10_000
            movements.append((at, order.customer.id, order.id, PointReason.EARNED, points, ""))
    for customer in {order.customer.id: order.customer for order in orders}.values():
        if customer.profile.pace > MUCH:
            gift = (since, customer.id, None, PointReason.CORRECTED, GIFT, "Приветственные баллы")
            movements.append(gift)
    for at, company_id, order_id, reason, points, note in sorted(
        movements, key=lambda row: row[:2]
    ):
        number = len(rows["point_entries"]) + 1
        rows["point_entries"].append((number, company_id, order_id, None, reason, points, note, at))
    return rows
