"""Two portals on one database: each of what is outgoing is sent once, and none is left."""

import asyncio
from datetime import timedelta

from sqlalchemy import func, select

from portal.db.models import Outgoing, Receiver
from portal.domain import outgoing
from portal.exchange.courier import Courier
from portal.exchange.webhooks import Webhook
from tests.portal.claims_world import open_claims
from tests.portal.trade_world import Trade
from tests.support.receiver import Program

URL, SECRET = "https://crm.example.com/hook", "a secret of the supplier's"


async def test_each_is_sent_once_by_whoever_comes_first(trade: Trade) -> None:
    claims, program = await open_claims(trade), Program()
    couriers = [
        Courier(trade.database, Webhook(URL, SECRET, trade.database, trade.clock, program),
                trade.clock)
        for _ in range(3)
    ]  # fmt: skip
    # None of them has been there before: one makes the row, the others find it.
    await asyncio.gather(*(courier.round() for courier in couriers))
    for place in range(4):
        await asyncio.gather(
            claims.make((1, "1") if place % 2 else (2, "0.5")),
            *(courier.round() for courier in couriers),
        )
    await couriers[0].round()
    ids = [each["id"] for each in program.taken]
    assert len(ids) == len(set(ids)) == 4
    async with trade.database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Receiver)) == 1
        assert await session.scalar(select(func.max(Outgoing.attempts))) == 1


async def test_one_holds_the_lease(trade: Trade) -> None:
    async def hold(who: int) -> bool:
        async with trade.database.write() as session:
            return await outgoing.hold(session, "one", str(who), trade.clock()) is not None

    assert sum(await asyncio.gather(*(hold(who) for who in range(5)))) == 1
    trade.clock.move(outgoing.LEASE + timedelta(seconds=1))
    assert sum(await asyncio.gather(*(hold(who) for who in range(5, 10)))) == 1
