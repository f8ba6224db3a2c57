"""The server: the only wiring of the core, the Bot API, the page and the snapshot."""

import asyncio
import contextlib
import logging
import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import uvicorn
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.staticfiles import StaticFiles

from sandbox import journal, webhook
from sandbox.config import Settings
from sandbox.core.errors import PersonError
from sandbox.http import acts_api, bot_api, page_api, stream
from sandbox.http.guard import OwnPagesOnly
from sandbox.listening import address_of, listening
from sandbox.telegram import Limits, Telegram

log = logging.getLogger(__name__)

PAGE = Path(__file__).parent / "page"
SNAPSHOT_EVERY_SECONDS = 3


def open_telegram(settings: Settings) -> Telegram:
    """The world as it was left, or a new one with a buyer, a manager and their group."""
    kept = journal.load(settings.folder)
    telegram = Telegram(
        token=settings.bot_token,
        username=settings.bot_username,
        limits=Limits(),
        state=kept[0] if kept else None,
        files=kept[1] if kept else None,
    )
    if kept is None:
        telegram.add_person("Анна", "Смирнова", phone="+79161234567", username="anna_smirnova")
        manager = telegram.add_person("Игорь", "Петров", phone="+79037654321", username="i_petrov")
        telegram.add_group("Менеджеры", [manager.id])
    return telegram


def create_app(telegram: Telegram, folder: Path | None = None) -> FastAPI:
    """The application. With a `folder`, what happens is kept in it."""

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with httpx.AsyncClient(timeout=60) as http, asyncio.TaskGroup() as tasks:
            running = [tasks.create_task(webhook.deliver(telegram, http))]
            if folder is not None:
                running.append(tasks.create_task(_keep(telegram, folder)))
            yield
            for task in running:
                task.cancel()
        if folder is not None:
            _save(telegram, folder)

    app = FastAPI(title="Local Telegram", lifespan=lifespan, docs_url=None, redoc_url=None)
    app.state.telegram = telegram
    app.add_middleware(OwnPagesOnly)
    app.router.routes.extend(bot_api.routes(telegram))
    app.include_router(page_api.router(telegram))
    app.include_router(acts_api.router(telegram))

    @app.get("/health")
    async def health() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/api/events")
    async def events(request: Request) -> Response:
        return await stream.respond(request, telegram.world.events)

    @app.exception_handler(PersonError)
    async def refused(_: Request, error: Exception) -> Response:
        return JSONResponse({"description": str(error)}, status_code=409)

    app.mount("/", StaticFiles(directory=PAGE, html=True, check_dir=False))
    return app


class Server(uvicorn.Server):
    """Lets go of long polls and event streams first: uvicorn would wait for them to end."""

    def __init__(
        self, telegram: Telegram, folder: Path | None = None, *, heeds_signals: bool = True
    ) -> None:
        config = uvicorn.Config(
            create_app(telegram, folder),
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=3,
        )
        super().__init__(config)
        self.telegram = telegram
        self.heeds_signals = heeds_signals

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        with super().capture_signals() if self.heeds_signals else contextlib.nullcontext():
            yield

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.telegram.world.close()
        await super().shutdown(sockets)


@contextlib.asynccontextmanager
async def running(telegram: Telegram, folder: Path | None = None) -> AsyncIterator[str]:
    """Serve on a free port of this machine, within the running loop; gives the address."""
    bound = listening("127.0.0.1", 0)
    server = Server(telegram, folder, heeds_signals=False)
    task = asyncio.create_task(server.serve([bound]))
    try:
        async with httpx.AsyncClient(timeout=30) as http:
            # The socket already listens, so this waits for as long as the start takes.
            await http.get(f"{address_of(bound)}/health")
        yield address_of(bound)
    finally:
        server.should_exit = True
        await task


async def _keep(telegram: Telegram, folder: Path) -> None:
    kept = telegram.world.changes
    while True:
        await asyncio.sleep(SNAPSHOT_EVERY_SECONDS)
        if telegram.world.changes != kept:
            kept = telegram.world.changes
            snapshot = journal.dump(telegram.world.state, telegram.world.timestamp())
            files = dict(telegram.world.files)
            try:
                await asyncio.to_thread(journal.save, folder, snapshot, files)
            except OSError as error:
                log.error("Could not keep the chats in %s: %s", folder, error.strerror)


def _save(telegram: Telegram, folder: Path) -> None:
    world = telegram.world
    journal.save(folder, journal.dump(world.state, world.timestamp()), world.files)
