"""What companies and their managers write to each other."""

from datetime import date, datetime

from pydantic import Field

from portal.api.schemas.common import Named, Schema, Text


class ConversationOut(Schema):
    """Between one person of a company and the staff."""

    id: str
    company: Named
    person: Named
    answers: str | None = Field(
        description="Who of the staff answers now; null: whoever is there first"
    )
    waiting_since: datetime | None = Field(description="Of the first message without an answer")
    last_at: datetime


class TalkFile(Schema):
    id: str
    name: str
    media_type: str
    size: int


class TalkMessage(Schema):
    id: str
    author: str
    from_staff: bool
    mine: bool
    text: str = Field(description="Empty once it is deleted")
    files: list[TalkFile] = Field(description="None once it is deleted")
    order: str | None = Field(description="The number of the order that it is about")
    at: datetime
    edited_at: datetime | None
    deleted: bool


class TalkIn(Schema):
    text: Text = Field(default="", max_length=4000)
    uploads: list[str] = Field(default=[], max_length=10, description="As POST /files gave them")
    order_id: str | None = Field(default=None, description="The order that it is about")
    external_ref: str | None = Field(
        default=None,
        max_length=200,
        description="What the channel calls the message; the same again is the same message",
    )


class TalkEdit(Schema):
    text: Text = Field(max_length=4000)


class AbsenceIn(Schema):
    first_day: date
    last_day: date = Field(description="Included")
    deputy_id: str = Field(description="Of the place on the staff, as GET /staff has it")


class AbsenceOut(Schema):
    first_day: date
    last_day: date
    deputy: Named
    away: bool = Field(description="Today is one of the days")
