"""The sender among replicas, at a stop, at the bought pace, and in a long table."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select

from bot.db.models import OutboxMessage, OutboxState
from bot.db.session import Database, migrate
from bot.outbox import Category, Outbox, noting, rows, taking
from bot.outbox.pace import PAID, OwnSlots
from bot.patience import Patience
from sandbox.telegram import Telegram
from tests.bot.test_outbox import anna as anna
from tests.bot.test_outbox import make, put, row, said
from tests.bot.test_outbox import outbox as outbox
from tests.bot.test_outbox import telegram as telegram
from tests.support.clock import Clock, Steady
from tests.support.postgres import postgres_database
from tests.support.telegram import local_bot


async def test_what_is_on_its_way_when_the_bot_stops_comes_to_its_end(
    db: Database, telegram: Telegram, anna: int, clock: Clock
) -> None:
    bot = local_bot(telegram)
    reached, answers = asyncio.Event(), asyncio.Event()

    async def slowly(make_request: Any, bot: Any, method: Any) -> Any:
        reached.set()
        await answers.wait()
        return await make_request(bot, method)

    bot.session.middleware(slowly)
    outbox = Outbox(db, bot, Patience(clock.sleep), clock=clock, sleep=clock.sleep)
    await put(db, outbox, anna, "x")
    sending = asyncio.create_task(outbox.run())
    await reached.wait()
    sending.cancel()
    await asyncio.sleep(0)
    answers.set()
    await asyncio.gather(sending, return_exceptions=True)
    assert (await row(db, "x")).state is OutboxState.SENT


async def test_a_429_that_one_replica_hears_holds_what_another_has_taken(
    db: Database, outbox: Outbox, telegram: Telegram, anna: int, clock: Clock
) -> None:
    await put(db, outbox, anna, "x")
    taken = await taking.take(db, clock())
    await taking.pause(db, clock() + timedelta(seconds=30))
    assert await taking.mark_attempted(db, taken, clock()) == set()
    clock.forward(seconds=29)
    assert await taking.take(db, clock()) == []
    clock.forward(seconds=1)
    # It was let go of: no lease has to run out first.
    assert [each.key for each in await taking.take(db, clock())] == ["x"]


async def test_a_429_of_minutes_is_waited_out(
    db: Database, outbox: Outbox, telegram: Telegram, clock: Clock
) -> None:
    people = [telegram.add_person(f"Человек {number}").id for number in range(5)]
    for person in people:
        telegram.start(person)
        await put(db, outbox, person, "x", key=f"x-{person}")
    telegram.storm(300)
    await outbox.drain()
    assert [said(telegram, person) for person in people] == [["x"]] * 5
    assert telegram.world.pace.violations == {}


async def test_a_clock_set_back_holds_nothing_up(db: Database, clock: Clock) -> None:
    """The bot's: Telegram's goes on."""
    elsewhere = Steady(clock)
    telegram = Telegram(now=elsewhere)
    outbox = Outbox(db, local_bot(telegram), Patience(clock.sleep), clock=clock, sleep=clock.sleep)
    anna = telegram.add_person("Анна").id
    telegram.start(anna)
    await put(db, outbox, anna, "one")
    await outbox.drain()
    began = elsewhere.jump(clock() - timedelta(hours=3))
    await put(db, outbox, anna, "two")
    await outbox.drain()
    assert said(telegram, anna) == ["one", "two"]
    assert clock() - began < timedelta(minutes=1)


async def test_what_goes_in_the_same_instant_is_marked_together_and_cancelled_by_itself(
    db: Database, telegram: Telegram, clock: Clock
) -> None:
    bot, slots = local_bot(telegram), OwnSlots(clock, PAID)
    patience = Patience(clock.sleep)
    outbox = Outbox(db, bot, patience, clock=clock, sleep=clock.sleep, slots=slots, paid=True)
    people = [telegram.add_person(f"Человек {number}").id for number in range(60)]
    for person in people:
        telegram.start(person)
        await put(db, outbox, person, "x", key=f"x-{person}", topic=f"one:{person}")
    commits: list[str] = []
    event.listen(db.writers.sync_engine, "commit", lambda _: commits.append("commit"))
    taken = await taking.take(db, clock())
    async with db.write() as session:
        await outbox.cancel(session, f"one:{taken[3].chat_id}")
    marked = await taking.mark_attempted(db, taken, clock())
    assert marked == {row.id for row in taken} - {taken[3].id}
    assert len(commits) == 3
    began = clock()
    await outbox.step()
    # Thirty at 1,000 a second.
    assert clock() - began < timedelta(seconds=0.1)
    assert sum(said(telegram, person) == ["x"] for person in people) == 30
    clock.forward(seconds=taking.LEASE.total_seconds() + 1)
    await outbox.settle_doubts()
    await outbox.drain()
    assert [person for person in people if said(telegram, person) != ["x"]] == [taken[3].chat_id]
    assert await outbox.turn()


async def test_the_queue_is_never_walked_through(
    db: Database, outbox: Outbox, telegram: Telegram, anna: int, clock: Clock
) -> None:
    """An index decides in every statement, as long as the table may be."""
    said_to_it: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        first = parameters[0] if isinstance(parameters, list) else parameters
        said_to_it.append((statement, first))

    group = telegram.add_group("Менеджеры", [anna], kind="group")
    telegram.upgrade_group(group.id)
    blocked = telegram.add_person("Борис").id
    telegram.start(blocked)
    telegram.block(blocked)
    event.listen(db.writers.sync_engine, "before_cursor_execute", note)
    for chat_id in (anna, group.id, blocked):
        for number in range(2):
            await put(db, outbox, chat_id, f"{chat_id} {number}")
    telegram.fail(500, times=1)
    for _ in range(6):
        await outbox.step()
        await taking.wait_for_next(db, clock(), 5)
        clock.forward(seconds=2)
    async with db.write() as session:
        await noting.reopen(session, blocked, clock())
        await outbox.cancel(session, "debt:1")
        await rows.prune(session, clock())
    await outbox.settle_doubts()
    await outbox.settle_doubts(after_start=True)
    with closing(sqlite3.connect(db.url.partition(":///")[2])) as own:
        for statement, parameters in said_to_it:
            if "outbox" in statement and not statement.startswith("INSERT"):
                plan = own.execute(f"explain query plan {statement}", parameters)
                scans = [step[3] for step in plan if "SCAN outbox" in step[3]]
                # Few are leased at a time.
                assert scans in ([], ["SCAN outbox USING INDEX ix_outbox_leased"]), statement


async def test_a_groups_minute_is_counted_over_a_restart(
    db: Database, telegram: Telegram, anna: int, clock: Clock
) -> None:
    group = telegram.add_group("Менеджеры", [anna])
    for number in range(25):
        sender = make(db, telegram, clock)
        await put(db, sender, group.id, f"{number}")
        await sender.drain()
    assert said(telegram, group.id) == [f"{number}" for number in range(25)]
    assert telegram.world.pace.violations == {}


async def test_what_is_in_doubt_is_settled_while_a_broadcast_goes_on(
    db: Database, outbox: Outbox, telegram: Telegram, anna: int, clock: Clock
) -> None:
    """An order's own message is not to wait until all have got an offer."""
    people = [telegram.add_person(f"Человек {number}").id for number in range(60)]
    await put(db, outbox, anna, "заказ")
    [taken] = await taking.take(db, clock())
    await taking.mark_attempted(db, [taken], clock())
    for person in people:
        telegram.start(person)
        await put(db, outbox, person, "акция", key=f"{person}", category=Category.BROADCAST)
    clock.forward(seconds=taking.LEASE.total_seconds() + 1)
    await outbox.turn()
    assert said(telegram, anna) == ["заказ"]


