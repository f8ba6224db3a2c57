"""Claims are dealt with: the queue, taking one, asking, settling, passing on, declining.

In the private chat and in the managers' group alike: whoever presses acts, by their own token.
"""

import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from aiogram import Bot
from aiogram.filters import Command, Filter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.config import Settings
from bot.db.models import User
from bot.db.session import Database
from bot.errors import UserError
from bot.handlers.attachments import brought
from bot.handlers.filters import Answering
from bot.handlers.routes import Routes
from bot.handlers.states import Asking, wait_for
from bot.i18n import Translator
from bot.keyboards import desk as press
from bot.services.claim_desk import CLAIM, marked, read_cause, read_sum
from bot.services.message_links import Linked, Matter, link_written, linked_at
from bot.services.portal.claim_models import ClaimOut
from bot.services.portal.client import Portal
from bot.show import Show, Shows
from bot.views import claim_desk as view

Clock = Callable[[], datetime]
PAGE = 15


class OfStaff(Filter):
    """Who acts for a company just now has that company's claims."""

    async def __call__(self, message: Message, user: User) -> bool:
        return user.company_id is None or message.chat.type != "private"


class IsDeskClaim(Filter):
    """A reply to a claim's card at the desk, or to what was said about it."""

    async def __call__(self, message: Message, db: Database) -> bool | dict[str, Any]:
        replied = message.reply_to_message
        if replied is None:
            return False
        linked = await linked_at(db, message.chat.id, replied.message_id)
        return {"linked": linked} if linked and linked.matter.kind == CLAIM else False


class WasNoted(Filter):
    async def __call__(self, message: Message, db: Database) -> bool | dict[str, Any]:
        linked = await linked_at(db, message.chat.id, message.message_id)
        own = linked and linked.own and linked.matter.kind == CLAIM and linked.matter.entry
        return {"linked": linked} if own else False


def own(everyone: Portal, user: User) -> Portal:
    """What somebody does in a group, they do by their own right."""
    if user.token is None:
        raise UserError("desk-stranger")
    return everyone.on_behalf(user.token, None)


async def queue(
    event: Message | CallbackQuery,
    t: Translator,
    show: Show,
    everyone: Portal,
    user: User,
    settings: Settings,
    clock: Clock,
    callback_data: press.ShowQueue | None = None,
) -> None:
    mine = bool(callback_data and callback_data.mine)
    found = await own(everyone, user).claim_queue(mine=mine, limit=PAGE)
    await show(view.queue(t, found.items, settings.timezone, clock(), mine=mine))


async def open_claim(
    callback: CallbackQuery,
    callback_data: press.OpenDeskClaim,
    t: Translator,
    show: Show,
    everyone: Portal,
    user: User,
    db: Database,
    settings: Settings,
    clock: Clock,
) -> None:
    one = await own(everyone, user).claim(callback_data.id)
    await show_claim(show, t, db, one, settings.timezone, clock(), new=True)


async def show_claim(
    show: Show,
    t: Translator,
    db: Database,
    one: ClaimOut,
    zone: str,
    now: datetime,
    *,
    new: bool = False,
) -> None:
    """A reply to it is a word about the claim."""
    if one.staff_only is None:
        raise UserError("error-forbidden")
    shown = await show(view.card(t, one, zone, now, hint=True), new=new)
    if shown:
        await link_written(db, Matter(CLAIM, one.id), show.chat_id, shown)


async def take(
    callback: CallbackQuery,
    callback_data: press.TakeClaim,
    t: Translator,
    show: Show,
    everyone: Portal,
    user: User,
    db: Database,
    settings: Settings,
    clock: Clock,
    update_key: str,
) -> None:
    """Of two who press at once one takes it, and the other is told who did."""
    one = await own(everyone, user).work_on_claim(update_key, callback_data.id, "take")
    await show_claim(show, t, db, one, settings.timezone, clock())
    await show.toast(t("desk-taken"))


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


