"""A shipped order, those who may make a claim on it, and those who deal with claims."""

import io
from dataclasses import dataclass
from typing import Any

import httpx
from PIL import Image
from sqlalchemy import func, select, update

from portal.db.models import Company, Membership, Person, Role, Staff
from tests.portal.trade_world import Trade
from tests.portal.world import OTHER_INN, a_company, a_person, bearer


@dataclass
class Claims:
    """`igor` and `petr` look after the company's region, `oleg` after another one; `vera` buys for
    another company, `gone` was let go by this one. All are tokens."""

    trade: Trade
    order: Any
    igor: str
    petr: str
    oleg: str
    director: str
    vera: str
    gone: str

    async def bring(self, data: bytes, name: str = "фото.png", token: str | None = None) -> str:
        answer = await self.trade.client.post(
            "/files", params={"name": name}, content=data, headers=bearer(token or self.trade.buyer)
        )
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    async def make(self, *lines: tuple[int, str], key: str | None = None, **more: Any) -> Any:
        answer = await self.try_to_make(*lines, key=key, **more)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def try_to_make(
        self,
        *lines: tuple[int, str],
        key: str | None = None,
        token: str | None = None,
        **more: Any,
    ) -> httpx.Response:
        body = {
            "order_id": self.order["id"],
            "kind": "shortage",
            "wanted": "replace",
            "words": "Не хватает",
            "lines": [{"number": number, "quantity": quantity} for number, quantity in lines],
        }
        return await self.trade.post("/claims", body | more, key=key, token=token)

    async def do(self, claim: Any, what: str, body: Any = None, *, by: str) -> Any:
        answer = await self.trade.post(f"/claims/{claim['id']}/{what}", body, token=by)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    async def refused(self, claim: Any, what: str, body: Any = None, *, by: str) -> Any:
        answer = await self.trade.post(f"/claims/{claim['id']}/{what}", body, token=by)
        assert answer.status_code >= 400, answer.text
        return answer.json()

    async def get(self, claim: Any, path: str = "", *, by: str | None = None) -> Any:
        return await self.trade.get(f"/claims/{claim['id']}{path}", by)


SETTLED = {
    "by": "refund",
    "amount": "20.00",
    "words": "Вернём",
    "stage": "packing",
    "culprit": "Склад",
    "loss": "25.00",
}


def picture(color: int = 0, **options: Any) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (8, 8), (color, 100, 200)).save(made, options.pop("format", "PNG"), **options)
    return made.getvalue()


async def a_manager(trade: Trade, name: str, region: str, role: Role = Role.MANAGER) -> str:
    token = await a_person(trade.database, trade.clock(), name=name)
    async with trade.database.write() as session:
        person = await session.scalar(select(func.max(Person.id)))
        session.add(Staff(person_id=person, role=role, region=region, created_at=trade.clock()))
    return token


async def open_claims(trade: Trade) -> Claims:
    now = trade.clock()
    await trade.set(Company, trade.company, region="Урал")
    other = await a_company(trade.database, now, inn=OTHER_INN, name="ООО «Гайки»")
    igor = await a_manager(trade, "Игорь", "Урал")
    bolt = await trade.product("B", "Болт", price=1000)
    nut = await trade.product("N", "Гайка", price=333)
    order = await trade.placed((bolt, 10), (nut, 5))
    [delivery] = order["deliveries"]
    shipped = await trade.post(f"/deliveries/{delivery['id']}/ship", {}, token=igor)
    gone = await a_person(trade.database, now, (trade.company, Role.BUYER), name="Глеб")
    async with trade.database.write() as session:
        person = await session.scalar(select(func.max(Person.id)))
        await session.execute(
            update(Membership).where(Membership.person_id == person).values(revoked_at=now)
        )
    return Claims(
        trade,
        shipped.json(),
        igor,
        await a_manager(trade, "Пётр", "Урал"),
        await a_manager(trade, "Олег", "Юг"),
        await a_manager(trade, "Директор", "", Role.DIRECTOR),
        await a_person(trade.database, now, (other, Role.BUYER), name="Вера"),
        gone,
    )