async def test_what_is_in_doubt_is_left_in_peace_until_it_is_settled(
    db: Database, outbox: Outbox, telegram: Telegram, anna: int, clock: Clock
) -> None:
    await put(db, outbox, anna, "x")
    await put(db, outbox, anna, "y")
    [taken] = await taking.take(db, clock())
    await taking.mark_attempted(db, [taken], clock())
    clock.forward(seconds=taking.LEASE.total_seconds() + 1)
    assert await taking.take(db, clock()) == []
    # Nobody asks for what follows it twenty times a second meanwhile.
    assert await taking.wait_for_next(db, clock(), 5) == taking.BUSY_FOR.total_seconds()


async def test_what_one_sender_has_taken_is_no_others_until_the_lease_is_over(
    db: Database, outbox: Outbox, anna: int, clock: Clock
) -> None:
    await put(db, outbox, anna, "x")
    [first] = await taking.take(db, clock())
    clock.at += taking.LEASE - timedelta(seconds=1)
    assert await taking.take(db, clock()) == []
    clock.at += timedelta(seconds=2)
    [second] = await taking.take(db, clock())
    # Whoever was slow lets go of it: it is the other's by now.
    assert await taking.mark_attempted(db, [first], clock()) == set()
    assert await taking.mark_attempted(db, [second], clock()) == {second.id}
    assert await taking.mark_attempted(db, [second], clock()) == set()


