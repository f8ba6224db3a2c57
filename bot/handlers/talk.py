"""A buyer writes to the manager and the manager answers; the feed carries it across."""

from collections.abc import Callable
from datetime import datetime

from aiogram import Bot
from aiogram.filters import Command, Filter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.config import Settings
from bot.db.models import User
from bot.db.session import Database
from bot.errors import UserError
from bot.handlers.attachments import Sendable, brought
from bot.handlers.filters import Answering, OwnWord, ReplyAbout
from bot.handlers.routes import Routes
from bot.handlers.states import Asking, wait_for
from bot.i18n import Translator
from bot.keyboards import desk as press
from bot.services.account import own, zone_of
from bot.services.claim_desk import CLAIM
from bot.services.message_links import TALK, Linked, Matter, link_written, linked_at
from bot.services.portal.client import Portal
from bot.services.portal.desk_models import ConversationOut
from bot.show import Show, Shows
from bot.views import talk as view

Clock = Callable[[], datetime]
INSIDE = "!"
"""What begins so, in the managers' group, stays there."""


class Talking(Filter):
    """A conversation is on: what comes belongs to it."""

    async def __call__(self, message: Message, raw_state: str | None = None) -> bool:
        return raw_state == Asking.talk.state


async def write(
    event: CallbackQuery | Message,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    state: FSMContext,
    settings: Settings,
    clock: Clock,
    update_key: str,
    callback_data: press.WriteManager | None = None,
) -> None:
    """To one's manager, perhaps about an order."""
    if user.company_id is None:
        raise UserError("company-none")
    if user.behalf_of:
        raise UserError("talk-on-behalf")
    order = callback_data.order if callback_data else ""
    number = (await portal.order(order)).number if order else ""
    one = await portal.own_conversation(update_key)
    await _open(show, t, portal, user, settings, clock, one, staff=False, order=number)
    await wait_for(state, Asking.talk, update_key, talk=one.id, order=order)


async def answer(
    callback: CallbackQuery,
    callback_data: press.Answer | press.OpenTalk,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    state: FSMContext,
    settings: Settings,
    clock: Clock,
    update_key: str,
) -> None:
    """Either side's."""
    one = await portal.conversation(callback_data.id)
    staff = await _as_staff(portal, one)
    await _open(show, t, portal, user, settings, clock, one, staff=staff)
    await wait_for(state, Asking.talk, update_key, talk=one.id, order="")


async def _open(
    show: Show,
    t: Translator,
    portal: Portal,
    user: User,
    settings: Settings,
    clock: Clock,
    one: ConversationOut,
    *,
    staff: bool,
    order: str = "",
) -> None:
    said = await portal.conversation_messages(one.id)
    zone = await zone_of(portal, user, settings.timezone)
    screen = view.talk(t, one, said.items, zone, clock(), staff=staff, order=order)
    await show(screen, new=True)


async def _as_staff(portal: Portal, one: ConversationOut) -> bool:
    account = await portal.me()
    return account.id != one.person.id


async def done(callback: CallbackQuery, t: Translator, show: Show) -> None:
    await show(view.left(t))


async def type_words(
    message: Message,
    said: str,
    t: Translator,
    show: Show,
    shows: Shows,
    bot: Bot,
    portal: Portal,
    db: Database,
    state: FSMContext,
    update_key: str,
) -> None:
    await bring(message, t, show, shows, bot, portal, db, state, update_key)


async def bring(
    message: Message,
    t: Translator,
    show: Show,
    shows: Shows,
    bot: Bot,
    portal: Portal,
    db: Database,
    state: FSMContext,
    update_key: str,
) -> None:
    """Words, a photo, a video or a document, in the conversation that is on."""
    known = await state.get_data()
    talk, order = str(known["talk"]), str(known.get("order") or "")
    one = await _say(message, shows, bot, portal, db, talk, order)
    album = message.media_group_id or ""
    if not album or known.get("album") != album:
        await show(view.sent(t, one, staff=await _as_staff(portal, one)), new=True)
    await wait_for(state, Asking.talk, update_key, talk=talk, order=order, album=album)


