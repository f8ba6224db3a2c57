"""Half a year of orders: every company has what it usually buys, and buys it again and again."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

from portal.db.models import Order, OrderStatus, ProductState
from portal.demo.catalogue import FAMOUS, PRICE_TYPES, VAT, Item, Rows, uuid
from portal.demo.companies import TASTES, Habit
from portal.demo.customers import Customer
from portal.domain.money import amount_of, discounted, half_up, vat_within
from portal.domain.packs import packed
from portal.domain.snapshots import snapshot_hash

DAYS = 182
RISES = ((120, 94), (60, 97))
"""Prices of more than so many days ago, in per cent of today's."""
COMMENTS = (
    "Позвоните за час до доставки",
    "Самовывоз, приедет «Газель»",
    "Документы бухгалтеру, пожалуйста",
    "Если чего-то нет, замену согласуйте с нами",
    "Нужно до пятницы",
)
MOST = {"hand": 6, "drill": 20, "hygiene": 24, "wash": 12, "chemical": 48, "paint": 24}
"""Of what is bought by the piece, how many at once."""
STEPS = (
    (OrderStatus.CONFIRMED, 1, 5),
    (OrderStatus.AWAITING_PAYMENT, 0, 1),
    (OrderStatus.IN_ASSEMBLY, 8, 26),
    (OrderStatus.PARTLY_SHIPPED, 10, 20),
    (OrderStatus.SHIPPED, 10, 30),
    (OrderStatus.DELIVERED, 20, 120),
)
"""The way of an order, and from how many to how many hours each step takes."""


class Line(NamedTuple):
    """As `OrderLine`, whose names these are."""

    number: int
    product_id: int
    article: str
    name: str
    unit: str
    quantity: int
    price: int
    amount: int
    vat_rate: int
    vat: int


@dataclass(slots=True)
class Placed:
    """An order before it has its number."""

    customer: Customer
    placed_at: datetime
    author: int
    address: str
    comment: str
    lines: list[Line]
    events: list[tuple[OrderStatus, datetime]]
    id: int = 0

    @property
    def total(self) -> int:
        return sum(line.amount for line in self.lines)

    @property
    def status(self) -> OrderStatus:
        return self.events[-1][0]

    def at(self, status: OrderStatus) -> datetime | None:
        return next((at for passed, at in self.events if passed is status), None)


