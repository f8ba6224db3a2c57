"""The card of a claim that is being put together: each step on it, and what is waited for then."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from aiogram import Bot
from aiogram.fsm.context import FSMContext
from sqlalchemy.dialects import postgresql, sqlite

from bot.db.models import ClaimCard, ClaimDraft, User
from bot.db.session import Database
from bot.errors import words
from bot.handlers.fetching import fetch
from bot.handlers.states import Asking, wait_for
from bot.i18n import Translator
from bot.services.claims import come, drafts, gathering
from bot.services.claims.gathering import Fetch
from bot.services.portal.claim_models import ClaimOut
from bot.services.portal.client import Portal
from bot.show import Show, Shows
from bot.views import claim_draft as view
from bot.views import claims as claims_view

KIND = "claim"
"""Of cards: a reply to one goes into the claim."""


def fetching(bot: Bot, shows: Shows) -> Fetch:
    return partial(fetch, bot, shows)


def step_of(draft: ClaimDraft, parts: Sequence[object]) -> str:
    """Where it was left."""
    if draft.kind is None:
        return "accept" if draft.checked is not None else "kind"
    if draft.kind in drafts.OF_GOODS and not draft.lines:
        return "lines"
    if draft.wanted is None:
        return "wanted"
    return "ready" if parts else "parts"


async def show_step(
    show: Show,
    t: Translator,
    portal: Portal,
    user: User,
    db: Database,
    state: FSMContext,
    update_key: str,
    draft: ClaimDraft,
    *,
    step: str | None = None,
    page: int = 0,
    new: bool = False,
    album: str | None = None,
    refused: Sequence[Exception] = (),
) -> None:
    """`step` None: where it was left. `album`: the card stands under its parts."""
    acting = portal.on_behalf(user.token, draft.company_id)
    parts = await gathering.parts_of(db, draft.key)
    step = step or step_of(draft, parts)
    files = sum(part.file_id is not None for part in parts)
    said = "\n".join(part.words for part in parts if part.words)
    key, order = draft.key, draft.order_number
    why = [words(each, t) for each in refused]
    waits = {
        "kind": Asking.claim_choice,
        "wanted": Asking.claim_choice,
        "lines": Asking.claim_lines,
        "accept": Asking.accepted,
    }
    if step == "kind":
        screen = view.ask_kind(t, key, order, drafts.KINDS)
    elif step == "lines":
        known = await acting.claimable(draft.order_id)
        screen = view.ask_lines(t, key, order, draft.kind or "", known, draft.lines, page)
    elif step == "accept":
        known = await acting.claimable(draft.order_id)
        looked = {
            int(number): come.come_of(draft.checked or {}, int(number))
            for number in draft.checked or {}
        }
        ticked = {number: (each.come, each.bad) for number, each in looked.items() if each}
        screen = view.accept(t, key, order, known, ticked, page)
    elif step == "wanted":
        screen = view.ask_wish(t, key, order, drafts.WISHES)
    elif step == "parts":
        screen = view.ask_parts(t, key, order, files, said, why)
    else:
        known = await acting.claimable(draft.order_id) if draft.lines else []
        screen = view.summary(
            t, key, order, draft.kind or "", draft.wanted or "", known, draft.lines,
            files, said, why,
        )  # fmt: skip
    message_id = await show(screen, new=new)
    await drafts.shown_as(db, draft.key, message_id, album)
    asked = waits.get(step, Asking.claim_parts)
    await wait_for(state, asked, update_key, key=draft.key, step=step)


async def show_claim(
    show: Show,
    t: Translator,
    db: Database,
    claim: ClaimOut,
    zone: str,
    now: datetime,
    *,
    new: bool = False,
) -> None:
    """The card of a claim; the one that changes in place from now on."""
    screen = claims_view.card(t, claim, zone, now)
    message_id = await show(screen, new=new, kind=KIND, data={"id": claim.id})
    insert = sqlite.insert if db.is_sqlite else postgresql.insert
    values = {"message_id": message_id, "shown_at": now}
    async with db.write() as session:
        await session.execute(
            insert(ClaimCard)
            .values(chat_id=show.chat_id, claim_id=claim.id, **values)
            .on_conflict_do_update(index_elements=["chat_id", "claim_id"], set_=values)
        )
