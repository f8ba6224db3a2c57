"""**Оплатить счёт**: the invoice as a PDF, and its code as a picture for the bank's app."""

from collections.abc import Callable
from datetime import datetime

from aiogram.types import CallbackQuery

from bot.db.models import User
from bot.db.session import Database
from bot.handlers.documents import send
from bot.handlers.routes import Routes
from bot.i18n import Translator
from bot.keyboards import papers as press
from bot.services import papers
from bot.services.account import acting, today_of
from bot.services.portal.client import Portal
from bot.show import Show
from bot.views import documents as view
from bot.views.format import money

CODE = "qr.png"


async def pay_invoice(
    callback: CallbackQuery,
    callback_data: press.PayInvoice,
    t: Translator,
    show: Show,
    portal: Portal,
) -> None:
    await show.toast(t("documents-coming"))
    code = await papers.code_of(portal, callback_data.id)
    await send(show, await portal.document(callback_data.id))
    if code is not None:
        await show.picture(CODE, code, t("pay-code"))


async def dues(
    callback: CallbackQuery,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
    clock: Callable[[], datetime],
) -> None:
    company = await acting(db, portal, user)
    balance = await portal.balance()
    today = today_of(company.timezone, clock())
    await show(view.dues(t, balance.due, balance.currency, today), new=True)


async def pay_due(
    callback: CallbackQuery,
    callback_data: press.PayDue,
    t: Translator,
    show: Show,
    portal: Portal,
) -> None:
    await send_due(show, t, portal, callback_data.id)


async def send_due(show: Show, t: Translator, portal: Portal, due_id: str) -> None:
    """What is still owed may be less than the invoice: the code is of what is owed."""
    due = await papers.due_of(portal, due_id)
    await show.toast(t("documents-coming"))
    code = await portal.due_code(due.id)
    if (invoice := await papers.invoice_for(portal, due)) is not None:
        await send(show, await portal.document(invoice.id))
    words = t("pay-code-due", document=due.document or t("dash"), amount=money(t, due.amount))
    await show.picture(CODE, code, words)


def routes(to: Routes) -> None:
    to.press(press.PayInvoice, pay_invoice)
    to.press(press.ShowDues, dues)
    to.press(press.PayDue, pay_due)
