"""Whom a broadcast is for: by what companies have in common, and nobody whom one does not deal
with."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from portal.db.models import (
    Company,
    Contract,
    EntryKind,
    Group,
    Person,
    Price,
    PriceType,
    Role,
    SettlementEntry,
    Staff,
)
from tests.portal.trade_world import Trade
from tests.portal.world import TODAY, a_company, a_person


async def staff(trade: Trade, role: Role = Role.DIRECTOR, region: str = "") -> str:
    token = await a_person(trade.database, trade.clock(), name="Игорь")
    async with trade.database.write() as session:
        person = await session.scalar(select(func.max(Person.id)))
        session.add(Staff(person_id=person, role=role, region=region, created_at=trade.clock()))
    return token


async def others(trade: Trade, many: int = 3) -> list[int]:
    """Companies of a person each, as their ids."""
    made = []
    for n in range(many):
        company = await a_company(
            trade.database, trade.clock(), inn=f"77360500{n:02}", name=f"Компания {n}"
        )
        await a_person(trade.database, trade.clock(), (company, Role.BUYER), name=f"Человек {n}")
        made.append(company)
    return made


async def reached(trade: Trade, token: str, **segment: Any) -> list[str]:
    answer = await trade.post("/segments/people", segment, token=token)
    assert answer.status_code == 200, answer.text
    companies = [one["company_id"] for one in answer.json()["items"]]
    counted = (await trade.post("/segments/count", segment, token=token)).json()
    assert counted == {"companies": len(set(companies)), "people": len(companies)}
    return sorted(companies, key=int)


async def test_by_what_companies_have_in_common(trade: Trade) -> None:
    first, second, third = await others(trade)
    own = trade.company
    director = await staff(trade)
    assert await reached(trade, director) == [str(one) for one in (own, first, second, third)]
    async with trade.database.write() as session:
        dear = PriceType(name="Розница")
        group = Group(name="Крепёж")
        session.add_all([dear, group])
        await session.flush()
        (await session.get_one(Company, first)).price_type_id = dear.id
        (await session.get_one(Company, second)).region = "Сибирь"
        manager = await session.scalar(select(Staff.id))
        (await session.get_one(Company, third)).manager_id = manager
        price_type, group_id = dear.id, group.id
    assert await reached(trade, director, price_type_id=str(price_type)) == [str(first)]
    assert await reached(trade, director, region="Сибирь") == [str(second)]
    assert await reached(trade, director, manager_id=str(manager)) == [str(third)]
    both = await reached(trade, director, region="Сибирь", manager_id=str(manager))
    assert both == []
    bolt = await trade.product(group_id=group_id)
    await trade.placed((bolt, 1))
    assert await reached(trade, director, group_id=str(group_id)) == [str(own)]
    assert str(own) not in await reached(trade, director, silent_days=30)
    trade.clock.move(timedelta(days=31))
    assert str(own) in await reached(trade, director, silent_days=30)
    trade.clock.move(timedelta(days=400))
    assert await reached(trade, director, group_id=str(group_id)) == []


async def test_by_what_they_owe(trade: Trade) -> None:
    """The first owes and is late, the second has time, the third has paid ahead."""
    first, second, third = await others(trade)
    director = await staff(trade)
    async with trade.database.write() as session:
        for company, amount, due in ((first, 100, -1), (second, 100, 5), (third, 100, -1)):
            session.add(
                SettlementEntry(
                    company_id=company,
                    kind=EntryKind.SHIPMENT,
                    amount=amount,
                    on_date=TODAY - timedelta(days=9),
                    due_on=TODAY + timedelta(days=due),
                )
            )
        session.add(
            SettlementEntry(company_id=third, kind=EntryKind.PAYMENT, amount=-150, on_date=TODAY)
        )
    assert await reached(trade, director, debt="owes") == [str(first), str(second)]
    assert await reached(trade, director, debt="overdue") == [str(first)]
    assert await reached(trade, director, debt="none") == [str(trade.company), str(third)]


async def test_within_whom_one_deals_with(trade: Trade) -> None:
    first, *_ = await others(trade)
    async with trade.database.write() as session:
        (await session.get_one(Company, first)).region = "Сибирь"
    assert await reached(trade, await staff(trade, Role.MANAGER, "Сибирь")) == [str(first)]
    assert (await trade.post("/segments/people", {})).status_code == 403
    assert (await trade.post("/segments/count", {})).status_code == 403


async def test_each_person_once_and_in_pages(trade: Trade) -> None:
    first, second, *_ = await others(trade)
    both = await a_person(
        trade.database, trade.clock(), (first, Role.OWNER), (second, Role.OWNER), name="Обе"
    )
    director = await staff(trade)
    people, cursor = [], None
    while True:
        params = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        answer = await trade.client.post(
            "/segments/people", json={}, params=params,
            headers={"Authorization": f"Bearer {director}"},
        )  # fmt: skip
        people += [one["person_id"] for one in answer.json()["items"]]
        cursor = answer.json()["next_cursor"]
        if cursor is None:
            break
    assert len(people) == len(set(people)) == 5
    assert (await trade.get("/me", both))["id"] in people


@pytest.mark.parametrize("debt", ["", "x"])
async def test_what_is_no_segment(trade: Trade, debt: str) -> None:
    answer = await trade.post("/segments/count", {"debt": debt}, token=await staff(trade))
    assert answer.status_code == 422


async def test_each_company_its_own_price(trade: Trade) -> None:
    first, second, *_ = await others(trade)
    bolt = await trade.product(price=1000)
    async with trade.database.write() as session:
        dear = PriceType(name="Розница")
        session.add(dear)
        await session.flush()
        session.add(Price(product_id=bolt, price_type_id=dear.id, from_quantity=0, amount=1500))
        (await session.get_one(Company, first)).price_type_id = dear.id
        (await session.get_one(Company, second)).price_type_id = trade.price_type
        for contract in await session.scalars(select(Contract)):
            if contract.company_id == second:
                await session.delete(contract)
    ids = [str(one) for one in (trade.company, first, second)]
    body = {"product_id": str(bolt), "company_ids": ids}
    found = (await trade.post("/segments/prices", body, token=await staff(trade))).json()["prices"]
    assert found == {ids[0]: "10.00", ids[1]: "15.00", ids[2]: None}


async def test_what_there_is_to_choose_by(trade: Trade) -> None:
    director = await staff(trade)
    found = await trade.get("/segments/choices", director)
    assert [one["name"] for one in found["managers"]] == ["Игорь"]
    assert found["price_types"]