async def decline(
    callback: CallbackQuery,
    callback_data: press.DeclineClaim,
    t: Translator,
    show: Show,
    everyone: Portal,
    user: User,
    state: FSMContext,
    update_key: str,
) -> None:
    one = await own(everyone, user).claim(callback_data.id)
    await show(view.ask(t, one, "desk-decline-why", group=show.chat_id < 0), new=True)
    await wait_for(state, Asking.claim_refusal, update_key, claim=one.id)


async def type_refusal(
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
    body = {"reason": said}
    one = await own(everyone, user).work_on_claim(update_key, claim, "decline", body)
    await show_claim(show, t, db, one, settings.timezone, clock(), new=True)


async def pass_on(
    callback: CallbackQuery,
    callback_data: press.PassClaim,
    t: Translator,
    show: Show,
    everyone: Portal,
    user: User,
) -> None:
    portal = own(everyone, user)
    one = await portal.claim(callback_data.id)
    colleagues = await portal.claim_colleagues(one.id)
    await show(view.pick_colleague(t, one, colleagues), new=True)


async def pass_to(
    callback: CallbackQuery,
    callback_data: press.PassClaimTo,
    t: Translator,
    show: Show,
    everyone: Portal,
    user: User,
    db: Database,
    settings: Settings,
    clock: Clock,
    update_key: str,
) -> None:
    body = {"staff_id": callback_data.staff}
    one = await own(everyone, user).work_on_claim(update_key, callback_data.id, "hand-over", body)
    await show_claim(show, t, db, one, settings.timezone, clock())
    await show.toast(t("desk-passed"))


async def settle(
    callback: CallbackQuery,
    callback_data: press.SettleClaim,
    t: Translator,
    show: Show,
    everyone: Portal,
    user: User,
) -> None:
    one = await own(everyone, user).claim(callback_data.id)
    await show(view.pick_way(t, one), new=True)


async def settle_by(
    callback: CallbackQuery,
    callback_data: press.SettleBy,
    t: Translator,
    show: Show,
    everyone: Portal,
    user: User,
    state: FSMContext,
    update_key: str,
) -> None:
    one = await own(everyone, user).claim(callback_data.id)
    known = {"claim": one.id, "way": callback_data.by}
    if callback_data.by in view.WITH_A_SUM:
        await show(view.ask_sum(t, one, group=show.chat_id < 0))
        await wait_for(state, Asking.claim_sum, update_key, **known)
        return
    await show(view.pick_stage(t, one))
    await wait_for(state, Asking.claim_stage, update_key, **known)


async def type_sum(
    message: Message,
    said: str,
    t: Translator,
    show: Show,
    everyone: Portal,
    user: User,
    state: FSMContext,
    update_key: str,
) -> None:
    amount = read_sum(said)
    if amount is None:
        raise UserError("desk-sum-wrong")
    await _ask_stage(t, show, everyone, user, state, update_key, f"{amount:f}")


async def settle_whole(
    callback: CallbackQuery,
    callback_data: press.SettleWhole,
    t: Translator,
    show: Show,
    everyone: Portal,
    user: User,
    state: FSMContext,
    update_key: str,
) -> None:
    one = await own(everyone, user).claim(callback_data.id)
    await _ask_stage(t, show, everyone, user, state, update_key, f"{one.at_stake:f}")


async def _ask_stage(
    t: Translator,
    show: Show,
    everyone: Portal,
    user: User,
    state: FSMContext,
    update_key: str,
    amount: str,
) -> None:
    known = await _known(state, "way")
    one = await own(everyone, user).claim(known["claim"])
    await show(view.pick_stage(t, one), new=True)
    await wait_for(state, Asking.claim_stage, update_key, **known | {"amount": amount})


async def _known(state: FSMContext, *needed: str) -> dict[str, Any]:
    """What was chosen so far. Raises UserError where a button is of another time."""
    data = await state.get_data()
    known = {
        name: data[name]
        for name in ("claim", "way", "amount", "stage", "culprit", "loss")
        if data.get(name) is not None
    }
    if not {"claim", *needed} <= known.keys():
        raise UserError("desk-settle-again")
    return known


async def settle_stage(
    callback: CallbackQuery,
    callback_data: press.SettleStage,
    t: Translator,
    show: Show,
    everyone: Portal,
    user: User,
    state: FSMContext,
    update_key: str,
) -> None:
    known = await _known(state, "way")
    if known["claim"] != callback_data.id:
        raise UserError("desk-settle-again")
    one = await own(everyone, user).claim(callback_data.id)
    await show(view.ask(t, one, "desk-settle-cause", group=show.chat_id < 0))
    known |= {"stage": callback_data.stage}
    await wait_for(state, Asking.claim_cause, update_key, **known)


async def type_cause(
    message: Message,
    said: str,
    t: Translator,
    show: Show,
    everyone: Portal,
    user: User,
    state: FSMContext,
    update_key: str,
) -> None:
    cause = read_cause(said)
    if cause is None:
        raise UserError("desk-cause-wrong")
    known = await _known(state, "way", "stage")
    one = await own(everyone, user).claim(known["claim"])
    await show(view.ask_words(t, one, group=show.chat_id < 0), new=True)
    known |= {"culprit": cause[0], "loss": f"{cause[1]:f}"}
    await wait_for(state, Asking.claim_verdict, update_key, **known)


async def type_verdict(
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
    await _settle(said, t, show, everyone, user, db, state, settings, clock, update_key, new=True)


async def settle_silently(
    callback: CallbackQuery,
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
    await _settle("", t, show, everyone, user, db, state, settings, clock, update_key, new=False)
    await state.clear()


async def _settle(
    words: str,
    t: Translator,
    show: Show,
    everyone: Portal,
    user: User,
    db: Database,
    state: FSMContext,
    settings: Settings,
    clock: Clock,
    update_key: str,
    *,
    new: bool,
) -> None:
    known = await _known(state, "way", "stage", "culprit", "loss")
    body = {name: known[name] for name in ("stage", "culprit", "loss")}
    body |= {"by": known["way"], "amount": known.get("amount"), "words": words}
    one = await own(everyone, user).work_on_claim(update_key, known["claim"], "resolve", body)
    await show_claim(show, t, db, one, settings.timezone, clock(), new=new)


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


async def files(
    callback: CallbackQuery,
    callback_data: press.GetClaimFiles,
    show: Show,
    everyone: Portal,
    user: User,
) -> None:
    """As the portal keeps them: without the place where they were taken."""
    portal = own(everyone, user)
    one = await portal.claim(callback_data.id)
    with tempfile.TemporaryDirectory(prefix="claim-") as folder:
        for number, file in enumerate(one.files):
            path = Path(folder) / str(number)
            await portal.save_claim_file(one.id, file.id, path)
            await show.file(file.name, path.read_bytes())


async def book(
    callback: CallbackQuery, t: Translator, show: Show, everyone: Portal, user: User
) -> None:
    data = await own(everyone, user).claim_book(t.language)
    await show.file("claims.xlsx", data, t("desk-book-caption"))


def routes(to: Routes) -> None:
    to.commands.message.register(queue, Command("claims"), OfStaff())
    to.replies.message.register(reply, IsDeskClaim())
    for asked, typed in (
        (Asking.claim_question, type_question),
        (Asking.claim_refusal, type_refusal),
        (Asking.claim_sum, type_sum),
        (Asking.claim_cause, type_cause),
        (Asking.claim_verdict, type_verdict),
    ):
        to.answers.message.register(typed, Answering(asked))
    to.edits.edited_message.register(edited, WasNoted())
    to.press(press.ShowQueue, queue)
    to.press(press.OpenDeskClaim, open_claim)
    to.press(press.TakeClaim, take)
    to.press(press.AskAboutClaim, ask, asks=True)
    to.press(press.DeclineClaim, decline, asks=True)
    to.press(press.PassClaim, pass_on)
    to.press(press.PassClaimTo, pass_to)
    to.press(press.SettleClaim, settle)
    to.press(press.SettleBy, settle_by, asks=True)
    to.press(press.SettleWhole, settle_whole, asks=True)
    to.press(press.SettleStage, settle_stage, asks=True)
    to.press(press.SettleSilently, settle_silently, asks=True)
    to.press(press.GetClaimFiles, files)
    to.press(press.GetClaimBook, book)
