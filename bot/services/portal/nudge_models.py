"""What the portal tells a channel to remind people of, as `models`."""

from datetime import date, datetime
from decimal import Decimal

from bot.services.portal.models import Model

LOW = 6
"""A mark of so much or less is bad, as the portal has it too."""


class UnscoredOut(Model):
    """A delivered order of which its author has said nothing yet."""

    order_id: str
    number: str
    delivered_at: datetime
    company_id: str
    company: str
    timezone: str
    person_id: str


class ScoreOut(Model):
    """How it went, from 0 to 10."""

    order_id: str
    number: str
    score: int
    word: str = ""


class NudgeCompany(Model):
    id: str
    name: str
    timezone: str


class LeftCartOut(Model):
    """A person's active cart, as it was when it was left."""

    cart_id: str
    updated_at: datetime
    company: NudgeCompany
    person_id: str


class DueUsualOut(Model):
    """A company would order now; `order_id` is its last order, `products` its usual order has."""

    company: NudgeCompany
    order_id: str
    last_at: datetime
    products: int
    people: list[str]


class LapsingOut(Model):
    """A level lapses after `ends_on`, unless so much more is ordered; then `earned` is left."""

    company: NudgeCompany
    level: str
    sign: str = ""
    earned: str | None = None
    to_keep: Decimal
    ends_on: date
    people: list[str]
