"""Asking to be let in, and who hears of it."""

from sqlalchemy import select

from bot.db.models import User
from bot.db.session import Database
from bot.services.portal.client import Portal
from bot.services.portal.errors import PortalRefused, PortalUnavailable
from bot.services.portal.models import AccessRequestOut


async def staff(db: Database, everyone: Portal) -> list[User]:
    """Whom to tell of what waits for the staff.

    The bot's own memory proposes and the portal decides: whoever has left must not hear of
    strangers' phones. Where the portal is silent about somebody, they find it in /requests.
    """
    async with db.read() as session:
        found = await session.scalars(
            select(User).where(
                User.staff_role.is_not(None), User.token.is_not(None), User.blocked_at.is_(None)
            )
        )
        supposed = list(found)
    return [user for user in supposed if await _still(everyone, user)]


async def _still(everyone: Portal, user: User) -> bool:
    try:
        account = await everyone.on_behalf(user.token, None).me()
    except (PortalRefused, PortalUnavailable):
        return False
    return account.staff_role is not None


async def waiting(portal: Portal, request_id: str) -> AccessRequestOut:
    """Raises PortalRefused `already_decided` for one that waits no more, or never did."""
    cursor: str | None = None
    while True:
        page = await portal.access_requests(cursor)
        for request in page.items:
            if request.id == request_id:
                return request
        cursor = page.next_cursor
        if cursor is None:
            raise PortalRefused(409, "already_decided")


async def whom_to_answer(db: Database, reply_to: str) -> User | None:
    """The requester, by what was given as `reply_to`; None: not somebody of this channel."""
    channel, _, number = reply_to.partition(":")
    if channel != "telegram" or not number.isdecimal():
        return None
    async with db.read() as session:
        return await session.get(User, int(number))
