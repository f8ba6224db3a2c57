"""What the bot says by itself is said once, at Telegram's pace, whatever happens."""

import asyncio
import secrets
from datetime import timedelta
from typing import Any

import pytest
from redis.asyncio import Redis
from sqlalchemy import select

from bot.db.models import OutboxMessage, OutboxState, User
from bot.db.session import Database
from bot.outbox import Category, Outbox, content, noting, taking
from bot.outbox.sender import MOST_ATTEMPTS
from bot.outbox.shared_pace import SharedSlots
from bot.patience import Patience
from bot.screen import Heading, Paragraph, Screen
from sandbox.telegram import Limits, Telegram
from tests.support.clock import Clock, until
from tests.support.telegram import LocalSession, local_bot


@pytest.fixture
def telegram(clock: Clock) -> Telegram:
    return Telegram(now=clock, limits=Limits())


@pytest.fixture
def anna(telegram: Telegram) -> int:
    person = telegram.add_person("Анна")
    telegram.start(person.id)
    return person.id


@pytest.fixture
def outbox(db: Database, telegram: Telegram, clock: Clock) -> Outbox:
    return make(db, telegram, clock)


def make(db: Database, telegram: Telegram, clock: Clock) -> Outbox:
    bot = local_bot(telegram)
    return Outbox(db, bot, Patience(clock.sleep), clock=clock, sleep=clock.sleep)


async def put(
    db: Database, outbox: Outbox, chat_id: int, text: str, *, key: str = "", **more: Any
) -> None:
    payload = {"text": text} | more.pop("payload", {})
    async with db.write() as session:
        await outbox.put(
            session,
            key=key or text,
            chat_id=chat_id,
            method="sendMessage",
            payload=payload,
            **more,
        )


async def row(db: Database, key: str) -> OutboxMessage:
    async with db.read() as session:
        return (await session.scalars(select(OutboxMessage).where(OutboxMessage.key == key))).one()


def said(telegram: Telegram, chat_id: int) -> list[str]:
    return [message["text"] for message in telegram.messages(chat_id) if message["from"]["is_bot"]]


async def kill(sending: asyncio.Task[None]) -> None:
    """Once to stop, and once more where it waits for what is on its way."""
    for _ in range(2):
        sending.cancel()
        await asyncio.sleep(0)
    await asyncio.gather(sending, return_exceptions=True)


async def test_one_key_is_said_once(
    db: Database, outbox: Outbox, telegram: Telegram, anna: int
) -> None:
    for _ in range(3):
        await put(db, outbox, anna, "Счёт готов", key="invoice-17")
        await outbox.drain()
    assert said(telegram, anna) == ["Счёт готов"]
    sent = await row(db, "invoice-17")
    assert sent.state is OutboxState.SENT
    assert sent.message_id == telegram.last(anna)["message_id"]


async def test_nothing_is_sent_of_what_was_rolled_back(
    db: Database, outbox: Outbox, telegram: Telegram, anna: int
) -> None:
    async def put_and_fail() -> None:
        async with db.write() as session:
            await outbox.put(
                session, key="x", chat_id=anna, method="sendMessage", payload={"text": "x"}
            )
            raise KeyError

    with pytest.raises(KeyError):
        await put_and_fail()
    await outbox.drain()
    assert said(telegram, anna) == []


async def test_telegrams_limits_are_never_reached(
    db: Database, outbox: Outbox, telegram: Telegram, clock: Clock
) -> None:
    people = [telegram.add_person(f"Человек {number}") for number in range(70)]
    for person in people:
        telegram.start(person.id)
    group = telegram.add_group("Менеджеры", [people[0].id])
    began = clock()
    for number in range(25):
        await put(db, outbox, group.id, f"группе {number}")
    for person in people:
        await put(db, outbox, person.id, "всем", key=f"all-{person.id}")
    for number in range(5):
        await put(db, outbox, people[1].id, f"ещё {number}")
    await outbox.drain()
    assert said(telegram, group.id) == [f"группе {number}" for number in range(25)]
    assert said(telegram, people[1].id) == ["всем", *(f"ещё {number}" for number in range(5))]
    assert not [call for call in telegram.world.calls if not call["ok"]]
    # Twenty a minute to the group, so the last five waited for the first to be a minute old.
    assert (clock() - began) >= timedelta(minutes=1)


