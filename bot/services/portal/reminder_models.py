"""Who owes what, for reminders, as `models`."""

from datetime import date
from decimal import Decimal

from bot.services.portal.models import Model, Page


class UnpaidOut(Model):
    """What is left to pay of a document."""

    id: str
    document: str
    on_date: date
    due_on: date
    amount: Decimal


class OwingOut(Model):
    """A company that owes, the first due first; `people` are the ids of who pays for it."""

    company_id: str
    company: str
    timezone: str
    currency: str
    due: list[UnpaidOut]
    people: list[str]


class OwingPage(Page[OwingOut]):
    working_days: list[date]
    """Of the supplier's, from weeks ago to the day after tomorrow."""
