"""What is owed, and by when."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.db.models import User
from bot.db.session import Database
from bot.handlers.routes import Routes
from bot.i18n import Translator
from bot.keyboards import money as cb
from bot.services.account import acting
from bot.services.portal.client import Portal
from bot.show import Show
from bot.views import balance as view


async def balance(
    event: Message | CallbackQuery,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
    clock: Callable[[], datetime],
) -> None:
    company = await acting(db, portal, user)
    owed = await portal.on_behalf(user.token, company.id).balance()
    today = clock().astimezone(ZoneInfo(company.timezone)).date()
    await show(view.balance(t, owed, company.name, today))


def routes(to: Routes) -> None:
    to.commands.message.register(balance, Command("balance"))
    to.press(cb.ShowBalance, balance)
