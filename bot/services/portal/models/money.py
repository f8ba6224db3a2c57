"""What is owed, and what loyalty gives."""

from datetime import date, datetime
from decimal import Decimal

from pydantic import Field

from bot.services.portal.models.base import Model, Page


class DueOut(Model):
    id: str
    document: str
    on_date: date
    due_on: date
    amount: Decimal
    overdue: bool
    contract: str | None = None
    order_id: str | None = None


class ContractBalance(Model):
    """An account by itself; `debt` below zero is an advance. `number` may be empty: under none."""

    contract_id: str | None
    number: str
    debt: Decimal
    overdue: Decimal
    credit_limit: Decimal | None = None
    available: Decimal | None = None


class BalanceOut(Model):
    debt: Decimal
    overdue: Decimal
    advance: Decimal = Decimal(0)
    credit_limit: Decimal | None
    ordered: Decimal = Decimal(0)
    available: Decimal | None
    currency: str
    contracts: list[ContractBalance] = Field(default_factory=list)
    due: list[DueOut]


class LevelOut(Model):
    name: str
    sign: str = ""
    from_turnover: Decimal
    discount: Decimal = Decimal(0)
    points: Decimal = Decimal(0)
    privileges: list[str] = Field(default_factory=list)


class LoyaltyOut(Model):
    """`level` counts now; `earned` is what the running period has brought, and holds through the
    next one. `spendable`: of the points, how many what is owed has room for."""

    period: str
    begins_on: date
    ends_on: date
    kept_until: date
    turnover: Decimal
    level: LevelOut | None
    earned: LevelOut | None
    following: LevelOut | None
    to_next: Decimal
    to_keep: Decimal
    progress: int
    levels: list[LevelOut]
    points: int = 0
    spendable: int = 0


class PointsOut(Model):
    id: str
    at: datetime
    reason: str
    points: int
    balance: int
    order_number: str | None = None
    person: str | None = None
    note: str = ""


class MovementOut(Model):
    """`amount` above zero is owed from then on; `balance` is what was owed after it."""

    id: str
    on_date: date
    kind: str
    document: str
    order_id: str | None = None
    order_number: str | None = None
    contract: str | None = None
    amount: Decimal
    balance: Decimal


class LedgerOut(Page[MovementOut]):
    opening: Decimal
    charged: Decimal
    paid: Decimal
    closing: Decimal
    currency: str
