"""**Отправить претензию**: one claim, whatever happens in between.

The draft is SENDING from the press until the portal has answered for certain. Its request is stored
before it is sent, and every try bears the same request and the draft's key, so the portal makes one
claim of all of them.
"""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from bot.db.models import ClaimDraft, ClaimDraftState, ClaimPart, ClaimPartState, User
from bot.db.session import Database
from bot.errors import UserError
from bot.services.claims import gathering
from bot.services.claims.gathering import Fetch
from bot.services.portal.claim_models import ClaimOut
from bot.services.portal.client import Portal
from bot.services.portal.errors import PortalRefused, PortalUnavailable

log = logging.getLogger(__name__)

PATIENCE = timedelta(seconds=20)
"""How long a sent draft is left to the press that sent it."""


@dataclass(frozen=True, slots=True)
class Sent:
    claim: ClaimOut


@dataclass(frozen=True, slots=True)
class Refused:
    """Certainly not made: the draft is open again."""

    why: Exception


@dataclass(frozen=True, slots=True)
class Checking:
    """The portal was silent; the same key will be tried until it is not."""


LONGEST = 4000
"""Letters of a claim's words."""
Outcome = Sent | Refused | Checking
Redraw = Callable[[User, ClaimDraft, Outcome], Awaitable[None]]


async def send(
    db: Database, portal: Portal, fetch: Fetch, user: User, key: str, now: datetime
) -> tuple[ClaimDraft, Outcome]:
    """The press, be it the first, a second, or the same one again. UserError for another's."""
    async with db.write() as session:
        draft = await session.get(ClaimDraft, key, with_for_update=True)
        if draft is None or draft.user_id != user.id or draft.state is ClaimDraftState.DROPPED:
            raise UserError("claim-outdated")
        if draft.state is ClaimDraftState.OPEN:
            draft.state, draft.updated_at = ClaimDraftState.SENDING, now
    acting = portal.on_behalf(user.token, draft.company_id)
    if draft.state is ClaimDraftState.SENT and draft.claim_id:
        return draft, Sent(await acting.claim(draft.claim_id))
    return await _ask(db, acting, fetch, draft, now)


async def finish_sending(
    db: Database,
    everyone: Portal,
    fetch: Fetch,
    clock: Callable[[], datetime],
    redraw: Redraw,
) -> int:
    """Tries again what is still in doubt; how many drafts were settled."""
    async with db.read() as session:
        found = await session.execute(
            select(ClaimDraft, User)
            .join(User, User.id == ClaimDraft.user_id)
            .where(
                ClaimDraft.state == ClaimDraftState.SENDING,
                ClaimDraft.updated_at <= clock() - PATIENCE,
            )
            .order_by(ClaimDraft.updated_at)
        )
        waiting = [(draft, user) for draft, user in found]
    settled = 0
    for draft, user in waiting:
        acting = everyone.on_behalf(user.token, draft.company_id)
        draft, outcome = await _ask(db, acting, fetch, draft, clock())
        if not isinstance(outcome, Checking):
            await redraw(user, draft, outcome)
            settled += 1
    return settled


async def _ask(
    db: Database, acting: Portal, fetch: Fetch, draft: ClaimDraft, now: datetime
) -> tuple[ClaimDraft, Outcome]:
    try:
        if draft.body is None:
            # A file that is not taken is left out: the person was told when it came.
            await gathering.bring(db, acting, fetch, await gathering.parts_of(db, draft.key))
            draft.body = await _frozen(db, draft)
        claim = await acting.make_claim(draft.key, draft.body["request"])
    except PortalUnavailable as error:
        log.warning("claim %s: not known whether it was made: %s", draft.key, error)
        return draft, Checking()
    except (PortalRefused, UserError) as why:
        await _settle(db, draft, now, state=ClaimDraftState.OPEN, body=None)
        return draft, Refused(why)
    draft.claim_id, draft.state = claim.id, ClaimDraftState.SENT
    given = draft.body["parts"]
    await _settle(db, draft, now, given, state=ClaimDraftState.SENT, claim_id=claim.id)
    return draft, Sent(claim)


async def _frozen(db: Database, draft: ClaimDraft) -> dict[str, Any]:
    """The request as it is sent from now on, and of which parts it is made."""
    parts = _fitting(await gathering.parts_of(db, draft.key))
    body = {
        "request": request_of(draft, parts),
        "parts": [part.id for part in parts],
    }
    async with db.write() as session:
        kept = await session.get_one(ClaimDraft, draft.key, with_for_update=True)
        # Another process may have been sooner, and have sent what it had.
        if kept.body is None:
            kept.body = body
        return kept.body


def _fitting(parts: list[ClaimPart]) -> list[ClaimPart]:
    """As much as a claim holds; the rest goes into it as messages."""
    fitting: list[ClaimPart] = []
    files = words = 0
    for part in parts:
        files += part.upload_id is not None
        words += len(part.words) + 1
        if part.state is ClaimPartState.BROUGHT and files <= gathering.MOST and words <= LONGEST:
            fitting.append(part)
    return fitting


def request_of(draft: ClaimDraft, parts: list[ClaimPart]) -> dict[str, Any]:
    """The body of `POST /claims`."""
    return {
        "order_id": draft.order_id,
        "kind": draft.kind,
        "wanted": draft.wanted,
        "words": "\n".join(part.words for part in parts if part.words),
        "lines": [
            {"number": int(number), "quantity": quantity}
            for number, quantity in sorted(draft.lines.items(), key=lambda line: int(line[0]))
        ],
        "uploads": [part.upload_id for part in parts if part.upload_id],
    }


async def _settle(
    db: Database,
    draft: ClaimDraft,
    now: datetime,
    given: list[int] | None = None,
    **values: Any,
) -> None:
    async with db.write() as session:
        await session.execute(
            update(ClaimDraft)
            .where(ClaimDraft.key == draft.key, ClaimDraft.state == ClaimDraftState.SENDING)
            .values(updated_at=now, **values)
        )
        if given:
            await session.execute(
                update(ClaimPart).where(ClaimPart.id.in_(given)).values(state=ClaimPartState.GIVEN)
            )
