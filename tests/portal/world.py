"""What tests begin with: a time, a company, its people."""

import secrets
from datetime import UTC, date, datetime, timedelta

from portal.db.models import Company, Contract, Membership, Person, PriceType, Role, Staff
from portal.db.session import Database
from portal.domain.access import give_token

CHANNEL = "the-bot's-own"
"""What a channel shows to follow events."""
INN = "7707083893"
OTHER_INN = "7736050003"
TODAY = date(2025, 3, 3)


class Clock:
    """Noon on a Monday, until it is moved on."""

    def __init__(self) -> None:
        self.now = datetime(2025, 3, 3, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, by: timedelta) -> None:
        self.now += by


def bearer(token: str, *, company: int | None = None, key: str | None = None) -> dict[str, str]:
    headers = {"Authorization": f"Bearer {token}"}
    if company is not None:
        headers["Artikul-Company"] = str(company)
    if key is not None:
        headers["Idempotency-Key"] = key
    return headers


async def a_price_type(database: Database, name: str = "Опт") -> int:
    async with database.write() as session:
        made = PriceType(name=name)
        session.add(made)
    return made.id


async def a_company(
    database: Database,
    now: datetime,
    *,
    inn: str = INN,
    name: str = "ООО «Болты»",
    price_type_id: int | None = None,
    contract_until: date | None = None,
    contract: bool = True,
) -> int:
    async with database.write() as session:
        made = Company(inn=inn, name=name, price_type_id=price_type_id, created_at=now)
        session.add(made)
        await session.flush()
        if contract:
            session.add(
                Contract(
                    company_id=made.id,
                    number="1",
                    signed_on=date(2025, 1, 9),
                    valid_to=contract_until,
                )
            )
    return made.id


async def a_person(
    database: Database,
    now: datetime,
    *places: tuple[int, Role],
    staff: Role | None = None,
    name: str = "Анна",
) -> str:
    """Somebody with a role in each of the companies, perhaps on the staff; returns their token."""
    token = secrets.token_urlsafe(24)
    async with database.write() as session:
        person = Person(name=name, created_at=now)
        session.add(person)
        await session.flush()
        for company_id, role in places:
            session.add(
                Membership(person_id=person.id, company_id=company_id, role=role, created_at=now)
            )
            await session.flush()
        if staff:
            session.add(Staff(person_id=person.id, role=staff, created_at=now))
        await give_token(session, person, token, now)
    return token
