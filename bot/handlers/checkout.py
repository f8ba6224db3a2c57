"""From the cart to the card that asks for confirmation: address, comment, and changing them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.db.models import Draft, User
from bot.db.session import Database
from bot.errors import UserError
from bot.handlers.filters import Answering
from bot.handlers.routes import Routes
from bot.handlers.states import Asking, answered, wait_for
from bot.i18n import Translator
from bot.keyboards import orders as cb
from bot.services import drafts
from bot.services.portal.client import Portal
from bot.show import Show
from bot.views import checkout as view

SHORTEST_ADDRESS = 3
LONGEST_ADDRESS = 500
LONGEST_COMMENT = 4000
Clock = Callable[[], datetime]


async def check_out(
    callback: CallbackQuery,
    t: Translator,
    show: Show,
    portal: Portal,
    state: FSMContext,
    update_key: str,
) -> None:
    quote = await portal.quote()
    if not quote.lines:
        raise UserError("cart-empty")
    if any(problem.blocking for problem in quote.problems):
        raise UserError("checkout-blocked")
    await _ask_address(t, show, portal, state, update_key, {})


async def pick_address(
    callback: CallbackQuery,
    callback_data: cb.PickAddress,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
    state: FSMContext,
    clock: Clock,
    update_key: str,
) -> None:
    addresses = await portal.addresses()
    known = {address.id: address.text for address in addresses.items}
    if callback_data.id not in known:
        raise UserError("checkout-address-gone")
    address = known[callback_data.id]
    await _address_known(t, show, portal, user, db, state, update_key, clock(), address)


async def pick_up(
    callback: CallbackQuery,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
    state: FSMContext,
    clock: Clock,
    update_key: str,
) -> None:
    address = t("checkout-pickup")
    await _address_known(t, show, portal, user, db, state, update_key, clock(), address)


async def type_address(
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
    if len(said) < SHORTEST_ADDRESS:
        raise UserError("checkout-address-too-short")
    if len(said) > LONGEST_ADDRESS:
        raise UserError("checkout-address-too-long", count=LONGEST_ADDRESS)
    address = await portal.add_address(update_key, said)
    await _address_known(t, show, portal, user, db, state, update_key, clock(), address.text)


async def no_comment(
    callback: CallbackQuery,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
    state: FSMContext,
    clock: Clock,
    update_key: str,
) -> None:
    known = await state.get_data()
    if "address" in known:
        address = known["address"]
    elif draft := await drafts.shown_at(db, user, show.message_id):
        # Handled again: this very press has made a card of the message.
        address = draft.body["address"]
    else:
        # An old button: the address it followed is forgotten by now.
        await _ask_address(t, show, portal, state, update_key, {"comment": ""})
        return
    await _confirm(t, show, portal, user, db, state, update_key, clock(), address, "")


async def type_comment(
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
    if len(said) > LONGEST_COMMENT:
        raise UserError("checkout-too-long", count=LONGEST_COMMENT)
    known = await state.get_data()
    await _confirm(t, show, portal, user, db, state, update_key, clock(), known["address"], said)


async def change(callback: CallbackQuery, callback_data: cb.ChangeDraft, t: Translator,
                 show: Show, user: User, db: Database) -> None:  # fmt: skip
    draft = await drafts.own_draft(db, user, callback_data.key)
    await show(view.what_to_change(t, draft.key))


async def change_address(
    callback: CallbackQuery,
    callback_data: cb.ChangeAddress,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
    state: FSMContext,
    update_key: str,
) -> None:
    draft = await drafts.own_draft(db, user, callback_data.key)
    await _ask_address(t, show, portal, state, update_key, {"comment": draft.body["comment"]})


async def change_comment(
    callback: CallbackQuery,
    callback_data: cb.ChangeComment,
    t: Translator,
    show: Show,
    user: User,
    db: Database,
    state: FSMContext,
    update_key: str,
) -> None:
    draft = await drafts.own_draft(db, user, callback_data.key)
    await _ask_comment(t, show, state, update_key, draft.body["address"])


async def show_draft(
    callback: CallbackQuery,
    callback_data: cb.ShowDraft,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
    state: FSMContext,
    clock: Clock,
    update_key: str,
) -> None:
    draft = await drafts.own_draft(db, user, callback_data.key)
    await confirm_again(t, show, portal, user, db, state, update_key, clock(), draft)


async def confirm_again(
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
    state: FSMContext,
    update_key: str,
    now: datetime,
    draft: Draft,
) -> None:
    """The card of what the cart holds now, with the address and the comment of a draft."""
    body = draft.body
    await _confirm(
        t, show, portal, user, db, state, update_key, now, body["address"], body["comment"]
    )


async def drop(
    callback: CallbackQuery,
    callback_data: cb.DropDraft,
    t: Translator,
    show: Show,
    user: User,
    db: Database,
    clock: Clock,
) -> None:
    if not await drafts.drop(db, user, callback_data.key, clock()):
        raise UserError("checkout-outdated")
    await show(view.said(t, "checkout-dropped"))


async def _ask_address(
    t: Translator,
    show: Show,
    portal: Portal,
    state: FSMContext,
    update_key: str,
    known: dict[str, Any],
) -> None:
    """`known` holds the comment where only the address is asked for."""
    addresses = await portal.addresses()
    await show(view.ask_address(t, addresses.items))
    await wait_for(state, Asking.address, update_key, **known)


async def _address_known(
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
    state: FSMContext,
    update_key: str,
    now: datetime,
    address: str,
) -> None:
    known = await state.get_data()
    if "comment" in known:
        await _confirm(t, show, portal, user, db, state, update_key, now, address, known["comment"])
    else:
        await _ask_comment(t, show, state, update_key, address)


async def _ask_comment(
    t: Translator, show: Show, state: FSMContext, update_key: str, address: str
) -> None:
    await show(view.ask_comment(t, address))
    await wait_for(state, Asking.comment, update_key, address=address)


async def _confirm(
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
    state: FSMContext,
    update_key: str,
    now: datetime,
    address: str,
    comment: str,
) -> None:
    """The key is made and stored before its button can be pressed."""
    if user.company_id is None:
        raise UserError("error-no-company")
    quote = await portal.quote()
    if not quote.lines:
        raise UserError("cart-empty")
    body = drafts.request_of(quote, address, comment)
    draft = drafts.draft_of(user, user.company_id, show.chat_id, quote, body, now)
    async with db.write() as session:
        draft = await drafts.keep_once(session, draft)
    message_id = await show(view.confirm(t, draft.key, quote, address, comment))
    await drafts.shown_as(db, draft.key, message_id)
    await answered(state, update_key)


def routes(to: Routes) -> None:
    to.answers.message.register(type_address, Answering(Asking.address))
    to.answers.message.register(type_comment, Answering(Asking.comment))
    to.press(cb.CheckOut, check_out, asks=True)
    to.press(cb.PickAddress, pick_address, asks=True)
    to.press(cb.PickUp, pick_up, asks=True)
    to.press(cb.NoComment, no_comment, asks=True)
    to.press(cb.ChangeDraft, change)
    to.press(cb.ChangeAddress, change_address, asks=True)
    to.press(cb.ChangeComment, change_comment, asks=True)
    to.press(cb.ShowDraft, show_draft)
    to.press(cb.DropDraft, drop)
