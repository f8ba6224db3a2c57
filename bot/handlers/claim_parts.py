"""Photos, videos, documents and words for a claim, and **Отправить претензию**."""

import contextlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.filters import Filter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.config import Settings
from bot.db.models import ClaimDraft, ClaimDraftState, User
from bot.db.session import Database
from bot.errors import UserError, words
from bot.handlers.claim_show import fetching, show_claim, show_step
from bot.handlers.filters import Answering
from bot.handlers.routes import Routes
from bot.handlers.states import Asking
from bot.i18n import Translator, Translators
from bot.keyboards import claim_callbacks as cb
from bot.services.account import zone_of
from bot.services.claims import drafts, gathering, sending
from bot.services.claims.gathering import Fetch, Part
from bot.services.claims.sending import Outcome, Refused, Sent
from bot.services.portal.client import Portal
from bot.services.portal.errors import PortalUnavailable
from bot.show import Show, Shows
from bot.views import claim_draft as view

Clock = Callable[[], datetime]


def part_of(message: Message) -> Part | None:
    """The file of a message with its caption; None: it has none."""
    sizes = message.photo or []
    file = (
        sizes[-1]
        if sizes
        else (message.video or message.document or message.animation or message.video_note)
    )
    if file is None:
        return None
    name = getattr(file, "file_name", None) or ("photo.jpg" if sizes else "file")
    return Part(
        unique_id=file.file_unique_id,
        message_id=message.message_id,
        album=message.media_group_id,
        file_id=file.file_id,
        name=name,
        words=(message.caption or "").strip(),
        size=file.file_size or 0,
    )


MAKING = (Asking.claim_choice, Asking.claim_lines, Asking.claim_parts)


class ForClaim(Filter):
    """A file while a claim is put together, whatever is asked just then, or a part of an album that
    is one already, however late it comes."""

    async def __call__(
        self,
        message: Message,
        db: Database,
        user: User,
        state: FSMContext,
        raw_state: str | None = None,
    ) -> bool | dict[str, Any]:
        part = part_of(message)
        if part is None:
            return False
        waited = raw_state in [each.state for each in MAKING]
        draft = await gathering.of_album(db, user, part.album) if part.album else None
        if draft is None and waited:
            draft = await drafts.own(db, user, (await state.get_data())["key"])
        return {"draft": draft, "part": part, "waited": waited} if draft else False


async def file(
    message: Message,
    draft: ClaimDraft,
    part: Part,
    waited: bool,
    t: Translator,
    show: Show,
    shows: Shows,
    bot: Bot,
    portal: Portal,
    user: User,
    db: Database,
    state: FSMContext,
    update_key: str,
) -> None:
    await gathering.keep(db, draft, part)
    acting, fetch = portal.on_behalf(user.token, draft.company_id), fetching(bot, shows)
    if draft.state is not ClaimDraftState.OPEN:
        # It goes into the claim when that is certain to be there.
        await _late(t, show, db, acting, fetch, draft)
        return
    refused: list[Exception] = []
    # Where the portal is silent: it is stored, and brought when the claim is sent.
    with contextlib.suppress(PortalUnavailable):
        refused = await gathering.bring(db, acting, fetch, await gathering.parts_of(db, draft.key))
    under = draft.album == part.album and part.album is not None
    if under:
        show.message_id = draft.message_id
    step = (await state.get_data()).get("step") if waited else None
    await show_step(
        show, t, portal, user, db, state, update_key, draft,
        step=step or "parts", new=not under, album=part.album, refused=refused,
    )  # fmt: skip


async def _late(
    t: Translator, show: Show, db: Database, acting: Portal, fetch: Fetch, draft: ClaimDraft
) -> None:
    try:
        refused = await gathering.give_late(db, acting, fetch, draft)
    except PortalUnavailable:
        # A job tries again.
        return
    for why in refused:
        await show(view.told(words(why, t)), new=True)


