"""Who the person is to the portal just now, and which company they act for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlalchemy import update

from bot.db.models import User
from bot.db.session import Database
from bot.errors import UserError
from bot.services.portal.client import Portal
from bot.services.portal.errors import PortalRefused, PortalUnavailable
from bot.services.portal.models import Account, CompanyOut, Member


@dataclass(frozen=True, slots=True)
class Place:
    """`company` is the one acted for; None: nobody's but perhaps the staff's."""

    account: Account
    company: CompanyOut | None

    @property
    def on_behalf(self) -> bool:
        """As one of the staff."""
        return self.company is not None and self.company == self.account.acting_for

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
        account = await portal.on_behalf(user.token, user.company_id).me()
    except PortalRefused as refusal:
        if refusal.status == 401:
            return None
        raise
    mine = {company.id: company for company in account.places}
    company = mine.get(user.company_id or "") or next(iter(mine.values()), None)
    place = Place(account, company)
    known = (user.company_id, user.behalf_of, user.staff_role)
    if known != (company and company.id, _behalf(place), account.staff_role):
        await _remember(db, user, place)
    return place


async def acting_in(db: Database, portal: Portal, user: User) -> tuple[Place, CompanyOut]:
    """The place, and the company acted for. Raises UserError where there is none."""
    place = await place_of(db, portal, user)
    if place is None or place.company is None:
        raise UserError("company-none")
    return place, place.company


async def acting(db: Database, portal: Portal, user: User) -> CompanyOut:
    """The company acted for. Raises UserError where there is none."""
    return (await acting_in(db, portal, user))[1]


def own(everyone: Portal, user: User) -> Portal:
    """What one does in a group, one does by one's own right. Raises UserError for a stranger."""
    if user.token is None:
        raise UserError("desk-stranger")
    return everyone.on_behalf(user.token, None)


def _behalf(place: Place) -> str | None:
    return place.company.name if place.company and place.on_behalf else None


async def _remember(db: Database, user: User, place: Place) -> None:
    company = place.company
    async with db.write() as session:
        await session.execute(
            update(User)
            .where(User.id == user.id, User.token == user.token)
            .values(
                company_id=company and company.id,
                behalf_of=_behalf(place),
                staff_role=place.account.staff_role,
            )
        )


async def act_for(db: Database, portal: Portal, user: User, company_id: str | None) -> Place:
    """Act on behalf of a company that one deals with, or (None) for oneself again. `not_found` for
    what is none of one's business."""
    account = await portal.on_behalf(user.token, company_id).me()
    wanted = {company.id: company for company in account.places}
    company = wanted.get(company_id or "")
    if company is None and company_id is not None:
        raise PortalRefused(404, "not_found")
    place = Place(account, company or next(iter(account.companies), None))
    await _remember(db, user, place)
    return place


async def switch(db: Database, portal: Portal, user: User, company_id: str) -> Place:
    """Act for another of one's companies. `not_found` for what is not one's own."""
    account = await portal.on_behalf(user.token, None).me()
    company = next((one for one in account.companies if one.id == company_id), None)
    if company is None:
        raise PortalRefused(404, "not_found")
    async with db.write() as session:
        await session.execute(
            update(User).where(User.id == user.id).values(company_id=company.id, behalf_of=None)
        )
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
    for company in account.places:
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
    visible = any(one.prices_visible for one in account.places if one.id == user.company_id)
    return None if visible else "prices-contract"


def today_of(zone: str, now: datetime) -> date:
    """The day it is there."""
    return now.astimezone(ZoneInfo(zone)).date()
