"""Whatever is put, ordered, divided, merged, shipped, paid: nothing is made of nothing.

A state machine does at random what people and the accounting system do, through the portal's API,
and keeps books of its own. After each step money and quantities are those of the books.
"""

import asyncio
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from datetime import timedelta
from decimal import Decimal
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select

from portal.config import Settings
from portal.db.models import (
    Company,
    LoyaltyLevel,
    LoyaltyPeriod,
    LoyaltyProgramme,
    Order,
    OrderLine,
    PointEntry,
    Reservation,
    Role,
    SettlementEntry,
    Stock,
)
from portal.db.session import migrate
from tests.portal.trade_world import agreed, open_trade
from tests.portal.world import INN, OTHER_INN, Clock, a_company, a_person
from tests.support.portals import open_portal

Answer = TypeVar("Answer")
GOODS = 4
PACKS = (1, 1, 5, 12)
buyers = st.sampled_from((0, 1))
goods = st.integers(0, GOODS - 1)
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
"""Without shrinking, which would try thousands of steps: what failed is told as it was."""
places = st.integers(0, 10**6)
"""Which of the orders there are, or of the deliveries: the rest of a division."""


@cache
def template() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="artikul-trade-"))
    asyncio.run(migrate(f"sqlite+aiosqlite:///{folder / 'portal.db'}"))
    return folder / "portal.db"


