"""**Претензия**: on which order, what happened, to what, and what is wanted."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

from aiogram.filters import Command, CommandObject
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.config import Settings
from bot.db.models import ClaimDraft, User
from bot.db.session import Database
from bot.errors import UserError
from bot.handlers.claim_show import show_step
from bot.handlers.filters import Answering
from bot.handlers.routes import Routes
from bot.handlers.states import Asking, wait_for
from bot.i18n import Translator
from bot.keyboards import claim_callbacks as cb
from bot.services.account import today_of, zone_of
from bot.services.claims import drafts, gathering
from bot.services.parting import parse_parts
from bot.services.portal.claim_models import ClaimableLine
from bot.services.portal.client import Portal
from bot.services.portal.models import OrderOut
from bot.show import Show
from bot.views import claim_draft as view

Clock = Callable[[], datetime]
SHIPPED = ("partly_shipped", "shipped", "delivered")
LATELY = timedelta(days=92)


async def claim(
    message: Message,
    command: CommandObject,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
    state: FSMContext,
    settings: Settings,
    clock: Clock,
    update_key: str,
) -> None:
    if number := (command.args or "").strip():
        order = await _by_number(portal, number)
        await _begin(order, t, show, portal, user, db, state, clock, update_key, new=True)
        return
    await _pick(t, show, portal, user, db, state, settings, clock(), update_key)


async def pick_order(
    callback: CallbackQuery,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
    state: FSMContext,
    settings: Settings,
    clock: Clock,
    update_key: str,
) -> None:
    await _pick(t, show, portal, user, db, state, settings, clock(), update_key)


async def _pick(
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
    state: FSMContext,
    settings: Settings,
    now: datetime,
    update_key: str,
) -> None:
    if user.company_id is None:
        raise UserError("error-no-company")
    zone = await zone_of(portal, user, settings.timezone)
    page = await portal.orders(status=SHIPPED, first=today_of(zone, now - LATELY).isoformat())
    left = [(draft.key, draft.order_number) for draft in await drafts.open_ones(db, user)]
    await show(view.pick_order(t, page.items, left, zone, now))
    await wait_for(state, Asking.claim_order, update_key)


async def type_order(
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
    order = await _by_number(portal, said)
    await _begin(order, t, show, portal, user, db, state, clock, update_key)


async def start(
    callback: CallbackQuery,
    callback_data: cb.StartClaim,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
    state: FSMContext,
    clock: Clock,
    update_key: str,
) -> None:
    """From an order's card, or from the list of orders."""
    order = await portal.order(callback_data.id)
    await _begin(order, t, show, portal, user, db, state, clock, update_key, new=True)


async def _begin(
    order: OrderOut,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
    state: FSMContext,
    clock: Clock,
    update_key: str,
    *,
    new: bool = False,
) -> None:
    if order.status == "cancelled":
        raise UserError("error-claim-order-cancelled", number=order.number)
    draft = await drafts.begin(
        db, user, order, chat_id=show.chat_id, update_key=update_key, now=clock()
    )
    await show_step(show, t, portal, user, db, state, update_key, draft, new=new)


async def _by_number(portal: Portal, text: str) -> OrderOut:
    number = text.lstrip("№#").strip()[:50]
    found = await portal.orders(number)
    if not number or not found.items or found.items[0].number != number:
        raise UserError("claim-no-order", number=number)
    return found.items[0]


async def resume(
    callback: CallbackQuery,
    callback_data: cb.ResumeClaim,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
    state: FSMContext,
    update_key: str,
) -> None:
    draft = await drafts.own(db, user, callback_data.key)
    await show_step(show, t, portal, user, db, state, update_key, draft)


async def set_kind(
    callback: CallbackQuery,
    callback_data: cb.SetClaimKind,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
    state: FSMContext,
    clock: Clock,
    update_key: str,
) -> None:
    draft = await drafts.own(db, user, callback_data.key)
    kind = callback_data.kind
    if kind not in drafts.KINDS:
        raise UserError("claim-outdated")
    lines = draft.lines if kind in drafts.OF_GOODS else {}
    draft = await drafts.change(db, draft, clock(), kind=kind, lines=lines)
    await show_step(show, t, portal, user, db, state, update_key, draft)


