"""The feed: each change tells of itself once, to whom it concerns, in the order of commits."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import func, select

from portal.db.models import Event, EventKind, LoyaltyLevel, LoyaltyPeriod, LoyaltyProgramme, Role
from portal.db.session import Database
from portal.domain.events import events_after, note
from portal.domain.housekeeping import purge
from tests.portal.test_deliveries import manager
from tests.portal.test_ledger import accounts, tell
from tests.portal.test_ledger import told as entry
from tests.portal.trade_world import Trade
from tests.portal.world import CHANNEL, bearer


async def told(trade: Trade, **query: Any) -> list[Any]:
    items: list[Any] = (await trade.get("/events", CHANNEL, **query))["items"]
    return items


async def me(trade: Trade, token: str | None = None) -> str:
    person: str = (await trade.get("/me", token))["id"]
    return person


def kinds(events: list[Any]) -> list[str]:
    return [event["kind"] for event in events]


async def test_the_life_of_an_order(trade: Trade) -> None:
    bolt = await trade.product()
    owner, staff = await trade.person(Role.OWNER), await manager(trade)
    await trade.person(Role.ACCOUNTANT)
    order = await trade.placed((bolt, 3))
    path = f"/orders/{order['id']}"
    await trade.post(f"{path}/status", {"status": "confirmed"}, token=staff)
    delivery = order["deliveries"][0]["id"]
    shipped = await trade.post(
        f"/deliveries/{delivery}/ship", {"carrier": "СДЭК", "track": "10042"}, token=staff
    )
    assert shipped.status_code == 200, shipped.text
    await trade.post(f"/deliveries/{delivery}/deliver", {}, token=staff)
    accepted, moved, sent, delivered = await told(trade)
    assert kinds([accepted, moved, sent, delivered]) == [
        "order_accepted", "order_moved", "order_shipped", "order_delivered",
    ]  # fmt: skip
    # The author knows that they have ordered; the owner does not.
    author, boss = await me(trade), await me(trade, owner)
    assert accepted["recipients"] == [{"person_id": boss, "own": False}]
    assert moved["recipients"] == [
        {"person_id": author, "own": True},
        {"person_id": boss, "own": False},
    ]
    assert moved["data"]["status"] == "confirmed"
    assert sent["data"]["note"] == "СДЭК 10042"
    assert sent["order"]["number"] == order["number"]
    assert sent["company"]["timezone"] == "Europe/Moscow"


async def test_what_is_undone_is_not_told(trade: Trade) -> None:
    """A quote that is no longer true: the order was written, and taken back."""
    bolt = await trade.product()
    await trade.change((bolt, "set", 1))
    quote = await trade.get("/carts/active/quote")
    assert (await trade.order(quote | {"total": "1.00"})).status_code == 409
    assert await told(trade) == []


async def test_an_order_in_place_of_others(trade: Trade) -> None:
    bolt = await trade.product()
    first, second = await trade.placed((bolt, 1)), await trade.placed((bolt, 2))
    merged = (
        await trade.post("/orders/merge", {"order_ids": [first["id"], second["id"]]}, key="m")
    ).json()
    events = (await told(trade))[2:]
    assert kinds(events) == ["order_accepted", "order_changed", "order_changed"]
    assert {event["data"]["note"] for event in events[1:]} == {f"№ {merged['number']}"}


async def test_a_level_is_told_when_it_is_reached(trade: Trade) -> None:
    async with trade.database.write() as session:
        session.add(LoyaltyProgramme(period=LoyaltyPeriod.MONTH))
        session.add(LoyaltyLevel(name="Серебро", from_turnover=100_00, discount=300))
    bolt = await trade.product(price=40_00)
    for _ in range(4):
        await trade.placed((bolt, 1))
    levels = [event for event in await told(trade) if event["kind"] == "level_changed"]
    assert [event["data"]["level"] for event in levels] == ["Серебро"]
    assert levels[0]["recipients"] == [{"person_id": await me(trade), "own": False}]


async def test_a_level_kept_from_the_last_period_is_no_news(trade: Trade) -> None:
    async with trade.database.write() as session:
        session.add(LoyaltyProgramme(period=LoyaltyPeriod.MONTH))
        session.add(LoyaltyLevel(name="Серебро", from_turnover=100_00))
    bolt = await trade.product(price=120_00)
    await trade.placed((bolt, 1))
    trade.clock.move(timedelta(days=30))
    await trade.placed((bolt, 1))
    assert kinds(await told(trade)).count("level_changed") == 1


async def test_a_payment_is_told_once(trade: Trade) -> None:
    robot, owner = await accounts(trade), await trade.person(Role.OWNER)
    vera = await trade.person(Role.ACCOUNTANT)
    paid = entry(2, "payment", "30", -3)
    await tell(trade, robot, entry(1, "shipment", "100.10", -9))
    await tell(trade, robot, paid, entry(3, "return", "5", 0))
    # Known already, corrected, taken back: no payment. The last two do change the debt.
    await tell(trade, robot, paid)
    await tell(trade, robot, paid | {"amount": "31"})
    await tell(trade, robot, paid | {"cancelled": True})
    shipped, event, *changed = await told(trade)
    assert kinds([shipped, *changed]) == ["debt_changed"] * 3
    assert all(each["recipients"] == [] for each in (shipped, *changed))
    assert (event["kind"], event["company"]["id"]) == ("payment_received", str(trade.company))
    assert event["data"] == {"amount": 30_00, "debt": 65_10, "on_date": "2025-02-28"}
    assert {each["person_id"] for each in event["recipients"]} == {
        await me(trade, owner), await me(trade, vera),
    }  # fmt: skip


async def test_who_comes_and_goes(trade: Trade) -> None:
    owner = await trade.person(Role.OWNER)
    code = (await trade.post("/invitations", {"role": "buyer"}, key="k", token=owner)).json()
    claim = {"code": code["code"], "source": "s", "name": "Вера", "token": "v" * 40}
    await trade.client.post("/invitations/claim", json=claim, headers={"Idempotency-Key": "c"})
    vera = await me(trade, "v" * 40)
    answer = await trade.client.delete(f"/people/{vera}", headers=bearer(owner))
    assert answer.status_code == 204
    given, taken = await told(trade)
    assert given["recipients"] == [{"person_id": await me(trade, owner), "own": False}]
    assert given["data"] == {"name": "Вера", "role": "buyer"}
    # Vera is of the company no more; that much she hears, and who let her go knows.
    assert (taken["kind"], taken["recipients"]) == (
        "access_taken", [{"person_id": vera, "own": True}],
    )  # fmt: skip
    await trade.placed((await trade.product(), 1))
    assert vera not in str((await told(trade))[-1]["recipients"])


async def test_a_reader_goes_on_where_they_were(trade: Trade) -> None:
    bolt = await trade.product()
    start = (await trade.get("/events", CHANNEL))["next"]
    for _ in range(3):
        await trade.placed((bolt, 1))
    page = await trade.get("/events", CHANNEL, after=start, limit=2)
    assert len(page["items"]) == 2
    assert page["next"] == page["items"][-1]["id"]
    rest = await trade.get("/events", CHANNEL, after=page["next"])
    assert len(rest["items"]) == 1
    assert (await trade.get("/events", CHANNEL, after=rest["next"]))["items"] == []
    now = await trade.get("/events", CHANNEL, after="now")
    assert (now["items"], now["next"]) == ([], rest["next"])


async def test_who_waits_is_answered_when_it_happens(trade: Trade) -> None:
    waiting = asyncio.create_task(trade.get("/events", CHANNEL, wait=20))
    await asyncio.sleep(0)
    await trade.placed((await trade.product(), 1))
    async with asyncio.timeout(10):
        assert kinds((await waiting)["items"]) == ["order_accepted"]


async def test_only_a_channel_may_follow(trade: Trade, app: FastAPI) -> None:
    for headers in ({}, bearer(trade.buyer), bearer(await manager(trade)), bearer(CHANNEL + "x")):
        assert (await trade.client.get("/events", headers=headers)).status_code == 401
    app.state.settings = app.state.settings.model_copy(update={"channel_token": ""})
    for headers in (bearer(""), bearer(CHANNEL)):
        assert (await trade.client.get("/events", headers=headers)).status_code == 401


@pytest.mark.parametrize("after", ["x", "WyJhIiwxXQ"])
async def test_a_cursor_that_is_none(trade: Trade, after: str) -> None:
    answer = await trade.client.get("/events", params={"after": after}, headers=bearer(CHANNEL))
    assert (answer.status_code, answer.json()["code"]) == (422, "cursor_invalid")


@pytest.mark.postgres
async def test_what_commits_late_is_not_passed_over(postgres_url: str) -> None:
    """On PostgreSQL the first to take an id may be the last to commit."""
    database = Database(postgres_url)
    now = datetime(2025, 3, 3, tzinfo=UTC)
    async with database.write() as slow:
        await note(slow, EventKind.ACCESS_GIVEN, now, name="first")
        async with database.write() as quick:
            await note(quick, EventKind.ACCESS_GIVEN, now, name="second")
        async with database.read() as session:
            [read] = await events_after(session, 0, 10)
            assert (read.event.id, read.event.data["name"]) == (2, "second")
    async with database.read() as session:
        [late] = await events_after(session, read.event.place or 0, 10)
    assert (late.event.id, late.event.data["name"]) == (1, "first")
    await database.dispose()


async def test_old_events_are_forgotten(trade: Trade) -> None:
    await trade.placed((await trade.product(), 1))
    async with trade.database.write() as session:
        await purge(session, trade.clock() + timedelta(days=200))
        assert await session.scalar(select(func.count()).select_from(Event)) == 0
