"""The ledger of a company: every movement of its account, with what was owed after it.

What was owed is the sum of all entries up to there, and is kept nowhere else.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import BigInteger, Select, and_, case, cast, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Contract, Order, SettlementEntry


@dataclass(frozen=True, slots=True)
class Period:
    """Days, both included; None: from the first entry, to the last. `contract_id` None: all."""

    first: date | None = None
    last: date | None = None
    contract_id: int | None = None


@dataclass(frozen=True, slots=True)
class Movement:
    """An entry with the number of its order, and what was owed after it."""

    entry: SettlementEntry
    order: str | None
    contract: str | None
    balance: int


@dataclass(frozen=True, slots=True)
class Turnover:
    """`opening` is what was owed before the period, `charged` and `paid` what it added and took
    off."""

    opening: int
    charged: int
    paid: int

    @property
    def closing(self) -> int:
        return self.opening + self.charged - self.paid


def _entries(company_id: int, period: Period) -> Select[int, int]:
    """All up to the end of the period, each with the sum up to it."""
    so_far = func.sum(SettlementEntry.amount).over(
        order_by=(SettlementEntry.on_date, SettlementEntry.id)
    )
    query = select(SettlementEntry.id, cast(so_far, BigInteger).label("balance")).where(
        SettlementEntry.company_id == company_id
    )
    if period.contract_id is not None:
        query = query.where(SettlementEntry.contract_id == period.contract_id)
    if period.last is not None:
        query = query.where(SettlementEntry.on_date <= period.last)
    return query


async def ledger_page(
    session: AsyncSession,
    company_id: int,
    period: Period,
    *,
    limit: int,
    after: tuple[date, int] | None = None,
) -> list[Movement]:
    """Movements of a period, newest first, after one of a day and an id; one statement."""
    summed = _entries(company_id, period).subquery()
    query = (
        select(SettlementEntry, Order.number, Contract.number, summed.c.balance)
        .join(summed, summed.c.id == SettlementEntry.id)
        .outerjoin(Order, Order.id == SettlementEntry.order_id)
        .outerjoin(Contract, Contract.id == SettlementEntry.contract_id)
        .order_by(SettlementEntry.on_date.desc(), SettlementEntry.id.desc())
        .limit(limit)
    )
    if period.first is not None:
        query = query.where(SettlementEntry.on_date >= period.first)
    if after is not None:
        day, entry_id = after
        query = query.where(
            or_(
                SettlementEntry.on_date < day,
                and_(SettlementEntry.on_date == day, SettlementEntry.id < entry_id),
            )
        )
    return [Movement(*row) for row in await session.execute(query)]


async def turnover(session: AsyncSession, company_id: int, period: Period) -> Turnover:
    """What a period began with, and what came of it."""
    amount = SettlementEntry.amount
    within = SettlementEntry.on_date >= (period.first or date.min)
    sums = (
        case((within, 0), else_=amount),
        case((and_(within, amount > 0), amount), else_=0),
        case((and_(within, amount < 0), -amount), else_=0),
    )
    listed = _entries(company_id, period).subquery()
    row = (
        await session.execute(
            select(*(cast(func.coalesce(func.sum(each), 0), BigInteger) for each in sums)).where(
                SettlementEntry.id.in_(select(listed.c.id))
            )
        )
    ).one()
    return Turnover(row[0], row[1], row[2])


async def contracts_of(session: AsyncSession, company_id: int) -> dict[int, Contract]:
    """All contracts that a company has or had, the latest first."""
    found = await session.scalars(
        select(Contract)
        .where(Contract.company_id == company_id)
        .order_by(Contract.signed_on.desc(), Contract.id.desc())
    )
    return {contract.id: contract for contract in found}
