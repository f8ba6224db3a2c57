"""Over the credit limit: what can be left out of the cart so that the order is within it."""

from aiogram.types import CallbackQuery

from bot.errors import UserError
from bot.handlers.cart import show_cart
from bot.handlers.routes import Routes
from bot.i18n import Translator
from bot.keyboards import cart as cb
from bot.services import ordering
from bot.services.entry import Wish
from bot.services.portal.client import Portal
from bot.services.portal.models import DropOut
from bot.show import Show
from bot.views import checkout as view


async def lines_to_drop(callback: CallbackQuery, t: Translator, show: Show, portal: Portal) -> None:
    drop = await _enough(portal)
    if not drop:
        raise UserError("checkout-nothing-to-drop")
    await show(view.lines_to_drop(t, drop), new=True)


async def drop_lines(callback: CallbackQuery, t: Translator, show: Show, portal: Portal) -> None:
    """The key is the message's: a double tap leaves the same lines out once."""
    drop = await _enough(portal)
    gone = [ordering.changing(line.product_id, "set", Wish.nothing()) for line in drop]
    if not gone:
        await show_cart(show, t, await portal.cart())
        return
    done = await portal.change_cart(f"dl{show.chat_id}.{show.message_id}", gone)
    await show_cart(show, t, done.cart, said=t("checkout-dropped-lines"), applied=done.applied)


async def _enough(portal: Portal) -> list[DropOut]:
    quote = await portal.quote()
    return next((each.drop for each in quote.problems if each.code == "over_limit"), [])


def routes(to: Routes) -> None:
    to.press(cb.ShowLinesToDrop, lines_to_drop)
    to.press(cb.DropLines, drop_lines)