async def test_the_more_urgent_goes_first_and_nothing_before_its_time(
    db: Database, outbox: Outbox, telegram: Telegram, anna: int, clock: Clock
) -> None:
    await put(db, outbox, anna, "завтра", not_before=clock() + timedelta(days=1))
    await put(db, outbox, anna, "обычное", category=Category.REMINDER)
    await put(db, outbox, anna, "срочное")
    await outbox.drain()
    assert said(telegram, anna) == ["срочное", "обычное"]
    clock.forward(days=1)
    await outbox.drain()
    assert said(telegram, anna)[-1] == "завтра"


async def test_a_429_is_waited_out_by_the_whole_bot(
    db: Database, outbox: Outbox, telegram: Telegram, anna: int, clock: Clock
) -> None:
    telegram.fail(429, retry_after=17)
    began = clock()
    await put(db, outbox, anna, "x")
    await outbox.drain()
    assert said(telegram, anna) == ["x"]
    assert clock() - began >= timedelta(seconds=17)
    assert (await row(db, "x")).attempts == 1


async def test_a_5xx_is_tried_again_later_and_later_and_given_up_at_last(
    db: Database, outbox: Outbox, telegram: Telegram, anna: int, clock: Clock
) -> None:
    await put(db, outbox, anna, "x")
    telegram.fail(500, times=3)
    for _ in range(4):
        await outbox.drain()
        clock.forward(seconds=2 ** (await row(db, "x")).attempts)
    assert said(telegram, anna) == ["x"]
    await put(db, outbox, anna, "y")
    telegram.fail(502, times=1000)
    for _ in range(MOST_ATTEMPTS + 5):
        await outbox.drain()
        clock.forward(hours=2)
    given_up = await row(db, "y")
    assert (given_up.state, given_up.attempts) == (OutboxState.FAILED, MOST_ATTEMPTS)


async def test_a_network_that_is_away_loses_nothing(
    db: Database, telegram: Telegram, anna: int, clock: Clock
) -> None:
    bot = local_bot(telegram)
    assert isinstance(bot.session, LocalSession)
    outbox = Outbox(db, bot, Patience(clock.sleep), clock=clock, sleep=clock.sleep)
    bot.session.unreachable = True
    await put(db, outbox, anna, "x")
    await outbox.drain()
    bot.session.unreachable = False
    clock.forward(minutes=1)
    await outbox.drain()
    assert said(telegram, anna) == ["x"]


async def test_who_blocked_the_bot_is_marked_and_left_in_peace(
    db: Database, outbox: Outbox, telegram: Telegram, anna: int, clock: Clock
) -> None:
    async with db.write() as session:
        session.add(User(id=anna, created_at=clock()))
    telegram.block(anna)
    await put(db, outbox, anna, "x")
    await put(db, outbox, anna, "акция", expires_at=clock() + timedelta(days=1))
    await outbox.drain()
    calls = len(telegram.world.calls)
    await put(db, outbox, anna, "y")
    await put(db, outbox, anna, "ещё акция", expires_at=clock() + timedelta(days=1))
    clock.forward(hours=3)
    await outbox.drain()
    # Asked once, and no more.
    assert len(telegram.world.calls) == calls
    for key in ("акция", "ещё акция"):
        assert (await row(db, key)).state is OutboxState.BLOCKED
    async with db.read() as session:
        assert (await session.get_one(User, anna)).blocked_at is not None
    telegram.block(anna, blocked=False)
    async with db.write() as session:
        await noting.reopen(session, anna, clock())
    await outbox.drain()
    assert said(telegram, anna) == ["x", "y"]


