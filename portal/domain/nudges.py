"""What people may be reminded of before they ask: a cart that was left, the usual order.

The portal says what there is, for all companies at once; who is told, and when, a channel decides.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    and_,
    distinct,
    exists,
    func,
    select,
    tuple_,
)
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import (
    ActiveCart,
    Cart,
    CartLine,
    Company,
    Membership,
    Order,
    OrderLine,
    OrderStatus,
    Role,
)
from portal.db.session import any_of
from portal.domain.access import contract_in_force
from portal.domain.habits import LATEST, USUAL_WITHIN, Bought, Habit, running_out

BUYING = (Role.OWNER, Role.BUYER)
RHYTHM_WITHIN = timedelta(days=365)
"""The rhythm in which a company orders is that of its last year."""


@dataclass(frozen=True, slots=True)
class LeftCart:
    """Somebody's active cart with goods in it, as it was left."""

    cart: Cart
    company: Company
    person_id: int


async def left_carts(
    session: AsyncSession, since: datetime, until: datetime, *, after: tuple[int, int], limit: int
) -> Sequence[LeftCart]:
    """Changed last in that time, by the cart and the person, after one of them. One statement."""
    buyer = and_(
        Membership.person_id == ActiveCart.person_id,
        Membership.company_id == ActiveCart.company_id,
        Membership.revoked_at.is_(None),
        Membership.role.in_(BUYING),
    )
    place = tuple_(Cart.id, ActiveCart.person_id)
    rows = await session.execute(
        select(Cart, Company, ActiveCart.person_id)
        .join(ActiveCart, ActiveCart.cart_id == Cart.id)
        .join(Company, Company.id == Cart.company_id)
        .join(Membership, buyer)
        .where(
            Cart.updated_at > since,
            Cart.updated_at <= until,
            exists().where(CartLine.cart_id == Cart.id),
            place > after,
        )
        .order_by(Cart.id, ActiveCart.person_id)
        .limit(limit)
    )
    return [LeftCart(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class DueUsual:
    """A company that would order now, were all as usual.

    `products` is how many its usual order has, `order_id` the order that it placed last; `people`
    are its buyers, where there are none its owners.
    """

    company: Company
    order_id: int
    last_at: datetime
    due_at: datetime
    products: int
    people: Sequence[int]


async def due_usual(
    session: AsyncSession, now: datetime, today: date, *, after: int, limit: int
) -> tuple[list[DueUsual], int | None]:
    """Of the next so many companies that order at all, after an id, those that are due; and the id
    that the next ones come after, None: these were the last. Four statements."""
    ordered = (Order.status != OrderStatus.CANCELLED, Order.placed_at >= now - RHYTHM_WITHIN)
    candidates = (
        await session.scalars(
            select(Company)
            .join(Order, Order.company_id == Company.id)
            .where(Company.id > after, *ordered, contract_in_force(Company.id, today))
            .group_by(Company.id)
            .having(func.count() > 2, func.max(Order.placed_at) >= now - USUAL_WITHIN)
            .order_by(Company.id)
            .limit(limit)
        )
    ).all()
    rhythms = await _rhythms(session, candidates, ordered)
    due = {
        company.id: habit
        for company in candidates
        for habit in running_out(rhythms.get(company.id, ()), now)
    }
    products = await _usual_products(session, due.keys(), now)
    people = await _buyers(session, products.keys())
    found = [
        DueUsual(
            company,
            rhythms[company.id][0].order_id,
            due[company.id].last_at,
            _due_at(due[company.id]),
            products[company.id],
            people.get(company.id, ()),
        )
        for company in candidates
        if company.id in products
    ]
    return found, candidates[-1].id if len(candidates) == limit else None


def _due_at(habit: Habit) -> datetime:
    return habit.due_at or habit.last_at


async def _rhythms(
    session: AsyncSession, companies: Sequence[Company], ordered: Sequence[ColumnElement[bool]]
) -> dict[int, list[Bought]]:
    """The days on which each company ordered, as if it were one product; the newest first. Several
    orders of a day are one."""
    zones = {company.id: ZoneInfo(company.timezone) for company in companies}
    latest = (
        select(
            Order.company_id,
            Order.id,
            Order.placed_at,
            func.row_number()
            .over(partition_by=Order.company_id, order_by=(Order.placed_at.desc(), Order.id.desc()))
            .label("number"),
        )
        .where(any_of(Order.company_id, zones, session), *ordered)
        .subquery()
    )
    rows = await session.execute(
        select(Order.company_id, Order.id, Order.placed_at)
        .join(latest, latest.c.id == Order.id)
        .where(latest.c.number <= LATEST)
        .order_by(Order.placed_at.desc(), Order.id.desc())
    )
    days: dict[int, dict[date, Bought]] = {}
    for company_id, order_id, at in rows:
        day = at.astimezone(zones[company_id]).date()
        days.setdefault(company_id, {}).setdefault(day, Bought(0, order_id, at, 1))
    return {company_id: list(each.values()) for company_id, each in days.items()}


async def _usual_products(
    session: AsyncSession, company_ids: Collection[int], now: datetime
) -> Mapping[int, int]:
    """Of how many products the usual order of each consists; those with an empty one are left out.
    As `habits.usual_order` reckons it."""
    again = (
        select(Order.company_id, OrderLine.product_id)
        .join(Order, Order.id == OrderLine.order_id)
        .where(
            any_of(Order.company_id, company_ids, session),
            Order.status != OrderStatus.CANCELLED,
            Order.placed_at >= now - USUAL_WITHIN,
        )
        .group_by(Order.company_id, OrderLine.product_id)
        .having(func.count(distinct(Order.id)) > 1)
        .subquery()
    )
    rows = await session.execute(
        select(again.c.company_id, func.count()).group_by(again.c.company_id)
    )
    return dict(rows.all())


async def _buyers(
    session: AsyncSession, company_ids: Collection[int]
) -> Mapping[int, Sequence[int]]:
    """Who buys for each company: its buyers, where it has none its owners."""
    found = {}
    for company_id, people in (await buying_people(session, company_ids)).items():
        buyers = [person_id for person_id, role in people if role is Role.BUYER]
        found[company_id] = buyers or [person_id for person_id, _ in people]
    return found


async def buying_people(
    session: AsyncSession, company_ids: Collection[int]
) -> Mapping[int, Sequence[tuple[int, Role]]]:
    """Owners and buyers of each company, as ids of persons."""
    rows = await session.execute(
        select(Membership.company_id, Membership.person_id, Membership.role)
        .where(
            any_of(Membership.company_id, company_ids, session),
            Membership.revoked_at.is_(None),
            Membership.role.in_(BUYING),
        )
        .order_by(Membership.id)
    )
    people: dict[int, list[tuple[int, Role]]] = {}
    for company_id, person_id, role in rows:
        people.setdefault(company_id, []).append((person_id, role))
    return people
