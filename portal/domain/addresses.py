"""Where a company has its goods delivered."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Address
from portal.db.session import serialise


async def addresses_of(session: AsyncSession, company_id: int) -> Sequence[Address]:
    """The addresses of a company, the last added first."""
    return (
        await session.scalars(
            select(Address).where(Address.company_id == company_id).order_by(Address.id.desc())
        )
    ).all()


async def add_address(session: AsyncSession, company_id: int, text: str, now: datetime) -> Address:
    """An address of the company; one that it already has, in other spacing or case, is kept."""
    text = " ".join(text.split())
    await serialise(session, f"addresses {company_id}")
    for address in await addresses_of(session, company_id):
        if address.text.casefold() == text.casefold():
            return address
    address = Address(company_id=company_id, text=text, created_at=now)
    session.add(address)
    await session.flush()
    return address
