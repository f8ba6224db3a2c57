"""Whom a broadcast is for."""

from pydantic import Field

from portal.api.schemas.common import Money, Named, Page, Schema
from portal.domain.segments import Debt


class SegmentIn(Schema):
    """All that is given holds at once; nothing given: all companies."""

    price_type_id: str | None = None
    group_id: str | None = Field(default=None, description="Of what was bought within a year")
    region: str | None = None
    manager_id: str | None = None
    silent_days: int | None = Field(
        default=None, ge=1, le=3650, description="Nothing was ordered for so many days"
    )
    debt: Debt | None = None


class SegmentCount(Schema):
    companies: int
    people: int


class ReachedOut(Schema):
    person_id: str
    company_id: str
    company: str
    timezone: str


class ReachedPage(Page[ReachedOut]):
    pass


class PricesIn(Schema):
    product_id: str
    company_ids: list[str] = Field(max_length=1000)


class PricesOut(Schema):
    prices: dict[str, Money | None] = Field(
        description="By company, at the least quantity; null to whom no price is due"
    )


class SegmentChoices(Schema):
    price_types: list[Named]
    groups: list[Named] = Field(description="The top of the tree")
    regions: list[str]
    managers: list[Named]
