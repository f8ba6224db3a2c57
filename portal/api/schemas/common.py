"""Shapes that every resource shares.

Ids are opaque strings of at most 20 characters. Money and prices are decimal strings in roubles
("1234.50"), quantities decimal strings in the product's unit ("10", "2.5"); no floats anywhere.
"""

from decimal import Decimal
from typing import Annotated, Any, Generic, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer

Item = TypeVar("Item")


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


Money = Annotated[
    Decimal,
    PlainSerializer(lambda value: f"{value:.2f}", return_type=str),
    Field(examples=["1234.50"], description="Roubles and kopecks, as a string"),
]
Quantity = Annotated[
    Decimal,
    PlainSerializer(_plain, return_type=str),
    Field(
        ge=0,
        le=10**9,
        decimal_places=3,
        examples=["10"],
        description="In the product's unit, as a string",
    ),
]

Percent = Annotated[
    Decimal,
    PlainSerializer(_plain, return_type=str),
    Field(examples=["5"], description="Per cent, as a string"),
]

Text = Annotated[str, AfterValidator(lambda text: text.replace("\0", "").strip())]
"""What a person wrote, without the spaces around it and the NULs that PostgreSQL won't keep."""


def _said(text: str) -> str:
    if not text:
        raise ValueError("nothing was written")
    return text


Words = Annotated[Text, AfterValidator(_said)]
"""Text that is not empty."""


class Schema(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Page(Schema, Generic[Item]):
    """A slice of a list. Pass `next_cursor` back as `cursor` for the next; null: that is all."""

    items: list[Item]
    next_cursor: str | None = None


class Named(Schema):
    id: str
    name: str


class Problem(BaseModel):
    """An error as RFC 9457 has it; `code` is stable and meant for programs.

    Further members depend on the code, as `docs/portal-api.md` lists them.
    """

    model_config = ConfigDict(extra="allow")

    type: str = "about:blank"
    title: str
    status: int
    code: str = Field(examples=["not_found"])
    detail: str = ""
    args: dict[str, Any] = {}
