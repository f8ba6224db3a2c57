"""The portal's answers to the staff, as `models`."""

from datetime import datetime
from decimal import Decimal

from bot.services.portal.models import Model


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
