"""Answers to a reminder of what is to be paid: the invoice with its code, or **Уже оплатили**."""

from decimal import Decimal

from aiogram.types import CallbackQuery

from bot.db.models import User
from bot.errors import UserError
from bot.handlers.payments import send_due
from bot.handlers.routes import Routes
from bot.i18n import Translator
from bot.keyboards import payment_reminders as press
from bot.services.portal.client import Portal
from bot.show import Show
from bot.views import payment_reminders as view
from bot.views.format import money


async def pay(
    callback: CallbackQuery,
    callback_data: press.PayReminded,
    t: Translator,
    show: Show,
    everyone: Portal,
    user: User,
) -> None:
    portal = everyone.on_behalf(user.token, callback_data.company)
    await send_due(show, t, portal, callback_data.due)


async def say_paid(
    callback: CallbackQuery,
    callback_data: press.SayPaid,
    t: Translator,
    show: Show,
    everyone: Portal,
    user: User,
    update_key: str,
) -> None:
    portal = everyone.on_behalf(user.token, callback_data.company)
    balance = await portal.balance()
    if not balance.due:
        raise UserError("pay-nothing")
    owed = sum((part.amount for part in balance.due), Decimal(0))
    words = t("payment-said", amount=money(t, owed, balance.currency))
    await portal.ask_manager(update_key, "paid", text=words)
    await show(view.thanks(t))


def routes(to: Routes) -> None:
    to.press(press.PayReminded, pay)
    to.press(press.SayPaid, say_paid)
