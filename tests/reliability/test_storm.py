"""A message to all, through storms of 429 and deaths of the senders: two, at Telegram's pace.

A death is a task that is cancelled at whatever await it stands, a transaction's too, and what it
sent with it, before Telegram has answered; what it had in memory is dropped, and another begins in
its place. Telegram gets a call at once and takes its time to answer. Both senders share the slots,
as replicas do in Redis.
"""

import asyncio
import logging
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import exists, select

from bot.db.models import LIVE, OutboxMessage
from bot.db.session import migrate
from bot.outbox import Category, Letter, Outbox, OutboxState, content, taking
from bot.outbox.pace import FREE, PAID, OwnSlots
from bot.outbox.rows import FAR
from bot.patience import Patience
from sandbox.telegram import Limits, Telegram
from tests.support.botdb import bot_database, put
from tests.support.postgres import postgres_database
from tests.support.still import StillClock, WatchedDatabase
from tests.support.telegram import local_bot

log = logging.getLogger(__name__)

BLOCKED = 20
"""One in so many has blocked the bot."""
WITH_AN_ORDER = 25
"""One in so many hears of an order meanwhile, in OWN messages."""
OWN = 3
TO_GROUP = 22
SALE = "Скидка до пятницы"


@dataclass
class Storm:
    url: str
    recipients: int
    kills: int
    storms: int
    paid: bool = False
    chance: random.Random = field(default_factory=lambda: random.Random(5))
    clock: StillClock = field(default_factory=StillClock)
    killed: int = 0
    _shared: WatchedDatabase | None = None

    def __post_init__(self) -> None:
        self.telegram = Telegram(now=self.clock, limits=Limits(chat_burst=1))
        self.storm_until = self.clock()
        self.slots = OwnSlots(self.clock, PAID if self.paid else FREE)
        self.people = [self.telegram.add_person(str(number)) for number in range(self.recipients)]
        for number, person in enumerate(self.people):
            person.started = True
            person.blocked = number % BLOCKED == 7
        self.group = self.telegram.add_group("Менеджеры", [self.people[0].id]).id
        # Paid, a sender waits for thirty answers rather than for its next moment.
        a_second = 180 if self.paid else FREE
        self.expected_seconds = (self.recipients * (1 + OWN / WITH_AN_ORDER) + TO_GROUP) / a_second

    def letters(self) -> list[Letter]:
        end = self.clock() + timedelta(days=2)
        sale = content.text(SALE)
        all_of_it = [
            Letter(f"sale:{each.id}", each.id, *sale, Category.BROADCAST, "sale", expires_at=end)
            for each in self.people
        ]
        for each in self.people[::WITH_AN_ORDER]:
            began = timedelta(seconds=self.chance.uniform(0, self.expected_seconds))
            all_of_it += [
                Letter(
                    f"order:{each.id}:{number}",
                    each.id,
                    *content.text(f"Заказ {number}"),
                    not_before=self.clock() + began + timedelta(milliseconds=number),
                )
                for number in range(OWN)
            ]
        return all_of_it + [
            Letter(f"group:{number}", self.group, *content.text(f"Заявка {number}"))
            for number in range(TO_GROUP)
        ]

    async def run(self) -> None:
        async with self._database() as db:
            await put(db, self._sender(db), self.letters())
            tasks = [
                asyncio.create_task(each)
                for each in (self._weather(), self._lives(0), self._lives(1), self.clock.run())
            ]
            try:
                while await self._is_something_left(db):
                    await self.clock.sleep(20)
                    for ended in tasks[1:]:
                        if ended.done():
                            ended.result()
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    async def _lives(self, number: int) -> None:
        chance = random.Random(number)
        while True:
            async with self._database() as db:
                life = asyncio.create_task(self._life(db))
                if self.killed >= self.kills:
                    await life
                await self.clock.sleep(chance.uniform(0.5, 2) * self.expected_seconds / self.kills)
                # Wherever it stands, in the midst of a transaction too.
                await asyncio.sleep(chance.uniform(0, 0.01))
                if life.done():
                    life.result()
                self.killed += 1
                await kill(life, db)
                await self._forget(db)
            await self.clock.sleep(chance.uniform(1, 10))

    async def _life(self, db: WatchedDatabase) -> None:
        sender = self._sender(db)
        while True:
            if wait := await sender.turn():
                await self.clock.sleep(wait)

    def _sender(self, db: WatchedDatabase) -> Outbox:
        bot = local_bot(self.telegram)
        bot.session.middleware(self._answers_slowly)
        patience = Patience(self.clock.sleep)
        return Outbox(
            db,
            bot,
            patience,
            clock=self.clock,
            sleep=self.clock.sleep,
            slots=self.slots,
            paid=self.paid,
        )

    async def _answers_slowly(self, make_request: Any, bot: Any, method: Any) -> Any:
        try:
            return await make_request(bot, method)
        finally:
            # In bunches, as over a line that stutters: a tenth of a second, or two or three.
            tenth = 0.1 - self.clock().timestamp() % 0.1
            await self.clock.sleep(tenth + self.chance.choice((0, 0.1, 0.2)))

    async def _weather(self) -> None:
        for _ in range(self.storms):
            await self.clock.sleep(
                self.chance.uniform(0.5, 1) * self.expected_seconds / self.storms
            )
            seconds = self.chance.uniform(2, 3 + 1.5 * self.expected_seconds / self.storms)
            self.storm_until = self.clock() + timedelta(seconds=seconds)
            self.telegram.storm(seconds)

    async def _forget(self, db: WatchedDatabase) -> None:
        """Of a storm that only the dead heard of, and noted nowhere, nobody could know."""
        async with db.read() as session:
            known = await taking.paused_until(session)
        left = (self.storm_until - self.clock()).total_seconds()
        if left > 0 and (known is None or known <= self.clock()):
            self.telegram.storm(left)

    async def _is_something_left(self, db: WatchedDatabase) -> bool:
        async with db.read() as session:
            last = self.clock() + FAR / 2
            return bool(
                await session.scalar(select(exists().where(LIVE, OutboxMessage.ready_at < last)))
            )

    @asynccontextmanager
    async def _database(self) -> AsyncIterator[WatchedDatabase]:
        """A life's own, as a process has it; on SQLite all of them are in one process."""
        if self._shared is not None:
            yield self._shared
            return
        db = WatchedDatabase(self.url, self.clock)
        self._shared = db if db.is_sqlite else None
        try:
            yield db
        finally:
            self._shared = None
            await db.dispose()

    async def check(self) -> dict[str, Any]:
        """Nobody misses it, nobody has it twice but where it was in doubt, no limit was broken."""
        rows: dict[int, list[OutboxMessage]] = {}
        async with self._database() as db, db.read() as session:
            for row in await session.scalars(select(OutboxMessage)):
                rows.setdefault(row.chat_id, []).append(row)
        twice = 0
        for chat_id in (*(each.id for each in self.people), self.group):
            said = [
                message["text"]
                for message in self.telegram.messages(chat_id)
                if message["from"]["is_bot"]
            ]
            counted = Counter(said)
            person = self.telegram.world.state.people.get(chat_id)
            blocked = person is not None and person.blocked
            for row in rows[chat_id]:
                times = counted[row.payload["text"]]
                if blocked:
                    assert times == 0
                elif row.category is Category.BROADCAST:
                    assert times == 1 or (times == 0 and row.state is OutboxState.IN_DOUBT), row.key
                else:
                    assert row.state is OutboxState.SENT, row.key
                    assert 1 <= times <= 1 + row.doubts, row.key
                    twice += times - 1
            own = list(dict.fromkeys(text for text in said if text != SALE))
            assert own == sorted(own, key=lambda text: int(text.split()[1])), own
        pace = self.telegram.world.pace
        assert pace.violations == {}, pace.violations
        return {
            "states": dict(Counter(row.state.value for of in rows.values() for row in of)),
            "doubts": sum(row.doubts for of in rows.values() for row in of),
            "said_twice": twice,
            "killed": self.killed,
            "refused_by_storms": pace.refused_by_storms,
            "sent": pace.sent,
            "seconds": (self.clock() - StillClock()()).total_seconds(),
        }


async def kill(life: asyncio.Task[None], db: WatchedDatabase) -> None:
    """Asked once it would let end what is on its way: so once more, when a transaction that it was
    in has come to an end."""
    for _ in range(2):
        life.cancel()
        await asyncio.sleep(0)
        await db.quiet()
    await asyncio.gather(life, return_exceptions=True)


async def test_forty_people_through_a_storm(tmp_path: Path, templates: Path) -> None:
    async with bot_database(tmp_path, templates) as db:
        storm = Storm(db.url, recipients=40, kills=3, storms=2)
        await storm.run()
    found = await storm.check()
    assert found["killed"] >= 3
    assert found["refused_by_storms"] > 0


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.parametrize(("recipients", "paid"), [(20_000, False), (100_000, True)])
async def test_a_hundred_thousand_people_through_a_hundred_deaths(
    recipients: int, paid: bool
) -> None:
    async with postgres_database() as server:
        url = server.replace("://", "+asyncpg://")
        await migrate(url)
        storm = Storm(url, recipients, kills=100, storms=30, paid=paid)
        await storm.run()
        found = await storm.check()
    log.warning("%s", found)
    assert found["killed"] >= 100
    assert found["refused_by_storms"] > 0
