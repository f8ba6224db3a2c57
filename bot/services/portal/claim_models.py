"""Claims as the portal tells of them, as `models`."""

from datetime import datetime
from decimal import Decimal

from bot.services.portal.models import Model, Named


class ClaimableLine(Model):
    """`left` may still be claimed of what was `shipped`."""

    number: int
    product_id: str
    article: str
    name: str
    unit: str
    ordered: Decimal
    shipped: Decimal
    left: Decimal


class ClaimLine(Model):
    number: int
    product_id: str
    article: str
    name: str
    unit: str
    quantity: Decimal
    amount: Decimal


class ClaimFile(Model):
    id: str
    name: str
    media_type: str
    size: int


class ClaimInside(Model):
    """What the staff alone sees."""

    stage: str | None
    culprit: str
    loss: Decimal | None
    region: str
    can_take: bool
    can_decide: bool
    mine: bool


class ClaimOut(Model):
    """`order` bears its number as `name`; `deadline` None: the buyer is to answer."""

    id: str
    number: str
    state: str
    kind: str
    wanted: str
    words: str
    company: Named
    order: Named
    author: str
    created_at: datetime
    deadline: datetime | None
    manager: Named | None
    company_manager: str | None
    at_stake: Decimal
    currency: str
    lines: list[ClaimLine]
    files: list[ClaimFile]
    resolution: str | None
    amount: Decimal | None
    reason: str
    rating: int | None
    can_rate: bool
    can_reopen: bool
    can_say: bool
    staff_only: ClaimInside | None = None


class ClaimMessage(Model):
    id: str
    author: str | None
    from_staff: bool
    internal: bool
    text: str
    files: list[ClaimFile]
    reply_to: str | None
    at: datetime
    edited_at: datetime | None
    deleted: bool
    mine: bool
