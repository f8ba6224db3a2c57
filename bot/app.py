"""The only wiring: settings to portal client, dispatcher, inbox, outbox and jobs."""

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import httpx
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramAPIError, TelegramUnauthorizedError
from aiogram.fsm.storage.base import BaseStorage
from aiogram.types import Update
from aiogram.utils.token import TokenValidationError
from pydantic import ValidationError
from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.answers import hold_answer_types
from bot.broadcasting import Broadcasting
from bot.claim_files import ClaimFiles
from bot.claim_news import ClaimNews
from bot.config import Settings
from bot.db.fsm import DatabaseStorage
from bot.db.session import Database, migrate
from bot.desk import ClaimDesk
from bot.feed import Feed
from bot.handlers import routers
from bot.i18n import Translators
from bot.inbox import Inbox
from bot.lanes import Lanes, OwnLanes, SharedLanes
from bot.middlewares import PersonMiddleware
from bot.nudges import Nudges
from bot.outbox import Outbox
from bot.outbox.pace import FREE, PAID, OwnSlots, Slots
from bot.patience import Patience
from bot.payment_reminders import PaymentReminders
from bot.polling import Polling
from bot.relay import Relay
from bot.services.portal.client import Portal
from bot.show import Shows
from bot.start import StartError

if TYPE_CHECKING:
    from fastapi import FastAPI
    from pydantic_core import ErrorDetails

log = logging.getLogger(__name__)

UPDATES = ["message", "edited_message", "callback_query", "my_chat_member", "inline_query"]


@dataclass(frozen=True)
class App:
    """The bot, open for business. Nothing runs by itself yet: `bot.running.serve` does that."""

    settings: Settings
    clock: Callable[[], datetime]
    bot: Bot
    db: Database
    dispatcher: Dispatcher
    inbox: Inbox
    outbox: Outbox
    feed: Feed
    broadcasting: Broadcasting
    nudges: Nudges
    payment_reminders: PaymentReminders
    polling: Polling
    shows: Shows
    translators: Translators
    everyone: Portal
    """The portal on behalf of nobody."""
    portal_app: "FastAPI | None"
    """The embedded portal, to be served over HTTP too."""


@asynccontextmanager
async def running(
    settings: Settings,
    *,
    bot: Bot | None = None,
    now: Callable[[], datetime] | None = None,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    portal_transport: httpx.AsyncBaseTransport | None = None,
) -> AsyncIterator[App]:
    """Opens everything, takes up what an earlier life left, and closes it all again.

    `bot`, `now`, `sleep` and `portal_transport` stand in for Telegram, the clock and the way to the
    portal.
    Raises StartError.
    """
    clock = now or (lambda: datetime.now(UTC))
    async with AsyncExitStack() as stack:
        telegram = bot if bot else await stack.enter_async_context(_bot(settings))
        telegram.session.middleware(hold_answer_types)
        db = await _database(settings, stack)
        portal_app = None
        channel_token = settings.channel_token.get_secret_value()
        if portal_transport is None and not settings.portal_url:
            channel_token = channel_token or secrets.token_urlsafe(32)
            portal_app = await stack.enter_async_context(
                _embedded_portal(settings, channel_token, clock)
            )
            portal_transport = httpx.ASGITransport(portal_app, raise_app_exceptions=False)
        http = httpx.AsyncClient(
            transport=portal_transport, base_url=settings.portal_url or "http://portal"
        )
        everyone = Portal(await stack.enter_async_context(http), sleep=sleep)
        patience = Patience(sleep)
        shows = Shows(bot=telegram, db=db, patience=patience, clock=clock)
        outbox = Outbox(
            db,
            telegram,
            patience,
            clock=clock,
            sleep=sleep,
            slots=_slots(settings, telegram, clock, stack),
            paid=settings.allow_paid_broadcast,
            fetch=ClaimFiles(db, everyone).fetch,
        )
        translators = Translators(default=settings.default_language)
        broadcasting = Broadcasting(db, everyone, outbox, shows, translators, clock)
        relay = Relay(db, telegram, patience, outbox, translators)
        news = ClaimNews(db, shows, everyone, outbox, translators, zone=settings.timezone)
        desk = ClaimDesk(
            db,
            everyone,
            outbox,
            relay,
            translators,
            zone=settings.timezone,
        )
        dispatcher = Dispatcher(
            storage=await _storage(settings, db, clock, stack),
            settings=settings,
            bot_username=settings.bot_username or await _username(telegram),
            clock=clock,
            db=db,
            outbox=outbox,
            shows=shows,
            translators=translators,
            everyone=everyone,
            broadcasting=broadcasting,
        )
        dispatcher.update.outer_middleware(
            PersonMiddleware(
                db=db, translators=translators, everyone=everyone, shows=shows, clock=clock
            )
        )
        dispatcher.include_routers(*routers())

        async def handle(update: Update) -> None:
            await dispatcher.feed_update(telegram, update)

        channel = everyone.on_behalf(channel_token or None, None)
        reminders = PaymentReminders(settings, db, channel, outbox, translators, clock)
        nudges = Nudges(settings, db, channel, outbox, translators, clock)
        lanes: Lanes = OwnLanes() if db.is_sqlite else SharedLanes(db.url)
        stack.push_async_callback(lanes.close)
        inbox = Inbox(db, telegram, handle, lanes=lanes, clock=clock, sleep=sleep)
        stack.push_async_callback(inbox.stop)
        app = App(
            settings=settings,
            clock=clock,
            bot=telegram,
            db=db,
            dispatcher=dispatcher,
            inbox=inbox,
            outbox=outbox,
            feed=Feed(
                settings,
                db,
                channel,
                outbox,
                (relay, news, desk, reminders, nudges),
                translators,
                clock=clock,
                sleep=sleep,
            ),
            broadcasting=broadcasting,
            nudges=nudges,
            payment_reminders=reminders,
            polling=Polling(telegram, inbox, UPDATES),
            shows=shows,
            translators=translators,
            everyone=everyone,
            portal_app=portal_app,
        )
        await outbox.settle_doubts(after_start=True)
        await reminders.take_back()
        await inbox.resume()
        yield app


