"""A company's carts: looking at them, another one, switching, naming, copying, merging."""

from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.errors import UserError
from bot.handlers.cart import show_cart
from bot.handlers.filters import Answering
from bot.handlers.routes import Routes
from bot.handlers.states import Asking, wait_for
from bot.i18n import Translator
from bot.keyboards import cart as cb
from bot.screen import Screen
from bot.services.ordering import merged
from bot.services.portal.client import Portal
from bot.services.portal.models import CartOut
from bot.show import Show
from bot.views import carts as view
from bot.views.parts import ask

LONGEST_NAME = 60


async def carts(callback: CallbackQuery, t: Translator, show: Show, portal: Portal) -> None:
    await show(await _shown(t, portal))


async def _shown(t: Translator, portal: Portal) -> Screen:
    await portal.cart()  # Somebody who has none yet is given one to look at.
    shown = (await portal.carts()).items
    kinds = (await portal.supply_kinds()).items
    return view.carts(t, shown, supplies=bool(kinds))


async def fill(
    callback: CallbackQuery,
    callback_data: cb.FillCart,
    t: Translator,
    show: Show,
    portal: Portal,
) -> None:
    await show_cart(show, t, await portal.fill_cart(callback_data.id))


async def pick_supply(callback: CallbackQuery, t: Translator, show: Show, portal: Portal) -> None:
    await show(view.pick_supply(t, (await portal.supply_kinds()).items))


async def new(
    callback: CallbackQuery,
    callback_data: cb.NewCart,
    t: Translator,
    show: Show,
    portal: Portal,
    state: FSMContext,
    update_key: str,
) -> None:
    """It is there at once; a name can be given to it, and need not be."""
    cart = await portal.make_cart(update_key, "", callback_data.supply or None)
    await show_cart(show, t, cart, said=t("carts-made"))
    await _ask_name(t, show, state, update_key, cart.id)


async def name(
    callback: CallbackQuery,
    callback_data: cb.NameCart,
    t: Translator,
    show: Show,
    state: FSMContext,
    update_key: str,
) -> None:
    await _ask_name(t, show, state, update_key, callback_data.id)


async def _ask_name(
    t: Translator, show: Show, state: FSMContext, update_key: str, cart_id: str
) -> None:
    await show(ask(t, "carts-ask-name", "carts-ask-name-hint"), new=True)
    await wait_for(state, Asking.cart_name, update_key, cart_id=cart_id)


async def type_name(
    message: Message, said: str, t: Translator, show: Show, portal: Portal, state: FSMContext
) -> None:
    if len(said) > LONGEST_NAME:
        raise UserError("carts-name-too-long", count=LONGEST_NAME)
    known = await state.get_data()
    cart = await portal.name_cart(known["cart_id"], " ".join(said.split()))
    await show_cart(show, t, cart, said=t("carts-named"))


async def copy(
    callback: CallbackQuery,
    callback_data: cb.CopyCart,
    t: Translator,
    show: Show,
    portal: Portal,
    update_key: str,
) -> None:
    of = await _one(portal, callback_data.id)
    named = t("carts-copy-of", name=view.name_of(t, of))[:LONGEST_NAME]
    await show_cart(
        show, t, await portal.copy_cart(update_key, of.id, named), said=t("carts-copied")
    )


async def pick_to_merge(
    callback: CallbackQuery,
    callback_data: cb.PickCartToMerge,
    t: Translator,
    show: Show,
    portal: Portal,
) -> None:
    shown = (await portal.carts()).items
    into = await _one(portal, callback_data.id)
    await show(view.pick_to_merge(t, into, [cart for cart in shown if cart.id != into.id]))


async def merge(
    callback: CallbackQuery,
    callback_data: cb.MergeCarts,
    t: Translator,
    show: Show,
    portal: Portal,
    update_key: str,
) -> None:
    done = await portal.merge_carts(update_key, callback_data.id, callback_data.other)
    await show_cart(show, t, done.cart, said=t("carts-merged"), applied=merged(done.applied))


async def remove(
    callback: CallbackQuery,
    callback_data: cb.RemoveCart,
    t: Translator,
    show: Show,
    portal: Portal,
) -> None:
    await show(view.remove_surely(t, await _one(portal, callback_data.id)))


async def remove_surely(
    callback: CallbackQuery,
    callback_data: cb.RemoveCartSurely,
    t: Translator,
    show: Show,
    portal: Portal,
) -> None:
    """Handled again, it finds the cart gone, which is what was wanted."""
    shown = (await portal.carts()).items
    if any(cart.id == callback_data.id for cart in shown):
        await portal.remove_cart(callback_data.id)
    await show(await _shown(t, portal))


async def _one(portal: Portal, cart_id: str) -> CartOut:
    for cart in (await portal.carts()).items:
        if cart.id == cart_id:
            return cart
    raise UserError("carts-gone")


def routes(to: Routes) -> None:
    to.answers.message.register(type_name, Answering(Asking.cart_name))
    to.press(cb.ShowCarts, carts)
    to.press(cb.FillCart, fill)
    to.press(cb.PickSupply, pick_supply)
    to.press(cb.NewCart, new, asks=True)
    to.press(cb.NameCart, name, asks=True)
    to.press(cb.CopyCart, copy)
    to.press(cb.PickCartToMerge, pick_to_merge)
    to.press(cb.MergeCarts, merge)
    to.press(cb.RemoveCart, remove)
    to.press(cb.RemoveCartSurely, remove_surely)
