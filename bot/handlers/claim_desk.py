"""Claims are dealt with: the queue, taking one, passing it on, declining.

In the private chat and in the managers' group alike: whoever presses acts, by their own token.
"""

import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from aiogram.filters import Command, Filter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.config import Settings
from bot.db.models import User
from bot.db.session import Database
from bot.errors import UserError
from bot.handlers.filters import Answering
from bot.handlers.routes import Routes
from bot.handlers.states import Asking, wait_for
from bot.i18n import Translator
from bot.keyboards import desk as press
from bot.services.account import own
from bot.services.claim_desk import CLAIM
from bot.services.message_links import Matter, link_written
from bot.services.portal.claim_models import ClaimOut
from bot.services.portal.client import Portal
from bot.show import Show
from bot.views import claim_desk as view

Clock = Callable[[], datetime]
PAGE = 15


class ForOneself(Filter):
    """Acts for no company just now: who does has that company's claims."""

    async def __call__(self, message: Message, user: User) -> bool:
        return user.company_id is None or message.chat.type != "private"


async def queue(
    event: Message | CallbackQuery,
    t: Translator,
    show: Show,
    everyone: Portal,
    user: User,
    settings: Settings,
    clock: Clock,
    callback_data: press.ShowQueue | None = None,
) -> None:
    mine = bool(callback_data and callback_data.mine)
    found = await own(everyone, user).claim_queue(mine=mine, limit=PAGE)
    await show(view.queue(t, found.items, settings.timezone, clock(), mine=mine))


async def open_claim(
    callback: CallbackQuery,
    callback_data: press.OpenDeskClaim,
    t: Translator,
    show: Show,
    everyone: Portal,
    user: User,
    db: Database,
    settings: Settings,
    clock: Clock,
) -> None:
    one = await own(everyone, user).claim(callback_data.id)
    await show_claim(show, t, db, one, settings.timezone, clock(), new=True)


async def show_claim(
    show: Show,
    t: Translator,
    db: Database,
    one: ClaimOut,
    zone: str,
    now: datetime,
    *,
    new: bool = False,
) -> None:
    """A reply to it is a word about the claim."""
    if one.staff_only is None:
        raise UserError("error-forbidden")
    shown = await show(view.card(t, one, zone, now, hint=True), new=new)
    if shown:
        await link_written(db, Matter(CLAIM, one.id), show.chat_id, shown)


async def take(
    callback: CallbackQuery,
    callback_data: press.TakeClaim,
    t: Translator,
    show: Show,
    everyone: Portal,
    user: User,
    db: Database,
    settings: Settings,
    clock: Clock,
    update_key: str,
) -> None:
    """Of two who press at once one takes it, and the other is told who did."""
    one = await own(everyone, user).work_on_claim(update_key, callback_data.id, "take")
    await show_claim(show, t, db, one, settings.timezone, clock())
    await show.toast(t("desk-taken"))


async def decline(
    callback: CallbackQuery,
    callback_data: press.DeclineClaim,
    t: Translator,
    show: Show,
    everyone: Portal,
    user: User,
    state: FSMContext,
    update_key: str,
) -> None:
    one = await own(everyone, user).claim(callback_data.id)
    await show(view.ask(t, one, "desk-decline-why", group=show.chat_id < 0), new=True)
    await wait_for(state, Asking.claim_refusal, update_key, claim=one.id)


async def type_refusal(
    message: Message,
    said: str,
    t: Translator,
    show: Show,
    everyone: Portal,
    user: User,
    db: Database,
    state: FSMContext,
    settings: Settings,
    clock: Clock,
    update_key: str,
) -> None:
    claim = str((await state.get_data())["claim"])
    body = {"reason": said}
    one = await own(everyone, user).work_on_claim(update_key, claim, "decline", body)
    await show_claim(show, t, db, one, settings.timezone, clock(), new=True)


async def pass_on(
    callback: CallbackQuery,
    callback_data: press.PassClaim,
    t: Translator,
    show: Show,
    everyone: Portal,
    user: User,
) -> None:
    portal = own(everyone, user)
    one = await portal.claim(callback_data.id)
    colleagues = await portal.claim_colleagues(one.id)
    await show(view.pick_colleague(t, one, colleagues), new=True)


async def pass_to(
    callback: CallbackQuery,
    callback_data: press.PassClaimTo,
    t: Translator,
    show: Show,
    everyone: Portal,
    user: User,
    db: Database,
    settings: Settings,
    clock: Clock,
    update_key: str,
) -> None:
    body = {"staff_id": callback_data.staff}
    one = await own(everyone, user).work_on_claim(update_key, callback_data.id, "hand-over", body)
    await show_claim(show, t, db, one, settings.timezone, clock())
    await show.toast(t("desk-passed"))


async def files(
    callback: CallbackQuery,
    callback_data: press.GetClaimFiles,
    show: Show,
    everyone: Portal,
    user: User,
) -> None:
    """As the portal keeps them: without the place where they were taken."""
    portal = own(everyone, user)
    one = await portal.claim(callback_data.id)
    with tempfile.TemporaryDirectory(prefix="claim-") as folder:
        for number, file in enumerate(one.files):
            path = Path(folder) / str(number)
            await portal.save_claim_file(one.id, file.id, path)
            await show.file(file.name, path.read_bytes())


async def book(
    callback: CallbackQuery, t: Translator, show: Show, everyone: Portal, user: User
) -> None:
    data = await own(everyone, user).claim_book(t.language)
    await show.file("claims.xlsx", data, t("desk-book-caption"))


def routes(to: Routes) -> None:
    to.commands.message.register(queue, Command("claims"), ForOneself())
    to.answers.message.register(type_refusal, Answering(Asking.claim_refusal))
    to.press(press.ShowQueue, queue)
    to.press(press.OpenDeskClaim, open_claim)
    to.press(press.TakeClaim, take)
    to.press(press.DeclineClaim, decline, asks=True)
    to.press(press.PassClaim, pass_on)
    to.press(press.PassClaimTo, pass_to)
    to.press(press.GetClaimFiles, files)
    to.press(press.GetClaimBook, book)
