"""Deliveries: an order divided by dates or by what there is, shipped, and made one again."""

from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from sqlalchemy import func, select

from portal.db.models import (
    LoyaltyLevel,
    LoyaltyPeriod,
    LoyaltyProgramme,
    Person,
    PointEntry,
    Reservation,
    Role,
    SettlementEntry,
    Staff,
    Stock,
)
from tests.portal.trade_world import Trade, statements
from tests.portal.world import a_person


async def manager(trade: Trade) -> str:
    """The token of somebody on the staff."""
    token = await a_person(trade.database, trade.clock(), name="Игорь")
    async with trade.database.write() as session:
        person = await session.scalar(select(func.max(Person.id)))
        session.add(Staff(person_id=person, role=Role.MANAGER, created_at=trade.clock()))
    return token


async def split(trade: Trade, order: Any, *parts: dict[int, str], **more: Any) -> Any:
    body = {
        "parts": [
            {"lines": [{"number": n, "quantity": q} for n, q in part.items()], **more}
            for part in parts
        ]
    }
    return await trade.post(f"/orders/{order['id']}/split", body)


def brought(order: Any) -> list[dict[int, str]]:
    return [
        {line["number"]: line["quantity"] for line in delivery["lines"]}
        for delivery in order["deliveries"]
    ]


def adds_up(order: Any) -> None:
    """Each line's quantity, and all the money, are those of the order."""
    for line in order["lines"]:
        parts = [
            part
            for delivery in order["deliveries"]
            for part in delivery["lines"]
            if part["number"] == line["number"]
        ]
        assert sum(Decimal(part["quantity"]) for part in parts) == Decimal(line["quantity"])
        assert sum(Decimal(part["amount"]) for part in parts) == Decimal(line["amount"])
    for name in ("total", "vat"):
        assert sum(Decimal(each[name]) for each in order["deliveries"]) == Decimal(order[name])


async def test_an_order_comes_in_one_delivery_until_it_is_divided(trade: Trade) -> None:
    bolt, nut = await trade.product("B", price=333), await trade.product("N", price=100)
    order = await trade.placed((bolt, 3), (nut, 5))
    assert brought(order) == [{1: "3", 2: "5"}]
    assert (order["can_split"], order["can_merge_deliveries"]) == (True, False)
    order = (await split(trade, order, {1: "1"}, {1: "1", 2: "5"}, planned_on="2025-03-10")).json()
    assert brought(order) == [{1: "1"}, {1: "1"}, {1: "1", 2: "5"}]
    planned = [each["planned_on"] for each in order["deliveries"]]
    assert planned == [None, "2025-03-10", "2025-03-10"]
    adds_up(order)
    merged = (await trade.post(f"/orders/{order['id']}/deliveries/merge", {})).json()
    assert brought(merged) == [{1: "3", 2: "5"}]
    adds_up(merged)


async def test_what_cannot_be_divided(trade: Trade) -> None:
    bolt = await trade.product()
    order = await trade.placed((bolt, 3))
    for part in ({1: "4"}, {7: "1"}):
        answer = await split(trade, order, part)
        assert (answer.status_code, answer.json()["code"]) == (422, "split_too_much")
    assert (await split(trade, order, {1: "2"}, {1: "2"})).json()["code"] == "split_too_much"
    assert (await split(trade, order, {1: "0"})).json()["code"] == "split_empty"
    answer = await trade.post(f"/orders/{order['id']}/deliveries/merge", {})
    assert answer.json()["code"] == "nothing_to_merge"
    await trade.post(f"/orders/{order['id']}/cancel")
    assert (await split(trade, order, {1: "1"})).json()["code"] == "cannot_split"
    assert not (await trade.get(f"/orders/{order['id']}"))["can_split"]


async def test_by_what_there_is(trade: Trade) -> None:
    bolt, nut = await trade.product("B", stock=4), await trade.product("N", stock=0)
    order = await trade.placed((bolt, 10), (nut, 2))
    proposal = await trade.get(f"/orders/{order['id']}/split")
    assert proposal == {
        "now": [{"number": 1, "quantity": "4"}],
        "later": [{"number": 1, "quantity": "6"}, {"number": 2, "quantity": "2"}],
    }


async def test_what_ships_goes_off_the_stock_and_is_owed(trade: Trade) -> None:
    bolt = await trade.product("B", price=1000, stock=10)
    order = await trade.placed((bolt, 8))
    order = (await split(trade, order, {1: "3"})).json()
    igor = await manager(trade)
    trade.clock.move(timedelta(hours=1))
    first = order["deliveries"][0]["id"]
    body = {"carrier": "ДЛ", "track": "77-1"}
    shipped = await trade.post(f"/deliveries/{first}/ship", body, token=igor, key="s1")
    assert shipped.status_code == 200, shipped.text
    assert shipped.json()["status"] == "partly_shipped"
    assert shipped.json()["events"][-1]["note"] == "ДЛ 77-1"
    again = await trade.post(f"/deliveries/{first}/ship", body, token=igor, key="s1")
    assert again.json() == shipped.json()
    async with trade.database.read() as session:
        assert await session.scalar(select(Stock.quantity)) == 5_000
        assert await session.scalar(select(Reservation.quantity)) == 3_000
        assert await session.scalar(select(func.sum(SettlementEntry.amount))) == 5_000
    refused = await trade.post(f"/deliveries/{first}/ship", {}, token=igor)
    assert (refused.status_code, refused.json()["code"]) == (409, "cannot_ship")
    # What has gone stays as it is; the rest can still be divided.
    order = (await split(trade, order, {1: "1"})).json()
    assert brought(order) == [{1: "5"}, {1: "2"}, {1: "1"}]
    adds_up(order)


