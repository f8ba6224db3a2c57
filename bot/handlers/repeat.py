"""An order again: today's prices beside the old ones, then into the cart, whole or in part."""

from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.db.models import Card
from bot.errors import UserError
from bot.handlers.cart import show_cart
from bot.handlers.filters import ReplyTo, RightAfter
from bot.handlers.routes import Routes
from bot.i18n import Translator
from bot.keyboards import orders as cb
from bot.services import repeating
from bot.services.ordering import merged
from bot.services.parting import Chosen, parse_parts
from bot.services.portal.client import Portal
from bot.services.portal.models import CartChangeIn, RepeatOut
from bot.show import Show
from bot.views import repeat as view

KIND = "repeat"


async def repeat_last(
    event: Message | CallbackQuery, t: Translator, show: Show, portal: Portal
) -> None:
    last = await portal.orders(limit=1)
    if not last.items:
        raise UserError("repeat-none")
    await _show(show, t, await portal.repeat(last.items[0].id))


async def repeat(
    callback: CallbackQuery,
    callback_data: cb.RepeatOrder,
    t: Translator,
    show: Show,
    portal: Portal,
) -> None:
    await _show(show, t, await portal.repeat(callback_data.id), new=True)


async def _show(show: Show, t: Translator, order: RepeatOut, *, new: bool = False) -> None:
    await show(view.repeat(t, order), new=new, kind=KIND, data={"id": order.order_id})


async def put(
    callback: CallbackQuery,
    callback_data: cb.PutRepeated,
    t: Translator,
    show: Show,
    portal: Portal,
) -> None:
    """In place of the comparison. The key is the message's: a double tap puts it in once."""
    changes = repeating.put_again(await portal.repeat(callback_data.id))
    await _put(show, t, portal, changes, f"rp{show.chat_id}.{show.message_id}")


async def put_some(
    message: Message,
    card: Card,
    said: list[Chosen],
    t: Translator,
    show: Show,
    portal: Portal,
    update_key: str,
) -> None:
    """Lines by their numbers, in reply to the comparison."""
    order = await portal.repeat(card.data["id"])
    changes = repeating.put_again(order, repeating.numbers_of(order, said))
    await _put(show, t, portal, changes, update_key)


async def replace_gone(
    callback: CallbackQuery,
    callback_data: cb.ReplaceGone,
    t: Translator,
    show: Show,
    portal: Portal,
) -> None:
    order = await portal.repeat(callback_data.id)
    if not repeating.replaceable(order):
        raise UserError("repeat-nothing-to-replace")
    await show(view.replaced(t, order, repeating.replaceable(order)))


async def put_replaced(
    callback: CallbackQuery,
    callback_data: cb.PutReplaced,
    t: Translator,
    show: Show,
    portal: Portal,
) -> None:
    changes = repeating.put_replaced(await portal.repeat(callback_data.id))
    await _put(show, t, portal, changes, f"rp{show.chat_id}.{show.message_id}")


async def _put(
    show: Show, t: Translator, portal: Portal, changes: list[CartChangeIn], key: str
) -> None:
    if not changes:
        raise UserError("repeat-nothing-left")
    done = await portal.change_cart(key, changes)
    applied = merged(done.applied)
    await show_cart(show, t, done.cart, said=t("repeat-put-done"), applied=applied)


def routes(to: Routes) -> None:
    to.replies.message.register(put_some, ReplyTo(KIND, parse_parts))
    to.typed.message.register(put_some, RightAfter(KIND, parse_parts))
    to.commands.message.register(repeat_last, Command("repeat"))
    to.press(cb.RepeatLast, repeat_last)
    to.press(cb.RepeatOrder, repeat)
    to.press(cb.PutRepeated, put)
    to.press(cb.ReplaceGone, replace_gone)
    to.press(cb.PutReplaced, put_replaced)
