"""A member of the staff says when they are away, and who answers meanwhile."""

from collections.abc import Callable
from datetime import date, datetime

from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.config import Settings
from bot.errors import UserError
from bot.handlers.filters import Answering
from bot.handlers.routes import Routes
from bot.handlers.states import Asking, wait_for
from bot.i18n import Translator
from bot.keyboards import desk as press
from bot.services.account import today_of
from bot.services.days import read_days
from bot.services.portal.client import Portal
from bot.show import Show
from bot.views import absence as view
from bot.views import parts

Clock = Callable[[], datetime]


async def absence(
    event: Message | CallbackQuery,
    t: Translator,
    show: Show,
    portal: Portal,
    settings: Settings,
    clock: Clock,
) -> None:
    today = today_of(settings.timezone, clock())
    await show(view.absence(t, await portal.absence(), today))


async def ask(
    callback: CallbackQuery, t: Translator, show: Show, state: FSMContext, update_key: str
) -> None:
    await show(parts.ask(t, "absence-ask", "absence-ask-hint"), new=True)
    await wait_for(state, Asking.absence, update_key)


async def type_days(
    message: Message,
    said: str,
    t: Translator,
    show: Show,
    portal: Portal,
    settings: Settings,
    clock: Clock,
) -> None:
    today = today_of(settings.timezone, clock())
    days = read_days(said, today)
    if days is None:
        raise UserError("absence-days-wrong")
    await show(view.pick_deputy(t, await portal.staff(), *days, today))


async def set_absence(
    callback: CallbackQuery,
    callback_data: press.SetAbsence,
    t: Translator,
    show: Show,
    portal: Portal,
    settings: Settings,
    clock: Clock,
) -> None:
    """The deputy hears of it by the feed."""
    made = await portal.go_away(
        first_day=date.fromisoformat(callback_data.first),
        last_day=date.fromisoformat(callback_data.last),
        deputy_id=callback_data.deputy,
    )
    await show(view.absence(t, made, today_of(settings.timezone, clock())))


async def end(
    callback: CallbackQuery,
    t: Translator,
    show: Show,
    portal: Portal,
    settings: Settings,
    clock: Clock,
) -> None:
    await portal.come_back()
    await absence(callback, t, show, portal, settings, clock)
    await show.toast(t("absence-ended"))


def routes(to: Routes) -> None:
    to.commands.message.register(absence, Command("absence"))
    to.answers.message.register(type_days, Answering(Asking.absence))
    to.press(press.AskAbsence, ask, asks=True)
    to.press(press.SetAbsence, set_absence)
    to.press(press.EndAbsence, end)