async def say(
    message: Message,
    said: str,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
    state: FSMContext,
    update_key: str,
) -> None:
    data = await state.get_data()
    draft = await drafts.own(db, user, data["key"])
    if len(said) > sending.LONGEST:
        raise UserError("checkout-too-long", count=sending.LONGEST)
    part = Part(unique_id=update_key, message_id=message.message_id, words=said)
    await gathering.keep(db, draft, part)
    step = data.get("step") or "parts"
    await show_step(show, t, portal, user, db, state, update_key, draft, step=step)


async def done(
    callback: CallbackQuery,
    callback_data: cb.ClaimPartsDone,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
    state: FSMContext,
    update_key: str,
) -> None:
    draft = await drafts.own(db, user, callback_data.key)
    parts = await gathering.parts_of(db, draft.key)
    if not parts and not draft.lines:
        raise UserError("error-claim-empty")
    left = step_left(draft)
    await show_step(show, t, portal, user, db, state, update_key, draft, step=left or "ready")


def step_left(draft: ClaimDraft) -> str | None:
    """What has to be said still; None: it can be sent."""
    if draft.kind is None:
        return "kind"
    if draft.kind in drafts.OF_GOODS and not draft.lines:
        return "lines"
    return "wanted" if draft.wanted is None else None


async def forget(
    callback: CallbackQuery,
    callback_data: cb.ForgetClaimParts,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
    state: FSMContext,
    update_key: str,
) -> None:
    draft = await drafts.own(db, user, callback_data.key)
    await gathering.forget(db, draft.key)
    await show_step(show, t, portal, user, db, state, update_key, draft, step="parts")


async def send(
    callback: CallbackQuery,
    callback_data: cb.SendClaim,
    t: Translator,
    show: Show,
    shows: Shows,
    bot: Bot,
    portal: Portal,
    user: User,
    db: Database,
    state: FSMContext,
    settings: Settings,
    clock: Clock,
    update_key: str,
) -> None:
    fetch = fetching(bot, shows)
    draft, outcome = await sending.send(db, portal, fetch, user, callback_data.key, clock())
    if isinstance(outcome, Refused):
        await show_step(
            show, t, portal, user, db, state, update_key, draft,
            step=step_left(draft) or "ready", refused=[outcome.why],
        )  # fmt: skip
        return
    await state.clear()
    if isinstance(outcome, Sent):
        acting = portal.on_behalf(user.token, draft.company_id)
        zone = await zone_of(acting, user, settings.timezone)
        await show_claim(show, t, db, outcome.claim, zone, clock())
        await _late(t, show, db, acting, fetch, draft)
    else:
        await show(view.checking(t, draft.key, draft.order_number))


async def finish_sending(
    *,
    db: Database,
    everyone: Portal,
    bot: Bot,
    shows: Shows,
    translators: Translators,
    settings: Settings,
    clock: Clock,
) -> int:
    """Asks again about every claim that is in doubt, by its key, and gives late parts of those
    that are made; how many claims are in doubt no more."""
    fetch = fetching(bot, shows)

    async def redraw(user: User, draft: ClaimDraft, outcome: Outcome) -> None:
        t = translators.speaking(user.language)
        show = shows.at(user, draft.chat_id, draft.message_id)
        acting = everyone.on_behalf(user.token, draft.company_id)
        try:
            if isinstance(outcome, Sent):
                zone = await zone_of(acting, user, settings.timezone)
                # Below what was written meanwhile: it is what the person waits for.
                await show_claim(show, t, db, outcome.claim, zone, clock(), new=True)
            elif isinstance(outcome, Refused):
                await show(view.not_sent(t, draft.key, words(outcome.why, t)), new=True)
        except TelegramAPIError:
            # The claim is made; its card is a press away.
            return

    settled = await sending.finish_sending(db, everyone, fetch, clock, redraw)
    for draft, user in await gathering.with_late_parts(db):
        acting = everyone.on_behalf(user.token, draft.company_id)
        try:
            await gathering.give_late(db, acting, fetch, draft)
        except PortalUnavailable:
            break
    return settled


def routes(to: Routes) -> None:
    to.answers.message.register(say, Answering(Asking.claim_parts))
    to.typed.message.register(file, ForClaim())
    to.press(cb.ClaimPartsDone, done, asks=True)
    to.press(cb.ForgetClaimParts, forget, asks=True)
    to.press(cb.SendClaim, send, asks=True)
