"""The running bot: loops and servers around an App, until it is asked to stop."""

import asyncio
import contextlib
import gc
import logging
import signal
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramUnauthorizedError,
)
from aiogram.methods import DeleteWebhook, SetMyCommands, SetWebhook, TelegramMethod
from aiogram.types import BotCommandScopeAllPrivateChats

from bot.app import UPDATES, App, running
from bot.config import Settings
from bot.handlers.commands import commands
from bot.jobs import Jobs
from bot.start import StartError, listening_socket

if TYPE_CHECKING:
    from fastapi import FastAPI

log = logging.getLogger(__name__)


async def run(
    settings: Settings,
    *,
    stop: asyncio.Event | None = None,
    ready: Callable[[], None] = lambda: None,
    now: Callable[[], datetime] | None = None,
) -> None:
    """The bot until `stop` is set, by default until SIGINT or SIGTERM. `ready` is called when it
    is; `now` stands in for the clock. Raises StartError.
    """
    if stop is None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for signum in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(signum, stop.set)
    opened = asyncio.Event()
    serving = asyncio.create_task(_open(settings, stop, opened, ready, now))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if not opened.is_set():
        # Still waiting for Telegram, say. Once it is open, it winds up by itself.
        serving.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await serving


async def _open(
    settings: Settings,
    stop: asyncio.Event,
    opened: asyncio.Event,
    ready: Callable[[], None],
    now: Callable[[], datetime] | None,
) -> None:
    async with running(settings, now=now) as app:
        opened.set()
        await serve(app, stop, ready)


async def serve(app: App, stop: asyncio.Event, ready: Callable[[], None] = lambda: None) -> None:
    """Until `stop` is set; then what is being handled is finished first."""
    async with AsyncExitStack() as stack:
        if app.portal_app is not None and app.settings.portal_listen:
            await stack.enter_async_context(_portal_server(app.portal_app, app.settings))
        if app.settings.webhook_url:
            await stack.enter_async_context(_webhook_server(app))
            listening: Coroutine[Any, Any, Any] = stop.wait()
        else:
            await _agree(app, DeleteWebhook())
            listening = app.polling.run()
        ticking = Jobs(app)
        await ticking.start()
        stack.push_async_callback(ticking.stop)
        settle()
        log.info("ready: @%s", app.dispatcher["bot_username"])
        ready()
        await _until(stop, listening, app.outbox.run(), app.feed.run(), _list_commands(app))
        log.info("stopping")
        await app.inbox.stop()


def settle() -> None:
    """What was made for the start stays as long as the bot does: the collector need not go through
    a million such objects, which takes a quarter of a second in which nobody is answered."""
    gc.collect()
    gc.freeze()


async def _agree(app: App, method: TelegramMethod[bool]) -> None:
    """How updates come. Asked until Telegram answers, which may be up later than the bot is."""
    while True:
        try:
            await app.shows.patience.call(app.bot, method)
        except TelegramUnauthorizedError:
            raise StartError(
                "Telegram does not know this bot (Unauthorized): BOT_TOKEN is wrong or was revoked"
            ) from None
        except TelegramBadRequest as error:
            raise StartError(f"Telegram refuses {method.__api_method__}: {error.message}") from None
        except TelegramAPIError as error:
            log.warning("Telegram is out of reach (%s), again", type(error).__name__)
        else:
            return


async def _list_commands(app: App) -> None:
    """What Telegram shows beside the text field, in each language. Never in the way of the rest."""
    try:
        for language in ("", *app.translators):
            t = app.translators.speaking(language)
            method = SetMyCommands(
                commands=commands(t),
                scope=BotCommandScopeAllPrivateChats(),
                language_code=language or None,
            )
            await app.shows.patience.call(app.bot, method)
    except TelegramAPIError as error:
        log.warning("the list of commands was not set: %s", error)
    await asyncio.Event().wait()


async def _until(stop: asyncio.Event, *coroutines: Coroutine[Any, Any, Any]) -> None:
    """Runs them until `stop` is set or one of them fails, whose error it raises."""
    waiting = asyncio.create_task(stop.wait())
    tasks = [asyncio.create_task(coroutine) for coroutine in coroutines]
    done, rest = await asyncio.wait({waiting, *tasks}, return_when=asyncio.FIRST_COMPLETED)
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
    try:
        for task in done:
            task.result()
    except TelegramUnauthorizedError:
        raise StartError("Telegram no longer knows this bot: BOT_TOKEN was revoked") from None


@asynccontextmanager
async def _portal_server(portal_app: "FastAPI", settings: Settings) -> AsyncIterator[None]:
    import uvicorn

    class Server(uvicorn.Server):
        @contextlib.contextmanager
        def capture_signals(self) -> Iterator[None]:
            # Signals are the bot's: it stops its servers itself, in its own order.
            yield

    listener = listening_socket(settings.portal_listen, "PORTAL_LISTEN")
    server = Server(uvicorn.Config(portal_app, lifespan="off", log_config=None))
    task = asyncio.create_task(server.serve(sockets=[listener]))
    log.info("the portal answers on http://%s", settings.portal_listen)
    try:
        yield
    finally:
        server.should_exit = True
        await task


@asynccontextmanager
async def _webhook_server(app: App) -> AsyncIterator[None]:
    from aiohttp import web

    from bot.webhook import webhook_app

    secret = app.settings.webhook_secret.get_secret_value()
    runner = web.AppRunner(webhook_app(app.inbox, secret), access_log=None)
    await runner.setup()
    try:
        await web.SockSite(
            runner, listening_socket(app.settings.webhook_listen, "WEBHOOK_LISTEN")
        ).start()
        await _agree(
            app,
            SetWebhook(url=app.settings.webhook_url, secret_token=secret, allowed_updates=UPDATES),
        )
        log.info("Telegram delivers to %s", app.settings.webhook_listen)
        yield
    finally:
        await runner.cleanup()
