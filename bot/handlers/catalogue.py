"""The catalogue's tree, a group's goods, and any list filtered or in another order."""

from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.db.models import User
from bot.db.session import Database
from bot.errors import UserError
from bot.handlers.filters import is_private
from bot.handlers.lists import show_list
from bot.handlers.routes import Routes
from bot.i18n import Translator
from bot.keyboards import callbacks as cb
from bot.services import listing
from bot.services.cards import card_at
from bot.services.groups import level_of
from bot.services.portal.client import Portal
from bot.show import Show
from bot.views import catalogue as view


async def catalogue(message: Message, t: Translator, show: Show, portal: Portal) -> None:
    path, groups = await level_of(portal)
    await show(view.groups(t, path, groups, menu=is_private(message)))


async def walk(
    callback: CallbackQuery, callback_data: cb.ShowGroups, t: Translator, show: Show, portal: Portal
) -> None:
    path, groups = await level_of(portal, callback_data.id)
    await show(view.groups(t, path, groups, callback_data.page, menu=is_private(callback)))


async def goods(
    callback: CallbackQuery,
    callback_data: cb.ShowGroupGoods,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
) -> None:
    shown = await listing.turn(portal, await listing.of_group(portal, callback_data.id))
    await show_list(show, t, portal, user, shown, private=is_private(callback), new=False)


async def narrow(
    callback: CallbackQuery,
    callback_data: cb.NarrowList,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
) -> None:
    card = await card_at(db, show.chat_id, show.message_id)
    if card is None or card.kind != listing.KIND:
        raise UserError("list-too-old")
    wanted = listing.narrowed(
        listing.from_data(card.data), in_stock=callback_data.in_stock, sort=callback_data.sort
    )
    shown = await listing.turn(portal, wanted)
    await show_list(show, t, portal, user, shown, private=is_private(callback), new=False)


def routes(to: Routes) -> None:
    to.commands.message.register(catalogue, Command("catalog"))
    to.press(cb.ShowGroups, walk)
    to.press(cb.ShowGroupGoods, goods)
    to.press(cb.NarrowList, narrow)
