"""The cart: showing it, its arithmetic, taking back, emptying."""

from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.db.models import Card
from bot.db.session import Database
from bot.errors import UserError
from bot.handlers.filters import ReplyTo, RightAfter
from bot.handlers.routes import Routes
from bot.i18n import Translator
from bot.keyboards import cart as cb
from bot.services import ordering
from bot.services.cards import card_at
from bot.services.entry import Branding, LineChange, Wish, parse_branding, parse_changes
from bot.services.portal.client import Portal
from bot.services.portal.models import AppliedChange, CartOut
from bot.show import Show
from bot.views import cart as cart_view

KIND = "cart"


async def show_cart(
    show: Show,
    t: Translator,
    cart: CartOut,
    *,
    page: int = 0,
    new: bool = False,
    said: str | None = None,
    applied: list[AppliedChange] | None = None,
) -> None:
    """`said` heads what was `applied`. The lines are remembered as they are numbered here."""
    data = {"cart_id": cart.id, "lines": [line.product_id for line in cart.lines]}
    screen = cart_view.cart(t, cart, page=page, said=said, applied=applied)
    await show(screen, new=new, kind=KIND, data=data)


async def cart(message: Message, t: Translator, show: Show, portal: Portal) -> None:
    await show_cart(show, t, await portal.cart())


async def press_cart(
    callback: CallbackQuery,
    callback_data: cb.ShowCart,
    t: Translator,
    show: Show,
    portal: Portal,
    db: Database,
) -> None:
    """In place of a cart or a menu; below whatever else can still be answered."""
    card = await card_at(db, show.chat_id, show.message_id)
    other = card is not None and card.kind != KIND
    await show_cart(show, t, await portal.cart(), page=callback_data.page, new=other)


async def change_lines(
    message: Message,
    card: Card,
    said: list[LineChange],
    t: Translator,
    show: Show,
    portal: Portal,
    update_key: str,
) -> None:
    lines, cart_id = card.data["lines"], card.data["cart_id"]
    done = await ordering.change_lines(portal, lines, said, cart_id, update_key)
    applied = ordering.merged(done.applied)
    await show_cart(show, t, done.cart, said=t("cart-changed"), applied=applied)


async def brand(
    message: Message,
    card: Card,
    said: Branding,
    t: Translator,
    show: Show,
    portal: Portal,
) -> None:
    lines: list[str] = card.data["lines"]
    if not 1 <= said.number <= len(lines):
        raise UserError("cart-no-line", number=said.number)
    cart = await portal.brand(card.data["cart_id"], lines[said.number - 1], on=said.on)
    await show_cart(show, t, cart, said=t("cart-brand-on" if said.on else "cart-brand-off"))


async def undo(
    message: Message, t: Translator, show: Show, portal: Portal, update_key: str
) -> None:
    done = await portal.undo_cart(update_key)
    await show_cart(show, t, done.cart, said=t("cart-undone"), applied=done.applied)


async def clear(callback: CallbackQuery, t: Translator, show: Show, portal: Portal) -> None:
    cart = await portal.cart()
    if not cart.lines:
        raise UserError("cart-empty")
    await show(cart_view.clear_surely(t, cart))


async def clear_surely(
    callback: CallbackQuery,
    callback_data: cb.ClearCartSurely,
    t: Translator,
    show: Show,
    portal: Portal,
    update_key: str,
) -> None:
    cart = await portal.cart()
    if cart.id != callback_data.id:
        raise UserError("cart-another")
    gone = [ordering.changing(line.product_id, "set", Wish.nothing()) for line in cart.lines]
    if gone:
        await portal.change_cart(update_key, gone, cart_id=cart.id)
    await show(cart_view.cleared(t))


def routes(to: Routes) -> None:
    to.replies.message.register(change_lines, ReplyTo(KIND, parse_changes))
    to.replies.message.register(brand, ReplyTo(KIND, parse_branding))
    to.typed.message.register(change_lines, RightAfter(KIND, parse_changes))
    to.typed.message.register(brand, RightAfter(KIND, parse_branding))
    to.commands.message.register(cart, Command("cart"))
    to.commands.message.register(undo, Command("undo"))
    to.press(cb.ShowCart, press_cart)
    to.press(cb.ClearCart, clear)
    to.press(cb.ClearCartSurely, clear_surely)
