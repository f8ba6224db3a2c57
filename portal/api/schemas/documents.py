"""Documents, and what a company asks of its manager."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from portal.api.schemas.common import Money, Named, Quantity, Schema, Text
from portal.db.models import DocumentKind, RequestKind


class DocumentOut(Schema):
    id: str
    kind: DocumentKind
    number: str
    on_date: date
    amount: Money | None
    currency: str
    order: Named | None = Field(description="Its id and number")
    name: str = Field(description="Of the file")
    source: Literal["portal", "accounts"] = Field(
        description="Drawn up by the portal whenever it is asked for, or brought by the accounts"
    )


class KeptIn(Schema):
    """A document of the accounting system. The file is brought before, by `POST /files`."""

    upload_id: str = Field(max_length=40)
    inn: str = Field(max_length=12, examples=["7707083893"])
    kpp: str | None = Field(default=None, max_length=9)
    order: str | None = Field(default=None, max_length=40, description="The order's number")
    kind: DocumentKind
    number: Text = Field(default="", max_length=100)
    on_date: date
    amount: Money | None = None
    name: Text = Field(default="", max_length=200, description="Of the file; empty: as brought")
    external_id: Text = Field(
        default="", max_length=100, description="The same once more replaces the document"
    )


class NoteLine(Schema):
    number: int = Field(description="Of the order's line")
    article: str
    name: str
    unit: str
    quantity: Quantity
    price: Money = Field(description="With VAT")
    amount: Money
    vat_rate: str | None = Field(description='Per cent, as "22"; null: without VAT')
    vat: Money


class PartyOut(Schema):
    name: str
    inn: str
    kpp: str


class NoteOut(Schema):
    """A delivery note as data."""

    number: str
    on_date: date
    order_number: str
    contract: str | None
    supplier: PartyOut
    buyer: PartyOut
    address: str
    carrier: str
    track: str
    lines: list[NoteLine]
    total: Money
    vat: Money
    currency: str


class RequestIn(Schema):
    """`edo`: the documents of an order; `limit`: more credit; `paid`: what is owed was
    paid; `other`: a question."""

    kind: RequestKind
    order_id: str | None = None
    text: Text = Field(default="", max_length=2000)


class CloseIn(Schema):
    answer: Text = Field(default="", max_length=2000)


class RequestOut(Schema):
    id: str
    kind: RequestKind
    company: Named
    person: str
    order: Named | None = Field(description="Its id and number")
    text: str
    answer: str
    edo_operator: str = Field(description="The company's own, where the documents are to go")
    edo_id: str
    created_at: datetime
    closed_at: datetime | None


class EdoIn(Schema):
    operator: Text = Field(max_length=100, examples=["Диадок"])
    edo_id: Text = Field(max_length=100, examples=["2BM-7707083893-770701001-201502"])


class LogoIn(Schema):
    upload_id: str = Field(max_length=40)


class LogoOut(Schema):
    media_type: str
    size: int
