"""Documents: the company's, an order's, acts by period, the price list."""

from collections.abc import Callable
from datetime import date, datetime

from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.db.models import User
from bot.db.session import Database
from bot.errors import UserError
from bot.handlers.routes import Routes
from bot.i18n import Translator
from bot.keyboards import papers as press
from bot.services import papers
from bot.services.account import acting, today_of
from bot.services.cards import card_at
from bot.services.papers import Papers
from bot.services.portal.client import Portal
from bot.services.portal.models import CompanyOut, Download
from bot.show import Show
from bot.views import documents as view

Clock = Callable[[], datetime]


async def documents(
    event: Message | CallbackQuery,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
    clock: Clock,
    callback_data: press.ShowDocuments | None = None,
) -> None:
    company = await acting(db, portal, user)
    wanted = Papers(callback_data.kind if callback_data else "")
    await _show(show, t, portal.on_behalf(user.token, company.id), company, wanted, clock())


async def turn(
    callback: CallbackQuery,
    callback_data: press.TurnDocuments,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
    clock: Clock,
) -> None:
    card = await card_at(db, show.chat_id, show.message_id)
    if card is None or card.kind != papers.KIND:
        raise UserError("list-too-old")
    company = await acting(db, portal, user)
    wanted = papers.from_data(card.data)
    await _show(show, t, portal, company, wanted, clock(), callback_data.number)


async def _show(
    show: Show,
    t: Translator,
    portal: Portal,
    company: CompanyOut,
    wanted: Papers,
    now: datetime,
    page: int = 0,
) -> None:
    shown, found, more = await papers.turn(portal, wanted, page)
    screen = view.documents(
        t, found, _today(company, now),
        kind=shown.kind, page=page, more=more, accounts=company.role != "buyer",
    )  # fmt: skip
    await show(screen, kind=papers.KIND, data=shown.as_data())


async def of_order(
    callback: CallbackQuery,
    callback_data: press.OrderDocuments,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
    clock: Clock,
) -> None:
    company = await acting(db, portal, user)
    order = await portal.order(callback_data.id)
    found = await portal.order_documents(order.id)
    await show(view.of_order(t, order, found, _today(company, clock())))


async def get(
    callback: CallbackQuery,
    callback_data: press.GetDocument,
    t: Translator,
    show: Show,
    portal: Portal,
) -> None:
    await show.toast(t("documents-coming"))
    await send(show, await portal.document(callback_data.id))


async def acts(
    callback: CallbackQuery,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
) -> None:
    if (await acting(db, portal, user)).role == "buyer":
        raise UserError("error-forbidden")
    await show(view.acts(t))


async def get_act(
    callback: CallbackQuery,
    callback_data: press.GetAct,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
    clock: Clock,
) -> None:
    today = _today(await acting(db, portal, user), clock())
    first, last = papers.period_of(callback_data.period, today)
    kind = "xlsx" if callback_data.kind == "xlsx" else "pdf"
    await show.toast(t("documents-coming"))
    await send(show, await portal.act(first, last, kind))


async def price_list(callback: CallbackQuery, t: Translator, show: Show, portal: Portal) -> None:
    await show.toast(t("documents-coming"))
    await send(show, await portal.price_list())


async def send(show: Show, file: Download, caption: str = "") -> None:
    await show.file(file.name, file.data, caption)


def _today(company: CompanyOut, now: datetime) -> date:
    return today_of(company.timezone, now)


def routes(to: Routes) -> None:
    to.commands.message.register(documents, Command("documents"))
    to.press(press.ShowDocuments, documents)
    to.press(press.TurnDocuments, turn)
    to.press(press.OrderDocuments, of_order)
    to.press(press.GetDocument, get)
    to.press(press.ShowActs, acts)
    to.press(press.GetAct, get_act)
    to.press(press.GetPriceList, price_list)
