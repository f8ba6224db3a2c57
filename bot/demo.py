"""`python -m bot demo`: everything at once, with nothing to set up.

The local Telegram runs as a process of its own, as Telegram does; the bot runs in this one, with
the portal inside. Rooms meet only by their command lines and over HTTP.
"""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.config import Settings, split_address
from bot.start import StartError, listening_socket

TOKEN = "1000000:local-telegram-token"  # noqa: S105 - the local Telegram's, known to everybody
USERNAME = "artikul_local_bot"
BUYERS_INN = "6300000147"
"""A company of the demo data with a contract, a history, a debt and room in its limit."""
Clock = Callable[[], datetime]
PATIENCE = 60
"""Seconds for the local Telegram to come up, on a slow machine under load."""


class _Stopped(Exception):  # noqa: N818 - somebody's wish, no error
    """Ctrl-C while things are still coming up."""


def demo(given: Settings, now: Clock | None = None) -> None:
    """Until Ctrl-C or SIGTERM; `now` stands in for the bot's clock and the portal's. Raises
    StartError."""
    settings = demo_settings(given)
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StartError(
            f"cannot make the directory {settings.data_dir}: {error.strerror}"
        ) from None
    for address, setting in (
        (settings.sandbox_listen, "SANDBOX_LISTEN"),
        (settings.portal_listen, "PORTAL_LISTEN"),
    ):
        listening_socket(address, setting).close()
    with suppress(_Stopped):
        asyncio.run(_demo(settings, now))
    print("Stopped.")  # noqa: T201 - a command talks to its person


def demo_settings(given: Settings) -> Settings:
    """The demo never touches a real bot or a database that somebody has set up, whatever .env says;
    where it listens and keeps its data may be chosen."""
    folder = given.data_dir
    return given.model_copy(
        update={
            "bot_token": SecretStr(TOKEN),
            "bot_username": USERNAME,
            "bot_api_url": page_address(given),
            "bot_database_url": f"sqlite+aiosqlite:///{folder / 'bot.db'}",
            "portal_url": "",
            "portal_database_url": f"sqlite+aiosqlite:///{folder / 'portal.db'}",
            "portal_listen": given.portal_listen or "127.0.0.1:8000",
            "redis_url": "",
            "webhook_url": "",
            "log_level": given.log_level if "log_level" in given.model_fields_set else "WARNING",
        }
    )


def page_address(settings: Settings) -> str:
    host, port = split_address(settings.sandbox_listen)
    return f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{port}"  # noqa: S104


async def _demo(settings: Settings, now: Clock | None) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for signum in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(signum, stop.set)
    async with _local_telegram(settings) as telegram:
        # The bot's imports take seconds; they go on while the others come up.
        importing = asyncio.create_task(asyncio.to_thread(_import_bot))
        await _unless(stop, _demo_data(settings))
        buyer, manager = await _unless(stop, _both(settings))
        page = await _unless(stop, _answering(settings, telegram))
        await _unless(stop, importing)
        await _run_bot(
            settings, telegram, stop, lambda: _greet(settings, page, buyer, manager), now
        )


def _import_bot() -> None:
    import bot.running  # noqa: F401
    from bot.app import import_portal

    import_portal()


async def _run_bot(
    settings: Settings,
    telegram: asyncio.subprocess.Process,
    stop: asyncio.Event,
    ready: Callable[[], None],
    now: Clock | None,
) -> None:
    from bot import logs
    from bot.running import run

    logs.configure(settings.log_level, as_json=settings.log_json, secrets=(TOKEN,))
    watching = asyncio.create_task(telegram.wait())
    watching.add_done_callback(lambda _: stop.set())
    await run(settings, stop=stop, ready=ready, now=now)
    if watching.done():
        raise StartError("the local Telegram has stopped; its words are above")
    watching.cancel()


