"""What is owed: settlement entries."""

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.models.base import Base, Kopecks


class EntryKind(StrEnum):
    SHIPMENT = "shipment"
    PAYMENT = "payment"
    RETURN = "return"
    CORRECTION = "correction"


class SettlementEntry(Base):
    """One movement of a company's account: plus, it owes more; minus, it owes less.

    The balance is the sum of the entries and is kept nowhere else.
    """

    __tablename__ = "settlement_entries"
    __table_args__ = (Index(None, "company_id", "on_date"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    external_id: Mapped[str | None] = mapped_column(unique=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("companies.id"))
    contract_id: Mapped[int | None] = mapped_column(ForeignKey("contracts.id"))
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"))
    kind: Mapped[EntryKind]
    document: Mapped[str] = mapped_column(default="")
    """The number of the document behind it, as a person knows it."""
    amount: Mapped[Kopecks]
    on_date: Mapped[date]
    due_on: Mapped[date | None]
    """When what was shipped is to be paid; None for what is not owed."""
