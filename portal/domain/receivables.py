"""What a company owes: its settlement entries, and what of them is still unpaid.

Payments, returns and corrections downwards cover what is due first, by its due date. A shipment
without a due date is due on its own. A contract is an account by itself: what was paid under it
covers nothing under another. All is reckoned in the day it is at the company's.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, cast, func, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Company, EntryKind, Order, OrderStatus, SettlementEntry
from portal.db.session import any_of

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
    contract_id: int | None = None
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """What is still unpaid of one document; `id` is its entry's."""

    document: str
    on_date: date
    due_on: date
    amount: int
    overdue: bool
    order_id: int | None = None
    contract_id: int | None = None
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """Under one contract, or (None) under none: `debt` below zero is an advance."""

    contract_id: int | None
    debt: int
    due: list[Due]

    @property
    def overdue(self) -> int:
        return sum(part.amount for part in self.due if part.overdue)

    @property
    def advance(self) -> int:
        return max(-self.debt, 0)


@dataclass(frozen=True, slots=True)
class Standing:
    """All accounts together. `debt` is what is unpaid less `advance`, and below zero where that is
    more; what is paid ahead under one contract pays nothing under another."""

    accounts: list[Account]
    due: list[Due]

    @property
    def debt(self) -> int:
        return sum(account.debt for account in self.accounts)

    @property
    def overdue(self) -> int:
        return sum(account.overdue for account in self.accounts)

    @property
    def advance(self) -> int:
        return sum(account.advance for account in self.accounts)


def standing(entries: Iterable[Entry], today: date) -> Standing:
    """What is unpaid of what, the first due first, and each contract by itself."""
    by_contract: dict[int | None, list[Entry]] = {}
    for entry in entries:
        by_contract.setdefault(entry.contract_id, []).append(entry)
    accounts = [_account(key, group, today) for key, group in by_contract.items()]
    due = [part for account in accounts for part in account.due]
    return Standing(accounts, sorted(due, key=lambda part: (part.due_on, part.on_date)))


def _account(contract_id: int | None, entries: Sequence[Entry], today: date) -> Account:
    covered = -sum(entry.amount for entry in entries if entry.amount < 0)
    due = []
    owed = [entry for entry in entries if entry.amount > 0]
    for entry in sorted(owed, key=lambda entry: (entry.due_on or entry.on_date, entry.on_date)):
        paid = min(covered, entry.amount)
        covered -= paid
        if entry.amount > paid:
            by = entry.due_on or entry.on_date
            due.append(
                Due(
                    entry.document,
                    entry.on_date,
                    by,
                    entry.amount - paid,
                    by < today,
                    entry.order_id,
                    contract_id,
                    entry.id,
                )
            )
    return Account(contract_id, sum(entry.amount for entry in entries), due)


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
            SettlementEntry.contract_id,
            SettlementEntry.id,
        )
        .where(SettlementEntry.company_id == company.id)
        .order_by(SettlementEntry.on_date, SettlementEntry.id)
    )
    return standing((Entry(*row) for row in rows), today_at(company, now))


async def debt_of(session: AsyncSession, company_id: int, *, contract_id: int | None = None) -> int:
    """What a company owes, in all or under one contract: the sum of its entries."""
    total = await session.scalar(
        select(cast(func.sum(SettlementEntry.amount), BigInteger)).where(
            SettlementEntry.company_id == company_id,
            true() if contract_id is None else SettlementEntry.contract_id == contract_id,
        )
    )
    return total or 0


async def debts_of(session: AsyncSession, company_ids: Collection[int]) -> dict[int, int]:
    """`debt_of` each of the companies, in all, by one statement."""
    found = await session.execute(
        select(SettlementEntry.company_id, cast(func.sum(SettlementEntry.amount), BigInteger))
        .where(any_of(SettlementEntry.company_id, company_ids, session))
        .group_by(SettlementEntry.company_id)
    )
    debts = {company_id: total for company_id, total in found}  # noqa: C416 - rows are no pairs
    return dict.fromkeys(company_ids, 0) | debts


async def ordered_not_shipped(
    session: AsyncSession,
    company_id: int,
    *,
    contract_id: int | None = None,
    without: int | None = None,
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
            true() if contract_id is None else Order.contract_id == contract_id,
            Order.status.in_(NOT_SHIPPED),
            Order.id != (without or 0),
        )
    )
    return sum(max(total - (gone or 0), 0) for total, gone in rows)
