"""From the start of the process to the first answer, against a bare aiogram echo in the same run.

    python bench/start.py [--rounds 3]

Both poll the same local Telegram, where an update already waits. The bot opens its databases and
its embedded portal; the second start of each is counted, when files are warm and tables are laid.
"""

import argparse
import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from sandbox.server import running
from sandbox.telegram import Telegram

BARE = """
import asyncio, os
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message

async def echo(message: Message) -> None:
    await message.answer(message.text or "")

async def main() -> None:
    server = TelegramAPIServer.from_base(os.environ["BOT_API_URL"])
    bot = Bot(os.environ["BOT_TOKEN"], session=AiohttpSession(api=server))
    dispatcher = Dispatcher()
    dispatcher.message.register(echo)
    await dispatcher.start_polling(bot, handle_signals=False)

asyncio.run(main())
"""
PROGRAMS = {"echo": ["-c", BARE], "bot": ["-m", "bot", "run"]}


async def first_answer(
    telegram: Telegram, command: list[str], environment: dict[str, str]
) -> float:
    """Seconds until somebody who wrote before the start has an answer."""
    person = telegram.add_person("Анна")
    telegram.start(person.id)
    started = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        sys.executable, *command, cwd=ROOT, env=os.environ | environment,
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        while not any(m["from"]["is_bot"] for m in telegram.messages(person.id)):
            await asyncio.sleep(0.005)
            if process.returncode is not None:
                raise RuntimeError(f"{command[:2]} ended by itself")
        return time.perf_counter() - started
    finally:
        process.terminate()
        await process.wait()


async def main(rounds: int) -> None:
    telegram = Telegram()
    times: dict[str, list[float]] = {name: [] for name in PROGRAMS}
    with tempfile.TemporaryDirectory() as folder:
        async with running(telegram) as address:
            environment = {
                "BOT_API_URL": address, "BOT_TOKEN": telegram.token, "DATA_DIR": folder,
                "BOT_USERNAME": telegram.username,
            }  # fmt: skip
            for turn in range(rounds + 1):
                for name, command in PROGRAMS.items():
                    seconds = await first_answer(telegram, command, environment)
                    if turn:
                        times[name].append(seconds)
    medians = {name: round(statistics.median(values), 3) for name, values in times.items()}
    ratio = round(medians["bot"] / medians["echo"], 2)
    print(json.dumps({"rounds": rounds, "median_s": medians, "times_echo": ratio}, indent=2))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    asyncio.run(main(parser.parse_args().rounds))
