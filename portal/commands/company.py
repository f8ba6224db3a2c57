"""`company`: the terms of one company, shown and changed."""

import json
from argparse import ArgumentTypeError, Namespace
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import available_timezones

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.commands.complaints import Complaint
from portal.commands.opening import opened
from portal.config import Settings
from portal.db.models import Company, Contract, Membership, Person, PriceType
from portal.domain import companies
from portal.domain.errors import Refused
from portal.domain.inn import require_inn
from portal.domain.money import kopecks, money_text
from portal.domain.receivables import debt_of

NONE = "none"
"""What is written for: there is no such bound."""
PLAIN = {
    "limit": "credit_limit",
    "discount": "discount",
    "pinned": "price_type_pinned",
    "delay": "payment_delay_days",
    "minimum_order": "minimum_order",
    "edo_operator": "edo_operator",
    "edo_id": "edo_id",
    "timezone": "timezone",
}
"""Options that are a field of the company."""


def money(text: str) -> int:
    """Roubles to kopecks."""
    try:
        value = Decimal(text.replace(" ", "").replace(",", "."))
    except InvalidOperation:
        raise ArgumentTypeError(f"{text!r} is no sum in roubles") from None
    if not value.is_finite() or not 0 <= value <= 10**10:
        raise ArgumentTypeError(f"{text!r} is no sum in roubles")
    return kopecks(value)


def money_or_none(text: str) -> int | str:
    return NONE if text == NONE else money(text)


def percent(text: str) -> int:
    """Per cent to basis points."""
    points = money(text)
    if points > 10_000:
        raise ArgumentTypeError(f"{text!r} is more than 100 per cent")
    return points


def day_or_none(text: str) -> date | str:
    return NONE if text == NONE else date.fromisoformat(text)


def zone(text: str) -> str:
    if text not in available_timezones():
        raise ArgumentTypeError(f"there is no time zone {text!r}, as Asia/Omsk is one")
    return text


def personal(text: str) -> tuple[str, int | str]:
    """`Anna=50000`: whose orders may come to how much."""
    name, sign, limit = text.rpartition("=")
    if not sign or not name.strip():
        raise ArgumentTypeError(f"{text!r} is not NAME=SUM")
    return name.strip(), money_or_none(limit)


async def company(args: Namespace, settings: Settings) -> None:
    """Change what is asked for, and print how the terms are now."""
    today = datetime.now(UTC).astimezone(settings.zone).date()
    async with opened(settings) as database, database.write() as session:
        found = await companies.by_inn(session, require_inn(args.inn))
        if found is None:
            raise Refused("company_unknown", 404, inn=args.inn)
        for option, field in PLAIN.items():
            value = getattr(args, option)
            if value is not None:
                setattr(found, field, None if value == NONE else value)
        if args.price_type is not None:
            kind = await companies.price_type(session, args.price_type)
            found.price_type_id = kind.id if kind else None
        for name, limit in args.order_limit or ():
            await _limit_orders(session, found, name, limit)
        await _contract(session, found, args, today)
        await session.flush()
        card = await _card(session, found)
    print(json.dumps(card, ensure_ascii=False) if args.json else "\n".join(_lines(card)))


async def _limit_orders(
    session: AsyncSession, company: Company, name: str, limit: int | str
) -> None:
    places = (
        await session.execute(
            select(Membership, Person.name)
            .join(Person, Person.id == Membership.person_id)
            .where(Membership.company_id == company.id, Membership.revoked_at.is_(None))
        )
    ).all()
    fitting = [place for place, known in places if known.casefold() == name.casefold()]
    if len(fitting) != 1:
        there = ", ".join(known for _, known in places) or "nobody"
        raise Complaint(f"{len(fitting)} people of {company.name} are called {name}: {there}")
    fitting[0].order_limit = None if isinstance(limit, str) else limit


async def _contract(session: AsyncSession, company: Company, args: Namespace, today: date) -> None:
    """The contract of that number, which is made where there is none."""
    terms = {
        "signed_on": args.signed,
        "valid_to": args.valid_to,
        "credit_limit": args.contract_limit,
        "payment_delay_days": args.contract_delay,
    }
    given = {field: value for field, value in terms.items() if value is not None}
    if args.contract is None:
        if given:
            raise Complaint("--contract NUMBER is needed: whose terms are these?")
        return
    ours = Contract.company_id == company.id, Contract.number == args.contract
    row = await session.scalar(select(Contract).where(*ours).order_by(Contract.id).limit(1))
    if row is None:
        row = Contract(company_id=company.id, number=args.contract, signed_on=today)
        session.add(row)
    for field, value in given.items():
        setattr(row, field, None if value == NONE else value)


async def _card(session: AsyncSession, company: Company) -> dict[str, Any]:
    kind = await session.scalar(select(PriceType.name).where(PriceType.id == company.price_type_id))
    contracts = await session.scalars(
        select(Contract)
        .where(Contract.company_id == company.id)
        .order_by(Contract.signed_on.desc(), Contract.id.desc())
    )
    people = await session.execute(
        select(Person.name, Membership.role, Membership.order_limit)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.company_id == company.id, Membership.revoked_at.is_(None))
        .order_by(Membership.id)
    )
    return {
        "name": company.name,
        "inn": company.inn,
        "price_type": kind,
        "pinned": company.price_type_pinned,
        "discount": f"{company.discount / 100:g}",
        "limit": _money(company.credit_limit),
        "debt": money_text(await debt_of(session, company.id)),
        "delay": company.payment_delay_days,
        "minimum_order": _money(company.minimum_order),
        "edo": f"{company.edo_operator} {company.edo_id}".strip(),
        "timezone": company.timezone,
        "contracts": [
            {
                "number": each.number,
                "signed_on": each.signed_on.isoformat(),
                "valid_to": each.valid_to and each.valid_to.isoformat(),
                "limit": _money(each.credit_limit),
                "delay": each.payment_delay_days,
            }
            for each in contracts
        ],
        "people": [
            {"name": name, "role": role.value, "order_limit": _money(limit)}
            for name, role, limit in people
        ],
    }


def _money(value: int | None) -> str | None:
    return None if value is None else money_text(value)


def _lines(card: dict[str, Any]) -> list[str]:
    """`name: value`, and under `contracts` and `people` a line each."""
    lines = []
    for name, value in card.items():
        if isinstance(value, list):
            lines.append(f"{name}:")
            lines += ["  " + ", ".join(f"{k} {_said(v)}" for k, v in row.items()) for row in value]
        else:
            lines.append(f"{name}: {_said(value)}")
    return lines


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return NONE if value is None or value == "" else str(value)
