"""An event of the feed, and whom it is for."""

from datetime import datetime
from typing import Any

from pydantic import Field

from portal.api.schemas.common import Money, Schema
from portal.api.schemas.products import ProductRow
from portal.db.models import EventKind, OrderStatus


class EventCompany(Schema):
    id: str
    name: str
    timezone: str


class EventOrder(Schema):
    id: str
    number: str
    status: OrderStatus = Field(description="As it is now, not as it was then")
    total: Money
    currency: str
    author: str


class RecipientOut(Schema):
    person_id: str
    own: bool = Field(description="Their own order, or it concerns them; else a colleague's")


class EventOut(Schema):
    id: str = Field(description="Never of two events; also what `after` takes")
    kind: EventKind
    at: datetime
    company: EventCompany | None
    order: EventOrder | None
    product: ProductRow | None = Field(description="Without a price")
    person_id: str | None = Field(description="Whom it concerns")
    data: dict[str, Any] = Field(description="By kind, as docs/notifications.md lists; in kopecks")
    recipients: list[RecipientOut] = Field(description="Who may hear of it, now")


class EventPage(Schema):
    items: list[EventOut]
    next: str = Field(description="The next `after`, even where there is nothing yet")
