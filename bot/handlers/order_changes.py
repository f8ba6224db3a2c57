"""Changing a placed order, making it one with another, its receipt as Excel."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from aiogram.types import CallbackQuery

from bot.book import xlsx
from bot.config import Settings
from bot.db.models import User
from bot.errors import UserError
from bot.handlers.cart import show_cart
from bot.handlers.orders import show_order
from bot.handlers.routes import Routes
from bot.i18n import Translator
from bot.keyboards import orders as cb
from bot.services.account import zone_of
from bot.services.portal.client import Portal
from bot.show import Show
from bot.views import deliveries as view
from bot.views import order_book

MERGEABLE = ("new", "confirmed")


async def change(
    callback: CallbackQuery,
    callback_data: cb.ChangeOrder,
    t: Translator,
    show: Show,
    portal: Portal,
    update_key: str,
) -> None:
    cart = await portal.change_order(update_key, callback_data.id)
    await show_cart(show, t, cart, new=True)


async def pick_to_merge(
    callback: CallbackQuery,
    callback_data: cb.PickOrderToMerge,
    t: Translator,
    show: Show,
    portal: Portal,
) -> None:
    order = await portal.order(callback_data.id)
    found = await portal.orders(status=MERGEABLE, limit=20)
    others = [each for each in found.items if each.id != order.id and each.can_change]
    if not others:
        raise UserError("merge-none")
    await show(view.pick_to_merge(t, order, others))


async def merge(
    callback: CallbackQuery,
    callback_data: cb.MergeOrders,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    settings: Settings,
    clock: Callable[[], datetime],
    update_key: str,
) -> None:
    both = (callback_data.id, callback_data.other)
    order = await portal.merge_orders(update_key, both)
    zone = await zone_of(portal, user, settings.timezone)
    await show_order(show, t, order, zone, clock())


async def receipt(
    callback: CallbackQuery,
    callback_data: cb.GetReceipt,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    settings: Settings,
) -> None:
    order = await portal.order(callback_data.id)
    agreed = await portal.receipt(callback_data.id)
    zone = await zone_of(portal, user, settings.timezone)
    data = await asyncio.to_thread(xlsx, order_book.receipt(t, order, agreed.sha256, zone))
    await show.file(t("receipt-file", number=order.number), data)


def routes(to: Routes) -> None:
    to.press(cb.ChangeOrder, change)
    to.press(cb.PickOrderToMerge, pick_to_merge)
    to.press(cb.MergeOrders, merge)
    to.press(cb.GetReceipt, receipt)
