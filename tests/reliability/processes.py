"""The real bot and the real local Telegram, each a process of its own, over real HTTP.

What dies a hundred times is born of a process that has imported everything and done nothing yet:
the imports take most of a start, and nothing can be lost in them.
"""

import asyncio
import multiprocessing
import os
import runpy
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import httpx

from sandbox.telegram import TOKEN, USERNAME
from tests.support.reading import Json, pressables, text_of

ROOT = Path(__file__).parents[2]
LOOK_EVERY = 0.05
"""Seconds."""
IMPORTED = ["bot.running", "bot.demo", "portal.commands.serving", __name__]


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    """Looks from outside, as a person does: other processes tell nobody here of an event."""
    while not await condition():  # noqa: ASYNC110
        await asyncio.sleep(LOOK_EVERY)


@dataclass
class Program:
    """`python -m bot run`, say, to be killed and started again on the same data."""

    command: tuple[str, ...]
    folder: Path
    settings: dict[str, str]
    lives: int = 0

    @property
    def log(self) -> Path:
        return self.folder / f"{self.command[0]}.log"

    def start(self) -> None:
        nursery = multiprocessing.get_context("forkserver")
        nursery.set_forkserver_preload(IMPORTED)
        environment = _environment(self.folder) | self.settings
        self.process: ForkServerProcess = nursery.Process(
            target=_live, args=(self.command, self.folder, environment, self.log)
        )
        self.process.start()
        self.lives += 1

    def kill(self) -> None:
        """As `kill -9` does, and the system when memory runs out."""
        self.process.kill()
        self.process.join()

    def stop(self) -> int | None:
        """As an operator does; with what it ends."""
        self.process.terminate()
        self.process.join(timeout=30)
        return self.process.exitcode


def _live(command: tuple[str, ...], folder: Path, environment: dict[str, str], log: Path) -> None:
    os.environ.update(environment)
    os.chdir(folder)
    with log.open("ab") as said:
        for stream in (sys.stdout, sys.stderr):
            os.dup2(said.fileno(), stream.fileno())
    sys.argv = list(command)
    runpy.run_module(command[0], run_name="__main__", alter_sys=True)


@asynccontextmanager
async def local_telegram(folder: Path) -> AsyncIterator[httpx.AsyncClient]:
    """`python -m sandbox` on a free port; whoever talks to it has its address as base_url."""
    process = _sandbox(folder)
    try:
        assert process.stdout
        line = (await asyncio.to_thread(process.stdout.readline)).decode()
        address = line.removeprefix("Local Telegram: ").strip()
        assert address.startswith("http://"), line
        async with httpx.AsyncClient(base_url=address, trust_env=False, timeout=60) as http:
            yield http
    finally:
        process.terminate()
        process.communicate(timeout=30)


def _sandbox(folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "sandbox", "--listen", "127.0.0.1:0"],
        cwd=folder,
        env=os.environ | _environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def _environment(folder: Path) -> dict[str, str]:
    """Where no `.env` of the checkout's is read."""
    return {
        "BOT_TOKEN": TOKEN,
        "BOT_USERNAME": USERNAME,
        "DATA_DIR": str(folder),
        "LOG_LEVEL": "DEBUG",
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
    }


@dataclass
class Handset:
    """A person's, who does each thing once and waits for what comes of it."""

    http: httpx.AsyncClient
    id: int
    past: int = 0
    """Messages up to this one are not looked at."""
    pressing: list[asyncio.Task[httpx.Response]] = field(default_factory=list)

    async def write(self, text: str) -> None:
        await self._act("send", text=text)

    async def start(self, code: str) -> None:
        await self._act("start", payload=code)

    async def press(self, text: str) -> int:
        """The newest button that reads so; the id of its message."""
        for message in reversed(await self.shown()):
            for button in pressables(message):
                if button.text == text:
                    number = int(message["message_id"])
                    # Is over when the bot answers, which may be in its next life, or never.
                    act = self._act("press", message_id=number, data=button.data)
                    self.pressing.append(asyncio.create_task(act))
                    return number
        raise AssertionError(f"no button {text!r} in {await self.read()}")

    async def sees(self, button: str) -> None:
        """Waits for such a button."""

        async def shown() -> bool:
            found = [pressables(message) for message in await self.shown()]
            return any(button == each.text for buttons in found for each in buttons)

        await until(shown)

    async def reads(self, words: str, message_id: int) -> None:
        """Waits until that message begins with a line that has these words."""

        async def begins_so() -> bool:
            first = {it["message_id"]: text_of(it).partition("\n")[0] for it in await self.shown()}
            return words in first.get(message_id, "")

        await until(begins_so)

    async def read(self) -> list[str]:
        return [text_of(message).replace("\u00a0", " ") for message in await self.shown()]

    async def shown(self) -> list[Json]:
        """What the bot has said, the oldest first."""
        asked = await self.http.get(f"/api/chats/{self.id}/messages", params={"as": self.id})
        return [
            message
            for message in asked.raise_for_status().json()
            if message["from"]["is_bot"] and message["message_id"] > self.past
        ]

    async def forget(self) -> None:
        self.past = max((message["message_id"] for message in await self.shown()), default=0)

    async def _act(self, name: str, **body: object) -> httpx.Response:
        done = await self.http.post(f"/api/people/{self.id}/{name}", json=body)
        return done.raise_for_status()
