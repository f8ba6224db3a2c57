"""On what terms the supplier sells: who it is, discounts, loyalty."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.models.base import Base, BasisPoints, Kopecks


class Supplier(Base):
    """One row: who sells, as its documents name it."""

    __tablename__ = "supplier"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    inn: Mapped[str]
    kpp: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    bank: Mapped[str] = mapped_column(default="")
    bic: Mapped[str] = mapped_column(default="")
    account: Mapped[str] = mapped_column(default="")
    correspondent_account: Mapped[str] = mapped_column(default="")
    director: Mapped[str] = mapped_column(default="")
    accountant: Mapped[str] = mapped_column(default="")
    minimum_order: Mapped[Kopecks] = mapped_column(default=0)
    edo_operator: Mapped[str] = mapped_column(default="")
    edo_id: Mapped[str] = mapped_column(default="")


class Discount(Base):
    """So many per cent off, of a whole cart or of a group's goods in it, from a sum on.

    The sum is reckoned before discounts. Of all discounts of a line the largest counts, alone.
    """

    __tablename__ = "discounts"
    __table_args__ = (Index(None, "company_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    company_id: Mapped[int | None] = mapped_column(ForeignKey("companies.id"))
    """None: for all."""
    price_type_id: Mapped[int | None] = mapped_column(ForeignKey("price_types.id"))
    """None: at any price type."""
    group_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id"))
    """With all groups below it; None: the whole cart."""
    from_amount: Mapped[Kopecks] = mapped_column(default=0)
    percent: Mapped[BasisPoints]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class LoyaltyPeriod(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class LoyaltyProgramme(Base):
    """One row, or none where there is no programme: in what periods turnover is counted."""

    __tablename__ = "loyalty_programme"

    id: Mapped[int] = mapped_column(primary_key=True)
    period: Mapped[LoyaltyPeriod]


class LoyaltyLevel(Base):
    """A level, from the turnover of a period on. `points` are earned on a delivered order."""

    __tablename__ = "loyalty_levels"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    colour: Mapped[str] = mapped_column(default="")
    """As `#C0C0C0`."""
    sign: Mapped[str] = mapped_column(default="")
    """An emoji of that colour."""
    from_turnover: Mapped[Kopecks] = mapped_column(unique=True)
    discount: Mapped[BasisPoints] = mapped_column(default=0)
    points: Mapped[BasisPoints] = mapped_column(default=0)
    """Of a rouble: at 100, one point for a hundred roubles."""
    privileges: Mapped[str] = mapped_column(default="")
    """What else it gives, a line each."""


class PointReason(StrEnum):
    EARNED = "earned"
    SPENT = "spent"
    CORRECTED = "corrected"


class PointEntry(Base):
    """A movement of a company's points; what it has is their sum, kept nowhere else."""

    __tablename__ = "point_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("companies.id"), index=True)
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[PointReason]
    points: Mapped[int]
    note: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