class Shelf:
    """What is for sale, by topic, and what no longer is."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.by_topic: dict[str, list[Item]] = defaultdict(list)
        self.all = [item for item in items if item.state is ProductState.ACTIVE]
        self.gone = [item for item in items if item.state is not ProductState.ACTIVE]
        self.famous = [item for item in self.all if item.article in FAMOUS]
        for item in self.all:
            self.by_topic[item.topic].append(item)

    def pick(self, taste: dict[str, int], random: Random) -> Item:
        [topic] = random.choices(list(taste), list(taste.values()))
        return random.choice(self.by_topic.get(topic) or self.all)


def make_orders(
    customers: Sequence[Customer], items: Sequence[Item], known_at: datetime, random: Random
) -> list[Placed]:
    """Orders of all companies in the order of their ids, the oldest first."""
    shelf = Shelf(items)
    orders = [
        order
        for customer in customers
        if customer.contract_id
        for order in _orders_of(customer, shelf, known_at, random)
    ]
    orders.sort(key=lambda order: (order.placed_at, order.customer.id))
    for number, order in enumerate(orders, 1):
        order.id = number
    return orders


def _orders_of(
    customer: Customer, shelf: Shelf, known_at: datetime, random: Random
) -> Iterator[Placed]:
    basket = _basket(customer, shelf, random)
    gone = random.choice(shelf.gone) if shelf.gone else None
    for placed_at in _times(customer, known_at, random):
        age = (known_at - placed_at).days
        if customer.profile.habit is Habit.EXPIRED and age < 25:
            continue
        usual = random.sample(basket, random.randint(len(basket) * 4 // 10, len(basket) * 8 // 10))
        usual += basket[: len(shelf.famous)] if customer.id == 1 else []
        chosen = {item.id: (item, quantity) for item, quantity in usual}
        for _ in range(random.randrange(3)):
            item = shelf.pick(TASTES[customer.profile.trade], random)
            chosen.setdefault(item.id, (item, _usual_quantity(customer, item, random)))
        if gone and age > 40 and random.random() < 0.5:
            chosen[gone.id] = (gone, _usual_quantity(customer, gone, random))
        lines = [
            _line(number, customer, item, quantity * random.choice((1, 1, 1, 2)), age)
            for number, (item, quantity) in enumerate(chosen.values(), 1)
        ]
        yield Placed(
            customer,
            placed_at,
            random.choice(customer.buyers),
            random.choice(customer.addresses),
            random.choice(COMMENTS) if random.random() < 0.2 else "",
            lines,
            list(_events(customer, placed_at, known_at, random)),
        )


def _basket(customer: Customer, shelf: Shelf, random: Random) -> list[tuple[Item, int]]:
    items = {item.id: item for item in shelf.famous} if customer.id == 1 else {}
    for _ in range(random.randint(8, 12 + 3 * customer.profile.pace)):
        item = shelf.pick(TASTES[customer.profile.trade], random)
        items[item.id] = item
    return [(item, _usual_quantity(customer, item, random)) for item in items.values()]


def _usual_quantity(customer: Customer, item: Item, random: Random) -> int:
    """As much as costs about what a line of such a company costs, in whole packs."""
    target = random.choice((30_000, 60_000, 120_000, 250_000)) * (1 + customer.profile.price_type)
    wanted = target // item.price(customer.profile.price_type, 0)
    wanted = min(wanted, MOST.get(item.topic, wanted))
    for step in (100, 50, 10, 5):
        if wanted >= step * 2:
            wanted -= wanted % step
            break
    return packed(max(wanted, 1) * 1000, item.multiple, item.minimum)[0]


def _times(customer: Customer, known_at: datetime, random: Random) -> Iterator[datetime]:
    """When a company ordered: on working days, in its own working hours."""
    if customer.id == 1:
        yield from (known_at - timedelta(hours=hours) for hours in (1, 5, 27, 75, 150, 24 * 24))
    zone = ZoneInfo(customer.profile.timezone)
    for _ in range(customer.profile.pace * DAYS // 30):
        at = known_at.astimezone(zone) - timedelta(days=random.randint(1, DAYS))
        at = at.replace(hour=random.randint(8, 17), minute=random.randrange(60), second=0)
        at -= timedelta(days=max(at.weekday() - 4, 0))
        yield at.astimezone(known_at.tzinfo)


def _line(number: int, customer: Customer, item: Item, quantity: int, age: int) -> Line:
    share = next((share for days, share in RISES if age > days), 100)
    list_price = half_up(item.price(customer.profile.price_type, quantity) * share, 100)
    price = max(discounted(list_price, customer.profile.discount), 1)
    amount = amount_of(price, quantity)
    what = (item.id, item.article, item.name, item.unit)
    return Line(number, *what, quantity, price, amount, VAT, vat_within(amount, VAT))


def _events(
    customer: Customer, placed_at: datetime, known_at: datetime, random: Random
) -> Iterator[tuple[OrderStatus, datetime]]:
    """The statuses that an order has passed by now."""
    at = placed_at
    yield OrderStatus.NEW, at
    is_cancelled, is_partly = random.random() < 0.03, random.random() < 0.04
    skipped = {OrderStatus.PARTLY_SHIPPED} if not is_partly else set()
    if customer.profile.habit is not Habit.PREPAYS:
        skipped.add(OrderStatus.AWAITING_PAYMENT)
    for status, least, most in STEPS:
        at += timedelta(minutes=random.randint(least * 60, most * 60))
        if at > known_at:
            return
        if is_cancelled:
            yield OrderStatus.CANCELLED, at
            return
        if status not in skipped:
            yield status, at


def order_rows(orders: Sequence[Placed], random: Random) -> Rows:
    rows: Rows = defaultdict(list)
    for placed in orders:
        made = Order(
            number=str(1000 + placed.id),
            external_id=uuid(random),
            company_id=placed.customer.id,
            author_id=placed.author,
            status=placed.status,
            price_type=PRICE_TYPES[placed.customer.profile.price_type][0],
            currency="RUB",
            address=placed.address,
            comment=placed.comment,
            total=placed.total,
            vat=sum(line.vat for line in placed.lines),
            placed_at=placed.placed_at,
        )
        # What is no longer new has been to the accounting system.
        is_known = placed.status is not OrderStatus.NEW
        exported_at = placed.placed_at + timedelta(minutes=20) if is_known else None
        agreed = snapshot_hash(made, [line._asdict() for line in placed.lines])
        rows["orders"].append(
            (
                *(placed.id, made.number, made.external_id, made.company_id),
                *(placed.customer.contract_id, made.author_id, made.status, made.price_type),
                *(made.currency, made.address, made.comment),
                *(made.total, made.vat, agreed, made.placed_at, exported_at),
            )
        )
        rows["order_lines"] += [(placed.id, *line) for line in placed.lines]
        for status, at in placed.events:
            by = placed.customer.manager if status is OrderStatus.CONFIRMED else None
            if status in {OrderStatus.NEW, OrderStatus.CANCELLED}:
                by = placed.author
            rows["order_events"].append((len(rows["order_events"]) + 1, placed.id, status, by, at))
    return rows
