"""My claims: the list, a card, saying something about one, rating it, not agreeing."""

import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from aiogram import Bot
from aiogram.filters import Command, Filter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.config import Settings
from bot.db.models import User
from bot.db.session import Database
from bot.errors import UserError
from bot.handlers.claim_parts import part_of
from bot.handlers.claim_show import fetching, show_claim
from bot.handlers.filters import Answering
from bot.handlers.routes import Routes
from bot.handlers.states import Asking, answered, wait_for
from bot.i18n import Translator
from bot.keyboards import claim_callbacks as cb
from bot.services.account import zone_of
from bot.services.cards import card_at
from bot.services.claims import talk
from bot.services.claims.gathering import LARGEST
from bot.services.message_links import Matter
from bot.services.portal.client import Portal
from bot.show import Show, Shows
from bot.views import claim_draft as draft_view
from bot.views import claims as view

Clock = Callable[[], datetime]
PAGE = 8


class ForCompany(Filter):
    """Whoever acts for a company; the staff has a queue of its own."""

    async def __call__(self, message: Message, user: User) -> bool:
        return user.company_id is not None


class AboutClaim(Filter):
    """A reply to a claim's card, or to anything that was told of it; or, once asked for, a file."""

    async def __call__(
        self, message: Message, db: Database, state: FSMContext, raw_state: str | None = None
    ) -> bool | dict[str, Any]:
        part = part_of(message)
        if not (message.text or part) or (message.text or "").startswith("/"):
            return False
        claim_id = None
        if message.reply_to_message is not None:
            replied = message.reply_to_message.message_id
            claim_id = await talk.claim_at(db, message.chat.id, replied)
        elif raw_state == Asking.claim_say.state and part is not None:
            claim_id = (await state.get_data())["id"]
        return {"claim_id": claim_id} if claim_id else False


class OwnWord(Filter):
    """A message of one's own that was said about a claim."""

    async def __call__(self, message: Message, db: Database) -> bool | dict[str, Any]:
        word = await talk.own_word(db, message.chat.id, message.message_id)
        return {"matter": word.matter} if word else False


async def claims(
    message: Message,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    settings: Settings,
    clock: Clock,
) -> None:
    await _listed(t, show, portal, user, settings, clock(), None)


async def press_claims(
    callback: CallbackQuery,
    callback_data: cb.ShowClaims,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
    settings: Settings,
    clock: Clock,
) -> None:
    card = await card_at(db, show.chat_id, show.message_id)
    if card is not None:
        # A card is not to be scrolled away by a list.
        show.message_id = None
    await _listed(t, show, portal, user, settings, clock(), callback_data.cursor or None)


async def _listed(
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    settings: Settings,
    now: datetime,
    cursor: str | None,
) -> None:
    zone = await zone_of(portal, user, settings.timezone)
    page = await portal.my_claims(limit=PAGE, cursor=cursor)
    await show(view.listed(t, page.items, page.next_cursor, zone, now))


async def open_claim(
    callback: CallbackQuery,
    callback_data: cb.OpenClaim,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
    settings: Settings,
    clock: Clock,
) -> None:
    found = await portal.claim(callback_data.id)
    zone = await zone_of(portal, user, settings.timezone)
    await show_claim(show, t, db, found, zone, clock())


async def ask_words(
    callback: CallbackQuery,
    callback_data: cb.SayOfClaim | cb.ReopenClaim,
    t: Translator,
    show: Show,
    portal: Portal,
    state: FSMContext,
    update_key: str,
) -> None:
    found = await portal.claim(callback_data.id)
    reopen = isinstance(callback_data, cb.ReopenClaim)
    asked = Asking.claim_reopen if reopen else Asking.claim_say
    await show(view.ask_words(t, found, reopen=reopen), new=True)
    await wait_for(state, asked, update_key, id=found.id)


async def say(
    message: Message,
    said: str,
    t: Translator,
    show: Show,
    shows: Shows,
    bot: Bot,
    portal: Portal,
    db: Database,
    state: FSMContext,
    update_key: str,
) -> None:
    claim_id = (await state.get_data())["id"]
    await about(message, claim_id, t, show, shows, bot, portal, db, update_key)
    await answered(state, update_key)


async def about(
    message: Message,
    claim_id: str,
    t: Translator,
    show: Show,
    shows: Shows,
    bot: Bot,
    portal: Portal,
    db: Database,
    update_key: str,
) -> None:
    """Words, or a file with its caption: each message of an album is one by itself."""
    part = part_of(message)
    uploads: list[str] = []
    if part is not None and part.file_id is not None:
        if part.size > LARGEST:
            raise UserError("file-too-large", megabytes=LARGEST // 1024 // 1024)
        with tempfile.TemporaryDirectory(prefix="claim-") as folder:
            path = Path(folder) / "file"
            await fetching(bot, shows)(part.file_id, path)
            uploads = [(await portal.bring_file(path, part.name)).id]
    await talk.say(
        db, portal, update_key, claim_id,
        chat_id=message.chat.id, message_id=message.message_id,
        text=(message.text or message.caption or "").strip(), uploads=uploads,
    )  # fmt: skip
    if message.media_group_id is None:
        found = await portal.claim(claim_id)
        await show(draft_view.told(view.said(t, found.number)), new=True)


async def edited(message: Message, matter: Matter, portal: Portal) -> None:
    """What was said about a claim is said otherwise there too."""
    text = (message.text or message.caption or "").strip()
    if text and matter.entry:
        await portal.edit_claim_message(matter.subject, matter.entry, text)


async def reopen(
    message: Message,
    said: str,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
    state: FSMContext,
    settings: Settings,
    clock: Clock,
    update_key: str,
) -> None:
    claim_id = (await state.get_data())["id"]
    found = await portal.work_on_claim(update_key, claim_id, "reopen", {"words": said})
    zone = await zone_of(portal, user, settings.timezone)
    await show_claim(show, t, db, found, zone, clock(), new=True)
    await answered(state, update_key)


async def rate(
    callback: CallbackQuery,
    callback_data: cb.RateClaim,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
    settings: Settings,
    clock: Clock,
    update_key: str,
) -> None:
    """The buyer's last word."""
    body = {"rating": callback_data.stars}
    found = await portal.work_on_claim(update_key, callback_data.id, "rate", body)
    zone = await zone_of(portal, user, settings.timezone)
    await show_claim(show, t, db, found, zone, clock())
    await show.toast(t("claim-rated"))


def routes(to: Routes) -> None:
    to.commands.message.register(claims, Command("claims"), ForCompany())
    to.replies.message.register(about, AboutClaim())
    to.answers.message.register(say, Answering(Asking.claim_say))
    to.answers.message.register(reopen, Answering(Asking.claim_reopen))
    to.typed.message.register(about, AboutClaim())
    to.edits.edited_message.register(edited, OwnWord())
    to.press(cb.ShowClaims, press_claims)
    to.press(cb.OpenClaim, open_claim)
    to.press(cb.SayOfClaim, ask_words, asks=True)
    to.press(cb.ReopenClaim, ask_words, asks=True)
    to.press(cb.RateClaim, rate)