async def test_stock_known_before_is_counted_down_and_known_later_is_not(trade: Trade) -> None:
    bolt = await trade.product("B", stock=10)
    igor = await manager(trade)
    order = await trade.placed((bolt, 4))
    trade.clock.move(timedelta(hours=1))
    await trade.post(f"/deliveries/{order['deliveries'][0]['id']}/ship", {}, token=igor)
    assert (await trade.get(f"/products/{bolt}"))["stock"] == "6"
    order = await trade.placed((bolt, 2))
    # 1C has counted it out already.
    known = {"quantity": 4000, "known_at": trade.clock() + timedelta(hours=1)}
    await trade.set(Stock, (bolt, trade.warehouse), **known)
    await trade.post(f"/deliveries/{order['deliveries'][0]['id']}/ship", {}, token=igor)
    assert (await trade.get(f"/products/{bolt}"))["stock"] == "4"


async def test_the_last_delivery_delivers_the_order_and_earns_points_once(trade: Trade) -> None:
    bolt = await trade.product("B", price=100_000)
    async with trade.database.write() as session:
        session.add(LoyaltyProgramme(period=LoyaltyPeriod.MONTH))
        session.add(LoyaltyLevel(name="Бронза", from_turnover=0, points=100))
    order = await trade.placed((bolt, 2))
    order = (await split(trade, order, {1: "1"})).json()
    igor = await manager(trade)
    for delivery in order["deliveries"]:
        await trade.post(f"/deliveries/{delivery['id']}/ship", {}, token=igor)
    states = []
    for delivery in order["deliveries"]:
        answer = await trade.post(f"/deliveries/{delivery['id']}/deliver", token=igor)
        states.append(answer.json()["status"])
    assert states == ["shipped", "delivered"]
    async with trade.database.read() as session:
        assert list(await session.scalars(select(PointEntry.points))) == [20]


async def test_a_buyer_ships_nothing(trade: Trade) -> None:
    order = await trade.placed((await trade.product(), 1))
    delivery = order["deliveries"][0]["id"]
    assert (await trade.post(f"/deliveries/{delivery}/ship", {})).status_code == 403
    assert (await trade.post(f"/deliveries/{delivery}/deliver")).status_code == 403
    body = {"status": "confirmed"}
    assert (await trade.post(f"/orders/{order['id']}/status", body)).status_code == 403


def _planned(order: Any) -> dict[int, Decimal]:
    left: dict[int, Decimal] = {}
    for delivery in order["deliveries"]:
        if delivery["status"] == "planned":
            for line in delivery["lines"]:
                there = left.get(line["number"], Decimal(0))
                left[line["number"]] = there + Decimal(line["quantity"])
    return left


@pytest.mark.parametrize("seed", range(2))
async def test_whatever_is_split_merged_and_shipped_adds_up(trade: Trade, seed: int) -> None:
    random = Random(seed)
    products = [await trade.product(f"P{n}", price=random.randint(1, 9999)) for n in range(6)]
    order = await trade.placed(*((product, random.randint(1, 40)) for product in products))
    igor = await manager(trade)
    for _ in range(20):
        if not (planned := _planned(order)):
            break
        choice = random.random()
        if choice < 0.6:
            part = {
                number: str(Decimal(random.randint(1, int(quantity * 1000))) / 1000)
                for number, quantity in planned.items()
                if random.random() < 0.6
            }
            if part:
                await split(trade, order, part)
        elif choice < 0.85:
            await trade.post(f"/orders/{order['id']}/deliveries/merge", {})
        else:
            first = next(each for each in order["deliveries"] if each["status"] == "planned")
            await trade.post(f"/deliveries/{first['id']}/ship", {}, token=igor)
        order = await trade.get(f"/orders/{order['id']}")
        adds_up(order)
    async with trade.database.read() as session:
        assert (await session.scalar(select(func.min(Stock.quantity))) or 0) >= 0


async def test_as_many_statements_for_a_long_order_as_for_a_short_one(trade: Trade) -> None:
    counts = []
    for article, many in (("S", 3), ("L", 60)):
        products = [await trade.product(f"{article}{n}") for n in range(many)]
        order = await trade.placed(*((product, 2) for product in products))
        with statements(trade.database) as seen:
            answer = await split(trade, order, dict.fromkeys(range(1, many + 1), "1"))
        assert answer.status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
