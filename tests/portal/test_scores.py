"""How it went: the author's mark, who hears of a bad one, whom to ask, and NPS by month."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from portal.db.models import Company, Membership, Order, Role, Score, Staff
from tests.portal.test_deliveries import manager
from tests.portal.test_events import me, told
from tests.portal.test_segments import staff
from tests.portal.trade_world import Trade, statements
from tests.portal.world import CHANNEL, a_person, bearer


async def delivered(trade: Trade, how_many: int = 1) -> list[Any]:
    bolt, token = await trade.product(), await manager(trade)
    orders = [await trade.placed((bolt, 1)) for _ in range(how_many)]
    for order in orders:
        delivery = f"/deliveries/{order['deliveries'][0]['id']}"
        await trade.post(f"{delivery}/ship", {}, token=token)
        await trade.post(f"{delivery}/deliver", {}, token=token)
    return orders


async def score(trade: Trade, order: Any, body: Any, token: str | None = None) -> tuple[int, Any]:
    answer = await trade.client.put(
        f"/orders/{order['id']}/score", json=body, headers=bearer(token or trade.buyer)
    )
    return answer.status_code, answer.json()


async def heard(trade: Trade) -> list[Any]:
    return [
        (event["data"]["score"], event["data"]["was"], event["data"]["word"])
        for event in await told(trade)
        if event["kind"] == "order_scored"
    ]


async def test_a_mark_is_kept_changed_and_told_where_it_is_bad(trade: Trade) -> None:
    [order] = await delivered(trade)
    assert (await score(trade, order, {"score": 3}))[0] == 200
    trade.clock.move(timedelta(days=1))
    _, kept = await score(trade, order, {"score": 3, "word": " Коробки мокрые \0"})
    assert (kept["score"], kept["word"]) == (3, "Коробки мокрые")
    # The same again, as by a double tap, is told no second time; the word stays.
    _, same = await score(trade, order, {"score": 3})
    assert same == kept
    assert kept["at"].startswith("2025-03-03")
    await score(trade, order, {"score": 9})
    await score(trade, order, {"score": 10})
    assert await heard(trade) == [
        (3, None, ""), (3, 3, "Коробки мокрые"), (9, 3, "Коробки мокрые"),
    ]  # fmt: skip


async def test_what_is_no_mark(trade: Trade) -> None:
    [order] = await delivered(trade)
    assert (await score(trade, order, {"score": 11}))[0] == 422
    assert (await score(trade, order, {"score": -1}))[0] == 422
    boris = await trade.person(Role.OWNER)
    assert (await score(trade, order, {"score": 0}, boris))[0] == 403
    stranger = await a_person(trade.database, trade.clock())
    assert (await score(trade, order, {"score": 0}, stranger))[0] in (403, 404)
    new = await trade.placed((1, 1))
    assert (await score(trade, new, {"score": 0}))[1]["code"] == "not_delivered"
    assert await heard(trade) == []


async def test_a_bad_mark_goes_to_the_manager_and_the_directors(trade: Trade) -> None:
    [order] = await delivered(trade)
    chief, nil = await staff(trade), await staff(trade, Role.MANAGER)
    async with trade.database.write() as session:
        responsible = await session.scalar(select(func.max(Staff.id)))
        await session.execute(update(Company).values(manager_id=responsible))
    await score(trade, order, {"score": 6})
    event = (await told(trade))[-1]
    ids = {recipient["person_id"] for recipient in event["recipients"]}
    assert ids == {await me(trade, chief), await me(trade, nil)}
    assert event["data"]["by"] == "Анна"


async def unscored(trade: Trade, **query: Any) -> list[str]:
    page = await trade.get("/nudges/scores", CHANNEL, **query)
    return [item["number"] for item in page["items"]]


async def test_whom_to_ask(trade: Trade) -> None:
    first, second, third = await delivered(trade, 3)
    assert await unscored(trade) == []
    trade.clock.move(timedelta(hours=3))
    assert await unscored(trade) == [each["number"] for each in (first, second, third)]
    await score(trade, first, {"score": 10})
    async with trade.database.write() as session:
        await session.execute(
            update(Order).where(Order.id == int(second["id"])).values(by_staff=True)
        )
    assert await unscored(trade) == [third["number"]]
    trade.clock.move(timedelta(days=7))
    assert await unscored(trade) == []
    assert await unscored(trade, days=8) == [third["number"]]
    async with trade.database.write() as session:
        await session.execute(update(Membership).values(revoked_at=trade.clock()))
    assert await unscored(trade, days=8) == []


async def test_pages_in_one_statement_each_for_the_channel_alone(trade: Trade) -> None:
    orders = await delivered(trade, 3)
    trade.clock.move(timedelta(hours=4))
    with statements(trade.database) as seen:
        page = await trade.get("/nudges/scores", CHANNEL, limit=2)
    assert len([each for each in seen if each.lstrip().lower().startswith("select")]) == 1
    rest = await trade.get("/nudges/scores", CHANNEL, limit=2, cursor=page["next_cursor"])
    numbers = [item["number"] for item in page["items"] + rest["items"]]
    assert numbers == [order["number"] for order in orders]
    assert rest["next_cursor"] is None
    for token in (trade.buyer, "wrong"):
        answer = await trade.client.get("/nudges/scores", headers=bearer(token))
        assert answer.status_code == 401


@pytest.mark.parametrize(
    ("marks", "value"), [((10, 9, 8, 7, 6, 0), 0), ((9, 9, 7), 67), ((0, 10, 5), -33)]
)
async def test_nps_by_month_in_the_digest(trade: Trade, marks: tuple[int, ...], value: int) -> None:
    chief, nobody = await staff(trade), await staff(trade, Role.MANAGER, region="Сибирь")
    assert (await trade.get("/digest", chief))["nps"] == []
    orders = await delivered(trade, len(marks))
    for order, mark in zip(orders, marks, strict=True):
        await score(trade, order, {"score": mark})
    this = {"month": "2025-03-01", "answers": len(marks), "value": value}
    assert (await trade.get("/digest", chief))["nps"] == [this]
    assert (await trade.get("/digest", nobody))["nps"] == []
    # The last evening of March at the supplier's; then the next month, and the one after.
    trade.clock.move(timedelta(days=28, hours=11, minutes=30))
    assert (await trade.get("/digest", chief))["nps"] == [this]
    trade.clock.move(timedelta(hours=1))
    assert (await trade.get("/digest", chief))["nps"] == [this]
    async with trade.database.write() as session:
        newest = select(func.max(Score.order_id)).scalar_subquery()
        await session.execute(
            update(Score).where(Score.order_id == newest).values(at=trade.clock(), score=10)
        )
    months = (await trade.get("/digest", chief))["nps"]
    assert [(each["month"], each["answers"]) for each in months] == [
        ("2025-04-01", 1), ("2025-03-01", len(marks) - 1),
    ]  # fmt: skip
    trade.clock.move(timedelta(days=31))
    assert [each["month"] for each in (await trade.get("/digest", chief))["nps"]] == ["2025-04-01"]
