"""No update is lost, none is in another's way, and each chat is handled in order."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import GetMe
from aiogram.types import Update
from sqlalchemy import select

from bot.db.models import InboxState, InboxUpdate
from bot.db.session import Database
from bot.inbox import KEPT, MOST_DEATHS, Inbox, lane_of
from bot.lanes import OwnLanes
from bot.polling import Polling
from sandbox.telegram import Telegram
from tests.support.clock import Clock, until
from tests.support.telegram import local_bot

Make = Callable[..., Inbox]


def written(update_id: int, person: int = 1, chat: int | None = None, text: str = "x") -> Any:
    kind = "private" if chat is None else "supergroup"
    return {
        "update_id": update_id,
        "message": {
            "message_id": update_id,
            "date": 0,
            "chat": {"id": chat or person, "type": kind},
            "from": {"id": person, "is_bot": False, "first_name": "A"},
            "text": text,
        },
    }


class Handler:
    """Notes what it was given; `stuck` holds it until it is set, `fail` is raised by it."""

    def __init__(self) -> None:
        self.begun: list[int] = []
        self.done: list[int] = []
        self.together = self.most_together = 0
        self.stuck: asyncio.Event | None = None
        self.fail: dict[int, Exception] = {}

    async def __call__(self, update: Update) -> None:
        self.begun.append(update.update_id)
        self.together += 1
        self.most_together = max(self.most_together, self.together)
        try:
            if self.stuck:
                await self.stuck.wait()
            if error := self.fail.get(update.update_id):
                raise error
            self.done.append(update.update_id)
        finally:
            self.together -= 1


@pytest.fixture
def handler() -> Handler:
    return Handler()


@pytest.fixture
def bot(telegram: Telegram) -> Bot:
    return local_bot(telegram)


@pytest.fixture
def make(db: Database, bot: Bot, clock: Clock) -> Make:
    """A life of the inbox; another one on the same database is what a restart brings."""

    def new(handler: Callable[[Update], Any], **more: Any) -> Inbox:
        return Inbox(db, bot, handler, lanes=OwnLanes(), clock=clock, sleep=clock.sleep, **more)

    return new


async def rows(db: Database) -> dict[int, InboxUpdate]:
    async with db.read() as session:
        return {row.update_id: row for row in await session.scalars(select(InboxUpdate))}


async def die(inbox: Inbox) -> None:
    """What was being handled never ends."""
    await inbox.stop(patience=0)


async def test_what_was_not_finished_is_taken_up_after_a_restart(
    make: Make, db: Database, handler: Handler
) -> None:
    handler.stuck = asyncio.Event()
    first = make(handler)
    await first.store([written(1), written(2), written(3, person=2)])
    await asyncio.sleep(0)
    await die(first)
    again = Handler()
    second = make(again)
    await second.resume()
    await second.idle()
    assert sorted(again.done) == [1, 2, 3]
    assert again.done.index(1) < again.done.index(2)
    assert {row.state for row in (await rows(db)).values()} == {InboxState.DONE}


async def test_an_update_delivered_three_times_is_handled_once(
    make: Make, handler: Handler
) -> None:
    inbox = make(handler)
    await inbox.store([written(7), written(7)])
    await inbox.idle()
    await inbox.store([written(7)])
    await inbox.idle()
    await inbox.resume()
    await inbox.idle()
    assert handler.begun == [7]


async def test_one_undecodable_update_among_fifty_is_set_aside(
    make: Make, db: Database, handler: Handler
) -> None:
    inbox = make(handler)
    updates = [written(number, person=number % 5 + 1) for number in range(1, 51)]
    updates[20] = {"update_id": 21, "message": {"from": {"id": 1}, "chat": "\ud800 nonsense"}}
    await inbox.store([*updates, "not even an update", {"update_id": "x"}, {"update_id": 2**70}])
    await inbox.idle()
    assert sorted(handler.done) == [number for number in range(1, 51) if number != 21]
    stored = await rows(db)
    assert stored[21].state is InboxState.SET_ASIDE
    assert "cannot be decoded" in stored[21].error


async def test_a_chat_is_in_order_and_chats_are_side_by_side(make: Make, handler: Handler) -> None:
    handler.stuck = asyncio.Event()
    inbox = make(handler)
    await inbox.store([written(1, 1), written(2, 1), written(3, 2), written(4, 2), written(5, 3)])
    await until(lambda: len(handler.begun) == 3)
    assert sorted(handler.begun) == [1, 3, 5]
    handler.stuck.set()
    await inbox.idle()
    assert handler.done.index(1) < handler.done.index(2)
    assert handler.done.index(3) < handler.done.index(4)


async def test_in_a_group_people_do_not_wait_for_each_other(make: Make, handler: Handler) -> None:
    handler.stuck = asyncio.Event()
    inbox = make(handler)
    await inbox.store([written(1, 1, chat=-5), written(2, 2, chat=-5), written(3, 1, chat=-5)])
    await until(lambda: len(handler.begun) == 2)
    assert sorted(handler.begun) == [1, 2]
    handler.stuck.set()
    await inbox.idle()
    assert sorted(handler.done) == [1, 2, 3]


async def test_not_more_at_once_than_allowed(make: Make, handler: Handler) -> None:
    handler.stuck = asyncio.Event()
    inbox = make(handler, at_once=3)
    await inbox.store([written(number, person=number) for number in range(1, 21)])
    await until(lambda: len(handler.begun) == 3)
    handler.stuck.set()
    await inbox.idle()
    assert len(handler.done) == 20
    assert handler.most_together == 3


async def test_an_error_ends_the_matter_and_holds_up_nobody(
    make: Make, db: Database, handler: Handler
) -> None:
    handler.fail[1] = KeyError("oops")
    inbox = make(handler)
    await inbox.store([written(1), written(2)])
    await inbox.idle()
    await inbox.resume()
    await inbox.idle()
    assert handler.begun == [1, 2]
    stored = await rows(db)
    assert stored[1].state is InboxState.DONE
    assert "KeyError" in stored[1].error


async def test_an_update_is_tried_again_while_telegram_is_out_of_reach(
    make: Make, handler: Handler, clock: Clock
) -> None:
    began = clock()

    async def out_of_reach_at_first(update: Update) -> None:
        if len(handler.begun) < 3:
            handler.begun.append(update.update_id)
            raise TelegramNetworkError(method=GetMe(), message="no way")
        await handler(update)

    inbox = make(out_of_reach_at_first)
    await inbox.store([written(1)])
    await inbox.idle()
    assert handler.begun == [1, 1, 1, 1]
    assert handler.done == [1]
    assert (clock() - began).total_seconds() == 1 + 2 + 4


async def test_what_kills_the_process_again_and_again_is_set_aside(
    make: Make, db: Database
) -> None:
    lives = 0
    while True:
        handler = Handler()
        handler.stuck = asyncio.Event()
        inbox = make(handler)
        if not lives:
            await inbox.store([written(1), written(2)])
        else:
            await inbox.resume()
        await until(lambda handler=handler: bool(handler.begun))
        if handler.begun == [2]:
            break
        assert handler.begun == [1]
        await die(inbox)
        lives += 1
    await die(inbox)
    assert lives == MOST_DEATHS + 1
    assert (await rows(db))[1].state is InboxState.SET_ASIDE


async def test_nothing_is_confirmed_before_it_is_stored(
    telegram: Telegram, bot: Bot, make: Make, handler: Handler, db: Database
) -> None:
    anna = telegram.add_person("Анна")
    telegram.start(anna.id)
    fetched = asyncio.Event()

    async def note(make_request: Any, bot: Bot, method: Any) -> Any:
        result = await make_request(bot, method)
        fetched.set()
        return result

    bot.session.middleware(note)
    polling = Polling(bot, make(handler), ["message"])
    async with db.write():
        # Somebody else writes meanwhile; a process that dies now has stored nothing.
        fetching = asyncio.create_task(polling.run())
        await fetched.wait()
        fetching.cancel()
        await asyncio.gather(fetching, return_exceptions=True)
    assert telegram.world.state.updates
    later = make(handler)
    assert await Polling(bot, later, ["message"]).once() == 1
    await later.idle()
    assert len(handler.done) == 1


async def test_polling_confirms_what_is_stored_and_never_begins_from_memory(
    telegram: Telegram, bot: Bot, make: Make, handler: Handler
) -> None:
    anna = telegram.add_person("Анна")
    telegram.start(anna.id)
    inbox = make(handler)
    polling = Polling(bot, inbox, ["message"])
    assert await polling.once() == 1
    assert await polling.once() == 0
    assert telegram.world.state.updates == []
    telegram.send_text(anna.id, "0893106")
    assert await Polling(bot, inbox, ["message"]).once() == 1
    await inbox.idle()
    assert len(handler.done) == 2


async def test_done_is_forgotten_later_and_set_aside_is_kept(
    make: Make, db: Database, handler: Handler, clock: Clock
) -> None:
    inbox = make(handler)
    await inbox.store([written(1), {"update_id": 2, "message": "?"}])
    await inbox.idle()
    clock.at += KEPT
    await inbox.prune()
    assert set(await rows(db)) == {1, 2}
    clock.forward(seconds=1)
    await inbox.prune()
    assert set(await rows(db)) == {2}


@pytest.mark.parametrize(
    ("raw", "lane"),
    [
        (written(1, person=5), "5"),
        (written(1, person=5, chat=-7), "-7:5"),
        (
            {
                "update_id": 1,
                "callback_query": {
                    "from": {"id": 5},
                    "message": {"chat": {"id": -7, "type": "group"}, "from": {"id": 99}},
                },
            },
            "-7:5",
        ),
        ({"update_id": 1, "callback_query": {"from": {"id": 5}}}, "5"),
        ({"update_id": 1, "inline_query": {"from": {"id": 5}}}, "5"),
        ({"update_id": 1, "poll": {"id": "x"}}, "update 1"),
        ({"update_id": 1, "message": ["?"]}, "update 1"),
        ({"update_id": 1, "message": {"chat": {"id": "?"}, "from": 5}}, "update 1"),
    ],
)
def test_lanes(raw: dict[str, Any], lane: str) -> None:
    assert lane_of(raw) == lane
