"""Two companies in two regions, and the staff that deals with them."""

from dataclasses import dataclass

from sqlalchemy import select, update

from portal.db.models import Company, Person, Role, Staff
from tests.portal.trade_world import Trade
from tests.portal.world import OTHER_INN, a_company, a_person, bearer


@dataclass
class Desk:
    """Two companies: `north` (of region «Север») and the trade's own, of region «Юг»."""

    trade: Trade
    director: str
    northern: str
    free: str
    north: int

    async def names(self, token: str, query: str = "") -> list[str]:
        page = await self.trade.get("/customers", token, query=query)
        return [one["name"] for one in page["items"]]

    async def status(self, token: str, company: int) -> int:
        answer = await self.trade.client.get(f"/customers/{company}", headers=bearer(token))
        return answer.status_code

    async def staff_id(self, name: str) -> str:
        async with self.trade.database.read() as session:
            found = await session.scalar(
                select(Staff.id)
                .join(Person, Person.id == Staff.person_id)
                .where(Person.name == name)
            )
        return str(found)


async def open_desk(trade: Trade) -> Desk:
    db, now = trade.database, trade.clock()
    north = await a_company(db, now, inn=OTHER_INN, name="АО «Крепёж-Север»")
    director = await a_person(db, now, staff=Role.DIRECTOR, name="Дина")
    northern = await a_person(db, now, staff=Role.MANAGER, name="Нил")
    free = await a_person(db, now, staff=Role.MANAGER, name="Фёдор")
    async with db.write() as session:
        await session.execute(update(Company).values(region="Юг"))
        await session.execute(update(Company).where(Company.id == north).values(region="Север"))
        nil = await session.scalar(select(Person.id).where(Person.name == "Нил"))
        await session.execute(update(Staff).where(Staff.person_id == nil).values(region="Север"))
    return Desk(trade, director, northern, free, north)