def _greet(settings: Settings, page: dict[str, Any], buyer: str, manager: str) -> None:
    address = page_address(settings)
    people = {person["first_name"]: person["id"] for person in page["people"]}
    anna, igor = people["Анна"], people["Игорь"]
    print(  # noqa: T201 - as above
        f"""
Artikul runs. The local Telegram: {address}

  as a buyer     {address}/?as={anna}&start={buyer}
  as a manager   {address}/?as={igor}&start={manager}

Each link works once. Then type an article into the chat, as 0893106 10.
The portal's API: http://{settings.portal_listen}/openapi.json

Ctrl-C stops everything; what you did is there again next time.
""",
        flush=True,
    )


async def _both(settings: Settings) -> tuple[str, str]:
    buyer, manager = await asyncio.gather(
        _invite(settings, "--inn", BUYERS_INN, "--role", "buyer"),
        _invite(settings, "--role", "manager", "--name", "Игорь Петров"),
    )
    return buyer, manager


async def _invite(settings: Settings, *arguments: str) -> str:
    said = await _portal(settings, "invite", *arguments, "--json")
    try:
        return str(json.loads(said)["code"])
    except (ValueError, KeyError):
        raise StartError(f"no code in what `portal invite` said: {said!r}") from None


async def _demo_data(settings: Settings) -> None:
    """Made once: afterwards a mark spares the look at the database."""
    mark = settings.data_dir / "demo-data"
    if mark.exists() and (settings.data_dir / "portal.db").exists():
        return
    print("A made-up supplier of 46,000 articles, once:", flush=True)  # noqa: T201 - as above
    await _portal(settings, "demo-data", shown=True)
    mark.touch()


async def _portal(settings: Settings, *arguments: str, shown: bool = False) -> str:
    """A command of the portal's; what it printed, unless that is shown. Raises StartError."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "portal",
        *arguments,
        env=_environment(settings),
        stdout=None if shown else asyncio.subprocess.PIPE,
        stderr=None if shown else asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    try:
        said, complained = await process.communicate()
    except asyncio.CancelledError:
        await _end(process)
        raise
    if process.returncode:
        words = (complained or b"").decode().strip() or "its words are above"
        raise StartError(f"`portal {arguments[0]}` failed: {words}")
    return (said or b"").decode()


@asynccontextmanager
async def _local_telegram(settings: Settings) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "sandbox",
        env=_environment(settings),
        stdout=asyncio.subprocess.DEVNULL,
        # A group of its own, so that Ctrl-C reaches the bot first, which still needs Telegram.
        start_new_session=True,
    )
    try:
        yield process
    finally:
        await _end(process)


async def _end(process: asyncio.subprocess.Process) -> None:
    with suppress(ProcessLookupError):
        process.terminate()
        try:
            async with asyncio.timeout(10):
                await process.wait()
        except TimeoutError:
            process.kill()


async def _answering(settings: Settings, telegram: asyncio.subprocess.Process) -> dict[str, Any]:
    """The page's state, once the local Telegram answers."""
    import httpx

    async with httpx.AsyncClient(base_url=page_address(settings), trust_env=False) as http:
        for _ in range(PATIENCE * 10):
            if telegram.returncode is not None:
                raise StartError("the local Telegram did not start; its words are above")
            try:
                (await http.get("/health")).raise_for_status()
                state: dict[str, Any] = (await http.get("/api/state")).raise_for_status().json()
            except httpx.HTTPError:
                await asyncio.sleep(0.1)
            else:
                return state
    raise StartError(f"the local Telegram does not answer on {page_address(settings)}")


async def _unless(
    stop: asyncio.Event, awaited: Coroutine[Any, Any, Any] | asyncio.Task[Any]
) -> Any:
    """Its result; raises _Stopped if that comes first."""
    task = awaited if isinstance(awaited, asyncio.Task) else asyncio.create_task(awaited)
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({task, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if not task.done():
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        raise _Stopped
    return task.result()


def _environment(settings: Settings) -> dict[str, str]:
    return os.environ | {
        "BOT_TOKEN": settings.bot_token.get_secret_value(),
        "BOT_USERNAME": settings.bot_username,
        "DATA_DIR": str(Path(settings.data_dir).absolute()),
        "LOG_LEVEL": settings.log_level,
        "PORTAL_DATABASE_URL": settings.portal_database_url,
        "SANDBOX_LISTEN": settings.sandbox_listen,
        "PYTHONUNBUFFERED": "1",
    }
