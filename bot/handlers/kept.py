"""What the company orders, what a person has marked, and being told when something comes in."""

from collections.abc import Callable
from datetime import datetime

from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.models import User
from bot.db.session import Database
from bot.handlers.lists import show_list, show_product
from bot.handlers.routes import Routes
from bot.i18n import Translator, Translators
from bot.keyboards import callbacks as cb
from bot.outbox import Outbox
from bot.services import arrivals, listing
from bot.services.listing import Listing
from bot.services.portal.client import Portal
from bot.services.portal.errors import PortalRefused
from bot.services.portal.models import ArrivalOut
from bot.show import Show
from bot.views import catalogue as view

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
    db: Database,
    clock: Clock,
) -> None:
    if callback_data.on:
        try:
            await portal.watch(callback_data.id)
            await arrivals.wait(db, user, clock())
        except PortalRefused as refusal:
            if refusal.code != "in_stock":
                raise
            # It has come in since the card was shown, and the card says so now.
    else:
        await portal.unwatch(callback_data.id)
    await show_product(show, t, portal, user, callback_data.id, clock(), new=False)


async def tell_arrivals(
    *, db: Database, everyone: Portal, outbox: Outbox, translators: Translators
) -> int:
    """A message for each arrival to each who waited for it, once; how many there were."""

    async def put(session: AsyncSession, user: User, arrival: ArrivalOut) -> None:
        screen = view.arrived(translators.speaking(user.language), arrival.product)
        key = f"arrival:{arrival.id}:{user.id}"
        await outbox.put_screen(session, key=key, user=user, screen=screen)

    return await arrivals.tell(db, everyone, put)


def routes(to: Routes) -> None:
    to.commands.message.register(mine, Command("mine"))
    to.press(cb.ShowMine, mine)
    to.press(cb.ShowFavourites, favourites)
    to.press(cb.Favour, favour)
    to.press(cb.Watch, watch)
