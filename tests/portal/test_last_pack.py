"""Two buyers and one last pack: one of them gets it, the other is asked again."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Order, Reservation, Role
from portal.domain.goods import priced
from portal.domain.pricing import Terms
from portal.domain.reservations import lock_stock, reserve
from tests.portal.trade_world import Trade
from tests.portal.world import OTHER_INN, a_company, a_person

RACES = 10


async def as_seen(trade: Trade, token: str) -> dict[str, Any]:
    """An order's body with the stock that the buyer saw, as the bot sends it."""
    quote = await trade.get("/carts/active/quote", token)
    names = ("product_id", "quantity", "price", "stock")
    return {
        "cart_id": quote["cart_id"],
        "lines": [{name: line[name] for name in names} for line in quote["lines"]],
        "total": quote["total"],
    }


async def race(trade: Trade, buyers: tuple[str, str], article: str) -> None:
    bolt = await trade.product(article, stock=1)
    for token in buyers:
        await trade.change((bolt, "set", 1), token=token)
    bodies = [await as_seen(trade, token) for token in buyers]
    answers = await asyncio.gather(
        *(
            trade.post("/orders", body, token=token)
            for body, token in zip(bodies, buyers, strict=True)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    lost = answers.index(next(answer for answer in answers if answer.status_code == 409))
    refused = answers[lost].json()
    assert refused["code"] == "quote_changed"
    assert [each["kind"] for each in refused["args"]["differences"]] == ["short"]
    await trade.change((bolt, "set", 0), token=buyers[lost])


async def run(trade: Trade, races: int) -> None:
    rivals = await a_company(
        trade.database, trade.clock(), inn=OTHER_INN, price_type_id=trade.price_type
    )
    rival = await a_person(trade.database, trade.clock(), (rivals, Role.BUYER))
    for n in range(races):
        await race(trade, (trade.buyer, rival), f"B{n}")
    async with trade.database.read() as session:
        assert await session.scalar(select(func.sum(Reservation.quantity))) == races * 1000
        assert await session.scalar(select(func.count()).select_from(Order)) == races


async def test_one_gets_it_each_time(trade: Trade) -> None:
    await run(trade, RACES)


@pytest.mark.slow
async def test_one_gets_it_a_thousand_times(trade: Trade) -> None:
    await run(trade, 1_000)


async def _order(session: AsyncSession, trade: Trade, number: str) -> int:
    order = Order(
        number=number, external_id=number, company_id=trade.company, author_id=1, total=0, vat=0,
        snapshot_hash="", placed_at=trade.clock(),
    )  # fmt: skip
    session.add(order)
    await session.flush()
    return order.id


async def _take(trade: Trade, bolt: int, number: str, seen: asyncio.Barrier, *, lock: bool) -> None:
    terms = Terms(trade.price_type, "Опт", "RUB", 0)
    async with trade.database.write() as session:
        if lock:
            await lock_stock(session, [bolt])
        lines = await priced(session, terms, [(bolt, 1000)])
        if not lock:
            await seen.wait()
        await reserve(session, await _order(session, trade, number), lines)


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
@pytest.mark.parametrize(("lock", "held"), [(True, 1000), (False, 2000)])
async def test_without_the_lock_both_would_get_it(trade: Trade, lock: bool, held: int) -> None:
    """Guard: `lock_stock`. SQLite needs none: there every writer is alone."""
    bolt = await trade.product(stock=1)
    seen = asyncio.Barrier(2)
    await asyncio.gather(*(_take(trade, bolt, number, seen, lock=lock) for number in ("1", "2")))
    async with trade.database.read() as session:
        assert await session.scalar(select(func.sum(Reservation.quantity))) == held