async def tick(
    callback: CallbackQuery,
    callback_data: cb.TickClaimLine,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
    state: FSMContext,
    clock: Clock,
    update_key: str,
) -> None:
    draft = await drafts.own(db, user, callback_data.key)
    known = await _claimable(portal, user, draft)
    line = next((each for each in known if each.number == callback_data.number), None)
    if line is None:
        raise UserError("claim-no-line", number=callback_data.number)
    wanted = {line.number: line.left if callback_data.on else Decimal(0)}
    lines = drafts.with_quantities(draft.lines, known, wanted)
    draft = await drafts.change(db, draft, clock(), lines=lines)
    await show_step(
        show, t, portal, user, db, state, update_key, draft, step="lines", page=callback_data.page
    )


async def turn(
    callback: CallbackQuery,
    callback_data: cb.TurnClaimLines,
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
        show, t, portal, user, db, state, update_key, draft, step="lines", page=callback_data.page
    )


async def type_lines(
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
    """`3: 2` claims two of the third line, `3` all of it, `3: 0` nothing."""
    draft = await drafts.own(db, user, (await state.get_data())["key"])
    chosen = parse_parts(said)
    if chosen is None:
        raise UserError("claim-lines-unclear")
    known = await _claimable(portal, user, draft)
    left = {line.number: line.left for line in known}
    wanted: dict[int, Decimal] = {}
    for each in chosen:
        for number in range(each.first, min(each.last, each.first + len(known)) + 1):
            quantity = left.get(number, Decimal(0)) if each.quantity is None else each.quantity
            wanted[number] = quantity
    lines = drafts.with_quantities(draft.lines, known, wanted)
    draft = await drafts.change(db, draft, clock(), lines=lines)
    await show_step(show, t, portal, user, db, state, update_key, draft, step="lines")


async def _claimable(portal: Portal, user: User, draft: ClaimDraft) -> list[ClaimableLine]:
    return await portal.on_behalf(user.token, draft.company_id).claimable(draft.order_id)


async def lines_done(
    callback: CallbackQuery,
    callback_data: cb.ClaimLinesDone,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
    state: FSMContext,
    update_key: str,
) -> None:
    draft = await drafts.own(db, user, callback_data.key)
    await show_step(show, t, portal, user, db, state, update_key, draft)


async def set_wish(
    callback: CallbackQuery,
    callback_data: cb.SetClaimWish,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
    state: FSMContext,
    clock: Clock,
    update_key: str,
) -> None:
    draft = await drafts.own(db, user, callback_data.key)
    if callback_data.wanted not in drafts.WISHES:
        raise UserError("claim-outdated")
    draft = await drafts.change(db, draft, clock(), wanted=callback_data.wanted)
    await show_step(show, t, portal, user, db, state, update_key, draft)


async def change(
    callback: CallbackQuery,
    callback_data: cb.ChangeClaim,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
    state: FSMContext,
    update_key: str,
) -> None:
    draft = await drafts.own(db, user, callback_data.key)
    step = callback_data.what if callback_data.what in STEPS else None
    await show_step(show, t, portal, user, db, state, update_key, draft, step=step)


STEPS = ("kind", "lines", "wanted", "parts")


async def drop(
    callback: CallbackQuery,
    callback_data: cb.DropClaim,
    t: Translator,
    show: Show,
    user: User,
    db: Database,
    clock: Clock,
) -> None:
    draft = await drafts.own(db, user, callback_data.key)
    await drafts.drop(db, draft, clock())
    await gathering.forget(db, draft.key)
    await show(view.said(t, "claim-dropped"))


def routes(to: Routes) -> None:
    to.commands.message.register(claim, Command("claim"), flags={"asks": True})
    to.answers.message.register(type_order, Answering(Asking.claim_order))
    to.answers.message.register(type_lines, Answering(Asking.claim_lines))
    to.press(cb.PickClaimOrder, pick_order, asks=True)
    to.press(cb.StartClaim, start, asks=True)
    to.press(cb.ResumeClaim, resume, asks=True)
    to.press(cb.SetClaimKind, set_kind, asks=True)
    to.press(cb.TickClaimLine, tick, asks=True)
    to.press(cb.TurnClaimLines, turn, asks=True)
    to.press(cb.ClaimLinesDone, lines_done, asks=True)
    to.press(cb.SetClaimWish, set_wish, asks=True)
    to.press(cb.ChangeClaim, change, asks=True)
    to.press(cb.DropClaim, drop)
