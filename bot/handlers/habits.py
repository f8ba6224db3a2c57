"""The usual order and what soon runs out, into the cart by one tap."""

from collections.abc import Callable
from datetime import datetime

from aiogram.types import CallbackQuery

from bot.config import Settings
from bot.db.models import User
from bot.errors import UserError
from bot.handlers.cart import show_cart
from bot.handlers.routes import Routes
from bot.i18n import Translator
from bot.keyboards import orders as cb
from bot.services import repeating
from bot.services.account import zone_of
from bot.services.ordering import merged
from bot.services.portal.client import Portal
from bot.show import Show
from bot.views import habits as view


async def habit(
    callback: CallbackQuery,
    callback_data: cb.ShowHabit,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    settings: Settings,
    clock: Callable[[], datetime],
) -> None:
    kind = callback_data.kind if callback_data.kind in repeating.KINDS else "usual"
    found = (await repeating.habit(portal, kind)).items
    zone = await zone_of(portal, user, settings.timezone)
    await show(view.habit(t, kind, found, zone, clock()))


async def put(
    callback: CallbackQuery,
    callback_data: cb.PutHabit,
    t: Translator,
    show: Show,
    portal: Portal,
) -> None:
    """The key is the message's: a double tap puts it in once."""
    found = (await repeating.habit(portal, callback_data.kind)).items
    changes = [repeating.add(each.product.id, each.usual_quantity) for each in found]
    if not changes:
        raise UserError("repeat-nothing-left")
    done = await portal.change_cart(f"ha{show.chat_id}.{show.message_id}", changes)
    applied = merged(done.applied)
    await show_cart(show, t, done.cart, said=t("repeat-put-done"), applied=applied)


def routes(to: Routes) -> None:
    to.press(cb.ShowHabit, habit)
    to.press(cb.PutHabit, put)
