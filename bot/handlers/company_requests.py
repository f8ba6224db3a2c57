"""Asking the manager, and what the manager does with it."""

from collections.abc import Callable
from datetime import datetime

from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.db.models import User
from bot.handlers.filters import Answering
from bot.handlers.routes import Routes
from bot.handlers.states import Asking, wait_for
from bot.i18n import Translator
from bot.keyboards import papers as press
from bot.services import papers
from bot.services.portal.client import Portal
from bot.show import Show
from bot.views import company_requests as staff_view
from bot.views import documents as view
from bot.views import parts

Clock = Callable[[], datetime]
LONGEST = 2000


async def request_edo(
    callback: CallbackQuery,
    callback_data: press.RequestEdo,
    t: Translator,
    show: Show,
    portal: Portal,
    update_key: str,
) -> None:
    asked = await portal.ask_manager(update_key, "edo", order_id=callback_data.id)
    await show(view.asked(t, asked), new=True)


async def ask(
    callback: CallbackQuery,
    callback_data: press.AskManager,
    t: Translator,
    show: Show,
    state: FSMContext,
    update_key: str,
) -> None:
    await show(parts.ask(t, "question-ask"), new=True)
    about = "limit" if callback_data.about == "limit" else "other"
    await wait_for(state, Asking.question, update_key, about=about)


async def type_question(
    message: Message,
    said: str,
    t: Translator,
    show: Show,
    portal: Portal,
    state: FSMContext,
    update_key: str,
) -> None:
    about = (await state.get_data())["about"]
    asked = await portal.ask_manager(update_key, about, text=said[:LONGEST])
    await show(view.asked(t, asked))


async def open_asked(
    callback: CallbackQuery,
    callback_data: press.OpenAsked,
    t: Translator,
    show: Show,
    everyone: Portal,
    user: User,
    clock: Clock,
) -> None:
    asked = await papers.asked_of(everyone.on_behalf(user.token, None), callback_data.id)
    await show(staff_view.card(t, asked, clock()))


async def close(
    callback: CallbackQuery,
    callback_data: press.CloseAsked,
    t: Translator,
    show: Show,
    portal: Portal,
    update_key: str,
) -> None:
    done = await portal.close_request(update_key, callback_data.id)
    await show(staff_view.closed(t, done))


async def answer(
    callback: CallbackQuery,
    callback_data: press.AnswerAsked,
    t: Translator,
    show: Show,
    state: FSMContext,
    update_key: str,
) -> None:
    await show(parts.ask(t, "asked-ask-answer"), new=True)
    await wait_for(state, Asking.request_answer, update_key, request=callback_data.id)


async def type_answer(
    message: Message,
    said: str,
    t: Translator,
    show: Show,
    portal: Portal,
    state: FSMContext,
    update_key: str,
) -> None:
    request_id = (await state.get_data())["request"]
    done = await portal.close_request(update_key, request_id, said[:LONGEST])
    await show(staff_view.closed(t, done))


def routes(to: Routes) -> None:
    to.answers.message.register(type_question, Answering(Asking.question))
    to.answers.message.register(type_answer, Answering(Asking.request_answer))
    to.press(press.RequestEdo, request_edo)
    to.press(press.AskManager, ask, asks=True)
    to.press(press.OpenAsked, open_asked)
    to.press(press.CloseAsked, close)
    to.press(press.AnswerAsked, answer, asks=True)
