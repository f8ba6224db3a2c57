"""A claim that is being put together. It is kept from the first tap, and can be taken up again."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import delete, select, update

from bot.db.models import ClaimDraft, ClaimDraftState, ClaimPart, User
from bot.db.session import Database
from bot.errors import UserError
from bot.services.portal.claim_models import ClaimableLine
from bot.services.portal.models import OrderOut

OF_GOODS = ("shortage", "defect", "damage", "mixup")
"""These say of what, and of how much."""
KINDS = (*OF_GOODS, "papers", "other")
WISHES = ("replace", "refund", "discount", "papers")
KEPT = timedelta(days=90)


async def begin(
    db: Database,
    user: User,
    order: OrderOut,
    *,
    chat_id: int,
    update_key: str,
    now: datetime,
    accepting: bool = False,
) -> ClaimDraft:
    """The one that is open on this order already, or a new one. Handled again, it is the same."""
    async with db.write() as session:
        found = await session.scalar(
            select(ClaimDraft)
            .where(
                ClaimDraft.user_id == user.id,
                ClaimDraft.order_id == order.id,
                ClaimDraft.state == ClaimDraftState.OPEN,
                ClaimDraft.checked.is_not(None) if accepting else ClaimDraft.checked.is_(None),
            )
            .limit(1)
        )
        if found is not None:
            return found
        draft = ClaimDraft(
            key=secrets.token_hex(8),
            user_id=user.id,
            # A second draft of one update's own would be a second claim.
            update_key=f"{update_key}{'a' if accepting else ''}",
            chat_id=chat_id,
            company_id=order.company.id,
            order_id=order.id,
            order_number=order.number,
            checked={} if accepting else None,
            lines={},
            state=ClaimDraftState.OPEN,
            created_at=now,
            updated_at=now,
        )
        session.add(draft)
    return draft


async def own(db: Database, user: User, key: str) -> ClaimDraft:
    """The person's own, while it can be changed. Raises UserError for any other."""
    async with db.read() as session:
        draft = await session.get(ClaimDraft, key)
    if draft is None or draft.user_id != user.id or draft.state is not ClaimDraftState.OPEN:
        raise UserError("claim-outdated")
    return draft


async def open_ones(db: Database, user: User) -> Sequence[ClaimDraft]:
    """Those that were left, the last first."""
    async with db.read() as session:
        found = await session.scalars(
            select(ClaimDraft)
            .where(
                ClaimDraft.user_id == user.id,
                ClaimDraft.state == ClaimDraftState.OPEN,
                ClaimDraft.company_id == user.company_id,
            )
            .order_by(ClaimDraft.updated_at.desc())
            .limit(5)
        )
        return list(found)


async def change(db: Database, draft: ClaimDraft, now: datetime, **values: Any) -> ClaimDraft:
    """Only while it is open: what was sent stays as it was sent."""
    async with db.write() as session:
        changed = await session.scalar(
            update(ClaimDraft)
            .where(ClaimDraft.key == draft.key, ClaimDraft.state == ClaimDraftState.OPEN)
            .values(updated_at=now, **values)
            .returning(ClaimDraft)
            .execution_options(populate_existing=True)
        )
    if changed is None:
        raise UserError("claim-outdated")
    return changed


async def shown_as(db: Database, key: str, message_id: int, album: str | None = None) -> None:
    """Which message shows it, under which album it stands."""
    async with db.write() as session:
        await session.execute(
            update(ClaimDraft)
            .where(ClaimDraft.key == key)
            .values(message_id=message_id or None, album=album)
        )


async def drop(db: Database, draft: ClaimDraft, now: datetime) -> None:
    await change(db, draft, now, state=ClaimDraftState.DROPPED)


async def prune(db: Database, now: datetime) -> None:
    """Forgets what nobody has touched for long; the claims themselves are the portal's."""
    old = select(ClaimDraft.key).where(
        ClaimDraft.state != ClaimDraftState.SENDING, ClaimDraft.updated_at < now - KEPT
    )
    async with db.write() as session:
        await session.execute(delete(ClaimPart).where(ClaimPart.draft_key.in_(old)))
        await session.execute(delete(ClaimDraft).where(ClaimDraft.key.in_(old)))


def with_quantities(
    lines: Mapping[str, str], known: Sequence[ClaimableLine], said: Mapping[int, Decimal]
) -> dict[str, str]:
    """What was typed set into the lines; 0 takes one out. UserError where there is less."""
    left = {line.number: line for line in known}
    made = dict(lines)
    for number, quantity in said.items():
        if number not in left:
            raise UserError("claim-no-line", number=number)
        line = left[number]
        if quantity > line.left:
            raise UserError(
                "error-claim-too-much", article=line.article or line.name, most=f"{line.left:f}"
            )
        if quantity:
            made[str(number)] = f"{quantity:f}"
        else:
            made.pop(str(number), None)
    return made
