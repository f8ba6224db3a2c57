"""Whom to remind of what is to be paid."""

from datetime import date

from pydantic import Field

from portal.api.schemas.common import Money, Page, Schema


class UnpaidOut(Schema):
    id: str
    document: str
    on_date: date
    due_on: date
    amount: Money = Field(description="What is left of it")


class OwingOut(Schema):
    company_id: str
    company: str
    timezone: str
    currency: str
    due: list[UnpaidOut] = Field(description="The first due first")
    people: list[str] = Field(description="Ids of its owners and accountants")


class OwingPage(Page[OwingOut]):
    working_days: list[date] = Field(
        description="On which the supplier works, from 45 days ago to 2 days ahead"
    )
