"""Files, documents, and what a company asks of its manager."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.models.base import Base, Kopecks


class StoredFile(Base):
    """A file in the storage, which keeps it under its hash: the same file twice is there once."""

    __tablename__ = "files"

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(unique=True)
    size: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str]
    created_at: Mapped[datetime]


class Upload(Base):
    """A person has brought a file. Only they can refer to it, by this id, which nobody guesses."""

    __tablename__ = "uploads"

    id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    file_id: Mapped[int] = mapped_column(ForeignKey("files.id"))
    name: Mapped[str]
    created_at: Mapped[datetime]


class DocumentKind(StrEnum):
    INVOICE = "invoice"
    CONFIRMATION = "confirmation"
    DELIVERY_NOTE = "delivery_note"
    TAX_INVOICE = "tax_invoice"
    ACT = "act"
    OTHER = "other"


class Document(Base):
    """A document that came from the accounting system; what the portal draws up is not kept."""

    __tablename__ = "documents"
    __table_args__ = (Index(None, "company_id", "on_date"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    external_id: Mapped[str | None] = mapped_column(unique=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("companies.id"))
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"), index=True)
    kind: Mapped[DocumentKind]
    number: Mapped[str] = mapped_column(default="")
    on_date: Mapped[date]
    amount: Mapped[Kopecks | None]
    name: Mapped[str]
    """Of the file, as a person sees it."""
    file_id: Mapped[int] = mapped_column(ForeignKey("files.id"))
    created_at: Mapped[datetime]


class RequestKind(StrEnum):
    EDO = "edo"
    LIMIT = "limit"
    PAID = "paid"
    """No wish, but word that all is paid: see `PaymentHold`."""
    OTHER = "other"


class CompanyRequest(Base):
    """Something that a company asks for; staff sees it, does it, and closes it with a word."""

    __tablename__ = "company_requests"
    __table_args__ = (Index(None, "closed_at", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("companies.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"))
    kind: Mapped[RequestKind]
    text: Mapped[str] = mapped_column(default="")
    answer: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    closed_at: Mapped[datetime | None]


class PaymentHold(Base):
    """A company says that it has paid: until the accounts tell of it again, or the request is
    closed, nobody reminds it of what it owed then."""

    __tablename__ = "payment_holds"

    company_id: Mapped[int] = mapped_column(ForeignKey("companies.id"), primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("company_requests.id"), index=True)
    up_to: Mapped[int]
    """The newest entry of the company's then."""
