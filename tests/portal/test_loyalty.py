"""Levels by the turnover of a period, what keeps one, points, and paying with them."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from portal.db.models import (
    Company,
    Contract,
    EntryKind,
    LoyaltyLevel,
    LoyaltyPeriod,
    LoyaltyProgramme,
    PointEntry,
    PointReason,
    Role,
    SettlementEntry,
)
from tests.portal.trade_world import Trade
from tests.portal.world import TODAY

DAY = timedelta(days=1)


async def programme(trade: Trade, period: LoyaltyPeriod = LoyaltyPeriod.MONTH) -> None:
    """Bronze from the first rouble, silver from 100 ₽ at 5% off, gold from 500 ₽ at 10%."""
    async with trade.database.write() as session:
        session.add(LoyaltyProgramme(period=period))
        session.add_all(
            LoyaltyLevel(
                name=name, sign=sign, from_turnover=start, discount=off, points=points,
                privileges=more,
            )
            for name, sign, start, off, points, more in (
                ("Бронза", "🥉", 0, 0, 0, ""),
                ("Серебро", "🥈", 100_00, 500, 100, "Доставка бесплатно\n\nСвой менеджер"),
                ("Золото", "🥇", 500_00, 1000, 200, ""),
            )
        )  # fmt: skip


async def give(trade: Trade, points: int) -> None:
    async with trade.database.write() as session:
        session.add(
            PointEntry(
                company_id=trade.company, reason=PointReason.CORRECTED, points=points,
                note="подарок", at=trade.clock(),
            )
        )  # fmt: skip


async def owe(trade: Trade, contract: int | None, amount: int, due: int) -> None:
    async with trade.database.write() as session:
        session.add(
            SettlementEntry(
                company_id=trade.company, contract_id=contract, kind=EntryKind.SHIPMENT,
                document="УПД", amount=amount, on_date=TODAY - DAY, due_on=TODAY + due * DAY,
            )
        )  # fmt: skip


def standing(shown: Any) -> tuple[Any, ...]:
    named = [shown[name] and shown[name]["name"] for name in ("level", "earned", "following")]
    return (*named, shown["to_next"], shown["to_keep"], shown["progress"])


async def test_without_a_programme(trade: Trade) -> None:
    headers = {"Authorization": f"Bearer {trade.buyer}"}
    answer = await trade.client.get("/loyalty", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (404, "no_loyalty")


async def test_a_level_is_reached_at_once_kept_through_the_next_period_and_lapses(
    trade: Trade,
) -> None:
    """The example of docs/money.md."""
    await programme(trade)
    bolt = await trade.product(price=1000, stock=None)
    assert standing(await trade.get("/loyalty")) == (
        "Бронза", "Бронза", "Серебро", "100.00", "0.00", 0,
    )  # fmt: skip
    await trade.placed((bolt, 12))
    shown = await trade.get("/loyalty")
    assert standing(shown) == ("Серебро", "Серебро", "Золото", "380.00", "0.00", 24)
    assert (shown["ends_on"], shown["kept_until"]) == ("2025-03-31", "2025-04-30")
    assert shown["level"]["privileges"] == ["Доставка бесплатно", "Свой менеджер"]
    # The discount counts from the next cart on.
    cart = (await trade.change((bolt, "set", 2)))["cart"]
    assert cart["total"] == "19.00"
    assert cart["loyalty"]["progress"] == 24
    # April: silver stays, and to keep it 100 ₽ have to be ordered by the 30th.
    trade.clock.now = datetime(2025, 4, 2, 9, tzinfo=UTC)
    shown = await trade.get("/loyalty")
    assert standing(shown) == ("Серебро", "Бронза", "Золото", "500.00", "100.00", 0)
    assert shown["ends_on"] == "2025-04-30"
    await trade.placed((bolt, 2))
    assert (await trade.get("/loyalty"))["to_keep"] == "81.00"
    # May: it was not kept.
    trade.clock.now = datetime(2025, 5, 1, 9, tzinfo=UTC)
    assert standing(await trade.get("/loyalty"))[0] == "Бронза"


async def test_what_is_cancelled_does_not_count(trade: Trade) -> None:
    await programme(trade)
    order = await trade.placed((await trade.product(price=1000), 12))
    await trade.post(f"/orders/{order['id']}/cancel")
    assert standing(await trade.get("/loyalty"))[0] == "Бронза"


async def test_points_pay_what_is_due_first_under_its_contract(trade: Trade) -> None:
    await programme(trade)
    async with trade.database.write() as session:
        session.add(Contract(company_id=trade.company, number="2", signed_on=TODAY - DAY))
    await owe(trade, 1, 50_50, 9)
    await owe(trade, 2, 20_00, 3)
    await give(trade, 60)
    shown = await trade.get("/loyalty")
    assert (shown["points"], shown["spendable"]) == (60, 60)
    answer = await trade.post("/loyalty/spend", {"points": 45}, key="s1")
    assert answer.status_code == 200, answer.text
    assert (answer.json()["points"], answer.json()["spendable"]) == (15, 15)
    again = await trade.post("/loyalty/spend", {"points": 45}, key="s1")
    assert again.json() == answer.json()
    balance = await trade.get("/balance")
    owed = {each["number"]: each["debt"] for each in balance["contracts"]}
    assert owed == {"2": "0.00", "1": "25.50"}
    newest, oldest = (await trade.get("/loyalty/points"))["items"]
    assert (newest["reason"], newest["points"], newest["balance"]) == ("spent", -45, 15)
    assert newest["person"] == "Анна"
    assert (oldest["points"], oldest["balance"], oldest["note"]) == (60, 60, "подарок")
    page = await trade.get("/loyalty/points", limit=1)
    rest = await trade.get("/loyalty/points", limit=1, cursor=page["next_cursor"])
    assert ([each["id"] for each in rest["items"]], rest["next_cursor"]) == ([oldest["id"]], None)


async def test_no_more_than_there_are_and_than_is_owed(trade: Trade) -> None:
    await programme(trade)
    await owe(trade, 1, 10_99, 3)
    await give(trade, 60)
    answer = await trade.post("/loyalty/spend", {"points": 61})
    assert (answer.json()["code"], answer.json()["args"]) == ("too_few_points", {"points": 60})
    answer = await trade.post("/loyalty/spend", {"points": 11})
    assert (answer.json()["code"], answer.json()["args"]) == ("owes_less", {"most": 10})
    accountant = await trade.person(Role.ACCOUNTANT)
    answer = await trade.post("/loyalty/spend", {"points": 1}, token=accountant)
    assert answer.json()["code"] == "forbidden"
    async with trade.database.read() as session:
        assert await session.scalar(select(func.sum(PointEntry.points))) == 60
        assert await session.scalar(select(func.sum(SettlementEntry.amount))) == 10_99


async def test_the_best_discount_counts_alone(trade: Trade) -> None:
    """The example of docs/pricing.md: 5% of the level and 3% of one's own are 5%, not 8."""
    await programme(trade)
    bolt = await trade.product(price=1000)
    await trade.placed((bolt, 12))
    await trade.set(Company, trade.company, discount=300)
    assert Decimal((await trade.change((bolt, "set", 1)))["cart"]["total"]) == Decimal("9.50")
