"""Companies as the staff sees them."""

from datetime import datetime

from pydantic import Field

from portal.api.schemas.common import Money, Schema, Text
from portal.db.models import OrderStatus, Role


class CustomerRow(Schema):
    id: str
    inn: str
    name: str
    region: str
    manager: str | None
    orders: int = Field(description="How many, of all time")
    last_order_at: datetime | None
    debt: Money = Field(description="Below zero: an advance")
    overdue: Money


class CustomerPerson(Schema):
    id: str
    name: str
    phone: str
    role: Role


class CustomerOrder(Schema):
    id: str
    number: str
    status: OrderStatus
    placed_at: datetime
    total: Money


class CustomerOut(CustomerRow):
    """A company's card; money in roubles, whatever the currency of its prices."""

    timezone: str
    manager_id: str | None = Field(description="Of the staff")
    prices_visible: bool = Field(description="False until a contract is in force")
    credit_limit: Money | None
    ordered: Money = Field(description="Orders not shipped yet")
    available: Money | None = Field(description="What is left of the limit")
    last_contact_at: datetime | None = Field(
        description="When somebody of the company last ordered, filled a cart or wrote"
    )
    last_orders: list[CustomerOrder]
    people: list[CustomerPerson]


class AssignIn(Schema):
    manager_id: str | None = Field(default=None, description="Of the staff; null: nobody")
    region: Text = Field(default="", max_length=100)


class StaffOut(Schema):
    id: str = Field(description="Of the place on the staff")
    name: str
    role: Role
    region: str
    me: bool
