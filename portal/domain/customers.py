"""The companies that a member of the staff deals with: finding one, and what is known of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from portal.db.models import (
    Cart,
    Company,
    Conversation,
    ConversationMessage,
    Membership,
    Order,
    Person,
    Role,
    SettlementEntry,
    Staff,
)
from portal.db.session import any_of
from portal.domain.errors import Refused, not_found
from portal.domain.reach import company_in_reach, in_reach
from portal.domain.receivables import Entry, ordered_not_shipped, standing, today_at
from portal.search.fold import clean

MOST_WORDS = 8
DIGITS = re.compile(r"\d{3,}")


@dataclass(frozen=True, slots=True)
class Customer:
    """A company as a list has it: sums in kopecks, `debt` below zero is an advance."""

    company: Company
    manager: str | None
    orders: int
    last_order_at: datetime | None
    debt: int
    overdue: int


@dataclass(frozen=True, slots=True)
class CustomerCard:
    """`last_contact_at`: when somebody of the company last ordered, filled a cart or
    wrote."""

    customer: Customer
    ordered: int
    last_contact_at: datetime | None
    last_orders: Sequence[Order] = ()
    people: Sequence[tuple[Person, Role]] = field(default_factory=list)


async def find_customers(
    session: AsyncSession,
    staff: Staff,
    text: str,
    now: datetime,
    today: date,
    *,
    after: tuple[str, int] | None,
    limit: int,
) -> list[Customer]:
    """Those in reach, by name, after one of a name and an id.

    Every word of `text` is a part of the company's name, of its INN, or of the name or phone of
    somebody who acts for it. Three statements, however many are found.
    """
    query = select(Company).where(in_reach(staff, today), *_matching(text))
    if after is not None:
        name, company_id = after
        later = and_(Company.name == name, Company.id > company_id)
        query = query.where(or_(Company.name > name, later))
    found = (await session.scalars(query.order_by(Company.name, Company.id).limit(limit))).all()
    return await _known(session, found, now)


async def customer_of(
    session: AsyncSession, staff: Staff, company_id: int, now: datetime, today: date
) -> CustomerCard:
    company = await company_in_reach(session, staff, company_id, today)
    [customer] = await _known(session, [company], now)
    theirs = Order.company_id == company.id
    newest = select(Order).where(theirs).order_by(Order.placed_at.desc(), Order.id.desc())
    # Staff that orders on the company's behalf is no contact with it.
    members = select(Membership.person_id).where(Membership.company_id == company.id)
    contacts = [
        await session.scalar(
            select(func.max(Order.placed_at)).where(theirs, Order.author_id.in_(members))
        ),
        await session.scalar(
            select(func.max(Cart.updated_at)).where(
                Cart.company_id == company.id, Cart.created_by.in_(members)
            )
        ),
        await session.scalar(
            select(func.max(ConversationMessage.at))
            .join(Conversation, Conversation.id == ConversationMessage.conversation_id)
            .where(Conversation.company_id == company.id, ~ConversationMessage.from_staff)
        ),
    ]
    people = await session.execute(
        select(Person, Membership.role)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.company_id == company.id, Membership.revoked_at.is_(None))
        .order_by(Membership.id)
    )
    return CustomerCard(
        customer=customer,
        ordered=await ordered_not_shipped(session, company.id),
        last_contact_at=max((at for at in contacts if at), default=None),
        last_orders=(await session.scalars(newest.limit(3))).all(),
        people=[(person, role) for person, role in people],
    )


async def assign(
    session: AsyncSession,
    staff: Staff,
    company_id: int,
    today: date,
    *,
    manager_id: int | None,
    region: str,
) -> Company:
    """Who is responsible for a company, and of which region it is. For directors."""
    if staff.role is not Role.DIRECTOR:
        raise Refused("forbidden", 403)
    company = await company_in_reach(session, staff, company_id, today)
    if manager_id is not None:
        manager = await session.get(Staff, manager_id)
        if manager is None or manager.revoked_at is not None:
            raise not_found()
    company.manager_id, company.region = manager_id, region
    await session.flush()
    return company


async def _known(
    session: AsyncSession, companies: Sequence[Company], now: datetime
) -> list[Customer]:
    ids = [company.id for company in companies]
    orders = {
        company_id: (count, last)
        for company_id, count, last in await session.execute(
            select(Order.company_id, func.count(), func.max(Order.placed_at))
            .where(any_of(Order.company_id, ids, session))
            .group_by(Order.company_id)
        )
    }
    entries: dict[int, list[Entry]] = {}
    for company_id, document, amount, on_date, due_on, contract_id in await session.execute(
        select(
            SettlementEntry.company_id,
            SettlementEntry.document,
            SettlementEntry.amount,
            SettlementEntry.on_date,
            SettlementEntry.due_on,
            SettlementEntry.contract_id,
        )
        .where(any_of(SettlementEntry.company_id, ids, session))
        .order_by(SettlementEntry.on_date, SettlementEntry.id)
    ):
        entry = Entry(document, amount, on_date, due_on, contract_id=contract_id)
        entries.setdefault(company_id, []).append(entry)
    managers = dict(
        (
            await session.execute(
                select(Staff.id, Person.name)
                .join(Person, Person.id == Staff.person_id)
                .where(any_of(Staff.id, {one.manager_id or 0 for one in companies}, session))
            )
        ).all()
    )
    known = []
    for company in companies:
        count, last = orders.get(company.id, (0, None))
        owed = standing(entries.get(company.id, ()), today_at(company, now))
        manager = managers.get(company.manager_id) if company.manager_id else None
        known.append(Customer(company, manager, count, last, owed.debt, owed.overdue))
    return known


def _matching(text: str) -> list[ColumnElement[bool]]:
    words = clean(text).replace("«", " ").replace("»", " ").replace('"', " ").split()
    return [_has(word) for word in words[:MOST_WORDS]]


def _has(word: str) -> ColumnElement[bool]:
    person = aliased(Person)
    acts = exists().where(
        Membership.company_id == Company.id,
        Membership.revoked_at.is_(None),
        Membership.person_id == person.id,
        or_(_spelt(person.name, word), *_phone(person.phone, word)),
    )
    return or_(_spelt(Company.name, word), Company.inn.startswith(word, autoescape=True), acts)


def _spelt(column: InstrumentedAttribute[str], word: str) -> ColumnElement[bool]:
    """The word within it, however it is written. SQLite's own `lower` knows no Cyrillic, so the
    ways in which names are written are looked for one by one; «е» stands for «ё» too."""
    pattern = re.sub(r"([%_\\])", r"\\\1", word)
    ways = {pattern, pattern.lower(), pattern.upper(), pattern.capitalize(), pattern.title()}
    patterns = {re.sub("[еёЕЁ]", "_", f"%{way}%") for way in ways}
    return or_(*(column.ilike(each, escape="\\") for each in sorted(patterns)))


def _phone(column: InstrumentedAttribute[str], word: str) -> list[ColumnElement[bool]]:
    digits = re.sub(r"\D", "", word)
    if not DIGITS.fullmatch(digits):
        return []
    bare = func.replace(column, " ", "")
    for sign in ("-", "(", ")"):
        bare = func.replace(bare, sign, "")
    # +7 and 8 begin the same number.
    return [bare.contains(digits[1:] if len(digits) == 11 else digits)]
