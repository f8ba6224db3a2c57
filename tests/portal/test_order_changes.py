"""A placed order: moved on, changed, merged with others, found again, and proven."""

import json
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from portal.db.models import Order, Reservation
from tests.portal.test_deliveries import adds_up, manager
from tests.portal.trade_world import Trade, agreed


async def test_staff_moves_an_order_on_and_each_step_is_remembered(trade: Trade) -> None:
    igor = await manager(trade)
    order = await trade.placed((await trade.product(), 1))
    path = f"/orders/{order['id']}/status"
    for status in ("confirmed", "awaiting_payment", "in_assembly", "in_assembly"):
        answer = await trade.post(path, {"status": status, "note": status}, token=igor)
        assert answer.status_code == 200, answer.text
    assert [(each["status"], each["by"]) for each in answer.json()["events"]] == [
        ("new", "Анна"),
        ("confirmed", "Игорь"),
        ("awaiting_payment", "Игорь"),
        ("in_assembly", "Игорь"),
    ]
    refused = await trade.post(path, {"status": "new"}, token=igor)
    assert (refused.status_code, refused.json()["code"]) == (409, "cannot_become")
    assert refused.json()["args"]["wanted"] == "new"
    assert not (await trade.get(f"/orders/{order['id']}"))["can_cancel"]


async def test_an_order_is_changed_by_one_that_takes_its_place(trade: Trade) -> None:
    bolt = await trade.product("B", stock=10)
    order = await trade.placed((bolt, 8))
    cart = (await trade.post(f"/orders/{order['id']}/change")).json()
    assert cart["replaces"] == {"id": order["id"], "name": order["number"]}
    [line] = cart["lines"]
    # What the order holds, its successor may have.
    assert (line["quantity"], line["stock"], line["short"]) == ("8", "10", False)
    assert (await trade.post(f"/orders/{order['id']}/change")).json()["id"] == cart["id"]
    await trade.change((bolt, "set", 9))
    assert (await trade.get(f"/orders/{order['id']}"))["status"] == "new"
    newer = (await trade.order(await trade.get("/carts/active/quote"))).json()
    older = await trade.get(f"/orders/{order['id']}")
    assert (older["status"], older["replaced_by"]) == ("cancelled", newer["id"])
    assert older["events"][-1]["note"] == f"№ {newer['number']}"
    async with trade.database.read() as session:
        assert await session.scalar(select(func.sum(Reservation.quantity))) == 9_000


async def test_what_is_worked_on_already_is_not_changed(trade: Trade) -> None:
    igor = await manager(trade)
    order = await trade.placed((await trade.product(), 1))
    await trade.post(f"/orders/{order['id']}/change")
    quote = await trade.get("/carts/active/quote")
    await trade.post(f"/orders/{order['id']}/status", {"status": "in_assembly"}, token=igor)
    answer = await trade.order(quote)
    assert (answer.status_code, answer.json()["code"]) == (409, "cannot_change")
    answer = await trade.post(f"/orders/{order['id']}/change")
    assert (answer.status_code, answer.json()["code"]) == (409, "cannot_change")


async def test_orders_are_made_one_to_the_kopeck(trade: Trade) -> None:
    bolt, nut = await trade.product("B", price=333, stock=5), await trade.product("N", price=77)
    first = await trade.placed((bolt, 3))
    await trade.reprice(bolt, 444)
    second = await trade.placed((bolt, 4), (nut, 7))
    answer = await trade.post("/orders/merge", {"order_ids": [first["id"], second["id"]]})
    assert answer.status_code == 201, answer.text
    order = answer.json()
    # At the prices that were agreed, so the bolt is there twice.
    assert [(line["article"], line["price"]) for line in order["lines"]] == [
        ("B", "3.33"),
        ("B", "4.44"),
        ("N", "0.77"),
    ]
    assert order["total"] == "33.14"
    adds_up(order)
    for old in (first, second):
        gone = await trade.get(f"/orders/{old['id']}")
        assert (gone["status"], gone["replaced_by"]) == ("cancelled", order["id"])
    ours = Reservation.order_id == int(order["id"])
    async with trade.database.read() as session:
        held = await session.execute(
            select(Reservation.product_id, Reservation.quantity).where(ours)
        )
        assert dict(held.all()) == {bolt: 5_000, nut: 7_000}
    assert (await trade.get(f"/orders/{order['id']}/receipt"))["valid"]


async def test_what_cannot_be_merged(trade: Trade) -> None:
    igor = await manager(trade)
    bolt = await trade.product()
    first, second = await trade.placed((bolt, 1)), await trade.placed((bolt, 1))
    ids = [first["id"], second["id"]]
    await trade.post(f"/orders/{second['id']}/status", {"status": "in_assembly"}, token=igor)
    answer = await trade.post("/orders/merge", {"order_ids": ids})
    assert (answer.status_code, answer.json()["args"]) == (409, {"numbers": [second["number"]]})
    answer = await trade.post("/orders/merge", {"order_ids": [ids[0], ids[0]]})
    assert answer.json()["code"] == "merge_too_few"
    assert (await trade.post("/orders/merge", {"order_ids": [ids[0], "99"]})).status_code == 404


async def found(trade: Trade, **query: Any) -> list[str]:
    return [order["number"] for order in (await trade.get("/orders", **query))["items"]]


async def test_orders_are_found_by_article_status_author_and_day(trade: Trade) -> None:
    bolt, nut = await trade.product("WD-40-400"), await trade.product("N")
    one = (await trade.placed((bolt, 1)))["number"]
    trade.clock.move(timedelta(days=3))
    two = (await trade.placed((nut, 1)))["number"]
    boris = await trade.person(name="Борис")
    await trade.change((nut, "set", 1), token=boris)
    body = agreed(await trade.get("/carts/active/quote", boris))
    last = (await trade.post("/orders", body, token=boris)).json()
    three = last["number"]
    assert await found(trade, article="wd40") == [one]
    assert await found(trade, author="борис") == [three]
    assert await found(trade, **{"from": "2025-03-06"}) == [three, two]
    assert await found(trade, to="2025-03-05") == [one]
    await trade.post(f"/orders/{last['id']}/cancel")
    assert await found(trade, status="cancelled") == [three]
    assert await found(trade, status="new", article="n") == [two]


async def test_a_receipt_is_the_snapshot_and_its_hash(trade: Trade) -> None:
    order = await trade.placed((await trade.product("B", "Болт «М8»"), 3))
    receipt = await trade.get(f"/orders/{order['id']}/receipt")
    assert receipt["valid"]
    assert sha256(receipt["snapshot"].encode()).hexdigest() == receipt["sha256"]
    said = json.loads(receipt["snapshot"])
    assert (said["number"], said["lines"][0]["name"]) == (order["number"], "Болт «М8»")


@pytest.mark.parametrize(
    "statement",
    [
        "update order_lines set price = 1",
        "delete from order_lines",
        "update orders set total = 1",
        "update orders set snapshot_hash = ''",
    ],
)
async def test_nobody_changes_what_was_agreed(trade: Trade, statement: str) -> None:
    """Guard: the triggers of migration 0004."""
    await trade.placed((await trade.product(), 1))
    with pytest.raises(DBAPIError, match="what was agreed"):
        async with trade.database.write() as session:
            await session.execute(text(statement))
    async with trade.database.write() as session:
        await session.execute(text("update orders set status = 'confirmed', exported_at = null"))
        assert await session.scalar(select(Order.status)) == "confirmed"
