"""What moved on the account, and the picture of what is to be paid when."""

from collections.abc import Callable
from datetime import date, datetime

from aiogram.types import CallbackQuery

from bot.config import Settings
from bot.db.models import User
from bot.db.session import Database
from bot.errors import UserError
from bot.handlers.routes import Routes
from bot.i18n import Translator
from bot.keyboards import money as cb
from bot.services import ledger
from bot.services.account import today_of, zone_of
from bot.services.cards import card_at
from bot.services.ledger import Ledger
from bot.services.portal.client import Portal
from bot.show import Show
from bot.views import ledger as view

Clock = Callable[[], datetime]


async def movements(
    callback: CallbackQuery,
    callback_data: cb.ShowLedger,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    settings: Settings,
    clock: Clock,
) -> None:
    today = today_of(await zone_of(portal, user, settings.timezone), clock())
    wanted = ledger.of_period(callback_data.period, today, callback_data.contract)
    await _show(show, t, portal, wanted, today)


async def turn(
    callback: CallbackQuery,
    callback_data: cb.TurnLedger,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
    settings: Settings,
    clock: Clock,
) -> None:
    card = await card_at(db, show.chat_id, show.message_id)
    if card is None or card.kind != ledger.KIND:
        raise UserError("list-too-old")
    today = today_of(await zone_of(portal, user, settings.timezone), clock())
    await _show(show, t, portal, ledger.from_data(card.data), today, callback_data.number)


async def _show(
    show: Show, t: Translator, portal: Portal, wanted: Ledger, today: date, page: int = 0
) -> None:
    shown, found = await ledger.turn(portal, wanted, page)
    screen = view.movements(t, found, shown.period, shown.contract, page, today)
    await show(screen, kind=ledger.KIND, data=shown.as_data())


async def schedule(
    callback: CallbackQuery,
    callback_data: cb.ShowSchedule | cb.RedrawSchedule,
    t: Translator,
    show: Show,
    portal: Portal,
) -> None:
    theme = "dark" if callback_data.theme == "dark" else "light"
    drawn = await portal.schedule_picture(theme, "ru" if t.language == "ru" else "en")
    await show.picture(
        "schedule.png",
        drawn,
        t("schedule-caption"),
        view.other_colours(t, theme),
        instead=isinstance(callback_data, cb.RedrawSchedule),
    )


def routes(to: Routes) -> None:
    to.press(cb.ShowLedger, movements)
    to.press(cb.TurnLedger, turn)
    to.press(cb.ShowSchedule, schedule)
    to.press(cb.RedrawSchedule, schedule)