@pytest.mark.postgres
async def test_replicas_that_take_side_by_side_take_different_rows_and_none_waits(
    clock: Clock,
) -> None:
    """Guard: without SKIP LOCKED the second waits for the first to commit."""
    async with postgres_database() as server:
        url = server.replace("://", "+asyncpg://")
        await migrate(url)
        db = Database(url)
        try:
            outbox = Outbox(db, local_bot(Telegram(now=clock)), Patience(), clock=clock)
            for chat_id in range(1, 41):
                await put(db, outbox, chat_id, "x", key=f"x-{chat_id}")
            async with db.write() as session:
                held = select(OutboxMessage.id).where(OutboxMessage.chat_id <= 30)
                locked = set(await session.scalars(held.with_for_update()))
                async with asyncio.timeout(20):
                    taken = await taking.take(db, clock())
                assert not {row.id for row in taken} & locked
            for chat_id in range(1, 31):
                await put(db, outbox, chat_id, "y", key=f"y-{chat_id}")
            await taking.take(db, clock())
            async with db.write() as session:
                held = select(OutboxMessage.id).where(OutboxMessage.key.startswith("y-"))
                await session.execute(held.with_for_update())
                # Their chats are busy: nor does it wait to put off what follows.
                async with asyncio.timeout(20):
                    await taking.take(db, clock())
            clock.at += taking.LEASE + timedelta(seconds=1)
            one, other = await asyncio.gather(taking.take(db, clock()), taking.take(db, clock()))
            assert len({row.id for row in (*one, *other)}) == len(one) + len(other)
        finally:
            await db.dispose()


async def test_a_429_to_the_outbox_holds_the_answers_to_people_too(
    db: Database, telegram: Telegram, anna: int, clock: Clock
) -> None:
    asked: list[float] = []

    async def sleep(seconds: float) -> None:
        asked.append(seconds)
        await clock.sleep(seconds)

    outbox = Outbox(db, local_bot(telegram), Patience(sleep), clock=clock, sleep=clock.sleep)
    await put(db, outbox, anna, "x")
    telegram.storm(17)
    await outbox.drain()
    assert asked == [17]


async def test_what_another_replica_is_sending_is_not_in_doubt_before_its_lease_is_over(
    db: Database, outbox: Outbox, anna: int, clock: Clock
) -> None:
    await put(db, outbox, anna, "акция", category=Category.BROADCAST)
    taken = await taking.take(db, clock())
    await taking.mark_attempted(db, taken, clock())
    await outbox.settle_doubts()
    assert (await row(db, "акция")).state is OutboxState.ATTEMPTED
    clock.at += taking.LEASE + timedelta(seconds=1)
    await outbox.settle_doubts()
    assert (await row(db, "акция")).state is OutboxState.IN_DOUBT
