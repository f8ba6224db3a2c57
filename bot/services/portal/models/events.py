"""What has happened."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from bot.services.portal.models.base import Model
from bot.services.portal.models.catalogue import ProductRow


class EventCompany(Model):
    id: str
    name: str
    timezone: str


class EventOrder(Model):
    id: str
    number: str
    total: Decimal
    currency: str
    author: str


class Recipient(Model):
    """`own`: their own order, or it concerns them; else a colleague's."""

    person_id: str
    own: bool


class EventOut(Model):
    """`data` is by kind, its money in kopecks."""

    id: str
    kind: str
    at: datetime
    company: EventCompany | None
    order: EventOrder | None
    product: ProductRow | None
    data: dict[str, Any]
    recipients: list[Recipient]


class EventPage(Model):
    items: list[EventOut]
    next: str
