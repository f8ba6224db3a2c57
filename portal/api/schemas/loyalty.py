"""Where a company stands in the loyalty programme, and its points."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from portal.api.schemas.common import Money, Percent, Schema
from portal.db.models import LoyaltyPeriod, PointReason


class LevelOut(Schema):
    """`points` in per cent of what is delivered: at 1, a point for a hundred roubles."""

    name: str
    sign: str
    colour: str = Field(description="As `#C0C0C0`, or empty")
    from_turnover: Money
    discount: Percent
    points: Percent
    privileges: list[str]


class LoyaltyOut(Schema):
    """`level` counts now; `earned` is what the running period alone has brought, which is kept
    through the next one. `to_next` is missing to `following`, `to_keep` to what keeps `level`,
    both to be ordered by `ends_on`. `progress` is of the way to `following`, in per cent."""

    period: LoyaltyPeriod
    begins_on: date
    ends_on: date
    kept_until: date = Field(description="To which day `earned` holds")
    turnover: Money
    level: LevelOut | None
    earned: LevelOut | None
    following: LevelOut | None
    to_next: Money
    to_keep: Money
    progress: int
    levels: list[LevelOut]
    points: int
    spendable: int = Field(description="Of the points, how many what is owed has room for")


class PointsOut(Schema):
    id: str
    at: datetime
    reason: PointReason
    points: int
    balance: int
    order_number: str | None
    person: str | None
    note: str


class SpendIn(Schema):
    points: Annotated[int, Field(ge=1, le=10**9)]
