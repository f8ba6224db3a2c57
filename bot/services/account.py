"""Who the person is to the portal just now, and which company they act for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlalchemy import update

from bot.db.models import User
from bot.db.session import Database
from bot.services.portal.client import Portal
from bot.services.portal.errors import PortalRefused, PortalUnavailable
from bot.services.portal.models import Account, CompanyOut, Member


@dataclass(frozen=True, slots=True)
class Place:
    """`company` is the one acted for; None: nobody's but perhaps the staff's."""

    account: Account
    company: CompanyOut | None

    @property
    def others(self) -> list[CompanyOut]:
        return [one for one in self.account.companies if one != self.company]


async def place_of(db: Database, portal: Portal, user: User) -> Place | None:
    """None: not linked, or no longer.

    A company that is no longer the person's gives way to the first that is.
    """
    if user.token is None:
        return None
    try:
        account = await portal.on_behalf(user.token, None).me()
    except PortalRefused as refusal:
        if refusal.status == 401:
            return None
        raise
    mine = {company.id: company for company in account.companies}
    company = mine.get(user.company_id or "") or next(iter(mine.values()), None)
    if (company and company.id) != user.company_id or account.staff_role != user.staff_role:
        async with db.write() as session:
            await session.execute(
                update(User)
                .where(User.id == user.id, User.token == user.token)
                .values(company_id=company and company.id, staff_role=account.staff_role)
            )
    return Place(account, company)


async def switch(db: Database, portal: Portal, user: User, company_id: str) -> Place:
    """Act for another of one's companies. `not_found` for what is not one's own."""
    account = await portal.on_behalf(user.token, None).me()
    company = next((one for one in account.companies if one.id == company_id), None)
    if company is None:
        raise PortalRefused(404, "not_found")
    async with db.write() as session:
        await session.execute(update(User).where(User.id == user.id).values(company_id=company.id))
    return Place(account, company)


async def members_of(portal: Portal) -> list[Member]:
    """Everybody who acts for the company."""
    page = await portal.people()
    members = list(page.items)
    while page.next_cursor:
        page = await portal.people(page.next_cursor)
        members += page.items
    return members


async def zone_of(portal: Portal, user: User, default: str) -> str:
    """The company's time zone. Never in the way: where the portal is silent, the default."""
    if user.token is None:
        return default
    try:
        account = await portal.me()
    except (PortalRefused, PortalUnavailable):
        return default
    for company in account.companies:
        if company.id == user.company_id:
            return company.timezone
    return default


async def why_no_price(portal: Portal, user: User, prices: Iterable[Decimal | None]) -> str | None:
    """The key of the words that explain why there is no price; None: there is nothing to say."""
    if any(price is not None for price in prices):
        return None
    if user.token is None:
        return "prices-connect"
    if user.company_id is None:
        return None
    account = await portal.me()
    visible = any(one.prices_visible for one in account.companies if one.id == user.company_id)
    return None if visible else "prices-contract"


def today_of(zone: str, now: datetime) -> date:
    """The day it is there."""
    return now.astimezone(ZoneInfo(zone)).date()
