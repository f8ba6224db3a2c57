"""Contracts as accounts, every movement with what was owed after it, and the weeks of payment."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from portal.db.models import Company, Contract, Role, SettlementEntry
from portal.domain.receivables import Due
from portal.domain.schedule import schedule
from tests.portal.trade_world import Trade, statements
from tests.portal.world import INN, OTHER_INN, TODAY, a_company, a_person

DAY = timedelta(days=1)


async def accounts(trade: Trade) -> str:
    """The token under which the accounting system calls."""
    return await a_person(trade.database, trade.clock(), staff=Role.MANAGER, name="1С")


def told(number: int, kind: str, amount: str, day: int, **more: Any) -> dict[str, Any]:
    on_date = (TODAY + day * DAY).isoformat()
    about = {"external_id": f"e{number}", "inn": INN, "kind": kind, "document": f"Д-{number}"}
    return {**about, "amount": amount, "on_date": on_date, **more}


async def tell(trade: Trade, token: str, *entries: dict[str, Any], key: str | None = None) -> Any:
    answer = await trade.post("/settlements", {"entries": entries}, token=token, key=key)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def another_contract(trade: Trade, **terms: Any) -> int:
    async with trade.database.write() as session:
        made = Contract(
            company_id=trade.company, number="2", signed_on=date(2025, 2, 1), valid_to=None, **terms
        )
        session.add(made)
    return made.id


async def test_the_accounts_say_what_was_shipped_and_paid(trade: Trade) -> None:
    await trade.set(Company, trade.company, payment_delay_days=14)
    robot = await accounts(trade)
    shipped, paid = told(1, "shipment", "100.10", -9), told(2, "payment", "30", -3)
    assert await tell(trade, robot, shipped, paid) == {
        "made": 2, "changed": 0, "same": 0, "removed": 0,
    }  # fmt: skip
    # The same once more, one corrected, one taken back, one new.
    again = [shipped, paid | {"amount": "30.05"}, told(3, "return", "5", -1)]
    assert await tell(trade, robot, *again) == {"made": 1, "changed": 1, "same": 1, "removed": 0}
    gone = await tell(trade, robot, told(3, "return", "5", -1, cancelled=True))
    assert gone["removed"] == 1
    balance = await trade.get("/balance")
    assert balance["debt"] == "70.05"
    [due] = balance["due"]
    assert (due["document"], due["due_on"]) == ("Д-1", (TODAY + 5 * DAY).isoformat())
    assert due["contract"] == "1"


async def test_what_is_unknown_is_named_and_nothing_is_taken(trade: Trade) -> None:
    robot = await accounts(trade)
    order = await trade.placed((await trade.product(), 1))
    rivals = await a_company(trade.database, trade.clock(), inn=OTHER_INN)
    entries = [
        told(1, "shipment", "1", 0),
        told(2, "shipment", "1", 0, inn="7810000000"),
        told(3, "shipment", "1", 0, contract="77"),
        told(4, "shipment", "1", 0, inn=OTHER_INN, order=order["number"]),
    ]
    refused = await trade.post("/settlements", {"entries": entries}, token=robot)
    assert (refused.status_code, refused.json()["code"]) == (422, "settlements_unknown")
    rows = refused.json()["args"]["rows"]
    assert [(row["external_id"], row["what"]) for row in rows] == [
        ("e2", "company"), ("e3", "contract"), ("e4", "order"),
    ]  # fmt: skip
    async with trade.database.read() as session:
        assert await session.scalar(select(func.count()).select_from(SettlementEntry)) == 0
        assert rivals
    assert (await trade.post("/settlements", {"entries": entries})).status_code == 403


async def test_as_many_statements_for_a_thousand_as_for_one(trade: Trade) -> None:
    robot = await accounts(trade)
    counts = []
    for many in (2, 300):
        kinds = ("shipment", "payment")
        entries = [told(many + n, kinds[n % 2], "1", 0) for n in range(many)]
        with statements(trade.database) as seen:
            await tell(trade, robot, *entries)
        counts.append(len(seen))
    assert counts[0] == counts[1]


async def test_each_contract_is_an_account_by_itself(trade: Trade) -> None:
    """The example of docs/money.md."""
    await trade.set(Company, trade.company, credit_limit=1_000_00)
    second = await another_contract(trade, credit_limit=300_00)
    robot = await accounts(trade)
    await tell(
        trade,
        robot,
        told(1, "shipment", "200", -20, contract="1", due_on=(TODAY - DAY).isoformat()),
        told(2, "payment", "150", -5, contract="2"),
    )
    balance = await trade.get("/balance")
    names = ("debt", "overdue", "advance", "available")
    assert [balance[name] for name in names] == ["50.00", "200.00", "150.00", "950.00"]
    found = [tuple(each[name] for name in ("number", *names)) for each in balance["contracts"]]
    assert found == [
        ("2", "-150.00", "0.00", "150.00", "450.00"),
        ("1", "200.00", "200.00", "0.00", None),
    ]
    ledger = await trade.get("/balance/ledger", contract=second)
    assert [each["document"] for each in ledger["items"]] == ["Д-2"]
    assert ledger["closing"] == "-150.00"
    other = await a_company(trade.database, trade.clock(), inn=OTHER_INN)
    async with trade.database.read() as session:
        foreign = await session.scalar(select(Contract.id).where(Contract.company_id == other))
    headers = {"Authorization": f"Bearer {trade.buyer}"}
    answer = await trade.client.get(f"/balance/ledger?contract={foreign}", headers=headers)
    assert answer.status_code == 404


async def test_a_contracts_own_limit_is_told_too(trade: Trade) -> None:
    await trade.set(Company, trade.company, credit_limit=1_000_00)
    await another_contract(trade, credit_limit=50_00, payment_delay_days=3)
    bolt = await trade.product(price=1000)
    await trade.change((bolt, "set", 7))
    assert (await trade.get("/carts/active"))["over_limit"] == "20.00"
    [problem] = (await trade.get("/carts/active/quote"))["problems"]
    assert (problem["code"], problem["amount"]) == ("over_limit", "20.00")
    order = await trade.placed((bolt, 4))
    igor = await a_person(trade.database, trade.clock(), staff=Role.MANAGER, name="Игорь")
    await trade.post(f"/deliveries/{order['deliveries'][0]['id']}/ship", {}, token=igor)
    [due] = (await trade.get("/balance"))["due"]
    assert (due["contract"], due["due_on"]) == ("2", (TODAY + 3 * DAY).isoformat())


async def whole_ledger(trade: Trade, limit: int, **query: Any) -> tuple[list[Any], Any]:
    items, cursor = [], None
    while True:
        more = {"cursor": cursor} if cursor else {}
        page = await trade.get("/balance/ledger", limit=limit, **query, **more)
        items += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            return items, page


async def test_the_ledger_adds_up_to_the_kopeck_whatever_the_page(trade: Trade) -> None:
    robot = await accounts(trade)
    kinds = ("shipment", "payment", "return", "correction")
    entries = [
        told(n, kinds[n * 7 % 4], f"{n * 37 % 100 + 1}.{n * 13 % 100:02}", -(n * 5 % 40))
        for n in range(23)
    ]
    await tell(trade, robot, *entries)
    items, sums = await whole_ledger(trade, 4)
    assert len({each["id"] for each in items}) == 23
    days = [each["on_date"] for each in items]
    assert days == sorted(days, reverse=True)
    for newer, older in pairwise(items):
        assert Decimal(newer["balance"]) == Decimal(older["balance"]) + Decimal(newer["amount"])
    assert items[-1]["balance"] == items[-1]["amount"]
    debt = (await trade.get("/balance"))["debt"]
    assert items[0]["balance"] == sums["closing"] == debt
    first, last = TODAY - 30 * DAY, TODAY - 10 * DAY
    period = {"from": first.isoformat(), "to": last.isoformat()}
    within, sums = await whole_ledger(trade, 5, **period)
    assert within == [each for each in items if period["from"] <= each["on_date"] <= period["to"]]
    moved = sum(Decimal(each["amount"]) for each in within)
    assert Decimal(sums["charged"]) - Decimal(sums["paid"]) == moved
    assert Decimal(sums["opening"]) + moved == Decimal(sums["closing"])
    assert sums["closing"] == within[0]["balance"]


async def test_nothing_and_no_sense(trade: Trade) -> None:
    ledger = await trade.get("/balance/ledger")
    assert (ledger["items"], ledger["closing"]) == ([], "0.00")
    headers = {"Authorization": f"Bearer {trade.buyer}"}
    answer = await trade.client.get("/balance/ledger?cursor=WyJhIiwxXQ", headers=headers)
    assert answer.json()["code"] == "cursor_invalid"
    answer = await trade.client.get("/balance/schedule.png", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_due")
    assert (await trade.get("/balance/schedule"))["weeks"] == []


async def test_the_schedule_as_weeks_and_as_a_picture(trade: Trade) -> None:
    robot = await accounts(trade)
    late, soon = (TODAY - 2 * DAY).isoformat(), (TODAY + 8 * DAY).isoformat()
    await tell(
        trade,
        robot,
        told(1, "shipment", "180", -20, due_on=late),
        told(2, "shipment", "255", -5, due_on=soon),
    )
    weeks = (await trade.get("/balance/schedule"))["weeks"]
    # Monday, the 3rd: what was due on Saturday lies in the week before.
    assert [(week["first"], week["overdue"], week["coming"]) for week in weeks] == [
        ("2025-02-24", "180.00", "0.00"),
        ("2025-03-03", "0.00", "0.00"),
        ("2025-03-10", "0.00", "255.00"),
    ]
    headers = {"Authorization": f"Bearer {trade.buyer}"}
    drawn = {}
    for theme in ("light", "dark"):
        answer = await trade.client.get(f"/balance/schedule.png?theme={theme}", headers=headers)
        assert answer.headers["content-type"] == "image/png"
        drawn[theme] = answer.content
    assert drawn["light"] != drawn["dark"]


dues = st.builds(
    lambda day, amount: Due("д", TODAY - 99 * DAY, TODAY + day * DAY, amount, day < 0),
    st.integers(-200, 200),
    st.integers(1, 10**9),
)


@settings(max_examples=60)
@given(st.lists(dues, min_size=1, max_size=12))
def test_the_weeks_add_up_to_what_is_due(due: list[Due]) -> None:
    weeks = schedule(due, TODAY)
    assert sum(week.overdue for week in weeks) == sum(part.amount for part in due if part.overdue)
    assert sum(week.amount for week in weeks) == sum(part.amount for part in due)
    inner = [week for week in weeks if week.first and week.last]
    assert 1 <= len(inner) <= 12
    assert any(week.first and week.last and week.first <= TODAY <= week.last for week in inner)
    for week, following in pairwise(weeks):
        assert following.first == (week.last or TODAY) + DAY
