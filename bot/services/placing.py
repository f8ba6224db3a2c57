"""Placing an order by its draft: once, whatever happens in between.

The draft is PLACING from the moment the buyer confirmed until the portal has answered for certain.
Every try bears the draft's key, so the portal makes one order of all of them; until it answers,
nobody says that the order failed.
"""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.models import Draft, DraftState, User
from bot.db.session import Database
from bot.errors import UserError
from bot.services import drafts
from bot.services.portal.client import Portal
from bot.services.portal.errors import PortalRefused, PortalUnavailable
from bot.services.portal.models import DifferenceLine, OrderOut, Quote

log = logging.getLogger(__name__)

PATIENCE = timedelta(seconds=20)
"""How long a confirmed draft is left to the press that confirmed it."""
NO_ACCESS = (401, 403, 404)
NO_CONTRACT = "no_contract"


@dataclass(frozen=True, slots=True)
class Placed:
    order: OrderOut


@dataclass(frozen=True, slots=True)
class Changed:
    """Not as it was shown any more: the new draft asks again."""

    draft: Draft
    quote: Quote
    differences: list[DifferenceLine] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Refused:
    """Certainly not placed."""

    why: PortalRefused


@dataclass(frozen=True, slots=True)
class Unsure:
    """It may have been placed, and the person may no longer ask."""


@dataclass(frozen=True, slots=True)
class Checking:
    """The portal was silent; the same key will be tried until it is not."""


@dataclass(frozen=True, slots=True)
class Over:
    """The card is of a draft that nothing can come of any more."""


Outcome = Placed | Changed | Refused | Unsure | Checking | Over
Put = Callable[[AsyncSession], Awaitable[None]]
Tell = Callable[[User, Draft, Outcome], Awaitable[Put]]
"""Makes what the buyer is told; `Put` stores it in the transaction that settles the draft."""
Redraw = Callable[[User, Draft, Outcome], Awaitable[None]]


async def place(
    db: Database, portal: Portal, user: User, key: str, message_id: int | None, now: datetime
) -> Outcome:
    """The press of **Подтвердить заказ**, be it the first, a second, or the same one again."""
    draft, again = await _confirmed(db, user, key, message_id, now)
    acting = portal.on_behalf(user.token, draft.company_id)
    if draft.state is DraftState.PLACED and draft.order_id:
        return Placed(await acting.order(draft.order_id))
    if draft.state is DraftState.CHANGED and (newer := await _newer(db, draft)):
        return Changed(newer, await acting.quote(newer.cart_id))
    if draft.state is not DraftState.PLACING:
        return Over()
    outcome = await _ask(acting, user, draft, now, again=again)
    if isinstance(outcome, Checking):
        return outcome
    won = await _store(db, draft, outcome, now)
    if not won and isinstance(outcome, Changed):
        # Somebody settled it at the same time, and has shown what to confirm now.
        return Over()
    return outcome


async def finish_placing(
    db: Database,
    everyone: Portal,
    clock: Callable[[], datetime],
    tell: Tell,
    redraw: Redraw,
    *,
    patience: timedelta = PATIENCE,
) -> int:
    """Tries again what is still in doubt; how many drafts were settled.

    `redraw` edits the card before the draft is settled: a death between the two leaves the draft
    to be asked about once more, where the other way round the card would say «checking» for good.
    """
    async with db.read() as session:
        found = await session.execute(
            select(Draft, User)
            .join(User, User.id == Draft.user_id)
            .where(Draft.state == DraftState.PLACING, Draft.updated_at <= clock() - patience)
            .order_by(Draft.updated_at)
        )
        waiting = [(draft, user) for draft, user in found]
    settled = 0
    for draft, user in waiting:
        acting = everyone.on_behalf(user.token, draft.company_id)
        outcome = await _ask(acting, user, draft, clock(), again=True)
        if isinstance(outcome, Checking):
            continue
        await redraw(user, draft, outcome)
        await _store(db, draft, outcome, clock(), await tell(user, draft, outcome))
        settled += 1
    return settled


async def _confirmed(
    db: Database, user: User, key: str, message_id: int | None, now: datetime
) -> tuple[Draft, bool]:
    """The draft, PLACING if it can be, and whether it was so before.

    Raises UserError where it is not theirs.
    """
    async with db.write() as session:
        draft = await session.get(Draft, key, with_for_update=True)
        if draft is None or draft.user_id != user.id:
            raise UserError("checkout-outdated")
        again = draft.state is DraftState.PLACING
        if draft.state is DraftState.SHOWN:
            draft.state = DraftState.PLACING
            draft.updated_at = now
            draft.message_id = message_id or draft.message_id
    return draft, again


async def _newer(db: Database, draft: Draft) -> Draft | None:
    """What took a changed draft's place on the same card."""
    async with db.read() as session:
        newer: Draft | None = await session.scalar(
            select(Draft)
            .where(
                Draft.user_id == draft.user_id,
                Draft.cart_id == draft.cart_id,
                Draft.company_id == draft.company_id,
                Draft.state == DraftState.SHOWN,
            )
            .order_by(Draft.updated_at.desc())
            .limit(1)
        )
    return newer


async def _store(
    db: Database, draft: Draft, outcome: Outcome, now: datetime, put: Put | None = None
) -> bool:
    """Settles the draft; False: somebody else did so first."""
    async with db.write() as session:
        won = await session.scalar(
            update(Draft)
            .where(Draft.key == draft.key, Draft.state == DraftState.PLACING)
            .values(
                state=_state(outcome),
                order_id=outcome.order.id if isinstance(outcome, Placed) else None,
                updated_at=now,
            )
            .returning(Draft.key)
        )
        if won is None:
            return False
        if isinstance(outcome, Changed):
            await drafts.keep(session, outcome.draft)
        if put is not None:
            await put(session)
    return True


async def _ask(acting: Portal, user: User, draft: Draft, now: datetime, *, again: bool) -> Outcome:
    try:
        return Placed(await acting.place_order(draft.key, draft.body))
    except PortalUnavailable as error:
        log.warning("draft %s: not known whether it was placed: %s", draft.key, error)
        return Checking()
    except PortalRefused as refusal:
        if refusal.code != "quote_changed":
            lost_access = refusal.status in NO_ACCESS and refusal.code != NO_CONTRACT
            return Unsure() if again and lost_access else Refused(refusal)
        return await _changed(acting, user, draft, refusal, now)


async def _changed(
    acting: Portal, user: User, draft: Draft, refusal: PortalRefused, now: datetime
) -> Outcome:
    try:
        quote = await acting.quote(draft.cart_id)
    except PortalUnavailable:
        return Checking()
    except PortalRefused as second:
        return Refused(second)
    if not quote.lines:
        return Refused(PortalRefused(409, "cart_empty"))
    body = drafts.request_of(quote, draft.body["address"], draft.body["comment"])
    newer = drafts.draft_of(user, draft.company_id, draft.chat_id, quote, body, now)
    newer.message_id = draft.message_id
    told = refusal.details.get("differences", [])
    return Changed(newer, quote, [DifferenceLine.model_validate(line) for line in told])


def _state(outcome: Outcome) -> DraftState:
    if isinstance(outcome, Placed):
        return DraftState.PLACED
    return DraftState.CHANGED if isinstance(outcome, Changed) else DraftState.DROPPED
