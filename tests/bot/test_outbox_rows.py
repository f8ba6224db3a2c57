"""Messages are put in once, by the thousand, and taken back by what they are about."""

from datetime import timedelta

from sqlalchemy import func, select, update

from bot.db.models import OutboxMessage
from bot.db.session import Database
from bot.outbox import Category, Letter, Outbox, OutboxState, content, rows
from sandbox.telegram import Telegram
from tests.bot.test_outbox import outbox as outbox
from tests.bot.test_outbox import said
from tests.support.botdb import put
from tests.support.clock import Clock


def letters(chats: range, topic: str | None = None) -> list[Letter]:
    method, payload = content.text("Скидка")
    return [
        Letter(f"sale:{chat}", chat, method, payload, Category.BROADCAST, topic) for chat in chats
    ]


async def test_thousands_are_put_and_what_is_there_stays_as_it_is(
    db: Database, outbox: Outbox
) -> None:
    assert await put(db, outbox, letters(range(1, 1501))) == 1500
    assert await put(db, outbox, letters(range(1001, 2501))) == 1000
    async with db.read() as session:
        assert await session.scalar(select(func.count()).select_from(OutboxMessage)) == 2500


async def test_a_topic_is_cancelled_at_once_and_its_keys_stay_used(
    db: Database, outbox: Outbox, telegram: Telegram, clock: Clock
) -> None:
    person = telegram.add_person("Анна").id
    telegram.start(person)
    ids = range(person, person + 1)
    await put(db, outbox, letters(ids, "debt:1"))
    await put(db, outbox, [Letter("other", person, *content.text("Другое"), topic="debt:17")])
    async with db.write() as session:
        assert await outbox.cancel(session, "debt:1") == 1
    assert await put(db, outbox, letters(ids, "debt:1")) == 0
    await outbox.drain()
    assert said(telegram, person) == ["Другое"]
    async with db.read() as session:
        assert await rows.counts(session, "debt:1") == {OutboxState.CANCELLED: 1}


async def test_what_ended_long_ago_is_forgotten_and_what_waits_is_not(
    db: Database, outbox: Outbox, clock: Clock
) -> None:
    await put(db, outbox, letters(range(1, 41)))
    async with db.write() as session:
        ended = update(OutboxMessage).where(OutboxMessage.chat_id > 10)
        await session.execute(ended.values(state=OutboxState.SENT, ended_at=clock()))
    clock.forward(days=rows.KEPT.days - 1)
    async with db.write() as session:
        assert await rows.prune(session, clock()) == 0
    clock.at += timedelta(days=2)
    async with db.write() as session:
        assert await rows.prune(session, clock(), most=20) == 20
        assert await rows.prune(session, clock(), most=20) == 10
        left = await session.scalars(select(OutboxMessage.state))
        assert list(left) == [OutboxState.QUEUED] * 10


async def test_forgetting_goes_on_until_nothing_old_is_left(
    db: Database, outbox: Outbox, clock: Clock
) -> None:
    await put(db, outbox, letters(range(1, 31)))
    async with db.write() as session:
        await session.execute(
            update(OutboxMessage).values(state=OutboxState.SENT, ended_at=clock())
        )
    clock.forward(days=rows.KEPT.days + 1)
    await rows.prune_all(db, clock(), most=7)
    async with db.read() as session:
        assert await session.scalar(select(func.count()).select_from(OutboxMessage)) == 0