class WholeTrade(RuleBasedStateMachine):
    """Two companies, four products, a manager who ships, and an accounting system that tells."""

    def __init__(self) -> None:
        super().__init__()
        path = template()
        self.folder = tempfile.TemporaryDirectory(prefix="artikul-trade-")
        shutil.copy(path, self.folder.name)
        self.loop = asyncio.new_event_loop()
        self.life = AsyncExitStack()
        self.clock = Clock()
        self.owed = [Decimal(0), Decimal(0)]
        self.points = [0, 0]
        self.told = 0
        self.orders: list[tuple[int, str]] = []
        """Whose, and its id."""
        self.touched: set[str] = set()
        self.seen: list[Any] = [None, None]
        """A quote that somebody looked at a while ago."""

    def run(self, act: Coroutine[Any, Any, Answer]) -> Answer:
        self.clock.move(timedelta(seconds=1))
        return self.loop.run_until_complete(act)

    @initialize()
    def open(self) -> None:
        self.run(self._open())

    async def _open(self) -> None:
        where = Settings(data_dir=Path(self.folder.name), _env_file=None)
        app = await self.life.enter_async_context(open_portal(where, self.clock))
        transport = httpx.ASGITransport(app)
        client = await self.life.enter_async_context(
            httpx.AsyncClient(transport=transport, base_url="http://portal/api/v1")
        )
        database = app.state.database
        self.trade = await open_trade(client, database, self.clock)
        other = await a_company(
            database, self.clock(), inn=OTHER_INN, price_type_id=self.trade.price_type
        )
        rival = await a_person(database, self.clock(), (other, Role.OWNER), name="Борис")
        self.companies, self.tokens = (self.trade.company, other), (self.trade.buyer, rival)
        self.staff = await a_person(database, self.clock(), staff=Role.MANAGER, name="Игорь")
        self.products = [
            await self.trade.product(f"P{n}", price=701 + 333 * n, stock=30, multiple=pack)
            for n, pack in enumerate(PACKS)
        ]
        async with database.write() as session:
            session.add(LoyaltyProgramme(period=LoyaltyPeriod.QUARTER))
            session.add(LoyaltyLevel(name="Бронза", from_turnover=0, points=5000))
            session.add(
                LoyaltyLevel(name="Золото", from_turnover=500_00, discount=700, points=9999)
            )
            company = await session.get_one(Company, other)
            company.credit_limit, company.discount = 700_00, 300

    def teardown(self) -> None:
        try:
            if hasattr(self, "products"):
                for who in (0, 1):
                    self.run(self._balance_is_the_sum(who))
            for _, order_id in self.orders:
                self.run(self._order_is_whole(order_id))
        finally:
            self.loop.run_until_complete(self.life.aclose())
            self.loop.close()
            self.folder.cleanup()

    async def _post(self, path: str, body: Any = None, *, who: int | None = None) -> httpx.Response:
        token = self.staff if who is None else self.tokens[who]
        answer = await self.trade.post(path, body, token=token)
        assert answer.status_code < 500, answer.text
        return answer

    def _some(self, place: int) -> tuple[int, str]:
        who, order_id = self.orders[place % len(self.orders)]
        self.touched.add(order_id)
        return who, order_id

    # What people do

    @rule(who=buyers, what=goods, many=st.integers(0, 25))
    def put(self, who: int, what: int, many: int) -> None:
        change = (self.products[what], "set", many)
        answer = self.run(self.trade.change(change, token=self.tokens[who]))
        line = [each for each in answer["cart"]["lines"] if each["article"] == f"P{what}"]
        quantity = Decimal(line[0]["quantity"]) if line else Decimal(0)
        assert many <= quantity < many + PACKS[what]

    @rule(who=buyers)
    def look(self, who: int) -> None:
        self.seen[who] = self.run(self.trade.get("/carts/active/quote", self.tokens[who]))

    @rule(who=buyers, fresh=st.booleans())
    def order(self, who: int, fresh: bool) -> None:
        """By what is shown now, or by what was shown a while ago."""
        if fresh:
            self.look(who)
        quote = self.seen[who]
        if quote is None or not quote["lines"]:
            return
        stock = {line["product_id"]: line["stock"] for line in quote["lines"]}
        body = agreed(quote)
        for line in body["lines"]:
            line["stock"] = stock[line["product_id"]]
        answer = self.run(self._post("/orders", body, who=who))
        blocked = any(problem["blocking"] for problem in quote["problems"])
        if answer.status_code == 201:
            placed = answer.json()
            assert not blocked
            assert placed["total"] == quote["total"]
            self.orders.append((who, placed["id"]))
            self.touched.add(placed["id"])
            assert not self.run(self.trade.get("/carts/active", self.tokens[who]))["lines"]
        elif answer.json()["code"] == "cannot_change":
            # What the cart was to replace went its own way meanwhile: into another, or out.
            old = self.run(self.trade.get(f"/orders/{quote['replaces']['id']}", self.tokens[who]))
            assert not old["can_cancel"]
        else:
            assert answer.json()["code"] in ("quote_changed", "cart_empty", "below_minimum")
            assert blocked or not fresh

    @precondition(lambda self: self.orders)
    @rule(place=places, share=st.integers(1, 3))
    def split(self, place: int, share: int) -> None:
        who, order_id = self._some(place)
        order = self.run(self.trade.get(f"/orders/{order_id}", self.tokens[who]))
        planned = _planned(order)
        part = [
            {"number": number, "quantity": str(quantity / share)}
            for number, quantity in planned.items()
            if (place + number) % 3 and quantity % share == 0
        ]
        answer = self.run(
            self._post(f"/orders/{order_id}/split", {"parts": [{"lines": part}]}, who=who)
        )
        assert (answer.status_code == 200) == bool(part) or answer.json()[
            "code"
        ] == "split_too_many"

    @precondition(lambda self: self.orders)
    @rule(place=places)
    def unite(self, place: int) -> None:
        who, order_id = self._some(place)
        self.run(self._post(f"/orders/{order_id}/deliveries/merge", {}, who=who))

    @precondition(lambda self: len(self.orders) > 1)
    @rule(place=places, other=places)
    def merge(self, place: int, other: int) -> None:
        (who, one), (_, two) = self._some(place), self._some(other)
        totals = [Decimal(self.run(self._total(order_id))) for order_id in (one, two)]
        answer = self.run(self._post("/orders/merge", {"order_ids": [one, two]}, who=who))
        if answer.status_code in (200, 201):
            assert Decimal(answer.json()["total"]) == sum(totals)
            self.orders.append((who, answer.json()["id"]))
            self.touched.add(answer.json()["id"])

    @precondition(lambda self: self.orders)
    @rule(place=places)
    def cancel(self, place: int) -> None:
        who, order_id = self._some(place)
        self.run(self._post(f"/orders/{order_id}/cancel", who=who))

    @precondition(lambda self: self.orders)
    @rule(place=places)
    def change(self, place: int) -> None:
        """Back into a cart, which replaces the order when it is ordered."""
        who, order_id = self._some(place)
        self.run(self._post(f"/orders/{order_id}/change", who=who))

    @rule(who=buyers, many=st.integers(1, 400))
    def spend(self, who: int, many: int) -> None:
        answer = self.run(self._post("/loyalty/spend", {"points": many}, who=who))
        if answer.status_code == 200:
            self.points[who] -= many
            self.owed[who] -= many
        else:
            assert answer.json()["code"] in ("too_few_points", "owes_less")

    # What the supplier and its accounts do

    @precondition(lambda self: self.orders)
    @rule(place=places)
    def ship(self, place: int) -> None:
        who, order_id = self._some(place)
        for each in self.run(self.trade.get(f"/orders/{order_id}", self.tokens[who]))["deliveries"]:
            if each["status"] == "planned":
                answer = self.run(self._post(f"/deliveries/{each['id']}/ship", {}))
                assert answer.status_code == 200, answer.text
                self.owed[who] += Decimal(each["total"])
                return

    @precondition(lambda self: self.orders)
    @rule(place=places)
    def deliver(self, place: int) -> None:
        who, order_id = self._some(place)
        order = self.run(self.trade.get(f"/orders/{order_id}", self.tokens[who]))
        for each in order["deliveries"]:
            if each["status"] == "shipped":
                rate = self.run(self.trade.get("/loyalty", self.tokens[who]))["level"]["points"]
                answer = self.run(self._post(f"/deliveries/{each['id']}/deliver"))
                if answer.json()["status"] == "delivered":
                    self.points[who] += int(Decimal(order["total"]) * Decimal(rate) / 100)
                return

    @rule(who=buyers, amount=st.integers(1, 30_000), returned=st.booleans())
    def pay(self, who: int, amount: int, returned: bool) -> None:
        self.told += 1
        entry = {
            "external_id": f"pay{self.told}",
            "inn": (INN, OTHER_INN)[who],
            "kind": "return" if returned else "payment",
            "amount": f"{Decimal(amount) / 100:.2f}",
            "on_date": self.clock().date().isoformat(),
        }
        for _ in range(2):  # It tells everything twice.
            answer = self.run(self._post("/settlements", {"entries": [entry]}))
            assert answer.status_code == 200, answer.text
        self.owed[who] -= Decimal(entry["amount"])

    @rule(what=goods, amount=st.integers(1, 5000))
    def reprice(self, what: int, amount: int) -> None:
        self.run(self.trade.reprice(self.products[what], amount))

    @rule(what=goods, more=st.integers(0, 20))
    def restock(self, what: int, more: int) -> None:
        """1C counts anew; what is held is there."""
        place = (self.products[what], self.trade.warehouse)
        held = self.run(self._held()).get(self.products[what], 0)
        self.run(self.trade.set(Stock, place, quantity=held + more * 1000, known_at=self.clock()))

    # What holds whatever they do

    @invariant()
    def nothing_is_made_of_nothing(self) -> None:
        if hasattr(self, "products"):
            self.run(self._holds())

    @invariant()
    def what_was_touched_is_whole(self) -> None:
        for order_id in self.touched:
            self.run(self._order_is_whole(order_id))
        self.touched.clear()

    async def _holds(self) -> None:
        """Stock, holds, money and points, by the tables themselves."""
        async with self.trade.database.read() as session:
            stock = dict((await session.execute(select(Stock.product_id, Stock.quantity))).all())
            held = select(Reservation.product_id, func.sum(Reservation.quantity))
            holds = dict((await session.execute(held.group_by(Reservation.product_id))).all())
            assert min(stock.values()) >= 0
            assert all(0 < quantity <= stock[product] for product, quantity in holds.items())
            closed = select(Order.id).where(Order.status.not_in(("new", "partly_shipped")))
            idle = select(func.count()).where(Reservation.order_id.in_(closed))
            assert await session.scalar(idle) == 0
            for who, company in enumerate(self.companies):
                entries = select(func.sum(SettlementEntry.amount))
                ours = entries.where(SettlementEntry.company_id == company)
                assert (await session.scalar(ours) or 0) == self.owed[who] * 100
                points = select(func.sum(PointEntry.points)).where(PointEntry.company_id == company)
                assert (await session.scalar(points) or 0) == self.points[who] >= 0

    async def _held(self) -> dict[int, int]:
        async with self.trade.database.read() as session:
            held = select(Reservation.product_id, func.sum(Reservation.quantity))
            return dict((await session.execute(held.group_by(Reservation.product_id))).all())

    async def _balance_is_the_sum(self, who: int) -> None:
        """As the company is shown it."""
        balance = await self.trade.get("/balance", self.tokens[who])
        due = sum(Decimal(part["amount"]) for part in balance["due"])
        assert Decimal(balance["debt"]) == self.owed[who]
        assert due - Decimal(balance["advance"]) == self.owed[who]
        ledger = await self.trade.get("/balance/ledger", self.tokens[who], limit=100)
        assert Decimal(ledger["closing"]) == self.owed[who]
        assert sum(Decimal(each["amount"]) for each in ledger["items"]) == self.owed[who]
        assert [Decimal(each["balance"]) for each in ledger["items"][:1]] in ([], [self.owed[who]])

    async def _total(self, order_id: str) -> Decimal:
        async with self.trade.database.read() as session:
            return Decimal((await session.get_one(Order, int(order_id))).total) / 100

    async def _order_is_whole(self, order_id: str) -> None:
        """It has its snapshot; its lines, its deliveries and what was shipped of it add up."""
        who = next(who for who, known in self.orders if known == order_id)
        order = await self.trade.get(f"/orders/{order_id}", self.tokens[who])
        receipt = await self.trade.get(f"/orders/{order_id}/receipt", self.tokens[who])
        assert sha256(receipt["snapshot"].encode()).hexdigest() == receipt["sha256"]
        assert receipt["valid"]
        assert sum(Decimal(line["amount"]) for line in order["lines"]) == Decimal(order["total"])
        brought: dict[int, Decimal] = defaultdict(Decimal)
        for each in order["deliveries"]:
            for line in each["lines"]:
                brought[line["number"]] += Decimal(line["quantity"])
        assert brought == {n["number"]: Decimal(n["quantity"]) for n in order["lines"]}
        for name in ("total", "vat"):
            assert sum(Decimal(each[name]) for each in order["deliveries"]) == Decimal(order[name])
        async with self.trade.database.read() as session:
            shipped = select(func.sum(SettlementEntry.amount))
            ours = shipped.where(SettlementEntry.order_id == int(order_id))
            gone = [
                each for each in order["deliveries"] if each["status"] in ("shipped", "delivered")
            ]
            total = sum(Decimal(each["total"]) for each in gone)
            assert (await session.scalar(ours) or 0) == total * 100
            lines = select(func.count()).where(OrderLine.order_id == int(order_id))
            assert await session.scalar(lines) == len(order["lines"]) > 0


def _planned(order: Any) -> dict[int, Decimal]:
    left: dict[int, Decimal] = defaultdict(Decimal)
    for each in order["deliveries"]:
        if each["status"] == "planned":
            for line in each["lines"]:
                left[line["number"]] += Decimal(line["quantity"])
    return left


def go(examples: int, steps: int) -> None:
    bounds = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        derandomize=examples < 50,
        suppress_health_check=list(HealthCheck),
        phases=PHASES,
    )
    run_state_machine_as_test(WholeTrade, settings=bounds)


def test_a_few_hundred_steps() -> None:
    go(examples=5, steps=50)


@pytest.mark.slow
def test_ten_thousand_steps() -> None:
    go(examples=200, steps=50)
