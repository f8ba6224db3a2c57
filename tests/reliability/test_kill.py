"""kill -9 at random points of an order's placing: the real bot, the real local Telegram.

ROUNDS=100 SEED=7 make test-slow
"""

import asyncio
import os
import random
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import monotonic

import pytest
from sqlalchemy import select

from portal.db.models import Company, Role
from portal.db.session import Database
from portal.domain.invitations import invite
from sandbox.telegram import TOKEN
from tests.reliability.processes import Handset, Program, local_telegram, until
from tests.support.portal import KREPEZH, lay

pytestmark = pytest.mark.slow

ROUNDS = int(os.environ.get("ROUNDS") or 10)
SEED = os.environ.get("SEED") or "1"
PATIENCE = 300
"""Seconds that a person waits: longer than a bot needs to start twice on the busiest machine."""
Act = Callable[[], Awaitable[int | None]]


@dataclass
class Placing:
    """One order's, step by step; the bot dies `after` so many seconds of the step that is `fatal`,
    and `again` seconds into its next life."""

    hand: Handset = field(repr=False)
    bot: Program = field(repr=False)
    fatal: int | None = None
    after: float = 0.0
    again: float | None = None
    types: bool = False
    """The address and the comment, where others press buttons."""
    took: list[float] = field(default_factory=list)
    """Seconds, by step."""

    async def order(self, line: str) -> None:
        hand = self.hand
        await hand.forget()
        await self._step(lambda: hand.write(line), lambda _: hand.sees("Отменить"))
        await self._step(lambda: hand.write("/cart"), lambda _: hand.sees("Оформить заказ"))
        await self._step(lambda: hand.press("Оформить заказ"), lambda _: hand.sees("Самовывоз"))
        for typed, button, then in (
            ("Тверь, ул. Новая, 7", "Самовывоз", "Без комментария"),
            # Handled again as a line of its own, it would go into the cart.
            ("0893106 3", "Без комментария", "Подтвердить заказ"),
        ):
            act = partial(hand.write, typed) if self.types else partial(hand.press, button)
            await self._step(act, lambda _, then=then: hand.sees(then))
        await self._step(
            lambda: hand.press("Подтвердить заказ"), lambda card: hand.reads("оформлен", card)
        )

    async def _step(self, act: Act, seen: Callable[[int], Awaitable[None]]) -> None:
        began = monotonic()
        card = await act()
        if len(self.took) == self.fatal:
            await self._die()
        try:
            async with asyncio.timeout(PATIENCE):
                await seen(card or 0)
        except TimeoutError:
            raise AssertionError(f"no answer to step {len(self.took)}") from None
        self.took.append(monotonic() - began)

    async def _die(self) -> None:
        await asyncio.sleep(self.after)
        self.bot.kill()
        self.bot.start()
        if self.again is not None:
            await asyncio.sleep(self.again)
            self.bot.kill()
            self.bot.start()


async def test_kill_9_at_any_point_of_an_orders_placing(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    async with _running(tmp_path) as (hand, bot):
        usual = await _undisturbed(hand, bot)
        start = await _start(hand, bot)
        for number in range(2, ROUNDS + 2):
            fatal = chance.randrange(len(usual))
            placing = Placing(hand, bot, fatal, chance.uniform(0, usual[fatal] * 1.2))
            placing.types = chance.random() < 0.5
            if chance.random() < 0.3:
                placing.again = chance.uniform(0, start * 1.2)
            try:
                await placing.order(f"0893106 {number}")
                await _settled(tmp_path, number)
            except AssertionError as error:
                error.add_note("\n\n".join([f"order {number}: {placing}", *await hand.read()]))
                raise
        await Placing(hand, bot).order(f"0893106 {ROUNDS + 2}")
        await _settled(tmp_path, ROUNDS + 2)
        assert bot.stop() == 0
    _at_the_end(tmp_path)


@asynccontextmanager
async def _running(folder: Path) -> AsyncIterator[tuple[Handset, Program]]:
    await lay(folder / "portal.db", datetime.now(UTC))
    with closing(sqlite3.connect(folder / "portal.db")) as portal, portal:
        portal.execute("update stock set quantity = 1000000000")
    code = await _invitation(folder)
    async with local_telegram(folder) as http:
        person = (await http.post("/api/people", json={"first_name": "Анна"})).json()
        hand, bot = (
            Handset(http, person["id"]),
            Program(("bot", "run"), folder, {"BOT_API_URL": str(http.base_url)}),
        )
        bot.start()
        try:
            await hand.start(code)
            await hand.sees("Подключиться")
            await hand.press("Подключиться")
            yield hand, bot
        finally:
            bot.kill()
            await asyncio.gather(*hand.pressing)


async def _invitation(folder: Path) -> str:
    portal = Database(f"sqlite+aiosqlite:///{folder / 'portal.db'}")
    async with portal.write() as session:
        company = await session.scalar(select(Company).where(Company.inn == KREPEZH))
        code, _ = await invite(session, Role.BUYER, company, now=datetime.now(UTC))
    await portal.dispose()
    return code


async def _undisturbed(hand: Handset, bot: Program) -> list[float]:
    """How long each step takes where nobody dies. Its order is the first: of one piece."""
    placing = Placing(hand, bot)
    await placing.order("0893106 1")
    return placing.took


async def _start(hand: Handset, bot: Program) -> float:
    """How long the bot takes from its start to an answer."""
    await hand.forget()
    bot.kill()
    began = monotonic()
    bot.start()
    await hand.write("/cart")
    await hand.sees("Меню")
    return monotonic() - began


async def _settled(folder: Path, orders: int) -> None:
    """Until nothing is in doubt any more. Of each order there is one: they differ by quantity."""

    async def done() -> bool:
        return not _unfinished(folder)

    try:
        async with asyncio.timeout(PATIENCE):
            await until(done)
    except TimeoutError:
        raise AssertionError(f"still unfinished: {_unfinished(folder)}") from None
    quantities = _rows(
        folder / "portal.db",
        "select l.quantity / 1000 from orders o left join order_lines l on l.order_id = o.id"
        " order by o.id",
    )
    assert [row[0] for row in quantities] == list(range(1, orders + 1))
    assert _rows(folder / "portal.db", "select * from cart_lines") == []


def _unfinished(folder: Path) -> list[tuple[object, ...]]:
    return _rows(
        folder / "bot.db",
        "select 'update', update_id, state from inbox where state != 'done'"
        " union all select 'draft', key, state from drafts where state in ('shown', 'placing')"
        " union all select 'message', key, state from outbox where state != 'sent'",
    )


def _rows(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path, timeout=30)) as database:
        return database.execute(query).fetchall()


def _at_the_end(folder: Path) -> None:
    placed = _rows(folder / "bot.db", "select order_id from drafts where state = 'placed'")
    orders = _rows(folder / "portal.db", "select id from orders")
    assert sorted(str(row[0]) for row in placed) == sorted(str(row[0]) for row in orders)
    log = (folder / "bot.log").read_text()
    assert TOKEN not in log
    assert [line for line in log.splitlines() if " ERROR " in line] == []
