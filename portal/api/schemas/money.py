"""What is owed, what moved, and when what is to be paid."""

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from portal.api.schemas.common import Money, Page, Schema, Text
from portal.db.models import EntryKind

Id = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^\x00]+$")]


class DueOut(Schema):
    """What is still unpaid of one shipment; payments cover the oldest first."""

    id: str = Field(description="For `GET /balance/due/{due_id}/qr`")
    document: str
    on_date: date
    due_on: date
    amount: Money
    overdue: bool
    contract: str | None = Field(default=None, description="Its number")
    order_id: str | None = None


class ContractBalance(Schema):
    """An account by itself. `contract_id` null: what is under no contract."""

    contract_id: str | None
    number: str
    signed_on: date | None
    in_force: bool
    debt: Money = Field(description="Below zero: an advance")
    overdue: Money
    advance: Money
    credit_limit: Money | None = Field(description="The contract's own, within the company's")
    ordered: Money = Field(description="Ordered under it and not shipped yet")
    available: Money | None


class BalanceOut(Schema):
    debt: Money = Field(description="Below zero: an advance")
    overdue: Money
    advance: Money = Field(description="Paid ahead; it covers nothing under another contract")
    credit_limit: Money | None
    ordered: Money = Field(description="Orders not shipped yet; they take of the limit too")
    available: Money | None = Field(description="What is left of the limit for a new order")
    currency: str
    contracts: list[ContractBalance]
    due: list[DueOut]


class MovementOut(Schema):
    """`amount` above zero: owed from then on; below: paid, returned. `balance`: owed after it."""

    id: str
    on_date: date
    kind: EntryKind
    document: str
    order_id: str | None
    order_number: str | None
    contract: str | None
    amount: Money
    balance: Money


class LedgerOut(Page[MovementOut]):
    """`opening` + `charged` - `paid` = `closing`, to the kopeck, as do the movements."""

    opening: Money
    charged: Money
    paid: Money
    closing: Money
    currency: str


class WeekOut(Schema):
    """`first` null: all that was due earlier; `last` null: all that is due later."""

    first: date | None
    last: date | None
    overdue: Money
    coming: Money


class ScheduleOut(Schema):
    weeks: list[WeekOut]
    currency: str


class SettlementIn(Schema):
    """`amount`: of the document, without a sign; of a correction, what it adds to the debt."""

    external_id: Id = Field(description="By which the accounting system knows it")
    inn: Annotated[str, StringConstraints(pattern=r"^\d{10}(\d{2})?$")]
    kpp: Annotated[str, StringConstraints(pattern=r"^(\d{9})?$")] | None = None
    contract: Id | None = Field(default=None, description="Its number")
    order: Id | None = Field(default=None, description="Its number here")
    kind: EntryKind
    document: Annotated[Text, StringConstraints(max_length=200)] = ""
    amount: Annotated[Money, Field(decimal_places=2, ge=-(10**12), le=10**12)]
    on_date: date
    due_on: date | None = None
    cancelled: bool = Field(default=False, description="It was taken back: there is no such entry")

    @model_validator(mode="after")
    def _signed(self) -> "SettlementIn":
        if self.kind is not EntryKind.CORRECTION and self.amount < 0:
            raise ValueError("only a correction has a sign")
        return self


class SettlementsIn(Schema):
    entries: list[SettlementIn] = Field(min_length=1, max_length=1000)


class SettlementsOut(Schema):
    """`same`: already here as told."""

    made: int
    changed: int
    same: int
    removed: int
