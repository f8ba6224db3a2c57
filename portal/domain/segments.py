"""Whom a broadcast is for: the people of companies that have something in common.

All conditions of a segment hold at once. Nobody is in it whom the one who asks does not deal with.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import (
    Company,
    EntryKind,
    Family,
    Membership,
    Order,
    OrderLine,
    OrderStatus,
    Product,
    SettlementEntry,
    Staff,
)
from portal.db.session import any_of
from portal.domain.access import contract_in_force
from portal.domain.catalogue import SHOWN, groups_within
from portal.domain.goods import goods_from, lowest_quantity, select_goods
from portal.domain.pricing import terms_of
from portal.domain.reach import in_reach

BOUGHT_WITHIN = timedelta(days=365)
"""What a company bought longer ago says nothing of it any more."""


class Debt(StrEnum):
    OWES = "owes"
    OVERDUE = "overdue"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Segment:
    """None: whatever it is. `silent_days`: nothing was ordered for so many. `group_id`: something
    of it or of the groups below it was bought within a year."""

    price_type_id: int | None = None
    group_id: int | None = None
    region: str | None = None
    manager_id: int | None = None
    silent_days: int | None = None
    debt: Debt | None = None


@dataclass(frozen=True, slots=True)
class Reached:
    person_id: int
    company_id: int
    company: str
    timezone: str


async def count(
    session: AsyncSession, staff: Staff, segment: Segment, now: datetime, today: date
) -> tuple[int, int]:
    """How many companies, and how many people of them."""
    many = select(func.count(Company.id.distinct()), func.count(Membership.person_id.distinct()))
    found = await session.execute(_members(many, staff, segment, now, today))
    companies, members = found.one()
    return companies, members


async def people(
    session: AsyncSession,
    staff: Staff,
    segment: Segment,
    now: datetime,
    today: date,
    *,
    after: int,
    limit: int,
) -> Sequence[Reached]:
    """By the person's id, after one; who acts for several companies of it is there for the one
    whose membership is the oldest."""
    first = _members(select(func.min(Membership.id)), staff, segment, now, today).group_by(
        Membership.person_id
    )
    found = await session.execute(
        select(Membership.person_id, Company.id, Company.name, Company.timezone)
        .join(Company, Company.id == Membership.company_id)
        .where(Membership.id.in_(first), Membership.person_id > after)
        .order_by(Membership.person_id)
        .limit(limit)
    )
    return [Reached(*row) for row in found]


def _members(
    query: Select[*tuple[Any, ...]], staff: Staff, segment: Segment, now: datetime, today: date
) -> Select[*tuple[Any, ...]]:
    return (
        query.select_from(Membership)
        .join(Company, Company.id == Membership.company_id)
        .where(
            Membership.revoked_at.is_(None),
            in_reach(staff, today),
            *_conditions(segment, now, today),
        )
    )


def _conditions(segment: Segment, now: datetime, today: date) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if segment.price_type_id is not None:
        conditions.append(Company.price_type_id == segment.price_type_id)
    if segment.region is not None:
        conditions.append(Company.region == segment.region)
    if segment.manager_id is not None:
        conditions.append(Company.manager_id == segment.manager_id)
    if segment.group_id is not None:
        conditions.append(_bought(segment.group_id, now))
    if segment.silent_days is not None:
        since = now - timedelta(days=segment.silent_days)
        conditions.append(~exists().where(_orders(), Order.placed_at >= since))
    if segment.debt is not None:
        conditions.append(_debt(segment.debt, today))
    return conditions


def _orders() -> ColumnElement[bool]:
    return (Order.company_id == Company.id) & (Order.status != OrderStatus.CANCELLED)


def _bought(group_id: int, now: datetime) -> ColumnElement[bool]:
    return (
        select(OrderLine.order_id)
        .join(Order, Order.id == OrderLine.order_id)
        .join(Product, Product.id == OrderLine.product_id)
        .outerjoin(Family, Family.id == Product.family_id)
        .where(
            _orders(),
            Order.placed_at >= now - BOUGHT_WITHIN,
            func.coalesce(Product.group_id, Family.group_id).in_(groups_within(group_id)),
        )
        .exists()
    )


def _debt(wanted: Debt, today: date) -> ColumnElement[bool]:
    """As `receivables` reckons it: what was paid covers what is due first, and a contract is an
    account by itself. So what is overdue of one is what is owed less what is not due yet."""
    entries = (
        select(SettlementEntry.company_id)
        .where(SettlementEntry.company_id == Company.id)
        .group_by(SettlementEntry.company_id, SettlementEntry.contract_id)
    )
    not_due = (
        (SettlementEntry.kind == EntryKind.SHIPMENT)
        & (SettlementEntry.amount > 0)
        & (func.coalesce(SettlementEntry.due_on, SettlementEntry.on_date) >= today)
    )
    overdue = func.sum(SettlementEntry.amount) - func.coalesce(
        func.sum(SettlementEntry.amount).filter(not_due), 0
    )
    if wanted is Debt.OVERDUE:
        return entries.having(overdue > 0).exists()
    owes = entries.having(func.sum(SettlementEntry.amount) > 0).exists()
    return owes if wanted is Debt.OWES else ~owes


async def prices(
    session: AsyncSession, product_id: int, company_ids: Collection[int], today: date
) -> Mapping[int, int | None]:
    """What one product costs each of the companies at its least quantity, in kopecks; None to whom
    no price is due."""
    found = await session.scalars(
        select(Company).where(
            any_of(Company.id, company_ids, session), contract_in_force(Company.id, today)
        )
    )
    known: dict[int, int | None] = dict.fromkeys(company_ids)
    for company in found:
        terms = await terms_of(session, company, today)
        row = (
            await session.execute(
                select_goods(terms, lowest_quantity(terms)).where(Product.id == product_id, SHOWN)
            )
        ).first()
        known[company.id] = goods_from(row, terms).price if row else None
    return known


async def regions(session: AsyncSession, staff: Staff, today: date) -> Sequence[str]:
    """Of the companies that this member of the staff deals with."""
    found = await session.scalars(
        select(Company.region)
        .where(in_reach(staff, today), Company.region != "")
        .distinct()
        .order_by(Company.region)
    )
    return found.all()
