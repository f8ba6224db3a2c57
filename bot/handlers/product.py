"""A product's card: into the cart, another quantity, what is like it."""

from collections.abc import Callable
from datetime import datetime

from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.db.models import Card, User
from bot.db.session import Database
from bot.errors import UserError
from bot.handlers.filters import Answering, ReplyTo
from bot.handlers.lists import show_list, show_product
from bot.handlers.routes import Routes
from bot.handlers.states import Asking, wait_for
from bot.i18n import Translator
from bot.keyboards import callbacks as cb
from bot.keyboards.cart import TakeBack
from bot.services import listing, ordering
from bot.services.cards import card_at
from bot.services.entry import Wish, parse_quantity
from bot.services.listing import Listing
from bot.services.portal.client import Portal
from bot.show import Show
from bot.views import cart as cart_view
from bot.views import product as product_view


async def add(
    callback: CallbackQuery,
    callback_data: cb.AddFromCard,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    update_key: str,
    clock: Callable[[], datetime],
) -> None:
    held = await ordering.add_pack(portal, callback_data.id, update_key)
    await show_product(show, t, portal, user, held.product_id, clock(), new=False, held=held)


async def ask_quantity(
    callback: CallbackQuery,
    callback_data: cb.AskQuantity,
    t: Translator,
    show: Show,
    portal: Portal,
    state: FSMContext,
    update_key: str,
) -> None:
    product = await portal.product(callback_data.id)
    card = show.message_id
    await show(product_view.ask_quantity(t, product), new=True)
    await wait_for(state, Asking.quantity, update_key, id=product.id, card=card)


async def answer_quantity(
    message: Message,
    said: str,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    state: FSMContext,
    update_key: str,
    clock: Callable[[], datetime],
) -> None:
    wish, asked = parse_quantity(said), await state.get_data()
    if wish is None:
        raise UserError("product-not-a-quantity")
    put = await ordering.set_quantity(portal, asked["id"], wish, update_key)
    await _say(show, t, portal, user, put, asked["card"], clock())


async def reply_quantity(
    message: Message,
    card: Card,
    said: Wish,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    update_key: str,
    clock: Callable[[], datetime],
) -> None:
    put = await ordering.set_quantity(portal, card.data["id"], said, update_key)
    await _say(show, t, portal, user, put, card.message_id, clock())


async def _say(
    show: Show,
    t: Translator,
    portal: Portal,
    user: User,
    put: ordering.Put,
    card_message: int | None,
    now: datetime,
) -> None:
    """Below what was typed, and on the card itself."""
    if card_message is not None:
        card = show.at(show.chat_id, card_message)
        held = put.applied[0]
        await show_product(card, t, portal, user, held.product_id, now, new=False, held=held)
    await show(cart_view.entered(t, put.applied), new=True, kind="put", data=put.as_data())


async def analogues(
    callback: CallbackQuery,
    callback_data: cb.ShowAnalogues,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
) -> None:
    product = await portal.product(callback_data.id)
    shown = await listing.turn(portal, Listing("analogues", product.id, product.name))
    await show_list(show, t, portal, user, shown)


async def variants(
    callback: CallbackQuery,
    callback_data: cb.ShowVariants,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
) -> None:
    product = await portal.product(callback_data.id)
    shown = await listing.turn(portal, Listing("variants", product.id, product.name))
    await show_list(show, t, portal, user, shown)


async def take_back(
    callback: CallbackQuery,
    t: Translator,
    show: Show,
    portal: Portal,
    db: Database,
) -> None:
    message_id = show.message_id
    card = await card_at(db, show.chat_id, message_id)
    if card is None or card.kind != "put":
        raise UserError("error-nothing-to-undo")
    # Of the message, not of the update: a second press must not take back twice.
    done = await ordering.take_back(portal, card.data, f"tb{show.chat_id}.{message_id}")
    await show(cart_view.taken_back(t, done.applied))


def routes(to: Routes) -> None:
    to.replies.message.register(reply_quantity, ReplyTo("product", parse_quantity))
    to.answers.message.register(answer_quantity, Answering(Asking.quantity))
    to.press(cb.AddFromCard, add)
    to.press(cb.AskQuantity, ask_quantity, asks=True)
    to.press(cb.ShowAnalogues, analogues)
    to.press(cb.ShowVariants, variants)
    to.press(TakeBack, take_back)
