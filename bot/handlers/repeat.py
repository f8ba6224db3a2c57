"""An order again: today's prices beside the old ones, then into the cart."""

from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.errors import UserError
from bot.handlers.cart import show_cart
from bot.handlers.routes import Routes
from bot.i18n import Translator
from bot.keyboards import callbacks as cb
from bot.services import history
from bot.services.ordering import merged
from bot.services.portal.client import Portal
from bot.show import Show
from bot.views import repeat as view


async def repeat_last(
    event: Message | CallbackQuery, t: Translator, show: Show, portal: Portal
) -> None:
    last = await portal.orders(limit=1)
    if not last.items:
        raise UserError("repeat-none")
    await show(view.repeat(t, await portal.repeat(last.items[0].id)))


async def repeat(
    callback: CallbackQuery,
    callback_data: cb.RepeatOrder,
    t: Translator,
    show: Show,
    portal: Portal,
) -> None:
    await show(view.repeat(t, await portal.repeat(callback_data.id)), new=True)


async def put(
    callback: CallbackQuery,
    callback_data: cb.PutRepeated,
    t: Translator,
    show: Show,
    portal: Portal,
) -> None:
    """In place of the comparison. The key is the message's: a double tap puts it in once."""
    changes = history.put_again(await portal.repeat(callback_data.id))
    if not changes:
        raise UserError("repeat-nothing-left")
    done = await portal.change_cart(f"rp{show.chat_id}.{show.message_id}", changes)
    applied = merged(done.applied)
    await show_cart(show, t, done.cart, said=t("repeat-put-done"), applied=applied)


def routes(to: Routes) -> None:
    to.commands.message.register(repeat_last, Command("repeat"))
    to.press(cb.RepeatLast, repeat_last)
    to.press(cb.RepeatOrder, repeat)
    to.press(cb.PutRepeated, put)
