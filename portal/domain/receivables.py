"""What a company owes: its settlement entries, and what of them is still unpaid.

Payments, returns and corrections downwards cover what is due first, by its due date. A shipment
without a due date is due on its own. All is reckoned in the day it is at the company's.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, cast, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Company, EntryKind, Order, OrderStatus, SettlementEntry

NOT_SHIPPED = (
    OrderStatus.NEW,
    OrderStatus.CONFIRMED,
    OrderStatus.AWAITING_PAYMENT,
    OrderStatus.IN_ASSEMBLY,
    OrderStatus.PARTLY_SHIPPED,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A movement of the account, as `SettlementEntry`."""

    document: str
    amount: int
    on_date: date
    due_on: date | None = None
    order_id: int | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """What is still unpaid of one document."""

    document: str
    on_date: date
    due_on: date
    amount: int
    overdue: bool
    order_id: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """`debt` is below zero where the company has paid in advance."""

    debt: int
    overdue: int
    due: list[Due]


def standing(entries: Iterable[Entry], today: date) -> Standing:
    """What is unpaid of what, the first due first. The unpaid parts add up to the debt."""
    entries = list(entries)
    covered = -sum(entry.amount for entry in entries if entry.amount < 0)
    due = []
    owed = [entry for entry in entries if entry.amount > 0]
    for entry in sorted(owed, key=lambda entry: (entry.due_on or entry.on_date, entry.on_date)):
        paid = min(covered, entry.amount)
        covered -= paid
        if entry.amount > paid:
            by = entry.due_on or entry.on_date
            unpaid = entry.amount - paid
            overdue = by < today
            due.append(Due(entry.document, entry.on_date, by, unpaid, overdue, entry.order_id))
    return Standing(
        debt=sum(entry.amount for entry in entries),
        overdue=sum(part.amount for part in due if part.overdue),
        due=due,
    )


def today_at(company: Company, now: datetime) -> date:
    """The day it is in the company's time zone."""
    return now.astimezone(ZoneInfo(company.timezone)).date()


async def standing_of(session: AsyncSession, company: Company, now: datetime) -> Standing:
    rows = await session.execute(
        select(
            SettlementEntry.document,
            SettlementEntry.amount,
            SettlementEntry.on_date,
            SettlementEntry.due_on,
            SettlementEntry.order_id,
        )
        .where(SettlementEntry.company_id == company.id)
        .order_by(SettlementEntry.on_date, SettlementEntry.id)
    )
    return standing((Entry(*row) for row in rows), today_at(company, now))


async def debt_of(session: AsyncSession, company_id: int) -> int:
    total = await session.scalar(
        select(cast(func.sum(SettlementEntry.amount), BigInteger)).where(
            SettlementEntry.company_id == company_id
        )
    )
    return total or 0


async def ordered_not_shipped(
    session: AsyncSession, company_id: int, *, without: int | None = None
) -> int:
    """The worth of what the company has ordered and not been shipped yet, but for one order."""
    shipped = (
        select(cast(func.sum(SettlementEntry.amount), BigInteger))
        .where(SettlementEntry.order_id == Order.id, SettlementEntry.kind == EntryKind.SHIPMENT)
        .scalar_subquery()
    )
    rows = await session.execute(
        select(Order.total, shipped).where(
            Order.company_id == company_id,
            Order.status.in_(NOT_SHIPPED),
            Order.id != (without or 0),
        )
    )
    return sum(max(total - (gone or 0), 0) for total, gone in rows)
