"""The history of orders, one order, cancelling it."""

from collections.abc import Callable
from datetime import datetime

from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.config import Settings
from bot.db.models import Card, User
from bot.db.session import Database
from bot.errors import UserError
from bot.handlers.filters import ReplyTo
from bot.handlers.routes import Routes
from bot.i18n import Translator
from bot.keyboards import orders as cb
from bot.services import history
from bot.services.account import today_of, zone_of
from bot.services.cards import card_at
from bot.services.entry import parse_number
from bot.services.history import History
from bot.services.order_search import OrderFilter, read_filter
from bot.services.portal.client import Portal
from bot.services.portal.models import OrderOut
from bot.show import Show
from bot.views import orders as view

Clock = Callable[[], datetime]
STATES = {
    "open": ("new", "confirmed", "awaiting_payment", "in_assembly", "partly_shipped"),
    "shipped": ("partly_shipped", "shipped"),
}
"""What the buttons under the history narrow it to."""


async def orders(
    message: Message,
    command: CommandObject,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    settings: Settings,
    clock: Clock,
) -> None:
    text = (command.args or "").strip()[:50]
    zone = await zone_of(portal, user, settings.timezone)
    wanted = History(text, read_filter(text, today_of(zone, clock())))
    await _show_history(show, t, portal, wanted, zone, clock())


async def press_orders(
    callback: CallbackQuery,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    settings: Settings,
    clock: Clock,
) -> None:
    zone = await zone_of(portal, user, settings.timezone)
    await _show_history(show, t, portal, History(), zone, clock())


async def filter_orders(
    callback: CallbackQuery,
    callback_data: cb.FilterOrders,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    settings: Settings,
    clock: Clock,
) -> None:
    """Those still to come, those on their way, or all again."""
    zone = await zone_of(portal, user, settings.timezone)
    wanted = History()
    if statuses := STATES.get(callback_data.status):
        name = t(f"orders-only-{callback_data.status}")
        wanted = History(name, OrderFilter(status=statuses))
    await _show_history(show, t, portal, wanted, zone, clock())


async def turn_orders(
    callback: CallbackQuery,
    callback_data: cb.TurnOrders,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
    settings: Settings,
    clock: Clock,
) -> None:
    card = await card_at(db, show.chat_id, show.message_id)
    if card is None or card.kind != history.KIND:
        raise UserError("list-too-old")
    zone = await zone_of(portal, user, settings.timezone)
    shown = history.from_data(card.data)
    await _show_history(show, t, portal, shown, zone, clock(), page=callback_data.number)


async def _show_history(
    show: Show,
    t: Translator,
    portal: Portal,
    wanted: History,
    zone: str,
    now: datetime,
    page: int = 0,
) -> None:
    """A number that finds one order opens it."""
    shown, found, more = await history.turn(portal, wanted, page)
    if not found:
        await show(view.empty(t, shown.text))
    elif shown.wanted.number and len(found) == 1:
        await show_order(show, t, found[0], zone, now)
    else:
        screen = view.history(t, found, zone, now, page=page, more=more, text=shown.text)
        await show(screen, kind=history.KIND, data=shown.as_data())


async def find_order(
    message: Message,
    card: Card,
    said: int,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    settings: Settings,
    clock: Clock,
) -> None:
    zone = await zone_of(portal, user, settings.timezone)
    await _show_history(
        show, t, portal, History(str(said), OrderFilter(number=str(said))), zone, clock()
    )


async def show_order(
    show: Show, t: Translator, order: OrderOut, zone: str, now: datetime, *, new: bool = False
) -> None:
    await show(view.card(t, order, zone, now), new=new, kind="order", data={"id": order.id})


async def open_order(
    callback: CallbackQuery,
    callback_data: cb.OpenOrder,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
    settings: Settings,
    clock: Clock,
) -> None:
    order = await portal.order(callback_data.id)
    zone = await zone_of(portal, user, settings.timezone)
    card = await card_at(db, show.chat_id, show.message_id)
    from_list = card is not None and card.kind == history.KIND
    await show_order(show, t, order, zone, clock(), new=from_list)


async def more(
    callback: CallbackQuery,
    callback_data: cb.MoreOfOrder,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    settings: Settings,
    clock: Clock,
) -> None:
    order = await portal.order(callback_data.id)
    zone = await zone_of(portal, user, settings.timezone)
    screen = view.card(t, order, zone, clock(), more=True)
    await show(screen, kind="order", data={"id": order.id})


async def cancel(
    callback: CallbackQuery,
    callback_data: cb.CancelOrder,
    t: Translator,
    show: Show,
    portal: Portal,
) -> None:
    order = await portal.order(callback_data.id)
    if not order.can_cancel:
        raise UserError("error-cannot-cancel")
    await show(view.cancel_surely(t, order))


async def cancel_surely(
    callback: CallbackQuery,
    callback_data: cb.CancelOrderSurely,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    settings: Settings,
    clock: Clock,
    update_key: str,
) -> None:
    order = await portal.cancel_order(update_key, callback_data.id)
    zone = await zone_of(portal, user, settings.timezone)
    await show_order(show, t, order, zone, clock())


def routes(to: Routes) -> None:
    to.replies.message.register(find_order, ReplyTo(history.KIND, parse_number))
    to.commands.message.register(orders, Command("orders"))
    to.press(cb.ShowOrders, press_orders)
    to.press(cb.FilterOrders, filter_orders)
    to.press(cb.TurnOrders, turn_orders)
    to.press(cb.OpenOrder, open_order)
    to.press(cb.MoreOfOrder, more)
    to.press(cb.CancelOrder, cancel)
    to.press(cb.CancelOrderSurely, cancel_surely)
