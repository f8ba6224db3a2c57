"""`invite` and `token`: how a person gets in."""

import json
import secrets
import sys
from argparse import Namespace
from datetime import UTC, date, datetime

from sqlalchemy import select, true
from sqlalchemy.ext.asyncio import AsyncSession

from portal.commands.complaints import Complaint
from portal.commands.opening import opened
from portal.config import Settings
from portal.db.models import STAFF_ROLES, Company, Membership, Person, Role, Staff
from portal.domain import access, companies, invitations
from portal.domain.errors import Refused
from portal.domain.inn import require_inn


async def invite(args: Namespace, settings: Settings) -> None:
    """Print a one-time code, and the deep link where the bot's name is known."""
    now = datetime.now(UTC)
    today = now.astimezone(settings.zone).date()
    for_staff = args.role in STAFF_ROLES
    _check(args, for_staff)
    async with opened(settings) as database, database.write() as session:
        company = None if for_staff else await _invited_to(session, args, now, today)
        name = (args.name or "") if for_staff else ""
        code, offer = await invitations.invite(session, args.role, company, name=name, now=now)
    if company is not None and company.price_type_id is None:
        print(
            f"{company.name} has no price type and will see no price: import the catalogue,"
            " then invite again",
            file=sys.stderr,
        )
    made = {"code": code}
    if settings.bot_username:
        made["link"] = f"https://t.me/{settings.bot_username}?start={code}"
    if args.json:
        print(json.dumps(made))
        return
    print("\n".join(made.values()))
    place = company.name if company else "the staff"
    until = offer.invitation.expires_at.astimezone(settings.zone)
    print(f"Lets one person into {place} as {args.role}, until {until:%d.%m %H:%M}.")


async def token(args: Namespace, settings: Settings) -> None:
    """Print a bearer token of whoever has that role, or of somebody made for it."""
    now = datetime.now(UTC)
    for_staff = args.role in STAFF_ROLES
    _check(args, for_staff)
    secret = secrets.token_urlsafe(24)
    async with opened(settings) as database, database.write() as session:
        if for_staff:
            person = await _on_staff(session, args.role, now)
        else:
            company = await _known(session, args.inn)
            person = await _in_company(session, company, args.role, now)
        await access.give_token(session, person, secret, now)
    print(json.dumps({"token": secret, "person": person.name}) if args.json else secret)


def _check(args: Namespace, for_staff: bool) -> None:
    if for_staff and args.inn:
        raise Complaint(f"a {args.role} is staff and of no company: leave --inn out")
    if not for_staff and not args.inn:
        raise Complaint("--inn is needed: the company to act for")


async def _invited_to(
    session: AsyncSession, args: Namespace, now: datetime, today: date
) -> Company:
    """The company of that INN, taken on where --name gives a new one its name."""
    name = args.name or (await _known(session, args.inn)).name
    price_type = await companies.price_type(session, args.price_type)
    return await companies.take_on(session, args.inn, name, price_type, now=now, today=today)


async def _known(session: AsyncSession, inn: str) -> Company:
    company = await companies.by_inn(session, require_inn(inn))
    if company is None:
        raise Refused("company_unknown", 404, inn=inn)
    return company


async def _in_company(
    session: AsyncSession, company: Company, role: Role | None, now: datetime
) -> Person:
    of_company = Membership.company_id == company.id, Membership.revoked_at.is_(None)
    found = await session.scalar(
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(*of_company, true() if role is None else Membership.role == role)
        .order_by(Membership.id)
        .limit(1)
    )
    if found is None:
        found = await _somebody(session, now)
        await access.join_company(session, found, company, role or Role.OWNER, now)
    return found


async def _on_staff(session: AsyncSession, role: Role, now: datetime) -> Person:
    found = await session.scalar(
        select(Person)
        .join(Staff, Staff.person_id == Person.id)
        .where(Staff.role == role, Staff.revoked_at.is_(None))
        .order_by(Staff.id)
        .limit(1)
    )
    if found is None:
        found = await _somebody(session, now)
        await access.join_staff(session, found, role, now)
    return found


async def _somebody(session: AsyncSession, now: datetime) -> Person:
    person = Person(name="API", created_at=now)
    session.add(person)
    await session.flush()
    return person
