"""What the staff says of a claim: a question, a reply, a note that stays inside."""

from collections.abc import Callable
from datetime import datetime

from aiogram import Bot
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.config import Settings
from bot.db.models import User
from bot.db.session import Database
from bot.handlers.attachments import brought
from bot.handlers.claim_desk import show_claim
from bot.handlers.filters import Answering, OwnWord, ReplyAbout
from bot.handlers.routes import Routes
from bot.handlers.states import Asking, wait_for
from bot.i18n import Translator
from bot.keyboards import desk as press
from bot.services.account import own
from bot.services.claim_desk import CLAIM, marked
from bot.services.message_links import Linked, Matter, link_written
from bot.services.portal.client import Portal
from bot.show import Show, Shows
from bot.views import claim_desk as view

Clock = Callable[[], datetime]


async def ask(
    callback: CallbackQuery,
    callback_data: press.AskAboutClaim,
    t: Translator,
    show: Show,
    everyone: Portal,
    user: User,
    state: FSMContext,
    update_key: str,
) -> None:
    one = await own(everyone, user).claim(callback_data.id)
    await show(view.ask(t, one, "desk-ask-what", group=show.chat_id < 0), new=True)
    await wait_for(state, Asking.claim_question, update_key, claim=one.id)


async def type_question(
    message: Message,
    said: str,
    t: Translator,
    show: Show,
    everyone: Portal,
    user: User,
    db: Database,
    state: FSMContext,
    settings: Settings,
    clock: Clock,
    update_key: str,
) -> None:
    claim = str((await state.get_data())["claim"])
    body = {"text": said, "external_ref": _ref(message)}
    one = await own(everyone, user).work_on_claim(update_key, claim, "ask", body)
    await show_claim(show, t, db, one, settings.timezone, clock(), new=True)


async def reply(
    message: Message,
    linked: Linked,
    t: Translator,
    show: Show,
    shows: Shows,
    bot: Bot,
    everyone: Portal,
    user: User,
    db: Database,
    update_key: str,
) -> None:
    """To the buyer, or, where it is marked so, a note for the staff alone."""
    portal = own(everyone, user)
    text, internal = marked(message.text or message.caption or "")
    file = await brought(bot, shows, portal, message)
    body = {
        "text": text,
        "uploads": [file.id] if file else [],
        "internal": internal,
        "external_ref": _ref(message),
    }
    claim = linked.matter.subject
    # Handled again with a file, it is another body: its ref keeps it from being said twice.
    said = await portal.say_of_claim(None if file else update_key, claim, body)
    await link_written(db, Matter(CLAIM, claim, said.id), message.chat.id, message.message_id)
    one = await portal.claim(claim)
    await show(view.said(t, one, internal=internal), new=True)


def _ref(message: Message) -> str:
    return f"telegram:{message.chat.id}:{message.message_id}"


async def edited(message: Message, linked: Linked, everyone: Portal, user: User) -> None:
    text, _ = marked(message.text or message.caption or "")
    if text:
        matter = linked.matter
        portal = own(everyone, user)
        await portal.edit_claim_message(matter.subject, matter.entry or "", text)


def routes(to: Routes) -> None:
    to.replies.message.register(reply, ReplyAbout(CLAIM))
    to.answers.message.register(type_question, Answering(Asking.claim_question))
    to.edits.edited_message.register(edited, OwnWord(CLAIM))
    to.press(press.AskAboutClaim, ask, asks=True)
