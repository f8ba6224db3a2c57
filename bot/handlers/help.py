"""What can be typed, and leaving a question."""

from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.db.models import User
from bot.db.session import Database
from bot.handlers.routes import Routes
from bot.handlers.states import Asking
from bot.i18n import Translator
from bot.keyboards import callbacks as cb
from bot.services.account import place_of
from bot.services.portal.client import Portal
from bot.show import Show
from bot.views import help as view


async def help_(
    event: Message | CallbackQuery,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
) -> None:
    place = await place_of(db, portal, user)
    account, company = (place.account, place.company) if place else (None, None)
    await show(view.help_for(t, account, company))


async def cancel(
    message: Message, t: Translator, show: Show, state: FSMContext, raw_state: str | None
) -> None:
    await show(view.left(t, raw_state is not None, phone=raw_state == Asking.phone.state))
    await state.clear()


async def stop_asking(callback: CallbackQuery, t: Translator, show: Show) -> None:
    await show(view.left(t, True, phone=False))


def routes(to: Routes) -> None:
    to.commands.message.register(help_, Command("help"))
    to.commands.message.register(cancel, Command("cancel"), flags={"asks": True})
    to.press(cb.ShowHelp, help_)
    to.press(cb.StopAsking, stop_asking)
