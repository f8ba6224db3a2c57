"""What is owed."""

from datetime import date

from pydantic import Field

from portal.api.schemas.common import Money, Schema


class DueOut(Schema):
    """What is still unpaid of one shipment; payments cover the oldest first."""

    document: str
    on_date: date
    due_on: date
    amount: Money
    overdue: bool


class BalanceOut(Schema):
    debt: Money = Field(description="Below zero: an advance")
    overdue: Money
    credit_limit: Money | None
    ordered: Money = Field(description="Orders not shipped yet; they take of the limit too")
    available: Money | None = Field(description="What is left of the limit for a new order")
    currency: str
    due: list[DueOut]
