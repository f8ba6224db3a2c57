"""What people and companies keep of the catalogue: their codes, favourites, what they wait for."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.models.base import Base


class CompanyCode(Base):
    """How a company calls a product in its own papers; `code_key` is the code folded."""

    __tablename__ = "company_codes"

    company_id: Mapped[int] = mapped_column(ForeignKey("companies.id"), primary_key=True)
    code_key: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str]
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), index=True)


class Favourite(Base):
    """A product that a person has marked."""

    __tablename__ = "favourites"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), primary_key=True, index=True)
    created_at: Mapped[datetime]


class Watch(Base):
    """A person wants to be told when a product, of which there is nothing, comes in.

    A trigger on `stock` turns it into an event, in the transaction that brings the stock.
    """

    __tablename__ = "watches"

    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    created_at: Mapped[datetime]