async def test_what_waited_for_too_long_is_not_said_any_more(
    db: Database, outbox: Outbox, telegram: Telegram, anna: int, clock: Clock
) -> None:
    telegram.block(anna)
    await put(db, outbox, anna, "старое")
    await outbox.drain()
    clock.forward(days=4)
    await put(db, outbox, anna, "новое")
    telegram.block(anna, blocked=False)
    async with db.write() as session:
        await noting.reopen(session, anna, clock())
    await outbox.drain()
    assert said(telegram, anna) == ["новое"]
    assert (await row(db, "старое")).state is OutboxState.EXPIRED


async def test_an_edit_to_what_is_there_already_is_done(
    db: Database, outbox: Outbox, telegram: Telegram, anna: int
) -> None:
    await put(db, outbox, anna, "карточка")
    await outbox.drain()
    there = telegram.last(anna)["message_id"]
    method, payload = content.edit(there, "карточка")
    async with db.write() as session:
        await outbox.put(session, key="edit", chat_id=anna, method=method, payload=payload)
    await outbox.drain()
    assert (await row(db, "edit")).state is OutboxState.SENT


async def test_what_is_over_is_dropped(
    db: Database, outbox: Outbox, telegram: Telegram, anna: int, clock: Clock
) -> None:
    await put(db, outbox, anna, "сегодня", expires_at=clock() + timedelta(hours=5))
    clock.forward(hours=6)
    await outbox.drain()
    assert said(telegram, anna) == []
    assert (await row(db, "сегодня")).state is OutboxState.EXPIRED


async def test_what_is_cancelled_is_not_sent_even_when_taken(
    db: Database, outbox: Outbox, telegram: Telegram, anna: int, clock: Clock
) -> None:
    """Between the taking and the sending a payment came."""
    await put(db, outbox, anna, "долг", topic="debt:17")
    [taken] = await taking.take(db, clock())
    async with db.write() as session:
        assert await outbox.cancel(session, "debt:17") == 1
    assert not await taking.mark_attempted(db, [taken], clock())
    await outbox.drain()
    assert said(telegram, anna) == []


async def test_a_chat_that_waits_holds_up_nobody(
    db: Database, outbox: Outbox, telegram: Telegram, anna: int, clock: Clock
) -> None:
    """More rows for one chat than are looked at at once stand before another's."""
    boris = telegram.add_person("Борис")
    telegram.start(boris.id)
    for number in range(100):
        await put(db, outbox, anna, f"{number}")
    await put(db, outbox, boris.id, "и Борису")
    for _ in range(3):
        await outbox.step()
    assert said(telegram, boris.id) == ["и Борису"]
    await outbox.drain()
    assert said(telegram, anna) == [f"{number}" for number in range(100)]


async def test_a_closed_chat_is_not_the_messages_fault(
    db: Database, outbox: Outbox, telegram: Telegram, clock: Clock
) -> None:
    await put(db, outbox, 987654, "никому")
    await outbox.drain()
    assert not [call for call in telegram.world.calls if call["ok"]]
    calls = len(telegram.world.calls)
    await put(db, outbox, 987654, "и это")
    clock.forward(hours=1)
    await outbox.drain()
    assert len(telegram.world.calls) == calls


@pytest.mark.redis
async def test_replicas_share_their_pace(clock: Clock) -> None:
    redis = Redis.from_url("redis://127.0.0.1:6379/0")
    name = secrets.token_hex(4)
    one, two = (SharedSlots(redis, clock, 30, name) for _ in range(2))
    waits = [await each.reserve(1) for _ in range(15) for each in (one, two)]
    assert waits == sorted(waits)
    assert waits[-1] == pytest.approx(29 * 0.035, abs=0.01)
    await redis.aclose()
    away = SharedSlots(Redis.from_url("redis://127.0.0.1:1/0"), clock, 30, name)
    assert [await away.reserve(1) for _ in range(2)] == [0.0, pytest.approx(0.035)]


