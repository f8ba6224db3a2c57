"""Reading what the staff writes about a claim, and claims on behalf of whoever may see them."""

import re
from collections.abc import Iterable
from decimal import Decimal

from sqlalchemy import select

from bot.db.models import User
from bot.db.session import Database
from bot.services.portal.claim_models import ClaimMessage, ClaimOut
from bot.services.portal.client import Portal
from bot.services.portal.errors import PortalRefused

CLAIM = "claim"
"""The kind of the matter."""
INSIDE = "!"
"""What begins so is for the staff alone."""
_ROUBLES = r"[\d\s\u00a0]*\d(?:[.,]\d{1,2})?"
_CURRENCY = r"\s*(?:₽|руб\.?|р\.?)?"
_CAUSE = re.compile(rf"(?P<who>.*?)[\s,:—-]*(?P<sum>{_ROUBLES}){_CURRENCY}", re.IGNORECASE)
_SUM = re.compile(rf"(?P<sum>{_ROUBLES}){_CURRENCY}", re.IGNORECASE)


def read_sum(text: str) -> Decimal | None:
    """Roubles as people write them: «1 500,50 ₽»; None: no sum, or nothing."""
    match = _SUM.fullmatch(text.strip())
    if match is None:
        return None
    found = _roubles(match["sum"])
    return found if 0 < found < 10**10 else None


def read_cause(text: str) -> tuple[str, Decimal] | None:
    """«склад Химки 1500»: who answers for it, and the loss in roubles."""
    match = _CAUSE.fullmatch(" ".join(text.split()))
    if match is None or not match["who"].strip():
        return None
    found = _roubles(match["sum"])
    return (match["who"].strip()[:200], found) if found < 10**10 else None


def _roubles(text: str) -> Decimal:
    bare = re.sub(r"[\s\u00a0]", "", text).replace(",", ".")
    return Decimal(bare).quantize(Decimal("0.01"))


def marked(text: str) -> tuple[str, bool]:
    """The words without the mark, and whether they are for the staff alone."""
    bare = text.strip()
    return (bare.removeprefix(INSIDE).strip(), True) if bare.startswith(INSIDE) else (bare, False)


async def staff_of(db: Database, person_ids: Iterable[str]) -> list[User]:
    """Those of them first who are in Telegram, then all other staff."""
    ids = set(person_ids)
    async with db.read() as session:
        found = await session.scalars(
            select(User)
            .where(User.staff_role.is_not(None), User.token.is_not(None))
            .order_by(User.id)
        )
        staff = list(found)
    return sorted(staff, key=lambda user: user.person_id not in ids)


async def claim_seen(
    everyone: Portal, staff: Iterable[User], claim_id: str, message_id: str | None
) -> tuple[ClaimOut, ClaimMessage | None] | None:
    """The claim, and a message about it, as the first sees it who may; None: nobody may."""
    for user in staff:
        portal = everyone.on_behalf(user.token, None)
        try:
            claim = await portal.claim(claim_id)
            if claim.staff_only is None:
                continue
            said = await portal.claim_message(claim_id, message_id) if message_id else None
        except PortalRefused:
            continue
        return claim, said
    return None
