"""Companies and half a year of their trade: numbers that check, sums that agree."""

from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise

import pytest

from bot.demo import BUYERS_INN
from portal.db.models import DeliveryStatus, EntryKind, Order, OrderStatus, ProductState, Role
from portal.demo import build
from portal.demo.companies import PROFILES, Habit
from portal.demo.load import COLUMNS
from portal.domain.inn import is_inn
from portal.domain.money import amount_of, vat_within
from portal.domain.receivables import Entry, standing
from portal.domain.snapshots import snapshot_hash

TODAY = date(2026, 11, 21)


class Made:
    def __init__(self, today, **how):
        self.today = today
        rows = build(today=today, **how)
        self.tables = {
            name: [dict(zip(columns.split(), row, strict=True)) for row in rows[name]]
            for name, columns in COLUMNS.items()
            if len(rows[name]) < 20_000
        }

    def __getitem__(self, name):
        return self.tables[name]

    def by(self, table, name):
        grouped = defaultdict(list)
        for row in self.tables[table]:
            grouped[row[name]].append(row)
        return grouped


@pytest.fixture(scope="module")
def made() -> Made:
    return Made(TODAY, articles=2000)


def with_habit(*habits):
    return [n for n, profile in enumerate(PROFILES, 1) if profile.habit in habits]


def test_thirty_companies_from_kaliningrad_to_vladivostok(made):
    assert len(made["companies"]) == 30
    zones = {row["timezone"] for row in made["companies"]}
    assert {"Europe/Kaliningrad", "Europe/Moscow", "Asia/Vladivostok"} <= zones


def test_tax_numbers_check_and_belong_to_nobody(made):
    for company in made["companies"]:
        assert is_inn(company["inn"]), company
        assert company["inn"][2:4] == "00"
        assert bool(company["kpp"]) == (len(company["inn"]) == 10)
    assert len({row["inn"] for row in made["companies"]}) == 30


def test_the_company_of_the_demo_link_is_one_that_may_order(made):
    company = next(row for row in made["companies"] if row["inn"] == BUYERS_INN)
    assert company["credit_limit"]
    assert any(row["company_id"] == company["id"] for row in made["contracts"])


def test_phones_are_of_the_range_that_is_given_to_nobody(made):
    phones = [row["phone"] for row in made["people"]]
    assert all(phone.startswith("+7 900 000-") for phone in phones)
    assert len(set(phones)) == len(phones)


def test_every_company_has_an_owner_and_one_person_serves_two(made):
    roles = made.by("memberships", "company_id")
    for company in made["companies"]:
        assert [m["role"] for m in roles[company["id"]]].count(Role.OWNER) == 1
    assert {row["role"] for row in made["memberships"]} == {
        Role.OWNER,
        Role.BUYER,
        Role.ACCOUNTANT,
    }
    assert any(len(rows) == 2 for rows in made.by("memberships", "person_id").values())
    assert {row["role"] for row in made["staff"]} == {Role.MANAGER, Role.DIRECTOR}


def test_one_company_has_no_contract_and_another_an_expired_one(made):
    contracts = made.by("contracts", "company_id")
    [without] = with_habit(Habit.NO_CONTRACT)
    assert without not in contracts
    assert without not in made.by("orders", "company_id")
    [expired] = with_habit(Habit.EXPIRED)
    assert contracts[expired][0]["valid_to"] < TODAY
    assert sum(row["valid_to"] is None for row in made["contracts"]) == 29


def test_every_order_is_the_sum_of_its_lines(made):
    lines = made.by("order_lines", "order_id")
    for order in made["orders"]:
        own = lines[order["id"]]
        assert own
        assert [line["number"] for line in own] == list(range(1, len(own) + 1))
        assert order["total"] == sum(line["amount"] for line in own)
        assert order["vat"] == sum(line["vat"] for line in own)
        for line in own:
            assert line["amount"] == amount_of(line["price"], line["quantity"]) > 0
            assert line["vat"] == vat_within(line["amount"], line["vat_rate"])


def test_money_and_quantities_are_whole_numbers(made):
    for table, names in {
        "orders": ("total", "vat"),
        "order_lines": ("quantity", "price", "amount", "vat"),
        "settlement_entries": ("amount",),
    }.items():
        for row in made[table]:
            assert all(type(row[name]) is int for name in names)
    assert all(type(row["credit_limit"]) in {int, type(None)} for row in made["companies"])


def test_the_hash_of_an_order_is_that_of_its_snapshot(made):
    lines = made.by("order_lines", "order_id")
    for row in made["orders"][:20]:
        placed = dict(row)
        expected = placed.pop("snapshot_hash")
        own = [{k: v for k, v in line.items() if k != "order_id"} for line in lines[row["id"]]]
        assert snapshot_hash(Order(**placed), own) == expected


def test_lines_are_in_packs_of_products_that_were_known(made):
    products = {row["id"]: row for row in made["products"]}
    for line in made["order_lines"]:
        product = products[line["product_id"]]
        assert line["quantity"] % product["multiple"] == 0
        assert line["quantity"] >= product["minimum"]
        assert (line["article"], line["name"]) == (product["article"], product["name"])


def test_companies_buy_the_same_again(made):
    orders = made.by("orders", "company_id")
    lines = made.by("order_lines", "order_id")
    for own in orders.values():
        bought = [{line["product_id"] for line in lines[order["id"]]} for order in own]
        again = sum(bool(one & other) for one, other in pairwise(bought))
        assert again > len(own) * 0.8


