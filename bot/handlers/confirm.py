"""**Подтвердить заказ**, and what becomes of the card: now, or when the portal is back."""

import logging
from collections.abc import Callable
from datetime import datetime

from aiogram.exceptions import TelegramAPIError
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from bot.config import Settings
from bot.db.models import Draft, User
from bot.db.session import Database
from bot.errors import words
from bot.handlers.routes import Routes
from bot.i18n import Translator, Translators
from bot.keyboards import orders as cb
from bot.outbox import Outbox
from bot.screen import Screen
from bot.services import drafts, placing
from bot.services.account import zone_of
from bot.services.placing import Changed, Checking, Outcome, Placed, Refused, Unsure
from bot.services.portal.client import Portal
from bot.show import Show, Shows
from bot.views import checkout as view
from bot.views import orders as orders_view

log = logging.getLogger(__name__)


async def confirm(
    callback: CallbackQuery,
    callback_data: cb.ConfirmOrder,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
    settings: Settings,
    clock: Callable[[], datetime],
) -> None:
    outcome = await placing.place(db, portal, user, callback_data.key, show.message_id, clock())
    zone = settings.timezone
    if isinstance(outcome, Placed):
        zone = await zone_of(portal, user, zone)
    await _show(show, db, outcome, screen_of(t, outcome, zone, clock()))


async def _show(show: Show, db: Database, outcome: Outcome, screen: Screen) -> None:
    if isinstance(outcome, Placed):
        await show(screen, kind="order", data={"id": outcome.order.id})
        return
    message_id = await show(screen)
    if isinstance(outcome, Changed):
        await drafts.shown_as(db, outcome.draft.key, message_id)


def screen_of(t: Translator, outcome: Outcome, zone: str, now: datetime) -> Screen:
    """What the confirm card becomes."""
    match outcome:
        case Placed(order=order):
            return orders_view.card(t, order, zone, now, placed=True)
        case Changed(draft=draft, quote=quote, differences=differences):
            address, comment = draft.body["address"], draft.body["comment"]
            return view.confirm(t, draft.key, quote, address, comment, differences)
        case Refused(why=why):
            return view.refused(t, words(why, t))
        case Unsure():
            return view.said(t, "checkout-unsure")
        case Checking():
            return view.checking(t)
    return view.said(t, "checkout-outdated")


async def finish_placing(
    *,
    db: Database,
    everyone: Portal,
    shows: Shows,
    outbox: Outbox,
    translators: Translators,
    settings: Settings,
    clock: Callable[[], datetime],
) -> int:
    """Asks again about every order that is in doubt, by its key; how many are not any more.

    The buyer, who was told to wait, gets a message of its own, stored with the outcome; the card
    is edited too, which rings no bell.
    """

    async def card(user: User, draft: Draft, outcome: Outcome) -> Screen:
        acting = everyone.on_behalf(user.token, draft.company_id)
        zone = await zone_of(acting, user, settings.timezone)
        return screen_of(translators.speaking(user.language), outcome, zone, clock())

    async def tell(user: User, draft: Draft, outcome: Outcome) -> placing.Put:
        screen = await card(user, draft, outcome)

        async def put(session: AsyncSession) -> None:
            await outbox.put_screen(session, key=f"order:{draft.key}", user=user, screen=screen)

        return put

    async def redraw(user: User, draft: Draft, outcome: Outcome) -> None:
        if draft.message_id is None:
            return
        show = shows.at(user, draft.chat_id, draft.message_id)
        try:
            if isinstance(outcome, Changed):
                # Of two cards with one key the buyer would not know which to press.
                t = translators.speaking(user.language)
                await show(view.said(t, "checkout-asked-below"))
            else:
                await _show(show, db, outcome, await card(user, draft, outcome))
        except TelegramAPIError as error:
            log.warning("the card of draft %s stays as it was: %s", draft.key, error)

    return await placing.finish_placing(db, everyone, clock, tell, redraw)


def routes(to: Routes) -> None:
    to.press(cb.ConfirmOrder, confirm)