async def test_a_refused_message_does_not_hold_up_the_next(
    db: Database, outbox: Outbox, telegram: Telegram, anna: int
) -> None:
    await put(db, outbox, anna, "x" * 5000, key="long")
    await put(db, outbox, anna, "кривой", payload={"reply_markup": {"keyboard": 5}})
    await put(db, outbox, anna, "y")
    await outbox.drain()
    assert said(telegram, anna) == ["y"]
    assert "too long" in (await row(db, "long")).error
    assert (await row(db, "кривой")).state is OutboxState.FAILED


async def test_a_group_that_became_a_supergroup_is_followed(
    db: Database, outbox: Outbox, telegram: Telegram, anna: int
) -> None:
    group = telegram.add_group("Менеджеры", [anna], kind="group")
    moved = telegram.upgrade_group(group.id)
    await put(db, outbox, group.id, "первое")
    await put(db, outbox, group.id, "второе")
    await outbox.drain()
    assert said(telegram, moved.id) == ["первое", "второе"]


@pytest.mark.parametrize("category", list(Category))
async def test_a_death_while_sending_leaves_one_in_doubt(
    db: Database, telegram: Telegram, anna: int, clock: Clock, category: Category
) -> None:
    """Sent, and the process dies before it knows: again only what is their own."""
    bot = local_bot(telegram)
    reached, never = asyncio.Event(), asyncio.Event()

    async def die_after(make_request: Any, bot: Any, method: Any) -> Any:
        await make_request(bot, method)
        reached.set()
        await never.wait()

    bot.session.middleware(die_after)
    dying = Outbox(db, bot, Patience(clock.sleep), clock=clock, sleep=clock.sleep)
    await put(db, dying, anna, "x", category=category)
    await put(db, dying, anna, "y", category=category)
    sending = asyncio.create_task(dying.drain())
    await reached.wait()
    assert (await row(db, "x")).state is OutboxState.ATTEMPTED
    await kill(sending)

    after = make(db, telegram, clock)
    await after.settle_doubts(after_start=True)
    await after.drain()
    again = category is Category.OWN
    assert said(telegram, anna) == (["x", "x", "y"] if again else ["x", "y"])
    doubtful = await row(db, "x")
    assert doubtful.state is (OutboxState.SENT if again else OutboxState.IN_DOUBT)
    assert doubtful.doubts == 1


async def test_a_screen_falls_back_to_text_where_rich_messages_are_refused(
    db: Database, outbox: Outbox, telegram: Telegram, anna: int, clock: Clock
) -> None:
    user = User(id=anna, created_at=clock(), rich=True)
    screen = Screen((Heading("Заказ 1001"), Paragraph("Принят")))
    telegram.fail(400, method="sendRichMessage")
    async with db.write() as session:
        await outbox.put_screen(session, key="order:1", user=user, screen=screen)
    await outbox.drain()
    assert said(telegram, anna) == ["Заказ 1001\n\nПринят"]


async def test_the_sender_wakes_when_something_is_put(
    db: Database, outbox: Outbox, telegram: Telegram, anna: int
) -> None:
    running = asyncio.create_task(outbox.run())
    await asyncio.sleep(0.05)
    await put(db, outbox, anna, "x")
    try:
        await until(lambda: bool(said(telegram, anna)))
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_two_senders_share_the_work(db: Database, telegram: Telegram, clock: Clock) -> None:
    telegram.world.pace.limits = None
    people = [telegram.add_person(f"Человек {number}") for number in range(40)]
    one, other = make(db, telegram, clock), make(db, telegram, clock)
    for person in people:
        telegram.start(person.id)
        await put(db, one, person.id, "x", key=f"x-{person.id}")
        await put(db, one, person.id, "y", key=f"y-{person.id}")
    await asyncio.gather(one.drain(), other.drain())
    await asyncio.gather(one.drain(), other.drain())
    assert {tuple(said(telegram, person.id)) for person in people} == {("x", "y")}
