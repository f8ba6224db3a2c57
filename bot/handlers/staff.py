"""What the staff does: who asks to be let in, and inviting by INN."""

from collections.abc import Callable
from datetime import datetime

from aiogram.filters import Command, CommandObject
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.db.models import User
from bot.db.session import Database
from bot.errors import UserError
from bot.handlers.filters import Answering
from bot.handlers.routes import Routes
from bot.handlers.states import Asking, wait_for
from bot.i18n import Translator, Translators
from bot.keyboards import callbacks as cb
from bot.outbox import Outbox
from bot.screen import Screen
from bot.services import requests as waiting_requests
from bot.services.inn import read_inn
from bot.services.portal.client import Portal
from bot.show import Show
from bot.views import company as company_view
from bot.views import parts
from bot.views import staff as view

Clock = Callable[[], datetime]


async def requests(
    event: Message | CallbackQuery,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    clock: Clock,
) -> None:
    """Who asks to be let in, and what companies ask."""
    waiting = await portal.access_requests()
    asked = await portal.on_behalf(user.token, None).company_requests()
    await show(view.requests(t, waiting.items, asked.items, clock()))


async def open_request(
    callback: CallbackQuery,
    callback_data: cb.OpenRequest,
    t: Translator,
    show: Show,
    portal: Portal,
    clock: Clock,
) -> None:
    request = await waiting_requests.waiting(portal, callback_data.id)
    price_types = await portal.price_types()
    await show(view.request(t, request, price_types, clock()))


async def approve(
    callback: CallbackQuery,
    callback_data: cb.ApproveRequest,
    t: Translator,
    show: Show,
    portal: Portal,
    db: Database,
    outbox: Outbox,
    translators: Translators,
    bot_username: str,
    update_key: str,
) -> None:
    approved = await portal.approve_access(
        update_key, callback_data.id, price_type_id=callback_data.price_type or None
    )
    request, made = approved.request, approved.invitation

    def answer(theirs: Translator) -> Screen:
        return view.answer_approved(theirs, made, bot_username)

    await _answer(db, outbox, translators, request.id, request.reply_to, answer)
    await show(view.approved(t))


async def decline(
    callback: CallbackQuery,
    callback_data: cb.DeclineRequest,
    t: Translator,
    show: Show,
    portal: Portal,
    db: Database,
    outbox: Outbox,
    translators: Translators,
    update_key: str,
) -> None:
    request = await portal.decline_access(update_key, callback_data.id)
    await _answer(db, outbox, translators, request.id, request.reply_to, view.answer_declined)
    await show(view.declined(t))


async def _answer(
    db: Database,
    outbox: Outbox,
    translators: Translators,
    request_id: str,
    reply_to: str,
    answer: Callable[[Translator], Screen],
) -> None:
    person = await waiting_requests.whom_to_answer(db, reply_to)
    if person is None:
        return
    screen = answer(translators.speaking(person.language))
    async with db.write() as session:
        key = f"request:{request_id}:answer"
        await outbox.put_screen(session, key=key, user=person, screen=screen)


async def invite(message: Message, command: CommandObject, t: Translator, show: Show) -> None:
    if not command.args:
        raise UserError("invite-inn-wrong")
    await _ask_role(command.args, t, show)


async def ask_inn(
    callback: CallbackQuery, t: Translator, show: Show, state: FSMContext, update_key: str
) -> None:
    await show(parts.ask(t, "invite-ask-inn"), new=True)
    await wait_for(state, Asking.invite_inn, update_key)


async def type_inn(message: Message, said: str, t: Translator, show: Show) -> None:
    await _ask_role(said, t, show)


async def _ask_role(text: str, t: Translator, show: Show) -> None:
    inn = read_inn(text)
    if inn is None:
        raise UserError("invite-inn-wrong")
    await show(company_view.ask_role(t, inn))


async def invite_to(
    callback: CallbackQuery,
    callback_data: cb.InviteTo,
    t: Translator,
    show: Show,
    portal: Portal,
    bot_username: str,
    update_key: str,
) -> None:
    made = await portal.invite(update_key, role=callback_data.role, inn=callback_data.inn)
    await show(company_view.invitation(t, made, bot_username))


def routes(to: Routes) -> None:
    to.commands.message.register(requests, Command("requests"))
    to.commands.message.register(invite, Command("invite"))
    to.answers.message.register(type_inn, Answering(Asking.invite_inn))
    to.press(cb.ShowRequests, requests)
    to.press(cb.OpenRequest, open_request)
    to.press(cb.ApproveRequest, approve)
    to.press(cb.DeclineRequest, decline)
    to.press(cb.AskInn, ask_inn, asks=True)
    to.press(cb.InviteTo, invite_to)
