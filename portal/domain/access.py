"""Who calls and what they may do: tokens, memberships, contracts in force."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from hashlib import sha256

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Row,
    Select,
    and_,
    bindparam,
    exists,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from portal.db.models import Company, Contract, EventKind, Membership, Person, Role, Staff, Token
from portal.domain.errors import Refused, not_found
from portal.domain.events import note


@dataclass(frozen=True, slots=True)
class Acting:
    """A person acting for one of their companies."""

    person: Person
    company: Company
    role: Role
    prices_visible: bool
    """A contract is in force; without one nobody is shown a price or may order."""
    today: date
    """At the supplier's: what is valid by the day is valid by this one."""
    order_limit: int | None = None
    """The most that this person's order may come to, in kopecks; None: no limit."""
    by_staff: bool = False
    """Of the staff, on the company's behalf."""


@dataclass(frozen=True, slots=True)
class Caller:
    """A person, what they are on the staff, and their companies, the oldest membership first."""

    person: Person
    staff: Staff | None
    companies: tuple[Acting, ...]
    today: date

    def acting_for(self, company_id: int | None) -> Acting:
        """One company, or the first; `not_found` where the person has no place in it."""
        for place in self.companies:
            if company_id is None or place.company.id == company_id:
                return place
        if company_id is None:
            raise Refused("no_company", 403)
        raise not_found()


def hash_of(secret: str) -> str:
    """How codes and tokens are kept. They are long and random, so one plain hash is enough."""
    return sha256(secret.encode()).hexdigest()


async def caller_by_token(session: AsyncSession, token: str, today: date) -> Caller | None:
    """The person whose token it is; None: nobody's, or no longer."""
    asked = {"token_hash": hash_of(token), "today": today}
    found = await session.execute(_places_by_token(), asked)
    return _caller(found.all(), today)


async def caller_of(session: AsyncSession, person_id: int, today: date) -> Caller:
    asked = {"person_id": person_id, "today": today}
    found = await session.execute(_places().where(Person.id == bindparam("person_id")), asked)
    caller = _caller(found.all(), today)
    if caller is None:
        raise not_found()
    return caller


async def give_token(session: AsyncSession, person: Person, token: str, now: datetime) -> None:
    """Make a secret the person's bearer token; of it only a hash is kept."""
    token_hash = hash_of(token)
    if await session.scalar(select(exists().where(Token.token_hash == token_hash))):
        raise Refused("token_taken", 409)
    session.add(Token(token_hash=token_hash, person_id=person.id, created_at=now))


async def join_company(
    session: AsyncSession, person: Person, company: Company, role: Role, now: datetime
) -> None:
    """Give a person a role in a company, in place of the one they had or had lost; its owners hear
    of it."""
    mine = Membership.person_id == person.id, Membership.company_id == company.id
    place = await session.scalar(select(Membership).where(*mine))
    if place is None:
        place = Membership(person_id=person.id, company_id=company.id, created_at=now)
        session.add(place)
    place.role, place.revoked_at = role, None
    await note(
        session,
        EventKind.ACCESS_GIVEN,
        now,
        company_id=company.id,
        person_id=person.id,
        actor_id=person.id,
        name=person.name,
        role=role.value,
    )


async def join_staff(session: AsyncSession, person: Person, role: Role, now: datetime) -> None:
    """Give a person a role on the staff, in place of the one they had or had lost."""
    place = await session.scalar(select(Staff).where(Staff.person_id == person.id))
    if place is None:
        place = Staff(person_id=person.id, created_at=now)
        session.add(place)
    place.role, place.revoked_at = role, None
    await session.flush()


def contract_in_force(
    company_id: InstrumentedAttribute[int], today: date | BindParameter[date]
) -> ColumnElement[bool]:
    """For a query: the company has a contract that is in force today (`valid_to` included)."""
    return exists().where(
        Contract.company_id == company_id,
        Contract.signed_on <= today,
        or_(Contract.valid_to.is_(None), Contract.valid_to >= today),
    )


async def contract_of(session: AsyncSession, acting: Acting) -> Contract | None:
    """The contract under which the company orders now: the one in force that was signed last."""
    return await session.scalar(
        select(Contract)
        .where(
            Contract.company_id == acting.company.id,
            Contract.signed_on <= acting.today,
            or_(Contract.valid_to.is_(None), Contract.valid_to >= acting.today),
        )
        .order_by(Contract.signed_on.desc(), Contract.id.desc())
        .limit(1)
    )


Place = tuple[Person, Staff, Membership, Company, bool]
"""All but the person may be None: they are joined from outside."""


@cache
def _places_by_token() -> Select[*Place]:
    """It runs on every call, and takes longer to make than to run."""
    owned = Token.token_hash == bindparam("token_hash"), Token.revoked_at.is_(None)
    return _places().join(Token, Token.person_id == Person.id).where(*owned)


def _places() -> Select[*Place]:
    """A person with all that they are `today`, in one statement."""
    in_force = contract_in_force(Company.id, bindparam("today", type_=Date))
    serving = and_(Staff.person_id == Person.id, Staff.revoked_at.is_(None))
    belonging = and_(Membership.person_id == Person.id, Membership.revoked_at.is_(None))
    return (
        select(Person, Staff, Membership, Company, in_force)
        .select_from(Person)
        .outerjoin(Staff, serving)
        .outerjoin(Membership, belonging)
        .outerjoin(Company, Company.id == Membership.company_id)
        .order_by(Membership.id)
    )


def _caller(rows: Sequence[Row[*Place]], today: date) -> Caller | None:
    if not rows:
        return None
    person, staff, *_ = rows[0]
    places = tuple(
        Acting(person, company, membership.role, in_force, today, membership.order_limit)
        for _, _, membership, company, in_force in rows
        if membership and company
    )
    return Caller(person, staff, places, today)
