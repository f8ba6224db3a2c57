"""What the company orders, what a person has marked, and asking to be told when it comes in."""

from collections.abc import Callable
from datetime import datetime

from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.db.models import User
from bot.handlers.lists import show_list, show_product
from bot.handlers.routes import Routes
from bot.i18n import Translator
from bot.keyboards import callbacks as cb
from bot.services import listing
from bot.services.listing import Listing
from bot.services.portal.client import Portal
from bot.services.portal.errors import PortalRefused
from bot.show import Show

Clock = Callable[[], datetime]


async def mine(
    event: Message | CallbackQuery,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    clock: Clock,
) -> None:
    shown = await listing.turn(portal, Listing("usual", "", ""))
    await show_list(show, t, portal, user, shown, new=False, now=clock())


async def favourites(
    callback: CallbackQuery, t: Translator, show: Show, portal: Portal, user: User
) -> None:
    shown = await listing.turn(portal, Listing("favourites", "", ""))
    await show_list(show, t, portal, user, shown, new=False)


async def favour(
    callback: CallbackQuery,
    callback_data: cb.Favour,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    clock: Clock,
) -> None:
    """On the card itself: the button says what it would do next."""
    if callback_data.on:
        await portal.mark(callback_data.id)
    else:
        await portal.unmark(callback_data.id)
    await show_product(show, t, portal, user, callback_data.id, clock(), new=False)


async def watch(
    callback: CallbackQuery,
    callback_data: cb.Watch,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    clock: Clock,
) -> None:
    if callback_data.on:
        try:
            await portal.watch(callback_data.id)
        except PortalRefused as refusal:
            if refusal.code != "in_stock":
                raise
            # It has come in since the card was shown, and the card says so now.
    else:
        await portal.unwatch(callback_data.id)
    await show_product(show, t, portal, user, callback_data.id, clock(), new=False)


def routes(to: Routes) -> None:
    to.commands.message.register(mine, Command("mine"))
    to.press(cb.ShowMine, mine)
    to.press(cb.ShowFavourites, favourites)
    to.press(cb.Favour, favour)
    to.press(cb.Watch, watch)
