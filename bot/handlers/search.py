"""Finding products: /search, turning the page, opening a row, one pack from a row."""

from collections.abc import Callable
from datetime import datetime

from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.db.models import Card, User
from bot.db.session import Database
from bot.errors import UserError
from bot.handlers.filters import ReplyTo, is_private
from bot.handlers.lists import show_list, show_product
from bot.handlers.routes import Routes
from bot.i18n import Translator
from bot.keyboards import callbacks as cb
from bot.services import listing, ordering
from bot.services.cards import card_at
from bot.services.entry import parse_number
from bot.services.portal.client import Portal
from bot.show import Show
from bot.views import search as search_view


async def search(
    message: Message, command: CommandObject, t: Translator, show: Show, portal: Portal, user: User
) -> None:
    if not command.args:
        buys = user.company_id is not None and is_private(message)
        await show(search_view.ask(t, buys=buys))
        return
    shown = await listing.turn(portal, listing.search(command.args))
    await show_list(show, t, portal, user, shown, private=is_private(message))


async def ask(callback: CallbackQuery, t: Translator, show: Show, user: User) -> None:
    await show(search_view.ask(t, buys=user.company_id is not None), new=True)


async def turn_page(
    callback: CallbackQuery,
    callback_data: cb.TurnPage,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
    clock: Callable[[], datetime],
) -> None:
    card = await card_at(db, show.chat_id, show.message_id)
    if card is None or card.kind != listing.KIND:
        raise UserError("list-too-old")
    shown = await listing.turn(portal, listing.from_data(card.data), callback_data.number)
    private = is_private(callback)
    await show_list(show, t, portal, user, shown, private=private, new=False, now=clock())


async def open_product(
    callback: CallbackQuery,
    callback_data: cb.OpenProduct,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    clock: Callable[[], datetime],
) -> None:
    private = is_private(callback)
    await show_product(show, t, portal, user, callback_data.id, clock(), private=private)


async def open_numbered(
    message: Message,
    card: Card,
    said: int,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    clock: Callable[[], datetime],
) -> None:
    product_id = listing.from_data(card.data).numbered(said)
    if product_id is None:
        raise UserError("list-no-row", number=said)
    private = is_private(message)
    await show_product(show, t, portal, user, product_id, clock(), private=private)


async def add_from_row(
    callback: CallbackQuery,
    callback_data: cb.AddFromRow,
    t: Translator,
    show: Show,
    portal: Portal,
    db: Database,
    update_key: str,
) -> None:
    card = await card_at(db, show.chat_id, show.message_id)
    shown = listing.from_data(card.data) if card and card.kind == listing.KIND else None
    wish = shown.adds(callback_data.id) if shown else None
    if wish is None:
        applied = await ordering.add_pack(portal, callback_data.id, update_key)
    else:
        put = await ordering.add_wish(portal, callback_data.id, wish, update_key)
        applied = put.applied[0]
    await show.toast(search_view.added(t, applied))


def public(to: Routes) -> None:
    """What works in a group too, without prices there."""
    to.commands.message.register(search, Command("search"))
    to.replies.message.register(open_numbered, ReplyTo(listing.KIND, parse_number))
    to.press(cb.TurnPage, turn_page)
    to.press(cb.OpenProduct, open_product)


def routes(to: Routes) -> None:
    public(to)
    to.press(cb.AskSearch, ask)
    to.press(cb.AddFromRow, add_from_row)
