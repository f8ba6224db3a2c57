"""How it went after a delivery."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from portal.api.schemas.common import Page, Schema, Text


class ScoreIn(Schema):
    score: Annotated[int, Field(ge=0, le=10)]
    word: Annotated[Text, Field(max_length=2000)] | None = Field(
        default=None, description="Null: as it was"
    )


class ScoreOut(Schema):
    order_id: str
    number: str
    score: int
    word: str
    at: datetime = Field(description="When it was given first")


class UnscoredOut(Schema):
    order_id: str
    number: str
    delivered_at: datetime
    company_id: str
    company: str
    timezone: str
    person_id: str = Field(description="Its author")


class UnscoredPage(Page[UnscoredOut]):
    pass