@asynccontextmanager
async def _bot(settings: Settings) -> AsyncIterator[Bot]:
    token = settings.bot_token.get_secret_value()
    if not token:
        raise StartError(
            "BOT_TOKEN is not set: get a token from @BotFather and put it into .env,"
            " or try `python -m bot demo`, which needs none"
        )
    server = TelegramAPIServer.from_base(settings.bot_api_url)
    try:
        bot = Bot(token, session=AiohttpSession(api=server))
    except TokenValidationError:
        raise StartError(
            "BOT_TOKEN is not a bot's token: @BotFather gives one like 123456789:AAF..."
        ) from None
    try:
        yield bot
    finally:
        await bot.session.close()


async def _username(bot: Bot) -> str:
    """Asked until Telegram answers: a server that starts before its network is up is no error."""
    pause = 1.0
    while True:
        try:
            return (await bot.me()).username or ""
        except TelegramUnauthorizedError:
            raise StartError(
                "Telegram does not know this bot (Unauthorized): BOT_TOKEN is wrong or was revoked"
            ) from None
        except TelegramAPIError as error:
            log.warning("Telegram is out of reach (%s), again in %.0f s", error, pause)
            await asyncio.sleep(pause)
            pause = min(30.0, pause * 2)


async def _database(settings: Settings, stack: AsyncExitStack) -> Database:
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StartError(f"cannot make DATA_DIR {settings.data_dir}: {error.strerror}") from None
    with _clear_line(settings.database_url, "BOT_DATABASE_URL"):
        await migrate(settings.database_url)
    db = Database(settings.database_url)
    stack.push_async_callback(db.dispose)
    return db


@contextmanager
def _clear_line(url: str, setting: str) -> Iterator[None]:
    """A database that cannot be opened, in one line and without its password."""
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        shown = make_url(url).render_as_string(hide_password=True)
        raise StartError(
            f"the database {shown} cannot be opened: {reason}. Is its server up, may this user"
            f" write there, is {setting} right?"
        ) from None


async def _storage(
    settings: Settings, db: Database, clock: Callable[[], datetime], stack: AsyncExitStack
) -> BaseStorage:
    if not settings.redis_url:
        return DatabaseStorage(db, clock)
    from aiogram.fsm.storage.redis import RedisStorage

    storage = RedisStorage.from_url(settings.redis_url)
    stack.push_async_callback(storage.close)
    return storage


def _slots(
    settings: Settings, telegram: Bot, clock: Callable[[], datetime], stack: AsyncExitStack
) -> Slots:
    """Replicas share their pace through Redis."""
    per_second = PAID if settings.allow_paid_broadcast else FREE
    if not settings.redis_url:
        return OwnSlots(clock, per_second)
    from redis.asyncio import Redis

    from bot.outbox.shared_pace import SharedSlots

    redis = Redis.from_url(settings.redis_url)
    stack.push_async_callback(redis.aclose)
    return SharedSlots(redis, clock, per_second, str(telegram.id))


def import_portal() -> None:
    """Takes a second, which may go by while something else is waited for."""
    import portal.app  # noqa: F401


def _wrong(problem: "ErrorDetails") -> str:
    place = f"{problem['loc'][0]} ".upper() if problem["loc"] else ""
    return f"{place}{problem['msg'].removeprefix('Value error, ')}"


@asynccontextmanager
async def _embedded_portal(
    settings: Settings, channel_token: str, clock: Callable[[], datetime]
) -> AsyncIterator["FastAPI"]:
    # The one module where rooms meet: without PORTAL_URL the portal lives in this process, and is
    # still spoken to by HTTP.
    import portal.app
    import portal.config

    try:
        own = portal.config.Settings(
            data_dir=settings.data_dir,
            portal_database_url=settings.portal_database_url,
            channel_token=channel_token,
            timezone=settings.timezone,
            bot_username=settings.bot_username,
        )
    except ValidationError as error:
        raise StartError("; ".join(map(_wrong, error.errors()))) from None
    async with AsyncExitStack() as stack:
        with _clear_line(own.database_url, "PORTAL_DATABASE_URL"):
            app = await stack.enter_async_context(portal.app.running(own, now=clock))
        yield app
