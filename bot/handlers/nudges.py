"""What a reminder leads to: the cart that was left, the usual order, the level.

As a message of its own, but for the order, which takes the reminder's place. The company that it is
of becomes active.
"""

from collections.abc import Callable
from datetime import datetime

from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from bot.config import Settings
from bot.db.models import User
from bot.db.session import Database
from bot.handlers.cart import show_cart
from bot.handlers.checkout import check_out
from bot.handlers.routes import Routes
from bot.i18n import Translator
from bot.keyboards import nudges as cb
from bot.services import repeating
from bot.services.account import switch, today_of, zone_of
from bot.services.portal.client import Portal
from bot.show import Show
from bot.views import habits, loyalty

Clock = Callable[[], datetime]


async def open_left(
    callback: CallbackQuery,
    callback_data: cb.OpenLeft,
    t: Translator,
    show: Show,
    everyone: Portal,
    user: User,
    db: Database,
) -> None:
    portal = await _acting(everyone, user, db, callback_data.company)
    await show_cart(show, t, await portal.fill_cart(callback_data.cart), new=True)


async def order_left(
    callback: CallbackQuery,
    callback_data: cb.OrderLeft,
    t: Translator,
    show: Show,
    everyone: Portal,
    user: User,
    db: Database,
    state: FSMContext,
    update_key: str,
) -> None:
    portal = await _acting(everyone, user, db, callback_data.company)
    await portal.fill_cart(callback_data.cart)
    await check_out(callback, t, show, portal, state, update_key)


async def open_usual(
    callback: CallbackQuery,
    callback_data: cb.OpenUsual,
    t: Translator,
    show: Show,
    everyone: Portal,
    user: User,
    db: Database,
    settings: Settings,
    clock: Clock,
) -> None:
    portal = await _acting(everyone, user, db, callback_data.company)
    found = (await repeating.habit(portal, "usual")).items
    zone = await zone_of(portal, user, settings.timezone)
    await show(habits.habit(t, "usual", found, zone, clock()), new=True)


async def open_level(
    callback: CallbackQuery,
    callback_data: cb.OpenLevel,
    t: Translator,
    show: Show,
    everyone: Portal,
    user: User,
    db: Database,
    settings: Settings,
    clock: Clock,
) -> None:
    portal = await _acting(everyone, user, db, callback_data.company)
    found = await portal.loyalty()
    zone = await zone_of(portal, user, settings.timezone)
    await show(loyalty.card(t, found, today_of(zone, clock()), may_spend=True), new=True)


async def _acting(everyone: Portal, user: User, db: Database, company_id: str) -> Portal:
    if user.company_id != company_id:
        await switch(db, everyone, user, company_id)
        user.company_id = company_id
    return everyone.on_behalf(user.token, company_id)


def routes(to: Routes) -> None:
    to.press(cb.OpenLeft, open_left)
    to.press(cb.OrderLeft, order_left, asks=True)
    to.press(cb.OpenUsual, open_usual)
    to.press(cb.OpenLevel, open_level)
