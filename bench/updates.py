"""What an update costs, against a bare aiogram echo in the same run.

    python bench/updates.py [--rounds 200]

`dispatch` goes past every filter to a handler after all others; its goal is at most twice the echo.
`search and card` and `add to cart` are whole updates: the portal in-process, on SQLite, and the
answer to the local Telegram. All are timed in turn, round by round, and the medians are compared.
"""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from itertools import count
from pathlib import Path
from typing import Any

from aiogram import Bot, Dispatcher, Router
from aiogram.types import CallbackQuery, Message, Update

sys.path.insert(0, str(Path(__file__).parent.parent))

from bot.db.session import migrate
from tests.support.clock import Clock
from tests.support.portal import lay
from tests.support.world import World, open_world

GOAL = 2.0
numbers = count(10_000_000)


async def echo(event: Message | CallbackQuery) -> None:
    if isinstance(event, CallbackQuery):
        await event.answer("ok")
    else:
        await event.answer("ok")


def bare(bot: Bot) -> Callable[[Update], Awaitable[Any]]:
    dispatcher = Dispatcher()
    dispatcher.message.register(echo)
    dispatcher.callback_query.register(echo)
    return lambda update: dispatcher.feed_update(bot, update)


def last_of_all(world: World) -> Callable[[Update], Awaitable[Any]]:
    last = Router(name="last of all")
    last.message.register(echo)
    last.callback_query.register(echo)
    world.app.dispatcher.include_router(last)
    return lambda update: world.app.dispatcher.feed_update(world.app.bot, update)


def message(bot: Bot, person: int, **content: Any) -> Update:
    who = {"id": person, "is_bot": False, "first_name": "Анна", "language_code": "ru"}
    number = next(numbers)
    body = {
        "message_id": number,
        "date": 1_700_000_000,
        "chat": {"id": person, "type": "private", "first_name": "Анна"},
        "from": who,
        **content,
    }
    return Update.model_validate({"update_id": number, "message": body}, context={"bot": bot})


def dice(bot: Bot, person: int) -> Update:
    """A message that no handler of ours takes."""
    return message(bot, person, dice={"emoji": "🎲", "value": 1})


async def timed(work: Callable[[Update], Awaitable[Any]], update: Update) -> float:
    started = time.perf_counter()
    await work(update)
    return time.perf_counter() - started


async def measure(world: World, rounds: int) -> dict[str, Any]:
    anna = await world.buyer("Анна")
    bot = world.app.bot
    plain, ours = bare(bot), last_of_all(world)
    kinds: dict[str, Callable[[], Awaitable[float]]] = {
        "echo": lambda: timed(plain, dice(bot, anna.id)),
        "dispatch": lambda: timed(ours, dice(bot, anna.id)),
        "search": lambda: timed(ours, message(bot, anna.id, text="болт м8х40")),
        "search and card": lambda: _search_and_card(ours, bot, anna.id),
        "add to cart": lambda: timed(ours, message(bot, anna.id, text="0893106 1")),
    }
    times: dict[str, list[float]] = {kind: [] for kind in kinds}
    for turn in range(rounds + 10):
        for kind, run in kinds.items():
            seconds = await run()
            if turn >= 10:
                times[kind].append(seconds)
    medians = {kind: statistics.median(values) for kind, values in times.items()}
    return {
        "rounds": rounds,
        "median_ms": {kind: round(1000 * value, 3) for kind, value in medians.items()},
        "times_echo": {kind: round(value / medians["echo"], 2) for kind, value in medians.items()},
        "goal": {"dispatch": GOAL},
        "met": medians["dispatch"] <= GOAL * medians["echo"],
    }


async def _search_and_card(ours: Callable[[Update], Awaitable[Any]], bot: Bot, who: int) -> float:
    found = await timed(ours, message(bot, who, text="0893106"))
    return found + await timed(ours, message(bot, who, text="WD-40-400"))


async def main(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        templates = Path(folder) / "templates"
        templates.mkdir()
        await lay(templates / "portal.db", Clock()())
        await migrate(f"sqlite+aiosqlite:///{templates / 'bot.db'}")
        async with AsyncExitStack() as stack:
            world = await stack.enter_async_context(open_world(Path(folder), templates))
            print(json.dumps(await measure(world, rounds), ensure_ascii=False, indent=2))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=200)
    asyncio.run(main(parser.parse_args().rounds))
