"""A claim as programs outside are told of it: as the supplier's own staff sees it."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.api.claim_answers import claim_out, messages_out
from portal.api.paging import to_cursor
from portal.db.models import Claim, ClaimMessage, Event, Person, Role, Staff

DIRECTOR = Staff(id=0, role=Role.DIRECTOR, region="")
"""Nobody: receivers are the supplier's own, and are told what a director may see."""
FOR_BUTTONS: Any = {
    "can_rate": True,
    "can_reopen": True,
    "can_say": True,
    "staff_only": {"can_take", "can_decide", "mine"},
}
"""Whether the one who reads may do something: no program does."""


async def news(session: AsyncSession, event: Event) -> dict[str, Any]:
    """The body of a webhook; docs/webhooks.md shows one. The claim is as it is now."""
    claim = await session.get_one(Claim, int(event.data["claim_id"]))
    told = (await claim_out(session, claim, DIRECTOR)).model_dump(mode="json", exclude=FOR_BUTTONS)
    by = await session.get(Person, event.actor_id) if event.actor_id else None
    return {
        "id": to_cursor(event.place or 0),
        "kind": event.kind,
        "at": event.at.isoformat(),
        "by": by.name if by else event.data.get("by"),
        "state": event.data["state"],
        "claim": told,
        "message": await message_news(session, event),
    }


async def message_news(session: AsyncSession, event: Event) -> dict[str, Any] | None:
    """What was said, where the event is of something that was said."""
    if "message_id" not in event.data:
        return None
    found = await session.scalars(
        select(ClaimMessage).where(ClaimMessage.id == event.data["message_id"])
    )
    [message] = await messages_out(session, found.all(), 0)
    return message.model_dump(mode="json", exclude={"mine"})
