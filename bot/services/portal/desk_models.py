"""The portal's answers to the staff, as `models`."""

from datetime import date, datetime
from decimal import Decimal

from pydantic import RootModel

from bot.services.portal.models import Model, Named


class CustomerRow(Model):
    """A company; `debt` below zero is an advance."""

    id: str
    inn: str
    name: str
    region: str = ""
    manager: str | None = None
    orders: int = 0
    last_order_at: datetime | None = None
    debt: Decimal
    overdue: Decimal


class CustomerPerson(Model):
    id: str
    name: str
    phone: str
    role: str


class CustomerOrder(Model):
    id: str
    number: str
    status: str
    placed_at: datetime
    total: Decimal


class CustomerOut(CustomerRow):
    """`manager_id` is a place on the staff."""

    timezone: str
    manager_id: str | None = None
    prices_visible: bool
    credit_limit: Decimal | None
    ordered: Decimal
    available: Decimal | None
    last_contact_at: datetime | None
    last_orders: list[CustomerOrder]
    people: list[CustomerPerson]


class StaffOut(Model):
    id: str
    name: str
    role: str
    region: str = ""
    me: bool = False


class AbsenceOut(Model):
    """Both days included; `away`: today is one of them."""

    first_day: date
    last_day: date
    deputy: Named
    away: bool


class MaybeAbsence(RootModel[AbsenceOut | None]):
    pass


class ConversationOut(Model):
    """`answers` is who of the staff does now; None: whoever is there first."""

    id: str
    company: Named
    person: Named
    answers: str | None
    waiting_since: datetime | None
    last_at: datetime


class TalkFile(Model):
    id: str
    name: str
    media_type: str


class TalkMessage(Model):
    id: str
    author: str
    from_staff: bool
    mine: bool
    text: str
    files: list[TalkFile]
    order: str | None = None
    at: datetime
    edited_at: datetime | None = None
    deleted: bool = False


class SalesOut(Model):
    orders: int
    total: Decimal


class DebtorOut(Model):
    company: Named
    overdue: Decimal


class DigestClaims(Model):
    open: int
    untaken: int
    late: int


class NpsOut(Model):
    """Of the month that begins on `month`."""

    month: date
    answers: int
    value: int


class DigestOut(Model):
    """Of the companies that one deals with; `working`: the supplier works today."""

    day: date
    working: bool
    today: SalesOut
    yesterday: SalesOut
    overdue: Decimal
    late_companies: int
    debtors: list[DebtorOut]
    claims: DigestClaims
    access_requests: int
    company_requests: int = 0
    messages: int = 0
    nps: tuple[NpsOut, ...] = ()
    """Of this month and of the last, where there were answers."""


class SegmentChoices(Model):
    price_types: list[Named]
    groups: list[Named]
    regions: list[str]
    managers: list[Named]


class SegmentCount(Model):
    companies: int
    people: int


class ReachedOut(Model):
    """A person, for one company of theirs that the segment holds."""

    person_id: str
    company_id: str
    company: str
    timezone: str


class PricesOut(Model):
    """By company; None to whom no price is due."""

    prices: dict[str, Decimal | None]
