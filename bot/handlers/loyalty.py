"""The level of the company, its points, and paying with them."""

from collections.abc import Callable
from datetime import datetime

from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.config import Settings
from bot.db.models import Card, User
from bot.db.session import Database
from bot.errors import UserError
from bot.handlers.filters import ReplyTo
from bot.handlers.routes import Routes
from bot.i18n import Translator
from bot.keyboards import money as cb
from bot.services.account import acting, today_of, zone_of
from bot.services.points import KIND, SHOWN, parse_points
from bot.services.portal.client import Portal
from bot.show import Show
from bot.views import loyalty as view

Clock = Callable[[], datetime]


async def loyalty(
    event: Message | CallbackQuery,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
    clock: Clock,
) -> None:
    company = await acting(db, portal, user)
    found = await portal.on_behalf(user.token, company.id).loyalty()
    may_spend = company.role in ("owner", "buyer")
    await show(view.card(t, found, today_of(company.timezone, clock()), may_spend=may_spend))


async def points(
    callback: CallbackQuery,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    settings: Settings,
    clock: Clock,
) -> None:
    found = await portal.points(limit=SHOWN)
    zone = await zone_of(portal, user, settings.timezone)
    await show(view.history(t, found.items, zone, clock()))


async def ask(callback: CallbackQuery, t: Translator, show: Show, portal: Portal) -> None:
    found = await portal.loyalty()
    if not found.spendable:
        raise UserError("error-nothing-due")
    await show(view.how_many(t, found), kind=KIND, data={})


async def spend(
    callback: CallbackQuery,
    callback_data: cb.SpendPoints,
    t: Translator,
    show: Show,
    portal: Portal,
) -> None:
    """The key is the message's: a double tap pays once."""
    await _spend(show, t, portal, f"pt{show.chat_id}.{show.message_id}", callback_data.points)


async def spend_typed(
    message: Message,
    card: Card,
    said: int,
    t: Translator,
    show: Show,
    portal: Portal,
) -> None:
    """The key is that of the card that asked, as of its button."""
    await _spend(show, t, portal, f"pt{card.chat_id}.{card.message_id}", said)


async def _spend(show: Show, t: Translator, portal: Portal, key: str, points: int) -> None:
    left = await portal.spend_points(key, points)
    await show(view.spent(t, points, left))


def routes(to: Routes) -> None:
    to.commands.message.register(loyalty, Command("loyalty"))
    to.replies.message.register(spend_typed, ReplyTo(KIND, parse_points))
    to.press(cb.ShowLoyalty, loyalty)
    to.press(cb.ShowPoints, points)
    to.press(cb.AskPoints, ask)
    to.press(cb.SpendPoints, spend)
