"""Drafts: what the confirm card showed, kept under the key that places it once."""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.models import Draft, DraftState, User
from bot.db.session import Database
from bot.errors import UserError
from bot.services.portal.models import Quote


def request_of(quote: Quote, address: str, comment: str) -> dict[str, Any]:
    """The body of `POST /orders`: exactly what was shown, stock and limit included."""
    over = next((each.amount for each in quote.problems if each.code == "over_limit"), None)
    return {
        "cart_id": quote.cart_id,
        "address": address,
        "comment": comment,
        "lines": [
            {
                "product_id": line.product_id,
                "quantity": f"{line.quantity:f}",
                "price": f"{line.price:f}",
                "stock": f"{line.stock:f}",
            }
            for line in quote.lines
            if line.price is not None
        ],
        "total": f"{quote.total:f}",
        "over_limit": f"{over or 0:.2f}",
    }


def draft_of(
    user: User, company_id: str, chat_id: int, quote: Quote, body: dict[str, Any], now: datetime
) -> Draft:
    return Draft(
        key=secrets.token_hex(8),
        user_id=user.id,
        chat_id=chat_id,
        company_id=company_id,
        cart_id=quote.cart_id,
        body=body,
        state=DraftState.SHOWN,
        updated_at=now,
    )


async def keep(session: AsyncSession, draft: Draft) -> None:
    """Stores it in place of what the same person was shown of the same cart before."""
    await session.execute(
        update(Draft)
        .where(
            Draft.user_id == draft.user_id,
            Draft.cart_id == draft.cart_id,
            Draft.company_id == draft.company_id,
            Draft.state == DraftState.SHOWN,
        )
        .values(state=DraftState.DROPPED, updated_at=draft.updated_at)
    )
    session.add(draft)


async def keep_once(session: AsyncSession, draft: Draft) -> Draft:
    """The same, but for one that shows just this already, which stays: an update that is handled
    again shows the card again, and the first card's button may have been pressed meanwhile."""
    before = await session.scalars(
        select(Draft).where(
            Draft.user_id == draft.user_id,
            Draft.cart_id == draft.cart_id,
            Draft.company_id == draft.company_id,
            Draft.state == DraftState.SHOWN,
        )
    )
    for shown in before:
        if shown.body == draft.body:
            shown.updated_at = draft.updated_at
            return shown
    await keep(session, draft)
    return draft


async def shown_as(db: Database, key: str, message_id: int) -> None:
    """Which message shows the draft."""
    async with db.write() as session:
        await session.execute(
            update(Draft).where(Draft.key == key).values(message_id=message_id or None)
        )


async def shown_at(db: Database, user: User, message_id: int | None) -> Draft | None:
    """The draft that the message shows to this person, while it can be confirmed."""
    if message_id is None:
        return None
    async with db.read() as session:
        draft: Draft | None = await session.scalar(
            select(Draft).where(
                Draft.user_id == user.id,
                Draft.message_id == message_id,
                Draft.state == DraftState.SHOWN,
            )
        )
    return draft


async def own_draft(db: Database, user: User, key: str) -> Draft:
    """The person's own draft while it can be changed. Raises UserError for any other."""
    async with db.read() as session:
        draft = await session.get(Draft, key)
    if draft is None or draft.user_id != user.id or draft.state is not DraftState.SHOWN:
        raise UserError("checkout-outdated")
    return draft


async def drop(db: Database, user: User, key: str, now: datetime) -> bool:
    """False where there is nothing to drop any more: placed, or being placed."""
    ours = Draft.key == key, Draft.user_id == user.id, Draft.state == DraftState.SHOWN
    async with db.write() as session:
        dropped = await session.scalar(
            update(Draft)
            .where(*ours)
            .values(state=DraftState.DROPPED, updated_at=now)
            .returning(Draft.key)
        )
        if dropped is not None:
            return True
        draft = await session.scalar(
            select(Draft).where(Draft.key == key, Draft.user_id == user.id)
        )
    return draft is not None and draft.state is DraftState.DROPPED