async def other_things(message: Message) -> None:
    raise UserError("talk-only")


async def reply(
    message: Message,
    linked: Linked,
    t: Translator,
    show: Show,
    shows: Shows,
    bot: Bot,
    portal: Portal,
    db: Database,
) -> None:
    one = await _say(message, shows, bot, portal, db, linked.matter.subject, "")
    await show(view.sent(t, one, staff=await _as_staff(portal, one)), new=True)


async def reply_in_group(
    message: Message,
    linked: Linked,
    t: Translator,
    show: Show,
    shows: Shows,
    bot: Bot,
    everyone: Portal,
    user: User,
    db: Database,
) -> None:
    """Of the staff, to the buyer; what is marked as internal stays in the group."""
    if (message.text or message.caption or "").lstrip().startswith(INSIDE):
        return
    portal = own(everyone, user)
    one = await _say(message, shows, bot, portal, db, linked.matter.subject, "")
    await show(view.answered(t, one))


async def _say(
    message: Message,
    shows: Shows,
    bot: Bot,
    portal: Portal,
    db: Database,
    talk: str,
    order: str,
) -> ConversationOut:
    """Once, however often it is handled: the portal knows it by its place in Telegram."""
    text = message.text or message.caption or ""
    file = await brought(bot, shows, portal, message)
    if not text and file is None:
        raise UserError("talk-only")
    said = await portal.say(
        talk,
        ref=f"telegram:{message.chat.id}:{message.message_id}",
        text=text,
        uploads=[file.id] if file else [],
        order_id=order or None,
    )
    await link_written(db, Matter(TALK, talk, said.id), message.chat.id, message.message_id)
    return await portal.conversation(talk)


async def edited(message: Message, linked: Linked, everyone: Portal, user: User) -> None:
    matter = linked.matter
    text = message.text or message.caption or ""
    portal = own(everyone, user)
    await portal.say_otherwise(matter.subject, matter.entry or "", text)


async def take_back(
    message: Message,
    t: Translator,
    show: Show,
    everyone: Portal,
    user: User,
    db: Database,
) -> None:
    """Telegram tells no bot of what is deleted: a reply says it."""
    replied = message.reply_to_message
    linked = await linked_at(db, message.chat.id, replied.message_id) if replied else None
    if linked is None or not linked.own or not linked.matter.entry:
        raise UserError("talk-delete-how")
    matter, entry = linked.matter, linked.matter.entry
    portal = own(everyone, user)
    if matter.kind == CLAIM:
        await portal.delete_claim_message(matter.subject, entry)
    else:
        await portal.take_back(matter.subject, entry)
    await show(view.taken_back(t))


async def talks(
    event: Message | CallbackQuery, t: Translator, show: Show, portal: Portal, clock: Clock
) -> None:
    found = await portal.conversations(waiting=True, limit=20)
    await show(view.talks(t, found.items, clock()))


def routes(to: Routes) -> None:
    """In the private chat."""
    to.commands.message.register(write, Command("manager"), flags={"asks": True})
    to.commands.message.register(talks, Command("messages"))
    to.commands.message.register(take_back, Command("delete"))
    to.replies.message.register(reply, ReplyAbout(TALK))
    to.answers.message.register(type_words, Answering(Asking.talk))
    to.typed.message.register(bring, Talking(), Sendable())
    to.typed.message.register(other_things, Talking())
    to.edits.edited_message.register(edited, OwnWord(TALK))
    to.press(press.WriteManager, write, asks=True)
    to.press(press.Answer, answer, asks=True)
    to.press(press.OpenTalk, answer, asks=True)
    to.press(press.ShowTalks, talks)
    to.press(press.TalkDone, done)


def in_group(to: Routes) -> None:
    """In the managers' group."""
    to.commands.message.register(take_back, Command("delete"))
    to.replies.message.register(reply_in_group, ReplyAbout(TALK))
    to.edits.edited_message.register(edited, OwnWord(TALK))
