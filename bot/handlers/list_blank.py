"""An order form to fill in: the company's usual items at its prices."""

import asyncio

from aiogram.types import CallbackQuery

from bot.book import xlsx
from bot.db.models import User
from bot.db.session import Database
from bot.errors import UserError
from bot.handlers.routes import Routes
from bot.i18n import Translator
from bot.keyboards import callbacks as cb
from bot.services.account import place_of
from bot.services.lists.usual import usual_products
from bot.services.portal.client import Portal
from bot.show import Show
from bot.views import list_book as view


async def blank(
    callback: CallbackQuery, t: Translator, show: Show, portal: Portal, user: User, db: Database
) -> None:
    place = await place_of(db, portal, user)
    if place is None or place.company is None:
        raise UserError("company-none")
    usual = await usual_products(portal.on_behalf(user.token, place.company.id))
    data = await asyncio.to_thread(xlsx, view.blank(t, place.company.name, usual))
    await show.file(t("blank-file"), data, t("blank-caption"))


def routes(to: Routes) -> None:
    to.press(cb.GetBlank, blank)
