"""What is owed: payments cover what was due first, and a day begins where the company is."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.db.models import Company, Contract, EntryKind, SettlementEntry
from portal.domain.receivables import Entry, standing
from tests.portal.trade_world import Trade
from tests.portal.world import TODAY, Role

DAY = timedelta(days=1)


def shipped(document: str, amount: int, due: int | None, on: int = -30) -> Entry:
    due_on = None if due is None else TODAY + due * DAY
    return Entry(document, amount, TODAY + on * DAY, due_on)


def left(*entries: Entry) -> list[tuple[str, int, bool]]:
    return [(due.document, due.amount, due.overdue) for due in standing(entries, TODAY).due]


def paid(amount: int) -> Entry:
    return Entry("p", -amount, TODAY)


def test_payments_cover_what_is_due_first() -> None:
    late, soon, far = shipped("1", 100, -3, on=-10), shipped("2", 50, 0), shipped("3", 70, 9)
    assert left(far, soon, late) == [("1", 100, True), ("2", 50, False), ("3", 70, False)]
    assert left(far, paid(60), soon, late) == [
        ("1", 40, True),
        ("2", 50, False),
        ("3", 70, False),
    ]
    assert left(late, soon, far, paid(100)) == [("2", 50, False), ("3", 70, False)]
    assert left(late, soon, far, paid(130), paid(30)) == [("3", 60, False)]
    assert left(late, soon, far, paid(500)) == []


def test_debt_overdue_and_an_advance() -> None:
    late, far = shipped("1", 100, -1), shipped("2", 70, 5)
    owed = standing([late, far, paid(30)], TODAY)
    assert (owed.debt, owed.overdue) == (140, 70)
    ahead = standing([late, paid(150)], TODAY)
    assert (ahead.debt, ahead.overdue, ahead.due) == (-50, 0, [])
    assert standing([], TODAY).debt == 0


def test_what_has_no_due_date_is_due_on_its_own() -> None:
    assert left(shipped("1", 10, None, on=-1), shipped("2", 10, None, on=0)) == [
        ("1", 10, True),
        ("2", 10, False),
    ]


@given(
    st.lists(
        st.builds(
            Entry,
            st.just("d"),
            st.integers(-(10**6), 10**6),
            st.dates(date(2024, 1, 1), date(2026, 1, 1)),
            st.none() | st.dates(date(2024, 1, 1), date(2026, 1, 1)),
            st.none(),
            st.sampled_from((None, 1, 2)),
        )
    )
)
def test_the_parts_add_up_to_the_debt(entries: list[Entry]) -> None:
    owed = standing(entries, TODAY)
    assert owed.debt == sum(entry.amount for entry in entries)
    assert sum(due.amount for due in owed.due) - owed.advance == owed.debt
    assert all(not (account.due and account.advance) for account in owed.accounts)
    assert all(due.amount > 0 for due in owed.due)
    assert owed.overdue == sum(due.amount for due in owed.due if due.due_on < TODAY)
    assert [due.due_on for due in owed.due] == sorted(due.due_on for due in owed.due)


async def owe(trade: Trade, *amounts: tuple[EntryKind, int, date | None]) -> None:
    async with trade.database.write() as session:
        for n, (kind, amount, due_on) in enumerate(amounts):
            session.add(
                SettlementEntry(
                    company_id=trade.company,
                    contract_id=1,
                    kind=kind,
                    document=f"Д-{n}",
                    amount=amount,
                    on_date=TODAY - 10 * DAY,
                    due_on=due_on,
                )
            )


async def test_the_balance_of_a_company(trade: Trade) -> None:
    await trade.set(Company, trade.company, credit_limit=500_00)
    await owe(
        trade,
        (EntryKind.SHIPMENT, 300_00, TODAY - DAY),
        (EntryKind.SHIPMENT, 100_50, TODAY + DAY),
        (EntryKind.PAYMENT, -120_00, None),
        (EntryKind.RETURN, -30_00, None),
    )
    expected = {
        "debt": "250.50",
        "overdue": "150.00",
        "advance": "0.00",
        "credit_limit": "500.00",
        "ordered": "0.00",
        "available": "249.50",
        "currency": "RUB",
        "contracts": [
            {
                "contract_id": "1",
                "number": "1",
                "signed_on": "2025-01-09",
                "in_force": True,
                "debt": "250.50",
                "overdue": "150.00",
                "advance": "0.00",
                "credit_limit": None,
                "ordered": "0.00",
                "available": None,
            }
        ],
        "due": [
            {
                "id": "1",
                "document": "Д-0",
                "on_date": "2025-02-21",
                "due_on": "2025-03-02",
                "amount": "150.00",
                "overdue": True,
                "contract": "1",
                "order_id": None,
            },
            {
                "id": "2",
                "document": "Д-1",
                "on_date": "2025-02-21",
                "due_on": "2025-03-04",
                "amount": "100.50",
                "overdue": False,
                "contract": "1",
                "order_id": None,
            },
        ],
    }
    assert await trade.get("/balance") == expected
    accountant = await trade.person(Role.ACCOUNTANT)
    assert await trade.get("/balance", accountant) == expected
    await trade.set(Contract, 1, valid_to=TODAY - DAY)
    expected["contracts"][0]["in_force"] = False  # type: ignore[index]
    assert await trade.get("/balance") == expected


async def test_nobody_else_sees_it(trade: Trade) -> None:
    answer = await trade.client.get("/balance")
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthorized")


async def test_without_a_limit_nothing_is_counted(trade: Trade) -> None:
    balance = await trade.get("/balance")
    assert (balance["credit_limit"], balance["available"], balance["due"]) == (None, None, [])


async def test_a_day_begins_where_the_company_is(trade: Trade) -> None:
    await owe(trade, (EntryKind.SHIPMENT, 100_00, TODAY))
    trade.clock.now = datetime(2025, 3, 3, 20, 0, tzinfo=UTC)
    assert (await trade.get("/balance"))["overdue"] == "0.00"
    await trade.set(Company, trade.company, timezone="Asia/Vladivostok")
    assert (await trade.get("/balance"))["overdue"] == "100.00"


async def test_what_is_ordered_takes_of_the_limit_as_a_quote_reckons_it(trade: Trade) -> None:
    await trade.set(Company, trade.company, credit_limit=50_00)
    bolt = await trade.product("B-1", price=1000)
    await trade.placed((bolt, 3))
    balance = await trade.get("/balance")
    assert (balance["debt"], balance["ordered"], balance["available"]) == ("0.00", "30.00", "20.00")
    await trade.change((bolt, "set", 3))
    [problem] = (await trade.get("/carts/active/quote"))["problems"]
    assert (problem["code"], problem["amount"]) == ("over_limit", "10.00")
