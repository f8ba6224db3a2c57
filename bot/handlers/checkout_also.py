"""What is usually taken along, added from the confirm card."""

from collections.abc import Callable
from datetime import datetime

from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from bot.db.models import User
from bot.db.session import Database
from bot.handlers.checkout import confirm_again
from bot.handlers.routes import Routes
from bot.i18n import Translator
from bot.keyboards import orders as cb
from bot.services import drafts
from bot.services.portal.client import Portal
from bot.services.repeating import add
from bot.show import Show


async def add_also(
    callback: CallbackQuery,
    callback_data: cb.AddAlso,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
    state: FSMContext,
    clock: Callable[[], datetime],
    update_key: str,
) -> None:
    """The card is made anew, with a key of its own. A tap on what is there already adds nothing."""
    draft = await drafts.own_draft(db, user, callback_data.key)
    quote = await portal.quote()
    wanted = next((each for each in quote.also if each.product.id == callback_data.id), None)
    if wanted is not None:
        change = add(wanted.product.id, wanted.usual_quantity)
        await portal.change_cart(f"al{draft.key}.{callback_data.id}", [change])
    await confirm_again(t, show, portal, user, db, state, update_key, clock(), draft)


def routes(to: Routes) -> None:
    to.press(cb.AddAlso, add_also)
