"""**Приёмка**: the order's lines to tick; what is short or damaged becomes a filled-in claim."""

from collections.abc import Callable
from datetime import datetime

from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.db.models import ClaimDraft, User
from bot.db.session import Database
from bot.errors import UserError
from bot.handlers.claim_show import show_step
from bot.handlers.filters import Answering
from bot.handlers.routes import Routes
from bot.handlers.states import Asking
from bot.i18n import Translator
from bot.keyboards import claim_callbacks as cb
from bot.services.claims import come, drafts, gathering
from bot.services.claims.come import Come, Wrong
from bot.services.claims.gathering import Part
from bot.services.portal.claim_models import ClaimableLine
from bot.services.portal.client import Portal
from bot.show import Show
from bot.views import claim_draft as view
from bot.views.format import quantity

Clock = Callable[[], datetime]
NOTED = "accepted"
"""The part of a claim that says what was found."""


async def begin(
    callback: CallbackQuery,
    callback_data: cb.AcceptOrder,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
    state: FSMContext,
    clock: Clock,
    update_key: str,
) -> None:
    order = await portal.order(callback_data.id)
    known = await portal.claimable(order.id)
    if not any(line.left for line in known):
        raise UserError("accept-nothing", number=order.number)
    draft = await drafts.begin(
        db, user, order, chat_id=show.chat_id, update_key=update_key, now=clock(), accepting=True
    )
    await show_step(show, t, portal, user, db, state, update_key, draft, new=True)


async def tick(
    callback: CallbackQuery,
    callback_data: cb.TickAccepted,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
    state: FSMContext,
    clock: Clock,
    update_key: str,
) -> None:
    draft, known = await _draft(portal, user, db, callback_data.key)
    number = callback_data.number
    checked = dict(draft.checked or {})
    checked.pop(str(number), None)
    if callback_data.on:
        checked[str(number)] = come.as_data(Come(_line(known, number).left))
    draft = await drafts.change(db, draft, clock(), checked=checked)
    await show_step(
        show, t, portal, user, db, state, update_key, draft,
        step="accept", page=callback_data.page,
    )  # fmt: skip


async def turn(
    callback: CallbackQuery,
    callback_data: cb.TurnAccepted,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
    state: FSMContext,
    update_key: str,
) -> None:
    draft = await drafts.own(db, user, callback_data.key)
    await show_step(
        show, t, portal, user, db, state, update_key, draft,
        step="accept", page=callback_data.page,
    )  # fmt: skip


async def type_come(
    message: Message,
    said: str,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
    state: FSMContext,
    clock: Clock,
    update_key: str,
) -> None:
    """`3: 8`: eight have come; `3: 8 брак 2`: and two of them are bad."""
    draft, known = await _draft(portal, user, db, (await state.get_data())["key"])
    told = come.parse_come(said)
    if told is None:
        raise UserError("accept-unclear")
    checked = dict(draft.checked or {})
    for number, each in told.items():
        if each.come > _line(known, number).left:
            raise UserError("accept-too-much", number=number, most=f"{_line(known, number).left:f}")
        checked[str(number)] = come.as_data(each)
    draft = await drafts.change(db, draft, clock(), checked=checked)
    await show_step(show, t, portal, user, db, state, update_key, draft, step="accept")


async def everything(
    callback: CallbackQuery,
    callback_data: cb.AllAccepted,
    t: Translator,
    show: Show,
    user: User,
    db: Database,
    clock: Clock,
) -> None:
    draft = await drafts.own(db, user, callback_data.key)
    await drafts.drop(db, draft, clock())
    await show(view.said(t, "accept-thanks"))


async def done(
    callback: CallbackQuery,
    callback_data: cb.AcceptedDone,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
    state: FSMContext,
    clock: Clock,
    update_key: str,
) -> None:
    """A claim with its kind, lines and words; wishes and photos are still asked for."""
    draft, known = await _draft(portal, user, db, callback_data.key)
    wrong = come.wrong_of(draft.checked or {}, known)
    if not wrong:
        await drafts.drop(db, draft, clock())
        await state.clear()
        await show(view.said(t, "accept-thanks"))
        return
    words = view.wrong_words(
        t,
        [
            (_name(each), quantity(t, each.missing, each.line.unit))
            for each in wrong
            if each.missing
        ],
        [(_name(each), quantity(t, each.bad, each.line.unit)) for each in wrong if each.bad],
    )
    await gathering.keep(db, draft, Part(unique_id=NOTED, message_id=0, words=words[:2000]))
    draft = await drafts.change(
        db, draft, clock(), kind=come.kind_of(wrong), lines=come.claimed(wrong)
    )
    await show_step(show, t, portal, user, db, state, update_key, draft, step="wanted")


def _name(wrong: Wrong) -> str:
    return wrong.line.article or wrong.line.name


def _line(known: list[ClaimableLine], number: int) -> ClaimableLine:
    found = next((line for line in known if line.number == number), None)
    if found is None:
        raise UserError("claim-no-line", number=number)
    return found


async def _draft(
    portal: Portal, user: User, db: Database, key: str
) -> tuple[ClaimDraft, list[ClaimableLine]]:
    draft = await drafts.own(db, user, key)
    acting = portal.on_behalf(user.token, draft.company_id)
    return draft, await acting.claimable(draft.order_id)


def routes(to: Routes) -> None:
    to.answers.message.register(type_come, Answering(Asking.accepted))
    to.press(cb.AcceptOrder, begin, asks=True)
    to.press(cb.TickAccepted, tick, asks=True)
    to.press(cb.TurnAccepted, turn, asks=True)
    to.press(cb.AllAccepted, everything)
    to.press(cb.AcceptedDone, done, asks=True)
