"""The companies that somebody of the staff deals with."""

from collections.abc import Callable
from datetime import datetime

from aiogram.filters import Command, CommandObject
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.config import Settings
from bot.db.models import User
from bot.db.session import Database
from bot.errors import UserError
from bot.handlers.filters import Answering
from bot.handlers.routes import Routes
from bot.handlers.states import Asking, wait_for
from bot.i18n import Translator
from bot.keyboards import desk as press
from bot.services import account
from bot.services import customers as pages
from bot.services.cards import card_at
from bot.services.customers import Found
from bot.services.portal.client import Portal
from bot.show import Show
from bot.views import company as company_view
from bot.views import customers as view
from bot.views import parts
from bot.views import start as start_view

Clock = Callable[[], datetime]
LONGEST = 100


async def customers(
    message: Message,
    command: CommandObject,
    t: Translator,
    show: Show,
    portal: Portal,
    settings: Settings,
    clock: Clock,
) -> None:
    await _show_found(show, t, portal, settings, clock, Found((command.args or "")[:LONGEST]))


async def ask(
    callback: CallbackQuery, t: Translator, show: Show, state: FSMContext, update_key: str
) -> None:
    await show(parts.ask(t, "customers-ask"), new=True)
    await wait_for(state, Asking.customer, update_key)


async def type_query(
    message: Message,
    said: str,
    t: Translator,
    show: Show,
    portal: Portal,
    settings: Settings,
    clock: Clock,
) -> None:
    await _show_found(show, t, portal, settings, clock, Found(said[:LONGEST]))


async def turn(
    callback: CallbackQuery,
    callback_data: press.TurnCustomers,
    t: Translator,
    show: Show,
    portal: Portal,
    db: Database,
    settings: Settings,
    clock: Clock,
) -> None:
    card = await card_at(db, show.chat_id, show.message_id)
    if card is None or card.kind != pages.KIND:
        raise UserError("list-too-old")
    found = pages.from_data(card.data)
    await _show_found(show, t, portal, settings, clock, found, callback_data.number)


async def _show_found(
    show: Show,
    t: Translator,
    portal: Portal,
    settings: Settings,
    clock: Clock,
    found: Found,
    page: int = 0,
) -> None:
    """The only company that fits is opened at once."""
    found, companies, more = await pages.turn(portal, found, page)
    if found.text and page == 0 and len(companies) == 1 and not more:
        await _show_card(show, t, portal, settings, clock, companies[0].id)
        return
    screen = view.found(
        t,
        companies,
        settings.timezone,
        clock(),
        text=found.text,
        page=page,
        more=more,
        first=page * pages.PAGE + 1,
    )
    await show(screen, kind=pages.KIND, data=found.as_data())


async def open_customer(
    callback: CallbackQuery,
    callback_data: press.OpenCustomer,
    t: Translator,
    show: Show,
    portal: Portal,
    settings: Settings,
    clock: Clock,
) -> None:
    await _show_card(show, t, portal, settings, clock, callback_data.id)


async def _show_card(
    show: Show, t: Translator, portal: Portal, settings: Settings, clock: Clock, company_id: str
) -> None:
    """A director assigns it too."""
    one = await portal.customer(company_id)
    director = show.user.staff_role == "director"
    await show(view.card(t, one, settings.timezone, clock(), director=director))


async def pick_manager(
    callback: CallbackQuery,
    callback_data: press.PickManager,
    t: Translator,
    show: Show,
    portal: Portal,
) -> None:
    one = await portal.customer(callback_data.id)
    await show(view.pick_manager(t, one, await portal.staff()))


async def set_manager(
    callback: CallbackQuery,
    callback_data: press.SetManager,
    t: Translator,
    show: Show,
    portal: Portal,
    settings: Settings,
    clock: Clock,
) -> None:
    one = await portal.customer(callback_data.id)
    await portal.assign_customer(one.id, manager_id=callback_data.staff or None, region=one.region)
    await _show_card(show, t, portal, settings, clock, one.id)
    await show.toast(t("customer-assigned"))


async def ask_region(
    callback: CallbackQuery,
    callback_data: press.AskRegion,
    t: Translator,
    show: Show,
    state: FSMContext,
    update_key: str,
) -> None:
    await show(parts.ask(t, "customer-ask-region"), new=True)
    await wait_for(state, Asking.region, update_key, id=callback_data.id)


async def type_region(
    message: Message,
    said: str,
    t: Translator,
    show: Show,
    portal: Portal,
    state: FSMContext,
    settings: Settings,
    clock: Clock,
    user: User,
) -> None:
    one = await portal.customer((await state.get_data())["id"])
    region = "" if said in ("-", "—") else said[:LONGEST]
    await portal.assign_customer(one.id, manager_id=one.manager_id, region=region)
    await _show_card(show, t, portal, settings, clock, one.id)


async def act_for(
    callback: CallbackQuery,
    callback_data: press.ActFor,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
) -> None:
    """From here on everything is the company's: search, cart, orders, balance."""
    place = await account.act_for(db, portal, user, callback_data.id)
    name = place.company.name if place.company else ""
    show.behalf = t("behalf-line", company=name)
    await show(start_view.menu(t, place.account, place.company), new=True)


async def act_for_oneself(
    event: Message | CallbackQuery,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
) -> None:
    place = await account.act_for(db, portal, user, None)
    left, show.behalf = user.behalf_of, None
    await show(start_view.menu(t, place.account, place.company), new=True)
    await show.toast(t("behalf-left", company=left) if left else t("behalf-none"))


async def invite(
    callback: CallbackQuery, callback_data: press.InviteCustomer, t: Translator, show: Show
) -> None:
    await show(company_view.ask_role(t, callback_data.inn), new=True)


def routes(to: Routes) -> None:
    to.commands.message.register(customers, Command("customers"))
    to.answers.message.register(type_query, Answering(Asking.customer))
    to.answers.message.register(type_region, Answering(Asking.region))
    to.press(press.AskCustomer, ask, asks=True)
    to.press(press.TurnCustomers, turn)
    to.press(press.OpenCustomer, open_customer)
    to.commands.message.register(act_for_oneself, Command("leave"))
    to.press(press.ActFor, act_for)
    to.press(press.ActForOneself, act_for_oneself)
    to.press(press.InviteCustomer, invite)
    to.press(press.PickManager, pick_manager)
    to.press(press.SetManager, set_manager)
    to.press(press.AskRegion, ask_region, asks=True)
