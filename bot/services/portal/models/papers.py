"""Documents and requests."""

from datetime import date, datetime
from decimal import Decimal

from bot.services.portal.models.base import Model
from bot.services.portal.models.people import Named


class DocumentOut(Model):
    """`source` is portal or accounts; `name` is the file's."""

    id: str
    kind: str
    number: str
    on_date: date
    amount: Decimal | None
    currency: str
    order: Named | None
    name: str
    source: str


class RequestOut(Model):
    """What a company asks of its manager: edo, limit or other. `order` is its id and number."""

    id: str
    kind: str
    company: Named
    person: str
    order: Named | None
    text: str
    answer: str
    edo_operator: str
    edo_id: str
    created_at: datetime
    closed_at: datetime | None
