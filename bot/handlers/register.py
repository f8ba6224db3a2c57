"""Asking to be let in without a code: by one's own phone, or by naming the company."""

from collections.abc import Callable
from datetime import datetime

from aiogram.filters import Filter
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
from bot.services import requests
from bot.services.inn import read_inn
from bot.services.linking import source_of
from bot.services.portal.client import Portal
from bot.services.portal.models import AccessRequestOut
from bot.show import Show
from bot.views import parts
from bot.views import staff as staff_view
from bot.views import start as view

Clock = Callable[[], datetime]
LONGEST_NAME = 200


class HasContact(Filter):
    async def __call__(self, message: Message) -> bool:
        return message.contact is not None


async def share_phone(
    callback: CallbackQuery, t: Translator, show: Show, state: FSMContext, update_key: str
) -> None:
    await show(view.ask_phone(t), new=True)
    await wait_for(state, Asking.phone, update_key)


async def contact(
    message: Message,
    t: Translator,
    show: Show,
    everyone: Portal,
    user: User,
    db: Database,
    outbox: Outbox,
    translators: Translators,
    state: FSMContext,
    update_key: str,
    clock: Clock,
) -> None:
    given, sender = message.contact, message.from_user
    if given is None or sender is None or given.user_id != sender.id:
        raise UserError("start-own-phone", button=t("start-share-phone"))
    asked = await everyone.request_access(
        update_key,
        source=source_of(user.id),
        reply_to=source_of(user.id),
        name=sender.full_name[:LONGEST_NAME],
        phone=given.phone_number[:32],
    )
    await _tell_staff(db, everyone, outbox, translators, asked, clock())
    await show(view.asked(t))
    await state.clear()


async def register(
    callback: CallbackQuery, t: Translator, show: Show, state: FSMContext, update_key: str
) -> None:
    await show(parts.ask(t, "register-inn", "register-inn-hint"), new=True)
    await wait_for(state, Asking.inn, update_key)


async def type_inn(
    message: Message, said: str, t: Translator, show: Show, state: FSMContext, update_key: str
) -> None:
    inn = read_inn(said)
    if inn is None:
        raise UserError("register-inn-wrong")
    await show(parts.ask(t, "register-company"))
    await wait_for(state, Asking.company_name, update_key, inn=inn)


async def type_company(
    message: Message, said: str, t: Translator, show: Show, state: FSMContext, update_key: str
) -> None:
    if len(said) > LONGEST_NAME:
        raise UserError("register-too-long")
    known = await state.get_data()
    await show(parts.ask(t, "register-name"))
    await wait_for(state, Asking.name, update_key, inn=known["inn"], company=said)


async def type_name(
    message: Message,
    said: str,
    t: Translator,
    show: Show,
    everyone: Portal,
    user: User,
    db: Database,
    outbox: Outbox,
    translators: Translators,
    state: FSMContext,
    update_key: str,
    clock: Clock,
) -> None:
    if len(said) > LONGEST_NAME:
        raise UserError("register-too-long")
    known = await state.get_data()
    asked = await everyone.request_access(
        update_key,
        source=source_of(user.id),
        reply_to=source_of(user.id),
        name=said,
        inn=known["inn"],
        company_name=known["company"],
    )
    await _tell_staff(db, everyone, outbox, translators, asked, clock())
    await show(view.asked(t))


async def _tell_staff(
    db: Database,
    everyone: Portal,
    outbox: Outbox,
    translators: Translators,
    asked: AccessRequestOut,
    now: datetime,
) -> None:
    told = await requests.staff(db, everyone)
    async with db.write() as session:
        for person in told:
            screen = staff_view.new_request(translators.speaking(person.language), asked, now)
            key = f"request:{asked.id}:new:{person.id}"
            await outbox.put_screen(session, key=key, user=person, screen=screen)


def routes(to: Routes) -> None:
    to.typed.message.register(contact, HasContact())
    to.answers.message.register(type_inn, Answering(Asking.inn))
    to.answers.message.register(type_company, Answering(Asking.company_name))
    to.answers.message.register(type_name, Answering(Asking.name))
    to.press(cb.SharePhone, share_phone, asks=True)
    to.press(cb.Register, register, asks=True)
