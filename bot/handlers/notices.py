"""What the bot says by itself: which of it, when, and opening what it tells of."""

from collections.abc import Callable
from datetime import datetime

from aiogram.types import CallbackQuery

from bot.config import Settings
from bot.db.models import User
from bot.db.session import Database
from bot.handlers.orders import show_order
from bot.handlers.routes import Routes
from bot.i18n import Translator
from bot.keyboards import notices as cb
from bot.services import preferences
from bot.services.account import place_of, switch, zone_of
from bot.services.portal.client import Portal
from bot.services.preferences import Kind
from bot.services.quiet import USUAL, Hours
from bot.show import Show
from bot.views import notice_settings as view


async def notices(
    callback: CallbackQuery, t: Translator, show: Show, user: User, db: Database, everyone: Portal
) -> None:
    await _show(show, t, user, db, everyone)


async def silence(
    callback: CallbackQuery,
    callback_data: cb.Silence,
    t: Translator,
    show: Show,
    user: User,
    db: Database,
    everyone: Portal,
) -> None:
    if callback_data.kind in set(Kind):
        await preferences.silence(db, user.id, Kind(callback_data.kind), on=callback_data.on)
    await _show(show, t, user, db, everyone)


async def quiet_hours(
    callback: CallbackQuery,
    callback_data: cb.QuietHours,
    t: Translator,
    show: Show,
    user: User,
    db: Database,
    everyone: Portal,
) -> None:
    hours = Hours(callback_data.start % 24, callback_data.end % 24)
    await preferences.set_hours(db, user.id, hours)
    user.quiet_from, user.quiet_to = hours
    await _show(show, t, user, db, everyone)


async def _show(show: Show, t: Translator, user: User, db: Database, everyone: Portal) -> None:
    place = await place_of(db, everyone, user)
    role = place.company.role if place and place.company else ""
    async with db.read() as session:
        silent = await preferences.silent_kinds(session, user.id)
    kinds = preferences.BY_ROLE.get(role, ())
    await show(view.notices(t, kinds, silent, preferences.hours_of(user), USUAL))


async def open_noticed(
    callback: CallbackQuery,
    callback_data: cb.OpenNoticed,
    t: Translator,
    show: Show,
    everyone: Portal,
    user: User,
    db: Database,
    settings: Settings,
    clock: Callable[[], datetime],
) -> None:
    """As a message of its own: what was told stays. The company that it is of becomes active."""
    if user.company_id != callback_data.company:
        await switch(db, everyone, user, callback_data.company)
    portal = everyone.on_behalf(user.token, callback_data.company)
    order = await portal.order(callback_data.order)
    zone = await zone_of(portal, user, settings.timezone)
    await show_order(show, t, order, zone, clock(), new=True)


def routes(to: Routes) -> None:
    to.press(cb.ShowNotices, notices)
    to.press(cb.Silence, silence)
    to.press(cb.QuietHours, quiet_hours)
    to.press(cb.OpenNoticed, open_noticed)
