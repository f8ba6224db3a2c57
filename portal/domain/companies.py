"""Counterparties: finding one by its INN, and taking on a new one."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Company, Contract, PriceType
from portal.db.session import serialise
from portal.domain.errors import Refused
from portal.domain.inn import require_inn


async def by_inn(session: AsyncSession, inn: str, kpp: str | None = None) -> Company | None:
    """The company of that INN, and KPP; without, where several differ by it, the one known
    longest."""
    query = select(Company).where(Company.inn == inn).order_by(Company.id).limit(1)
    return await session.scalar(query if kpp is None else query.where(Company.kpp == kpp))


async def take_on(
    session: AsyncSession,
    inn: str,
    name: str,
    price_type: PriceType | None,
    *,
    credit_limit: int | None = None,
    now: datetime,
    today: date,
) -> Company:
    """The company of that INN, which is made, with a contract from today, where there is none.

    `credit_limit` in kopecks. What is known already stays as it is; a company that was taken on
    before there was a price list is given its price type now.
    """
    inn = require_inn(inn)
    await serialise(session, f"company {inn}")
    company = await by_inn(session, inn)
    if company is not None:
        if company.price_type_id is None and price_type is not None:
            company.price_type_id = price_type.id
        return company
    company = Company(
        inn=inn,
        name=name,
        price_type_id=price_type.id if price_type else None,
        credit_limit=credit_limit,
        created_at=now,
    )
    session.add(company)
    await session.flush()
    number = f"{today:%y}-{company.id:04}"
    session.add(Contract(company_id=company.id, number=number, signed_on=today))
    await session.flush()
    return company


async def price_types(session: AsyncSession) -> list[PriceType]:
    return list(await session.scalars(select(PriceType).order_by(PriceType.id)))


async def price_type(session: AsyncSession, wanted: str | None) -> PriceType | None:
    """The price type of that id or name; without either the first, or None where there is none."""
    known = await price_types(session)
    if wanted is None:
        return known[0] if known else None
    for one in known:
        if wanted == str(one.id) or wanted.casefold() == one.name.casefold():
            return one
    raise Refused("price_type_unknown", 422, price_type=wanted, known=[one.name for one in known])
