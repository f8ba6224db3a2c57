"""Counterparties, the people who act for them, the supplier's staff, and how one becomes either."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.models.base import Base, BasisPoints, Kopecks


class Role(StrEnum):
    """What a person may do. The first three act for a company, the last two for the supplier."""

    OWNER = "owner"
    BUYER = "buyer"
    ACCOUNTANT = "accountant"
    MANAGER = "manager"
    DIRECTOR = "director"


COMPANY_ROLES = (Role.OWNER, Role.BUYER, Role.ACCOUNTANT)
STAFF_ROLES = (Role.MANAGER, Role.DIRECTOR)


class Company(Base):
    """A counterparty: who buys, at which price type, on what terms. An INN identifies it."""

    __tablename__ = "companies"
    __table_args__ = (UniqueConstraint("inn", "kpp"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    external_id: Mapped[str | None] = mapped_column(unique=True)
    inn: Mapped[str]
    kpp: Mapped[str] = mapped_column(default="")
    name: Mapped[str]
    region: Mapped[str] = mapped_column(default="")
    timezone: Mapped[str] = mapped_column(default="Europe/Moscow")
    price_type_id: Mapped[int | None] = mapped_column(ForeignKey("price_types.id"))
    price_type_pinned: Mapped[bool] = mapped_column(default=True, server_default=true())
    """The price type holds however little is bought; else the volume of a cart decides alone."""
    discount: Mapped[BasisPoints] = mapped_column(default=0)
    """The personal discount, taken off the price of the price type."""
    credit_limit: Mapped[Kopecks | None]
    """How much may be owed at once; None: nobody counts."""
    payment_delay_days: Mapped[int] = mapped_column(default=0)
    minimum_order: Mapped[Kopecks | None]
    """None: the supplier's own."""
    manager_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    edo_operator: Mapped[str] = mapped_column(default="", server_default="")
    """Who carries its electronic documents (ЭДО), and its id there."""
    edo_id: Mapped[str] = mapped_column(default="", server_default="")
    logo_file_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"))
    created_at: Mapped[datetime]


class Contract(Base):
    """A contract with a company. Without one in force no price is shown."""

    __tablename__ = "contracts"

    id: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("companies.id"), index=True)
    number: Mapped[str]
    signed_on: Mapped[date]
    valid_to: Mapped[date | None]
    credit_limit: Mapped[Kopecks | None]
    """How much may be owed under this contract, within the company's own limit; None: as much as
    that allows."""
    payment_delay_days: Mapped[int | None]
    """None: the company's own."""


class Person(Base):
    """Somebody who uses the portal, whatever the channel and whoever they act for."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]


class Membership(Base):
    """A person acts for a company in one role, until it is revoked."""

    __tablename__ = "memberships"
    __table_args__ = (UniqueConstraint("person_id", "company_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    company_id: Mapped[int] = mapped_column(ForeignKey("companies.id"), index=True)
    role: Mapped[Role]
    order_limit: Mapped[Kopecks | None]
    """The most that a buyer's order may come to; None: no limit. An owner has none."""
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class Staff(Base):
    """A person who works for the supplier, until it is revoked."""

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), unique=True)
    role: Mapped[Role]
    region: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class Invitation(Base):
    """A one-time code, kept only as its SHA-256. No company: an invitation to the staff."""

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    company_id: Mapped[int | None] = mapped_column(ForeignKey("companies.id"))
    role: Mapped[Role]
    name: Mapped[str] = mapped_column(default="")
    created_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    claimed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    claimed_at: Mapped[datetime | None]


class FailedGuess(Base):
    """A wrong code, by whoever tried it, so that guessing can be limited."""

    __tablename__ = "failed_guesses"
    __table_args__ = (Index(None, "source", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    at: Mapped[datetime]


class Token(Base):
    """A personal bearer token, kept only as its SHA-256."""

    __tablename__ = "tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class AccessRequest(Base):
    """Somebody without a code asks to be let in; a manager approves or declines."""

    __tablename__ = "access_requests"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    inn: Mapped[str] = mapped_column(default="")
    company_name: Mapped[str] = mapped_column(default="")
    reply_to: Mapped[str] = mapped_column(default="")
    """Where the channel wants the answer: opaque to the portal."""
    state: Mapped[str] = mapped_column(default="waiting", index=True)
    """waiting, approved or declined."""
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]


class Address(Base):
    """A delivery address of a company."""

    __tablename__ = "addresses"

    id: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("companies.id"), index=True)
    text: Mapped[str]
    created_at: Mapped[datetime]
