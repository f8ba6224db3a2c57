"""What the staff should know in the morning."""

from datetime import date

from pydantic import Field

from portal.api.schemas.common import Money, Named, Schema


class SalesOut(Schema):
    orders: int
    total: Money


class DebtorOut(Schema):
    company: Named
    overdue: Money


class DigestClaims(Schema):
    open: int
    untaken: int = Field(description="Nobody deals with them")
    late: int = Field(description="Past their deadline")


class NpsOut(Schema):
    """Promoters (9 and 10) less detractors (6 and less), in per cent of the answers."""

    month: date = Field(description="Its first day")
    answers: int
    value: int


class DigestOut(Schema):
    """Of the companies that the caller deals with."""

    day: date
    working: bool = Field(description="The supplier works on this day")
    today: SalesOut = Field(description="Without cancelled orders")
    yesterday: SalesOut
    overdue: Money
    late_companies: int
    debtors: list[DebtorOut] = Field(description="The five that owe most")
    claims: DigestClaims
    access_requests: int
    company_requests: int = Field(description="What companies ask for and nobody has closed")
    messages: int = Field(description="Conversations that wait for an answer")
    nps: list[NpsOut] = Field(
        description="How it went after deliveries, of this month and of the last; without answers a"
        " month is left out"
    )
