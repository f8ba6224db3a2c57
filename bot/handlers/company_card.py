"""What a company tells of itself: where its electronic documents go, its logo."""

from typing import Any

from aiogram import Bot
from aiogram.filters import Filter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.db.models import User
from bot.db.session import Database
from bot.errors import UserError
from bot.handlers.attachments import brought
from bot.handlers.documents import send
from bot.handlers.filters import Answering
from bot.handlers.routes import Routes
from bot.handlers.states import Asking, answered, wait_for
from bot.i18n import Translator
from bot.keyboards import papers as press
from bot.services import papers
from bot.services.account import acting, acting_in
from bot.services.portal.client import Portal
from bot.show import Show, Shows
from bot.views import company as view
from bot.views import parts


class BringsLogo(Filter):
    """A picture or a document, where a logo is waited for."""

    async def __call__(
        self, message: Message, raw_state: str | None = None
    ) -> bool | dict[str, Any]:
        return raw_state == Asking.logo.state and bool(message.document or message.photo)


async def ask_edo(
    callback: CallbackQuery, t: Translator, show: Show, state: FSMContext, update_key: str
) -> None:
    await show(parts.ask(t, "edo-ask", "edo-ask-hint"), new=True)
    await wait_for(state, Asking.edo, update_key)


async def type_edo(
    message: Message,
    said: str,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
) -> None:
    told = papers.read_edo(said)
    if told is None:
        raise UserError("edo-wrong")
    await portal.set_edo(*told)
    place, active = await acting_in(db, portal, user)
    await show(view.company(t, active, place.others))


async def logo(
    callback: CallbackQuery,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
    state: FSMContext,
    update_key: str,
) -> None:
    """Shows it, or asks for one where there is none."""
    if not (await acting(db, portal, user)).has_logo:
        await ask_logo(callback, t, show, state, update_key)
        return
    await send(show, await portal.logo(), t("logo-yours"))
    await show(view.logo(t), new=True)


async def ask_logo(
    callback: CallbackQuery, t: Translator, show: Show, state: FSMContext, update_key: str
) -> None:
    await show(parts.ask(t, "logo-ask", "logo-ask-hint"), new=True)
    await wait_for(state, Asking.logo, update_key)


async def take_logo(
    message: Message,
    t: Translator,
    show: Show,
    shows: Shows,
    portal: Portal,
    state: FSMContext,
    bot: Bot,
    update_key: str,
) -> None:
    logo = await brought(bot, shows, portal, message)
    assert logo is not None  # noqa: S101 - `BringsLogo` let it pass
    await portal.set_logo(logo.id)
    await show(view.logo_kept(t), new=True)
    await answered(state, update_key)


async def remove_logo(
    callback: CallbackQuery, t: Translator, show: Show, portal: Portal, user: User, db: Database
) -> None:
    await portal.remove_logo()
    place, active = await acting_in(db, portal, user)
    await show(view.company(t, active, place.others))
    await show.toast(t("logo-removed"))


def routes(to: Routes) -> None:
    to.answers.message.register(type_edo, Answering(Asking.edo))
    to.typed.message.register(take_logo, BringsLogo())
    to.press(press.SetEdo, ask_edo, asks=True)
    to.press(press.ShowLogo, logo, asks=True)
    to.press(press.AskLogo, ask_logo, asks=True)
    to.press(press.RemoveLogo, remove_logo)
