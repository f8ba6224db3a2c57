"""Dividing an order into deliveries, and making them one again."""

from collections.abc import Callable
from datetime import date, datetime

from aiogram.types import CallbackQuery, Message

from bot.config import Settings
from bot.db.models import Card, User
from bot.errors import UserError
from bot.handlers.filters import ReplyTo, RightAfter
from bot.handlers.orders import show_order
from bot.handlers.routes import Routes
from bot.i18n import Translator
from bot.keyboards import orders as cb
from bot.services.account import today_of, zone_of
from bot.services.parting import Chosen, lines_of, parse_parts, planned
from bot.services.portal.client import Portal
from bot.show import Show
from bot.views import deliveries as view

KIND = "split"
Clock = Callable[[], datetime]


async def how(
    callback: CallbackQuery,
    callback_data: cb.SplitOrder,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    settings: Settings,
    clock: Clock,
) -> None:
    order = await portal.order(callback_data.id)
    proposal = await portal.split_proposal(order.id)
    today = today_of(await zone_of(portal, user, settings.timezone), clock())
    screen = view.how_to_split(t, order, proposal.now, proposal.later, today)
    await show(screen, kind="order", data={"id": order.id})


async def by_stock(
    callback: CallbackQuery,
    callback_data: cb.SplitByStock,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    settings: Settings,
    clock: Clock,
    update_key: str,
) -> None:
    """What waits becomes a delivery of its own."""
    proposal = await portal.split_proposal(callback_data.id)
    later = {line.number: line.quantity for line in proposal.later}
    if not later or not proposal.now:
        raise UserError("split-nothing")
    order = await portal.split_order(update_key, callback_data.id, later)
    zone = await zone_of(portal, user, settings.timezone)
    await show_order(show, t, order, zone, clock())


async def on_day(
    callback: CallbackQuery,
    callback_data: cb.SplitOn,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    settings: Settings,
    clock: Clock,
) -> None:
    order = await portal.order(callback_data.id)
    today = today_of(await zone_of(portal, user, settings.timezone), clock())
    on = date.fromisoformat(callback_data.day)
    screen = view.what_comes(t, order, planned(order), on, today)
    await show(screen, kind=KIND, data={"id": order.id, "day": callback_data.day})


async def choose(
    message: Message,
    card: Card,
    said: list[Chosen],
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    settings: Settings,
    clock: Clock,
    update_key: str,
) -> None:
    order = await portal.order(card.data["id"])
    on = date.fromisoformat(card.data["day"])
    done = await portal.split_order(update_key, order.id, lines_of(order, said), on)
    zone = await zone_of(portal, user, settings.timezone)
    await show_order(show, t, done, zone, clock(), new=True)


async def unite(
    callback: CallbackQuery,
    callback_data: cb.MergeDeliveries,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    settings: Settings,
    clock: Clock,
    update_key: str,
) -> None:
    order = await portal.merge_deliveries(update_key, callback_data.id)
    zone = await zone_of(portal, user, settings.timezone)
    await show_order(show, t, order, zone, clock())


def routes(to: Routes) -> None:
    to.replies.message.register(choose, ReplyTo(KIND, parse_parts))
    to.typed.message.register(choose, RightAfter(KIND, parse_parts))
    to.press(cb.SplitOrder, how)
    to.press(cb.SplitByStock, by_stock)
    to.press(cb.SplitOn, on_day)
    to.press(cb.MergeDeliveries, unite)
