"""When a broadcast goes, how it goes, stopping it; and its buttons for those whom it reaches."""

import re
from collections.abc import Callable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.broadcasting import Broadcasting
from bot.config import Settings
from bot.db.models import User
from bot.db.session import Database
from bot.errors import UserError
from bot.handlers.broadcasts import as_staff
from bot.handlers.filters import Answering
from bot.handlers.lists import show_product
from bot.handlers.routes import Routes
from bot.handlers.states import Asking, wait_for
from bot.i18n import Translator
from bot.keyboards import broadcasts as press
from bot.services import broadcasts, preferences
from bot.services.account import place_of
from bot.services.portal.client import Portal
from bot.services.preferences import Kind
from bot.show import Show
from bot.views import broadcasts as view

Clock = Callable[[], datetime]
MORNING = time(10)
_MOMENT = re.compile(
    r"^(?:(?P<day>\d{1,2})[./](?P<month>\d{1,2})(?:[./](?P<year>\d{4}))?\s+)?(?P<hour>\d{1,2}):(?P<minute>\d{2})$"
)


async def when(
    callback: CallbackQuery,
    callback_data: press.WhenBroadcast,
    t: Translator,
    show: Show,
    everyone: Portal,
    user: User,
    db: Database,
    state: FSMContext,
    update_key: str,
) -> None:
    one = await broadcasts.draft(db, user, callback_data.key)
    broadcasts.check(one)
    _, _, users = await broadcasts.reach(db, as_staff(everyone, user), one)
    if not users:
        raise UserError("broadcast-nobody")
    await show(view.when(t, one, users))
    await wait_for(state, Asking.broadcast_time, update_key, key=one.key)


async def send_at(
    callback: CallbackQuery,
    callback_data: press.SendAt,
    t: Translator,
    show: Show,
    user: User,
    db: Database,
    settings: Settings,
    broadcasting: Broadcasting,
    clock: Clock,
) -> None:
    at = clock() + timedelta(minutes=callback_data.minutes)
    await _decide(show, t, user, db, settings, broadcasting, clock, callback_data.key, at)


async def send_tomorrow(
    callback: CallbackQuery,
    callback_data: press.SendTomorrow,
    t: Translator,
    show: Show,
    user: User,
    db: Database,
    settings: Settings,
    broadcasting: Broadcasting,
    clock: Clock,
) -> None:
    zone = ZoneInfo(settings.timezone)
    day = clock().astimezone(zone).date() + timedelta(days=1)
    at = datetime.combine(day, MORNING, zone)
    await _decide(show, t, user, db, settings, broadcasting, clock, callback_data.key, at)


async def type_time(
    message: Message,
    said: str,
    t: Translator,
    show: Show,
    user: User,
    db: Database,
    state: FSMContext,
    settings: Settings,
    broadcasting: Broadcasting,
    clock: Clock,
) -> None:
    key = str((await state.get_data()).get("key", ""))
    at = moment_of(said, clock().astimezone(ZoneInfo(settings.timezone)))
    if at is None:
        raise UserError("broadcast-when-wrong")
    await _decide(show, t, user, db, settings, broadcasting, clock, key, at)


def moment_of(said: str, now: datetime) -> datetime | None:
    """«14:30» is today's, or tomorrow's where it has gone by; «27.11 10:00» this year's or the
    next. None: no such time, or it has gone by."""
    found = _MOMENT.match(said.strip())
    if found is None:
        return None
    hour, minute = int(found["hour"]), int(found["minute"])
    try:
        at = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
        if not found["day"]:
            return at if at > now else at + timedelta(days=1)
        at = at.replace(
            day=int(found["day"]), month=int(found["month"]), year=int(found["year"] or now.year)
        )
        if at <= now and not found["year"]:
            at = at.replace(year=now.year + 1)
    except ValueError:
        return None
    return at if at > now else None


async def _decide(
    show: Show,
    t: Translator,
    user: User,
    db: Database,
    settings: Settings,
    broadcasting: Broadcasting,
    clock: Clock,
    key: str,
    at: datetime,
) -> None:
    """The card becomes the one that shows how it goes."""
    one = await broadcasts.own(db, user, key)
    broadcasts.check(one)
    if await broadcasts.schedule(db, one, at):
        one = await broadcasts.own(db, user, key)
    shown = await show(view.scheduled(t, one, settings.timezone, clock()))
    await broadcasts.place_card(db, key, shown)
    if at <= clock():
        await broadcasting.tick()


async def stop(
    callback: CallbackQuery,
    callback_data: press.StopBroadcast,
    show: Show,
    user: User,
    db: Database,
    broadcasting: Broadcasting,
) -> None:
    one = await broadcasts.own(db, user, callback_data.key)
    await broadcasting.stop(one)
    await broadcasting.show(one.key)


async def who_opened(
    callback: CallbackQuery,
    callback_data: press.WhoOpened,
    t: Translator,
    show: Show,
    user: User,
    db: Database,
    settings: Settings,
    clock: Clock,
) -> None:
    one = await broadcasts.own(db, user, callback_data.key)
    found = await broadcasts.who_pressed(db, one.key)
    opened = await broadcasts.presses(db, one.key)
    await show(view.who(t, one, opened, found, settings.timezone, clock()), new=True)


async def open_button(
    callback: CallbackQuery,
    callback_data: press.BroadcastButton,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
    clock: Clock,
) -> None:
    place = await place_of(db, portal, user)
    button = await broadcasts.pressed(
        db,
        callback_data.key,
        callback_data.number,
        user,
        callback.from_user.full_name,
        place.company.name if place and place.company else "",
        clock(),
    )
    if "product" in button:
        await show_product(show, t, portal, user, button["product"], clock())
    else:
        await show(view.opened_link(t, button["text"], button["url"]), new=True)


async def unsubscribe(
    callback: CallbackQuery,
    callback_data: press.Unsubscribe,
    t: Translator,
    show: Show,
    user: User,
    db: Database,
) -> None:
    if callback_data.kind in view.KINDS:
        await preferences.silence(db, user.id, Kind(callback_data.kind), on=True)
        kind = t(f"notices-kind-{callback_data.kind}")
        await show.toast(t("broadcast-unsubscribed", kind=kind), alert=True)


def routes(to: Routes) -> None:
    to.press(press.WhenBroadcast, when, asks=True)
    to.answers.message.register(type_time, Answering(Asking.broadcast_time))
    to.press(press.SendAt, send_at)
    to.press(press.SendTomorrow, send_tomorrow)
    to.press(press.StopBroadcast, stop)
    to.press(press.WhoOpened, who_opened)
    to.press(press.BroadcastButton, open_button)
    to.press(press.Unsubscribe, unsubscribe)
