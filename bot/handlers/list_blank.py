"""An order form to fill in: the company's usual items at its prices."""

import asyncio

from aiogram.types import CallbackQuery

from bot.book import xlsx
from bot.db.models import User
from bot.db.session import Database
from bot.handlers.routes import Routes
from bot.i18n import Translator
from bot.keyboards import lists as cb
from bot.services.account import acting
from bot.services.lists.usual import usual_products
from bot.services.portal.client import Portal
from bot.show import Show
from bot.views import list_book as view


async def blank(
    callback: CallbackQuery, t: Translator, show: Show, portal: Portal, user: User, db: Database
) -> None:
    company = await acting(db, portal, user)
    usual = await usual_products(portal.on_behalf(user.token, company.id))
    data = await asyncio.to_thread(xlsx, view.blank(t, company.name, usual))
    await show.file(t("blank-file"), data, t("blank-caption"))


def routes(to: Routes) -> None:
    to.press(cb.GetBlank, blank)
