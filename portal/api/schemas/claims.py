"""Claims as they come in and go out."""

from datetime import date, datetime

from pydantic import Field

from portal.api.schemas.common import Money, Named, Quantity, Schema, Text, Words
from portal.db.models import (
    ClaimChange,
    ClaimKind,
    ClaimStage,
    ClaimState,
    ClaimWish,
    Role,
)


class ClaimableLine(Schema):
    number: int
    product_id: str
    article: str
    name: str
    unit: str
    ordered: Quantity
    shipped: Quantity
    left: Quantity = Field(description="Shipped, and not claimed yet: as much may be claimed")


class ClaimLineIn(Schema):
    number: int = Field(ge=1, description="Of the order's line")
    quantity: Quantity


class ClaimIn(Schema):
    order_id: str
    kind: ClaimKind
    wanted: ClaimWish
    words: Text = Field(default="", max_length=4000)
    lines: list[ClaimLineIn] = Field(default=[], max_length=5000)
    uploads: list[str] = Field(default=[], max_length=100, description="Ids, as POST /files gave")


class ClaimLineOut(Schema):
    number: int
    product_id: str
    article: str
    name: str
    unit: str
    quantity: Quantity
    amount: Money


class ClaimFileOut(Schema):
    id: str
    name: str
    media_type: str
    size: int


class ClaimEventOut(Schema):
    kind: ClaimChange
    state: ClaimState
    by: str | None = Field(
        description="The person's name, or the program's outside; null: it came about by itself"
    )
    at: datetime


class ClaimInside(Schema):
    stage: ClaimStage | None
    culprit: str
    loss: Money | None
    region: str
    external_id: str | None
    can_take: bool
    can_decide: bool
    mine: bool


class ClaimOut(Schema):
    id: str
    number: str
    state: ClaimState
    kind: ClaimKind
    wanted: ClaimWish
    words: str
    company: Named
    order: Named = Field(description="Its `name` is its number")
    author: str
    created_at: datetime
    deadline: datetime | None = Field(description="Null: it waits for the buyer")
    manager: Named | None = Field(description="Who has taken it; the id is the staff's")
    company_manager: str | None = Field(description="Whose company it is")
    at_stake: Money
    currency: str
    lines: list[ClaimLineOut]
    files: list[ClaimFileOut] = Field(description="Of the claim itself, not of its messages")
    events: list[ClaimEventOut]
    first_answer_at: datetime | None
    decided_at: datetime | None
    closed_at: datetime | None
    resolution: ClaimWish | None
    amount: Money | None
    reason: str
    rating: int | None
    rating_words: str
    can_rate: bool
    can_reopen: bool
    can_say: bool
    staff_only: ClaimInside | None = Field(description="For staff alone; null for the company")


class ClaimMessageIn(Schema):
    text: Text = Field(default="", max_length=4000)
    uploads: list[str] = Field(default=[], max_length=100)
    internal: bool = Field(default=False, description="Staff only: the company never sees it")
    reply_to: str | None = None
    external_ref: str | None = Field(
        default=None,
        max_length=200,
        description="What the channel calls it; the same again is the same message",
    )


class ClaimMessageOut(Schema):
    id: str
    author: str | None
    from_staff: bool
    internal: bool
    text: str = Field(description="Empty once it is deleted")
    files: list[ClaimFileOut]
    reply_to: str | None
    at: datetime
    edited_at: datetime | None
    deleted: bool
    mine: bool


class ClaimEditIn(Schema):
    text: Words = Field(max_length=4000)


class AskIn(Schema):
    text: Words = Field(max_length=4000)
    uploads: list[str] = Field(default=[], max_length=100)
    external_ref: str | None = Field(default=None, max_length=200)


class HandOverIn(Schema):
    staff_id: str
    note: Text = Field(default="", max_length=1000)


class CausesIn(Schema):
    stage: ClaimStage
    culprit: Words = Field(max_length=200, description="Who answers for it")
    loss: Money = Field(ge=0, le=10**10)


class ResolveIn(CausesIn):
    by: ClaimWish
    amount: Money | None = Field(
        default=None, gt=0, le=10**10, description="Of a refund or a discount"
    )
    words: Text = Field(default="", max_length=4000, description="What the buyer is told")


class DeclineIn(Schema):
    reason: Words = Field(max_length=4000)
    causes: CausesIn | None = Field(default=None, description="Null: it was nobody's fault")


class RateIn(Schema):
    rating: int = Field(ge=1, le=5)
    words: Text = Field(default="", max_length=1000)


class ReopenIn(Schema):
    words: Words = Field(max_length=4000, description="What is not right")


class ColleagueOut(Schema):
    id: str
    name: str
    role: Role
    region: str


class TermOut(Schema):
    """In working hours."""

    kind: ClaimKind
    take: int = Field(ge=1, le=1000)
    decide: int = Field(ge=1, le=1000)


class DayOut(Schema):
    day: date
    working: bool


class ClaimRulesOut(Schema):
    """When the supplier works and how soon it deals with claims."""

    opens: int = Field(ge=0, lt=1440, description="Minutes after midnight")
    closes: int = Field(gt=0, le=1440)
    weekdays: str = Field(pattern="^1?2?3?4?5?6?7?$", min_length=1, description="Monday is 1")
    country: str = Field(max_length=2, description="Whose holidays are kept; empty: none")
    director_from: Money = Field(
        ge=0, le=10**10, description="Of a claim of so much the director is told at once"
    )
    silent_hours: int = Field(ge=1, le=1000)
    close_after_days: int = Field(ge=1, le=365)
    terms: list[TermOut] = Field(max_length=20)
    days: list[DayOut] = Field(
        max_length=1000, description="Kept otherwise than the country's calendar says"
    )


class KindTally(Schema):
    kind: ClaimKind
    count: int
    loss: Money


class StageTally(Schema):
    stage: ClaimStage | None = Field(description="Null: it was nobody's fault")
    count: int
    loss: Money


class WaitOut(Schema):
    """In working hours."""

    mean: float
    median: float


class OffenderOut(Schema):
    """A product that was claimed more than once."""

    product_id: str
    article: str
    name: str
    unit: str
    claims: int
    quantity: Quantity
    amount: Money


class ClaimStatisticsOut(Schema):
    first: date
    last: date
    count: int
    open: int
    late: int = Field(description="Decided after the deadline")
    unanswered: int = Field(description="Decided without a word to the buyer")
    loss: Money
    settled: Money = Field(description="Refunded or taken off")
    rating: float | None
    to_answer: WaitOut | None
    to_decide: WaitOut | None
    kinds: list[KindTally]
    stages: list[StageTally] = Field(description="Of those decided")
    products: list[OffenderOut] = Field(description="Claimed again and again, the worst first")
