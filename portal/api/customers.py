"""The companies that a member of the staff deals with."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from sqlalchemy import select

from portal.api.deps import Now, Reading, StaffCaller, Today, Writing, parse_id
from portal.api.paging import Cursor, Limit, from_cursor, to_cursor
from portal.api.problems import responses
from portal.api.schemas.common import Page
from portal.api.schemas.customers import (
    AssignIn,
    CustomerOrder,
    CustomerOut,
    CustomerPerson,
    CustomerRow,
    StaffOut,
)
from portal.db.models import Company, Person, Staff
from portal.domain.access import Caller, contract_in_force
from portal.domain.customers import Customer, CustomerCard, assign, customer_of, find_customers
from portal.domain.errors import Refused
from portal.domain.money import roubles

router = APIRouter(tags=["staff"], responses=responses(403))


def member(caller: Caller) -> Staff:
    """The caller's place on the staff."""
    if caller.staff is None:
        raise Refused("forbidden", 403)
    return caller.staff


@router.get("/customers", summary="Find companies", responses=responses(422))
async def customers(
    session: Reading,
    caller: StaffCaller,
    now: Now,
    today: Today,
    query: Annotated[
        str,
        Query(
            max_length=200,
            description="Parts of a name, the beginning of an INN, a person or a phone; every word"
            " must fit",
        ),
    ] = "",
    limit: Limit = 20,
    cursor: Cursor = None,
) -> Page[CustomerRow]:
    """Those that the caller deals with, by name. A director deals with all; a manager with those
    of the own region, where the manager has one, and with those assigned to the manager."""
    after = None
    if cursor is not None:
        name, company_id = from_cursor(cursor, str, int)
        after = str(name), int(company_id)
    found = await find_customers(
        session, member(caller), query, now, today, after=after, limit=limit + 1
    )
    last = found[limit - 1].company if len(found) > limit else None
    return Page(
        items=[CustomerRow(**_row(one)) for one in found[:limit]],
        next_cursor=to_cursor(last.name, last.id) if last else None,
    )


@router.get("/customers/{id}", summary="A company's card", responses=responses(404))
async def customer(
    session: Reading,
    caller: StaffCaller,
    now: Now,
    today: Today,
    id: str,  # noqa: A002 - the path's own word
) -> CustomerOut:
    """What is known of it, and who acts for it. 404 for what the caller does not deal with."""
    card = await customer_of(session, member(caller), parse_id(id), now, today)
    company = card.customer.company
    prices = await session.scalar(
        select(contract_in_force(Company.id, today)).where(Company.id == company.id)
    )
    return _card(card, prices_visible=bool(prices))


@router.put("/customers/{id}/manager", summary="Assign a company", responses=responses(404, 422))
async def assigned(
    session: Writing,
    caller: StaffCaller,
    body: AssignIn,
    now: Now,
    today: Today,
    id: str,  # noqa: A002 - the path's own word
) -> CustomerOut:
    """For directors: which manager is responsible for it, and of which region it is."""
    await assign(
        session,
        member(caller),
        parse_id(id),
        today,
        manager_id=None if body.manager_id is None else parse_id(body.manager_id),
        region=body.region,
    )
    return await customer(session, caller, now, today, id)


@router.get("/staff", summary="Who works for the supplier")
async def staff(session: Reading, caller: StaffCaller) -> list[StaffOut]:
    """Managers and directors, by name."""
    found = await session.execute(
        select(Staff, Person.name)
        .join(Person, Person.id == Staff.person_id)
        .where(Staff.revoked_at.is_(None))
        .order_by(Person.name, Staff.id)
        .limit(200)
    )
    mine = member(caller).id
    return [
        StaffOut(id=str(one.id), name=name, role=one.role, region=one.region, me=one.id == mine)
        for one, name in found
    ]


def _row(one: Customer) -> dict[str, Any]:
    company = one.company
    return {
        "id": str(company.id),
        "inn": company.inn,
        "name": company.name,
        "region": company.region,
        "manager": one.manager,
        "orders": one.orders,
        "last_order_at": one.last_order_at,
        "debt": roubles(one.debt),
        "overdue": roubles(one.overdue),
    }


def _card(card: CustomerCard, *, prices_visible: bool) -> CustomerOut:
    company, owed = card.customer.company, card.customer
    limit = company.credit_limit
    return CustomerOut(
        **_row(owed),
        timezone=company.timezone,
        manager_id=None if company.manager_id is None else str(company.manager_id),
        prices_visible=prices_visible,
        credit_limit=None if limit is None else roubles(limit),
        ordered=roubles(card.ordered),
        available=None if limit is None else roubles(limit - owed.debt - card.ordered),
        last_contact_at=card.last_contact_at,
        last_orders=[
            CustomerOrder(
                id=str(order.id),
                number=order.number,
                status=order.status,
                placed_at=order.placed_at,
                total=roubles(order.total),
            )
            for order in card.last_orders
        ],
        people=[
            CustomerPerson(id=str(person.id), name=person.name, phone=person.phone, role=role)
            for person, role in card.people
        ],
    )
