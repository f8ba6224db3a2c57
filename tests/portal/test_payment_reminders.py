"""Who is to be reminded of what is unpaid, and what ends it: the accounts, or the manager."""

from random import Random
from typing import Any

from sqlalchemy import delete, insert

from portal.db.models import Company, EntryKind, Role, SettlementEntry, SupplierDay
from portal.domain.payment_reminders import unpaid
from portal.domain.receivables import standing_of
from tests.portal.test_deliveries import manager
from tests.portal.test_ledger import DAY, accounts, another_contract, tell
from tests.portal.test_ledger import told as entry
from tests.portal.trade_world import Trade, statements
from tests.portal.world import CHANNEL, TODAY, a_company, a_person


async def owing(trade: Trade, days: int = 3, **query: Any) -> Any:
    until = (TODAY + days * DAY).isoformat()
    return await trade.get("/nudges/payments", CHANNEL, until=until, **query)


async def amounts(trade: Trade) -> list[str]:
    items = (await owing(trade, 30))["items"]
    return [part["amount"] for each in items for part in each["due"]]


async def test_who_owes_what_and_who_pays(trade: Trade) -> None:
    robot, owner = await accounts(trade), await trade.person(Role.OWNER)
    vera = await trade.person(Role.ACCOUNTANT)
    later = {"due_on": (TODAY + 4 * DAY).isoformat()}
    await tell(
        trade, robot, entry(1, "shipment", "100.10", -9), entry(2, "shipment", "7", -2, **later),
        entry(3, "payment", "30", -3),
    )  # fmt: skip
    (found,) = (await owing(trade))["items"]
    assert (found["company"], found["timezone"]) == ("ООО «Болты»", "Europe/Moscow")
    assert [(part["amount"], part["due_on"]) for part in found["due"]] == [("70.10", "2025-02-22")]
    people = {(await trade.get("/me", each))["id"] for each in (owner, vera)}
    assert set(found["people"]) == people
    assert await amounts(trade) == ["70.10", "7.00"]
    assert (await trade.client.get("/nudges/payments?until=2025-03-03")).status_code == 401


async def test_pages_by_as_many_statements_as_for_one(trade: Trade) -> None:
    robot = await accounts(trade)
    inns = [f"77360500{n:02}" for n in range(5)]
    for n, inn in enumerate(inns):
        company = await a_company(trade.database, trade.clock(), inn=inn, name=f"Компания {n}")
        await a_person(trade.database, trade.clock(), (company, Role.OWNER))
    await tell(trade, robot, *(entry(n, "shipment", "5", 0, inn=i) for n, i in enumerate(inns)))
    found, cursor, counts = [], None, set()
    while True:
        with statements(trade.database) as seen:
            page = await owing(trade, limit=2, **({"cursor": cursor} if cursor else {}))
        counts.add(len(seen))
        found += [each["company"] for each in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert found == [f"Компания {n}" for n in range(5)]
    assert len(counts) == 1


async def test_the_days_on_which_the_supplier_works(trade: Trade) -> None:
    async with trade.database.write() as session:
        session.add(SupplierDay(day=TODAY, working=False))
    days = (await owing(trade))["working_days"]
    assert days[0] == "2025-01-17"
    assert {"2025-02-28", "2025-03-04", "2025-03-05"} <= set(days)
    # A weekend, and what the supplier decided.
    assert not {"2025-03-01", "2025-03-02", "2025-03-03"} & set(days)


async def test_what_is_unpaid_is_what_the_balance_says(trade: Trade) -> None:
    """By any entries, under two contracts and none."""
    second, chance = await another_contract(trade), Random(5)
    for _ in range(60):
        rows = [
            {
                "company_id": trade.company,
                "contract_id": chance.choice((second, None)),
                "kind": EntryKind.CORRECTION,
                "document": str(n),
                "amount": chance.choice((-1, 1)) * chance.randint(1, 300),
                "on_date": TODAY + chance.randint(-9, 9) * DAY,
                "due_on": chance.choice((None, TODAY + chance.randint(-9, 9) * DAY)),
            }
            for n in range(chance.randint(1, 12))
        ]
        async with trade.database.write() as session:
            await session.execute(delete(SettlementEntry))
            await session.execute(
                insert(SettlementEntry).execution_options(render_nulls=True), rows
            )
            company = await session.get_one(Company, trade.company)
            owed = await standing_of(session, company, trade.clock())
            found = await unpaid(session, [trade.company], TODAY)
        assert sorted(found.get(trade.company, []), key=str) == sorted(owed.due, key=str)


async def paid(trade: Trade, token: str, key: str) -> Any:
    return await trade.post("/requests", {"kind": "paid"}, token=token, key=key)


async def test_who_says_that_all_is_paid_is_not_reminded(trade: Trade) -> None:
    robot, owner = await accounts(trade), await trade.person(Role.OWNER)
    igor = await manager(trade)
    await tell(trade, robot, entry(1, "shipment", "100", -9))
    assert (await paid(trade, trade.buyer, "b")).status_code == 403
    said, again = await paid(trade, owner, "1"), await paid(trade, owner, "2")
    assert (said.status_code, said.json()["id"]) == (201, again.json()["id"])
    told = (await trade.get("/events", CHANNEL))["items"]
    asked = [event for event in told if event["kind"] == "request_made"]
    assert [event["data"]["request"] for event in asked] == ["paid"]
    me = (await trade.get("/me", igor))["id"]
    assert me in [each["person_id"] for each in asked[0]["recipients"]]
    assert await amounts(trade) == []
    # The same news again are no news; what has been shipped since is not paid.
    await tell(trade, robot, entry(1, "shipment", "100", -9))
    assert await amounts(trade) == []
    async with trade.database.write() as session:
        session.add(
            SettlementEntry(
                company_id=trade.company, kind=EntryKind.SHIPMENT, amount=5_00, on_date=TODAY
            )
        )
    assert await amounts(trade) == ["5.00"]
    # That this too is paid is said anew.
    assert (await paid(trade, owner, "3")).json()["id"] != said.json()["id"]
    assert await amounts(trade) == []
    await tell(trade, robot, entry(2, "payment", "30", -3))
    assert await amounts(trade) == ["70.00", "5.00"]


async def test_the_manager_closes_it(trade: Trade) -> None:
    robot, owner = await accounts(trade), await trade.person(Role.OWNER)
    igor = await manager(trade)
    await tell(trade, robot, entry(1, "shipment", "100", -9))
    said = (await paid(trade, owner, "1")).json()["id"]
    closed = await trade.post(f"/requests/{said}/close", {}, token=igor, key="c")
    assert closed.status_code == 200, closed.text
    assert await amounts(trade) == ["100.00"]
    assert (await paid(trade, owner, "2")).json()["id"] != said
