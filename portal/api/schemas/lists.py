"""Lists as people write them, and what became of each line."""

from typing import Annotated

from pydantic import Field, StringConstraints

from portal.api.schemas.common import Money, Quantity, Schema
from portal.api.schemas.products import ProductRow
from portal.domain.lists import LineNote
from portal.domain.matching import Status


class ReadingIn(Schema):
    """One way to read a line: what, how much of it, in which unit."""

    what: str = Field(max_length=300, examples=["0893106"])
    quantity: Annotated[str, StringConstraints(pattern=r"^\d{1,9}(\.\d{1,3})?$")] | None = Field(
        None, examples=["10"], description="Null: none was written"
    )
    unit: str | None = Field(None, max_length=30, description="Null: the product's own")


class ListLineIn(Schema):
    product_id: str | None = Field(
        None, max_length=20, description="Known already: the first reading says how much of it"
    )
    readings: list[ReadingIn] = Field(
        min_length=1, max_length=8, description="The likeliest first; a certain one goes first"
    )


class ListIn(Schema):
    lines: list[ListLineIn] = Field(min_length=1, max_length=5000)


class ListLineOut(Schema):
    status: Status = Field(
        description="`exact`: an article, a barcode or a code of the company's; `likely`: one"
        " product, to be confirmed; `choose`: several; `near`: not found, but something like it;"
        " `none`: nothing"
    )
    reading: int = Field(description="Which of the readings was taken")
    wanted: Quantity | None = Field(description="As it was written, in the product's unit")
    quantity: Quantity | None = Field(description="What can be sold of it; null without a product")
    note: LineNote | None = Field(
        description="What was done to the quantity; with `unit_unknown` and `too_much` it is not"
        " what was written, and waits to be confirmed"
    )
    product: ProductRow | None = Field(description="With its price at this quantity")
    amount: Money | None
    short: bool = Field(description="More is wanted than there is")
    available: bool = Field(description="It can be ordered so")
    choices: list[ProductRow] = Field(description="At most 5; where it is `near`, at most 2")
    analogue: ProductRow | None = Field(description="For what is short or can't be ordered")


class ListOut(Schema):
    lines: list[ListLineOut] = Field(description="In the order they were sent")
    total: Money | None = Field(
        description="Of the exact lines that can be ordered; null where prices may not be shown"
    )
