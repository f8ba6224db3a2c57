"""A claim is settled: how, for what sum, where it went wrong, who answers for it, in what words."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.config import Settings
from bot.db.models import User
from bot.db.session import Database
from bot.errors import UserError
from bot.handlers.claim_desk import show_claim
from bot.handlers.filters import Answering
from bot.handlers.routes import Routes
from bot.handlers.states import Asking, wait_for
from bot.i18n import Translator
from bot.keyboards import desk as press
from bot.services.account import own
from bot.services.claim_desk import read_cause, read_sum
from bot.services.portal.client import Portal
from bot.show import Show
from bot.views import claim_desk as view

Clock = Callable[[], datetime]


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


def routes(to: Routes) -> None:
    to.answers.message.register(type_sum, Answering(Asking.claim_sum))
    to.answers.message.register(type_cause, Answering(Asking.claim_cause))
    to.answers.message.register(type_verdict, Answering(Asking.claim_verdict))
    to.press(press.SettleClaim, settle)
    to.press(press.SettleBy, settle_by, asks=True)
    to.press(press.SettleWhole, settle_whole, asks=True)
    to.press(press.SettleStage, settle_stage, asks=True)
    to.press(press.SettleSilently, settle_silently, asks=True)