def test_some_of_what_was_bought_is_no_longer_sold(made):
    states = {row["id"]: row["state"] for row in made["products"]}
    assert any(
        states[line["product_id"]] is not ProductState.ACTIVE for line in made["order_lines"]
    )


def test_numbers_run_on_and_the_counter_knows_the_last(made):
    assert [row["number"] for row in made["orders"]] == [
        str(number) for number in range(1001, 1001 + len(made["orders"]))
    ]
    assert made["counters"] == [{"name": "orders", "value": 1000 + len(made["orders"])}]
    placed = [row["placed_at"] for row in made["orders"]]
    assert placed == sorted(placed)


def test_events_lead_to_the_status_in_order(made):
    events = made.by("order_events", "order_id")
    statuses = set()
    for order in made["orders"]:
        own = events[order["id"]]
        assert own[0]["status"] is OrderStatus.NEW
        assert own[0]["at"] == order["placed_at"]
        assert own[-1]["status"] is order["status"]
        assert [event["at"] for event in own] == sorted(event["at"] for event in own)
        assert (order["exported_at"] is None) == (order["status"] is OrderStatus.NEW)
        statuses.add(order["status"])
    assert {OrderStatus.NEW, OrderStatus.DELIVERED, OrderStatus.CANCELLED} <= statuses


def test_nothing_happened_in_the_future_or_long_ago(made):
    times = [event["at"] for event in made["order_events"]]
    assert max(times).date() < TODAY
    assert min(times).date() > TODAY - timedelta(days=190)
    assert max(entry["on_date"] for entry in made["settlement_entries"]) < TODAY


def test_what_was_shipped_is_what_was_ordered(made):
    orders = {row["id"]: row for row in made["orders"]}
    shipments = [e for e in made["settlement_entries"] if e["kind"] is EntryKind.SHIPMENT]
    gone = {OrderStatus.PARTLY_SHIPPED, OrderStatus.SHIPPED, OrderStatus.DELIVERED}
    assert {e["order_id"] for e in shipments} == {
        row["id"] for row in made["orders"] if row["status"] in gone
    }
    shipped = defaultdict(int)
    for entry in shipments:
        shipped[entry["order_id"]] += entry["amount"]
        assert entry["company_id"] == orders[entry["order_id"]]["company_id"]
        assert entry["due_on"] >= entry["on_date"]
    for kind in EntryKind:
        assert any(e["kind"] is kind for e in made["settlement_entries"]), kind
    deliveries = {row["id"]: row for row in made["deliveries"]}
    gone_in = defaultdict(int)
    for line in made["delivery_lines"]:
        delivery = deliveries[line["delivery_id"]]
        if delivery["shipped_at"]:
            gone_in[delivery["order_id"]] += line["amount"]
    assert gone_in == shipped


def test_deliveries_are_the_whole_of_their_order(made):
    lines = made.by("order_lines", "order_id")
    deliveries = made.by("deliveries", "order_id")
    brought = made.by("delivery_lines", "delivery_id")
    assert any(len(own) > 1 for own in deliveries.values())
    for order in made["orders"]:
        parts = [line for each in deliveries[order["id"]] for line in brought[each["id"]]]
        told = sorted((line["number"], line["quantity"], line["amount"]) for line in parts)
        own = [(line["number"], line["quantity"], line["amount"]) for line in lines[order["id"]]]
        assert told == own
        states = {each["status"] for each in deliveries[order["id"]]}
        if order["status"] is OrderStatus.PARTLY_SHIPPED:
            assert states == {DeliveryStatus.SHIPPED, DeliveryStatus.PLANNED}
        if order["status"] is OrderStatus.CANCELLED:
            assert states == {DeliveryStatus.CANCELLED}


def test_no_more_is_held_than_there_is(made):
    stock, held = defaultdict(int), defaultdict(int)
    for row in made["stock"]:
        stock[row["product_id"]] += row["quantity"]
    for row in made["reservations"]:
        held[row["product_id"]] += row["quantity"]
    assert held
    assert all(quantity <= stock[product_id] for product_id, quantity in held.items())


def balance(made, company_id):
    return standing(
        (
            Entry(
                e["document"], e["amount"], e["on_date"], e["due_on"], contract_id=e["contract_id"]
            )
            for e in made.by("settlement_entries", "company_id")[company_id]
        ),
        made.today,
    )


def test_balances_are_of_every_kind(made):
    assert balance(made, 1).advance > 0
    [advance] = with_habit(Habit.ADVANCE)
    assert balance(made, advance).debt < 0
    for company in with_habit(Habit.SLOW, Habit.OVERDUE):
        assert balance(made, company).overdue > 0
    for company in with_habit(Habit.PROMPT):
        assert balance(made, company).overdue == 0


def test_one_company_alone_is_over_its_limit(made):
    over = [
        company["id"]
        for company in made["companies"]
        if company["credit_limit"] is not None
        and balance(made, company["id"]).debt > company["credit_limit"]
    ]
    assert over == [16]


def test_the_first_company_has_something_in_every_state_to_look_at(made):
    orders = made.by("orders", "company_id")[1]
    assert len({row["status"] for row in orders}) >= 4
    last = made.by("order_lines", "order_id")[orders[-1]["id"]]
    assert {"0893106", "WD-40-400"} <= {line["article"] for line in last}


@pytest.mark.parametrize("seed", [2, 3, 4])
def test_another_seed_holds_as_well(seed):
    other = Made(date(2027, 3, 1), seed=seed, articles=500)
    test_every_order_is_the_sum_of_its_lines(other)
    test_balances_are_of_every_kind(other)
    test_one_company_alone_is_over_its_limit(other)
