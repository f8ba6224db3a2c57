"""The same bot on PostgreSQL and Redis, and as two replicas of itself."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiogram.types import Update
from sqlalchemy import func, select

from bot.app import running
from bot.config import Settings
from bot.db.models import InboxState, InboxUpdate, OutboxMessage, OutboxState
from bot.db.session import Database, migrate
from bot.inbox import Inbox
from bot.lanes import SharedLanes
from bot.outbox import Outbox
from bot.patience import Patience
from sandbox.telegram import Telegram
from tests.bot.test_inbox import written
from tests.support.clock import Clock, until
from tests.support.postgres import postgres_database
from tests.support.telegram import local_bot
from tests.support.world import open_world

pytestmark = pytest.mark.postgres


@pytest.fixture
async def url() -> AsyncIterator[str]:
    """As Settings make it of what an operator writes."""
    async with postgres_database() as found:
        yield Settings(_env_file=None, bot_database_url=found).database_url


@pytest.fixture
async def grown(url: str) -> AsyncIterator[Database]:
    await migrate(url)
    database = Database(url)
    yield database
    await database.dispose()


async def test_a_conversation_on_postgresql(tmp_path: Path, templates: Path, url: str) -> None:
    async with open_world(tmp_path, templates, bot_database_url=url) as world:
        anna = await world.buyer()
        await anna.send("0893106 10")
        await world.restart()
        await anna.send("/cart")
        assert "0893106" in anna.last
        async with world.app.db.read() as session:
            states = await session.scalars(select(InboxUpdate.state).distinct())
            assert list(states) == [InboxState.DONE]


@pytest.mark.redis
async def test_states_in_redis(tmp_path: Path, templates: Path) -> None:
    redis = "redis://127.0.0.1:6379/15"
    async with open_world(tmp_path, templates, redis_url=redis) as world:
        anna = world.person()
        await anna.start()
        await anna.click("У меня есть код")
        await world.restart()
        await anna.send(await world.invitation())
        assert "Подключиться" in anna.buttons


class Shared:
    """A handler that two replicas run; it notes when a chat is handled twice at a time."""

    def __init__(self) -> None:
        self.done: list[int] = []
        self.busy: set[int] = set()
        self.collisions = 0

    async def __call__(self, update: Update) -> None:
        assert update.message
        chat = update.message.chat.id
        self.collisions += chat in self.busy
        self.busy.add(chat)
        await asyncio.sleep(0.005)
        self.busy.discard(chat)
        self.done.append(update.update_id)


async def test_two_replicas_do_not_handle_one_chat_at_a_time(
    grown: Database, telegram: Telegram, clock: Clock
) -> None:
    handler = Shared()
    lanes = [SharedLanes(grown.url), SharedLanes(grown.url)]
    replicas = [Inbox(grown, local_bot(telegram), handler, lanes=own, clock=clock) for own in lanes]
    for number in range(1, 61):
        await replicas[number % 2].store([written(number, person=number % 3 + 1)])
    while len(handler.done) < 60:
        for replica in replicas:
            await replica.idle()
            await replica.resume()
    for replica, own in zip(replicas, lanes, strict=True):
        await replica.idle()
        await own.close()
    assert sorted(handler.done) == list(range(1, 61))
    assert handler.collisions == 0
    for person in range(3):
        own_updates = [number for number in handler.done if number % 3 == person]
        assert own_updates == sorted(own_updates)


async def test_a_replica_that_dies_gives_up_its_chats_at_once(
    grown: Database, telegram: Telegram, clock: Clock
) -> None:
    stuck = asyncio.Event()
    begun: list[int] = []

    async def never(update: Update) -> None:
        begun.append(update.update_id)
        await stuck.wait()

    dying, living = SharedLanes(grown.url), SharedLanes(grown.url)
    first = Inbox(grown, local_bot(telegram), never, lanes=dying, clock=clock)
    handler = Shared()
    second = Inbox(grown, local_bot(telegram), handler, lanes=living, clock=clock)
    await first.store([written(1), written(2)])
    await until(lambda: begun == [1])
    await second.resume()
    await second.idle()
    assert handler.done == []
    # What the death of a process does to its connections.
    assert dying._connection is not None
    await dying._connection.invalidate()
    await second.resume()
    await second.idle()
    assert handler.done == [1, 2]
    await first.stop(patience=0)
    await living.close()
    await dying.close()


async def test_two_senders_share_the_outbox(
    grown: Database, telegram: Telegram, clock: Clock
) -> None:
    def sender() -> Outbox:
        bot = local_bot(telegram)
        return Outbox(grown, bot, Patience(clock.sleep), clock=clock, sleep=clock.sleep)

    one, other = sender(), sender()
    people = [telegram.add_person(f"Человек {number}").id for number in range(30)]
    for chat_id in people:
        telegram.start(chat_id)
        async with grown.write() as session:
            for text in ("x", "y"):
                payload: dict[str, Any] = {"text": text}
                await one.put(
                    session,
                    key=f"{text}-{chat_id}",
                    chat_id=chat_id,
                    method="sendMessage",
                    payload=payload,
                )
    async with asyncio.timeout(30):
        while True:
            await asyncio.gather(one.drain(), other.drain())
            async with grown.read() as session:
                left = await session.scalar(
                    select(func.count()).where(OutboxMessage.state != OutboxState.SENT)
                )
            if not left:
                break
    for chat_id in people:
        said = [m["text"] for m in telegram.messages(chat_id) if m["from"]["is_bot"]]
        assert said == ["x", "y"]


async def test_the_app_opens_twice_on_one_database(
    tmp_path: Path, templates: Path, url: str, telegram: Telegram
) -> None:
    from tests.support.world import bot_settings

    settings = bot_settings(tmp_path, telegram, bot_database_url=url)
    async with (
        running(settings, bot=local_bot(telegram)) as one,
        running(settings, bot=local_bot(telegram)) as other,
    ):
        assert isinstance(one.inbox._lanes, SharedLanes)
        assert other.db.url == one.db.url
