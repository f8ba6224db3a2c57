"""Coming in by a code, and the menu."""

from collections.abc import Callable
from datetime import datetime

from aiogram.filters import Command, CommandObject
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.db.models import User
from bot.db.session import Database
from bot.handlers.filters import Answering
from bot.handlers.lists import show_product
from bot.handlers.routes import Routes
from bot.handlers.states import Asking, wait_for
from bot.i18n import Translator
from bot.keyboards import callbacks as cb
from bot.services import linking, links
from bot.services.account import place_of
from bot.services.cards import card_at
from bot.services.portal.client import Portal
from bot.show import Show
from bot.views import parts
from bot.views import start as view

Clock = Callable[[], datetime]


async def start(
    message: Message,
    command: CommandObject,
    t: Translator,
    show: Show,
    portal: Portal,
    everyone: Portal,
    user: User,
    db: Database,
    clock: Clock,
) -> None:
    payload = (command.args or links.MENU).strip()
    if product_id := links.product_of(payload):
        await show_product(show, t, portal, user, product_id, clock())
    elif payload == links.MENU:
        await _menu(t, show, portal, user, db)
    else:
        await _offer(payload, t, show, everyone, user, db, clock())


async def menu(
    callback: CallbackQuery, t: Translator, show: Show, portal: Portal, user: User, db: Database
) -> None:
    answerable = await card_at(db, show.chat_id, show.message_id) is not None
    await _menu(t, show, portal, user, db, new=answerable)


async def _menu(
    t: Translator, show: Show, portal: Portal, user: User, db: Database, *, new: bool = False
) -> None:
    place = await place_of(db, portal, user)
    if place is None:
        await show(view.unlinked(t), new=new)
    else:
        await show(view.menu(t, place.account, place.company), new=new)


async def have_code(
    callback: CallbackQuery, t: Translator, show: Show, state: FSMContext, update_key: str
) -> None:
    await show(parts.ask(t, "start-ask-code"), new=True)
    await wait_for(state, Asking.code, update_key)


async def type_code(
    message: Message,
    said: str,
    t: Translator,
    show: Show,
    portal: Portal,
    everyone: Portal,
    user: User,
    db: Database,
    clock: Clock,
) -> None:
    # Whoever copies the whole link means the code in it.
    code = said.rpartition("start=")[2].split()[0]
    if product_id := links.product_of(code):
        await show_product(show, t, portal, user, product_id, clock())
    else:
        await _offer(code, t, show, everyone, user, db, clock())


async def _offer(
    code: str,
    t: Translator,
    show: Show,
    everyone: Portal,
    user: User,
    db: Database,
    now: datetime,
) -> None:
    invitation, key = await linking.offered(db, everyone, user, code[:200], now)
    await show(view.offer(t, invitation, key))


async def link(
    callback: CallbackQuery,
    callback_data: cb.Link,
    t: Translator,
    show: Show,
    everyone: Portal,
    user: User,
    db: Database,
) -> None:
    name = callback.from_user.full_name[:200]
    place = await linking.link(db, everyone, user, callback_data.key, name)
    await show(view.menu(t, place.account, place.company, linked=True))


def routes(to: Routes) -> None:
    to.commands.message.register(start, Command("start"))
    to.answers.message.register(type_code, Answering(Asking.code))
    to.press(cb.Menu, menu)
    to.press(cb.HaveCode, have_code, asks=True)
    to.press(cb.Link, link)
