"""What a channel may remind of, for all companies: carts left, the usual order, levels."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from portal.db.models import (
    Company,
    Contract,
    LoyaltyLevel,
    LoyaltyPeriod,
    LoyaltyProgramme,
    Membership,
    Order,
    OrderStatus,
    Role,
)
from tests.portal.test_events import me
from tests.portal.trade_world import Trade, statements
from tests.portal.world import CHANNEL, OTHER_INN, a_company, bearer


async def told(trade: Trade, what: str, **query: Any) -> list[Any]:
    items: list[Any] = (await trade.get(f"/nudges/{what}", CHANNEL, **query))["items"]
    return items


@pytest.mark.parametrize("what", ["carts", "usual", "levels"])
async def test_for_a_channel_alone(trade: Trade, what: str) -> None:
    for token in (trade.buyer, "wrong"):
        answer = await trade.client.get(f"/nudges/{what}", headers=bearer(token))
        assert answer.status_code == 401
    assert await told(trade, what) == []


async def test_a_cart_that_was_left(trade: Trade) -> None:
    bolt = await trade.product()
    cart = (await trade.change((bolt, "set", 3)))["cart"]
    trade.clock.move(timedelta(hours=23, minutes=59))
    assert await told(trade, "carts") == []
    trade.clock.move(timedelta(minutes=1))
    [left] = await told(trade, "carts")
    assert (left["cart_id"], left["person_id"]) == (cart["id"], await me(trade))
    assert left["updated_at"] == cart["updated_at"]
    assert left["company"]["timezone"] == "Europe/Moscow"
    # Changed, it waits anew; emptied, nobody is waited for.
    await trade.change((bolt, "set", 4))
    assert await told(trade, "carts") == []
    trade.clock.move(timedelta(days=1))
    assert len(await told(trade, "carts")) == 1
    trade.clock.move(timedelta(days=3))
    assert await told(trade, "carts") == []
    assert len(await told(trade, "carts", days=5)) == 1
    await trade.change((bolt, "set", 0))
    trade.clock.move(timedelta(days=1))
    assert await told(trade, "carts") == []


async def test_a_cart_is_for_whoever_fills_it_now(trade: Trade) -> None:
    bolt = await trade.product()
    cart = (await trade.change((bolt, "set", 3)))["cart"]
    boris = await trade.person()
    await trade.client.put(f"/carts/{cart['id']}/active", headers=bearer(boris))
    both = [await me(trade), await me(trade, boris)]
    trade.clock.move(timedelta(days=1))
    first = await trade.get("/nudges/carts", CHANNEL, limit=1)
    rest = await trade.get("/nudges/carts", CHANNEL, limit=1, cursor=first["next_cursor"])
    assert [one["person_id"] for one in first["items"] + rest["items"]] == both
    assert rest["next_cursor"] is None
    await trade.post("/carts", {"name": "Другая"}, key="k")
    assert [one["person_id"] for one in await told(trade, "carts")] == [both[1]]
    async with trade.database.write() as session:
        await session.execute(update(Membership).values(revoked_at=trade.clock()))
    assert await told(trade, "carts") == []


async def in_a_rhythm(trade: Trade, product: int, days: int, times: int = 3) -> None:
    """So many orders, so many days apart; the clock stands at the last one."""
    for n in range(times):
        if n:
            trade.clock.move(timedelta(days=days))
        await trade.placed((product, 2))


async def test_the_usual_order_is_due(trade: Trade) -> None:
    bolt = await trade.product()
    await in_a_rhythm(trade, bolt, 10, times=2)
    trade.clock.move(timedelta(days=10))
    assert await told(trade, "usual") == []
    # Two orders of one day are one, and do not make the rhythm faster.
    await trade.placed((bolt, 2))
    trade.clock.move(timedelta(hours=2))
    last = await trade.placed((bolt, 1))
    assert await told(trade, "usual") == []
    trade.clock.move(timedelta(days=8, hours=23))
    assert await told(trade, "usual") == []
    trade.clock.move(timedelta(hours=2))
    [due] = await told(trade, "usual")
    assert (due["order_id"], due["products"]) == (last["id"], 1)
    assert due["due_at"][:10] == "2025-04-02"
    assert due["people"] == [await me(trade)]
    # Late by more than the interval, it is ordered no more.
    trade.clock.move(timedelta(days=11))
    assert len(await told(trade, "usual")) == 1
    trade.clock.move(timedelta(hours=1, minutes=1))
    assert await told(trade, "usual") == []


async def test_whom_the_usual_order_does_not_concern(trade: Trade) -> None:
    bolt = await trade.product()
    owner = await trade.person(Role.OWNER)
    await in_a_rhythm(trade, bolt, 10)
    trade.clock.move(timedelta(days=10))
    assert [each["people"] for each in await told(trade, "usual")] == [[await me(trade)]]
    async with trade.database.write() as session:
        await session.execute(
            update(Membership).where(Membership.role == Role.BUYER).values(revoked_at=trade.clock())
        )
    assert [each["people"] for each in await told(trade, "usual")] == [[await me(trade, owner)]]
    async with trade.database.write() as session:
        await session.execute(update(Contract).values(valid_to=trade.clock().date()))
    assert len(await told(trade, "usual")) == 1
    async with trade.database.write() as session:
        yesterday = trade.clock().date() - timedelta(days=1)
        await session.execute(update(Contract).values(valid_to=yesterday))
    assert await told(trade, "usual") == []


async def test_what_was_cancelled_makes_no_rhythm_and_a_first_product_no_usual(
    trade: Trade,
) -> None:
    bolts = await trade.products(3)
    for bolt in bolts:
        await trade.placed((bolt, 1))
        trade.clock.move(timedelta(days=10))
    assert await told(trade, "usual") == []
    await trade.placed((bolts[0], 1))
    trade.clock.move(timedelta(days=10))
    assert [each["products"] for each in await told(trade, "usual")] == [1]
    async with trade.database.write() as session:
        between = select(Order.id).order_by(Order.id).offset(1).limit(2)
        await session.execute(
            update(Order).where(Order.id.in_(between)).values(status=OrderStatus.CANCELLED)
        )
    assert await told(trade, "usual") == []


async def programme(trade: Trade, period: LoyaltyPeriod = LoyaltyPeriod.MONTH) -> None:
    async with trade.database.write() as session:
        session.add(LoyaltyProgramme(period=period))
        session.add(LoyaltyLevel(name="Серебро", sign="🥈", from_turnover=100_00))
        session.add(LoyaltyLevel(name="Золото", sign="🥇", from_turnover=500_00))


async def test_a_level_that_lapses(trade: Trade) -> None:
    """Gold of March, and in April only silver: on the last of April gold is over."""
    await programme(trade)
    bolt = await trade.product(price=100_00)
    owner = await trade.person(Role.OWNER)
    await trade.person(Role.ACCOUNTANT)
    await trade.placed((bolt, 6))
    assert await told(trade, "levels", days=60) == []
    # Noon of the 15th: 15 days to the 30th. Then the 16th.
    trade.clock.move(timedelta(days=43))
    await trade.placed((bolt, 1))
    assert await told(trade, "levels") == []
    trade.clock.move(timedelta(days=1))
    [level] = await told(trade, "levels")
    assert (level["level"], level["sign"], level["earned"]) == ("Золото", "🥇", "Серебро")
    assert (level["to_keep"], level["ends_on"]) == ("400.00", "2025-04-30")
    assert level["people"] == [await me(trade), await me(trade, owner)]
    # The same that the company reads of itself.
    own = await trade.get("/loyalty")
    assert (own["to_keep"], own["ends_on"]) == (level["to_keep"], level["ends_on"])
    await trade.placed((bolt, 4))
    assert await told(trade, "levels") == []


async def test_the_last_day_is_the_companys_own(trade: Trade) -> None:
    await programme(trade)
    bolt = await trade.product(price=100_00)
    await trade.placed((bolt, 1))
    # 23:30 of the 30th of April in Moscow is the 1st of May in Vladivostok.
    trade.clock.move(timedelta(days=58, hours=11, minutes=30))
    assert len(await told(trade, "levels", days=0)) == 1
    await trade.set(Company, trade.company, timezone="Asia/Vladivostok")
    assert await told(trade, "levels", days=0) == []
    # What counts there was ordered in April, whatever month it is elsewhere.
    await a_company(trade.database, trade.clock(), inn=OTHER_INN)
    assert await told(trade, "levels", days=31) == []


async def test_the_same_statements_for_one_company_and_for_many(trade: Trade) -> None:
    await programme(trade)
    bolt = await trade.product(price=100_00)
    await in_a_rhythm(trade, bolt, 10)
    trade.clock.move(timedelta(days=35))
    await trade.change((bolt, "set", 1))
    trade.clock.move(timedelta(days=1))
    for what, most in (("carts", 1), ("usual", 4), ("levels", 4)):
        with statements(trade.database) as seen:
            await told(trade, what, **({"days": 31} if what == "levels" else {}))
        selects = [each for each in seen if each.lstrip().lower().startswith("select")]
        assert len(selects) <= most, what
