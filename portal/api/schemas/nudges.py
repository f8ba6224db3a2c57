"""What a channel may remind people of."""

from datetime import date, datetime

from pydantic import Field

from portal.api.schemas.common import Money, Page, Schema


class NudgeCompany(Schema):
    id: str
    name: str
    timezone: str


class LeftCartOut(Schema):
    """What is in it and what it costs, `GET /carts/active` tells its person."""

    cart_id: str
    updated_at: datetime = Field(description="With `cart_id`: a state of the cart")
    company: NudgeCompany
    person_id: str


class LeftCartPage(Page[LeftCartOut]):
    pass


class DueUsualOut(Schema):
    company: NudgeCompany
    order_id: str = Field(description="The order placed last; with the next one all begins anew")
    last_at: datetime
    due_at: datetime
    products: int = Field(description="In `GET /usual-order`, at most")
    people: list[str] = Field(description="The buyers, where there are none the owners")


class DueUsualPage(Page[DueUsualOut]):
    """A page may be empty and still have a next one."""


class LapsingOut(Schema):
    company: NudgeCompany
    level: str
    sign: str
    earned: str | None = Field(description="The level that is there after that, so far")
    to_keep: Money = Field(description="To be ordered by `ends_on`")
    ends_on: date
    people: list[str] = Field(description="Owners and buyers")


class LapsingPage(Page[LapsingOut]):
    """A page may be empty and still have a next one."""
