"""The staff finds the companies that it deals with, and no others."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from portal.db.models import Company, EntryKind, Person, Role, SettlementEntry, Staff
from tests.portal.desk_world import Desk, open_desk
from tests.portal.trade_world import Trade
from tests.portal.world import OTHER_INN, TODAY, a_person, bearer


@pytest.fixture
async def desk(trade: Trade) -> Desk:
    return await open_desk(trade)


async def test_reach(desk: Desk) -> None:
    """A director and a manager without a region deal with all, another with the own region and
    with what is assigned; buyers with nothing here."""
    both = ["АО «Крепёж-Север»", "ООО «Болты»"]
    assert await desk.names(desk.director) == both
    assert await desk.names(desk.free) == both
    assert await desk.names(desk.northern) == both[:1]
    assert await desk.status(desk.northern, desk.trade.company) == 404
    assert await desk.status(desk.trade.buyer, desk.trade.company) == 403
    assigned = {"manager_id": await desk.staff_id("Нил"), "region": "Юг"}
    path = f"/customers/{desk.trade.company}/manager"
    for token, status in ((desk.northern, 403), (desk.free, 403), (desk.director, 200)):
        answer = await desk.trade.client.put(path, json=assigned, headers=bearer(token))
        assert answer.status_code == status
    assert answer.json()["manager"] == "Нил"
    assert await desk.names(desk.northern) == both
    assert await desk.status(desk.northern, desk.trade.company) == 200


async def test_a_manager_who_has_left_is_assigned_nothing(desk: Desk) -> None:
    nil = await desk.staff_id("Нил")
    async with desk.trade.database.write() as session:
        await session.execute(
            update(Staff).where(Staff.id == int(nil)).values(revoked_at=desk.trade.clock())
        )
    answer = await desk.trade.client.put(
        f"/customers/{desk.north}/manager",
        json={"manager_id": nil},
        headers=bearer(desk.director),
    )
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("крепеж", True),
        ("КРЕПЁЖ ао", True),
        ("крепёж-север", True),
        (OTHER_INN[:6], True),
        ("прохор", True),
        ("8 (912) 345-67-89", False),
        ("89123456789", True),
        ("+79123456789", True),
        ("север болты", False),
        ("%", False),
        ("_______", False),
        ("", True),
    ],
)
async def test_found_by(desk: Desk, query: str, found: bool) -> None:
    db, now = desk.trade.database, desk.trade.clock()
    await a_person(db, now, (desk.north, Role.OWNER), name="Прохор Ильич")
    async with db.write() as session:
        await session.execute(
            update(Person).where(Person.name == "Прохор Ильич").values(phone="+7 912 345-67-89")
        )
    assert ("АО «Крепёж-Север»" in await desk.names(desk.director, query)) is found


async def test_pages(desk: Desk) -> None:
    names: list[str] = []
    cursor: dict[str, Any] = {}
    while True:
        page = await desk.trade.get("/customers", desk.director, limit=1, **cursor)
        names += [one["name"] for one in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert names == ["АО «Крепёж-Север»", "ООО «Болты»"]


async def test_the_card(desk: Desk) -> None:
    trade = desk.trade
    placed = await trade.placed((await trade.product(price=10_00), 5))
    trade.clock.move(timedelta(days=2))
    async with trade.database.write() as session:
        await session.execute(
            update(Company).where(Company.id == trade.company).values(credit_limit=200_00)
        )
        session.add(
            SettlementEntry(
                company_id=trade.company,
                kind=EntryKind.SHIPMENT,
                document="УПД 1",
                amount=70_00,
                on_date=TODAY - timedelta(days=30),
                due_on=TODAY - timedelta(days=3),
            )
        )
    card = await trade.get(f"/customers/{trade.company}", desk.director)
    assert (card["orders"], card["debt"], card["overdue"]) == (1, "70.00", "70.00")
    assert (card["credit_limit"], card["ordered"], card["available"]) == (
        "200.00", "50.00", "80.00",
    )  # fmt: skip
    assert [order["number"] for order in card["last_orders"]] == [placed["number"]]
    assert card["last_contact_at"] == placed["placed_at"]
    assert [one["role"] for one in card["people"]] == ["buyer"]
    row = (await trade.get("/customers", desk.director, query="болты"))["items"][0]
    assert (row["debt"], row["overdue"], row["orders"]) == ("70.00", "70.00", 1)


async def test_the_staff_knows_its_own(desk: Desk) -> None:
    found = await desk.trade.get("/staff", desk.free)
    assert [(one["name"], one["role"], one["me"]) for one in found] == [
        ("Дина", "director", False),
        ("Нил", "manager", False),
        ("Фёдор", "manager", True),
    ]
