"""From a quote to an order: exactly what was agreed, once, and nothing of another's."""

import asyncio
import re
from datetime import timedelta

from portal.db.models import (
    Company,
    Contract,
    Order,
    OrderStatus,
    Product,
    ProductState,
    SettlementEntry,
    Stock,
)
from portal.db.models import EntryKind as Kind
from tests.portal.trade_world import Trade, agreed, statements
from tests.portal.world import OTHER_INN, TODAY, Role, a_company, a_person, bearer


async def quote_of(trade: Trade, *wanted: tuple[int, int]) -> dict:
    await trade.change(*((product, "set", quantity) for product, quantity in wanted))
    return await trade.get("/carts/active/quote")


def problems(quote: dict) -> list[tuple[str, bool]]:
    return [(problem["code"], problem["blocking"]) for problem in quote["problems"]]


async def test_an_order_is_what_was_agreed(trade: Trade) -> None:
    bolt = await trade.product("B-1", "Болт <b>&", price=1050, vat=2200)
    book = await trade.product("K-1", "Каталог", price=333, vat=None)
    quote = await quote_of(trade, (bolt, 3), (book, 2))
    assert (quote["company"], quote["inn"], quote["problems"]) == (
        "ООО «Болты»",
        "7707083893",
        [],
    )
    assert (quote["total"], quote["vat"]) == ("38.16", "5.68")
    answer = await trade.order(quote, address=" Тверь, 1 ", comment="<b>&\n" * 800)
    assert answer.status_code == 201
    order = answer.json()
    assert order["number"] == "1001"
    assert (order["status"], order["total"], order["vat"]) == ("new", "38.16", "5.68")
    assert (order["address"], order["author"]) == ("Тверь, 1", "Анна")
    assert order["can_cancel"]
    assert order["lines"][0] == {
        "number": 1,
        "product_id": str(bolt),
        "article": "B-1",
        "name": "Болт <b>&",
        "unit": "шт",
        "quantity": "3",
        "price": "10.50",
        "amount": "31.50",
        "branding": "0.00",
    }
    assert [(event["status"], event["by"]) for event in order["events"]] == [("new", "Анна")]
    assert (await trade.get("/carts/active"))["lines"] == []
    assert await trade.get(f"/orders/{order['id']}") == order
    assert (await trade.get("/orders"))["items"] == [order]


async def test_a_nul_is_left_out(trade: Trade) -> None:
    quote = await quote_of(trade, (await trade.product(), 1))
    order = (await trade.order(quote, comment="a\0b")).json()
    assert order["comment"] == "ab"
    assert (await trade.get("/orders", query="1001\0"))["items"] == [order]
    assert (await trade.get("/orders", key="\0"))["items"] == []


async def test_an_order_never_changes_with_the_catalogue(trade: Trade) -> None:
    bolt = await trade.product("B-1", "Болт", price=1000)
    order = await trade.placed((bolt, 3))
    await trade.reprice(bolt, 2000)
    await trade.set(Product, bolt, name="Винт", article="V", state=ProductState.HIDDEN)
    assert await trade.get(f"/orders/{order['id']}") == order
    async with trade.database.read() as session:
        kept = await session.get_one(Order, int(order["id"]))
    assert re.fullmatch(r"[0-9a-f]{64}", kept.snapshot_hash)


async def test_every_difference_is_told_and_nothing_is_ordered(trade: Trade) -> None:
    dear, more, gone, out, new = [await trade.product(f"P{n}") for n in range(5)]
    quote = await quote_of(trade, (dear, 1), (more, 2), (gone, 3), (out, 4))
    await trade.reprice(dear, 1200)
    await trade.change((more, "set", 5), (out, "set", 0), (new, "set", 6))
    await trade.set(Product, gone, state=ProductState.HIDDEN)
    answer = await trade.order(quote)
    assert (answer.status_code, answer.json()["code"]) == (409, "quote_changed")
    differences = answer.json()["args"]["differences"]
    assert [(d["kind"], d["article"], d["was"], d["now"]) for d in differences] == [
        ("price", "P0", "10.00", "12.00"),
        ("quantity", "P1", "2", "5"),
        ("unavailable", "P2", "3", None),
        ("added", "P4", None, "6"),
        ("removed", "P3", "4", None),
    ]
    assert differences[0]["product_id"] == str(dear)
    assert (await trade.get("/orders"))["items"] == []
    assert len((await trade.get("/carts/active"))["lines"]) == 4


async def test_a_wrong_total_alone_is_a_difference(trade: Trade) -> None:
    quote = await quote_of(trade, (await trade.product(), 1))
    answer = await trade.order(quote, total="9.99")
    assert answer.json()["args"]["differences"] == [
        {
            "kind": "price",
            "product_id": None,
            "article": "",
            "name": "",
            "was": "9.99",
            "now": "10.00",
        }
    ]


async def test_stock_and_limit_are_compared_where_they_were_shown(trade: Trade) -> None:
    bolt, nut = await trade.product("B", stock=5), await trade.product("N", stock=5)
    quote = await quote_of(trade, (bolt, 5), (nut, 9))
    body = agreed(quote)
    for line in body["lines"]:
        line["stock"] = "5"
    for product, stock in ((bolt, 4000), (nut, 2000)):
        await trade.set(Stock, (product, trade.warehouse), quantity=stock)
    await trade.set(Company, trade.company, credit_limit=100_00)
    answer = await trade.order(quote, lines=body["lines"], over_limit="0.00")
    differences = answer.json()["args"]["differences"]
    assert [(d["kind"], d["article"], d["was"], d["now"]) for d in differences] == [
        ("short", "B", "5", "4"),
        ("short", "N", "5", "2"),
        ("over_limit", "", "0.00", "40.00"),
    ]
    for line, stock in zip(body["lines"], ("4", "2"), strict=True):
        line["stock"] = stock
    answer = await trade.order(quote, lines=body["lines"], over_limit="40.00")
    assert answer.status_code == 201


async def test_a_lost_price_is_a_difference(trade: Trade) -> None:
    bolt = await trade.product()
    quote = await quote_of(trade, (bolt, 1))
    await trade.set(Company, trade.company, price_type_id=None)
    [difference] = (await trade.order(quote)).json()["args"]["differences"]
    assert (difference["kind"], difference["was"], difference["now"]) == ("unavailable", "1", None)


async def test_the_same_key_places_one_order(trade: Trade) -> None:
    quote = await quote_of(trade, (await trade.product(), 1))
    first, again = await trade.order(quote, key="k1"), await trade.order(quote, key="k1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    other = await trade.order(quote, key="k1", comment="other")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_mismatch")
    assert (await trade.get("/orders", key="k1"))["items"] == [first.json()]
    assert (await trade.get("/orders", key="k2"))["items"] == []
    boris = await trade.person()
    assert (await trade.get("/orders", boris, key="k1"))["items"] == []


async def test_a_double_tap_with_two_keys_places_one_order(trade: Trade) -> None:
    quote = await quote_of(trade, (await trade.product(), 1))
    answers = await asyncio.gather(*(trade.order(quote, key=f"k{n}") for n in range(4)))
    codes = sorted(answer.status_code for answer in answers)
    assert codes == [201, 409, 409, 409]
    assert {a.json()["code"] for a in answers if a.status_code == 409} == {"cart_empty"}
    assert len((await trade.get("/orders"))["items"]) == 1


async def test_numbers_run_and_never_repeat(trade: Trade) -> None:
    bolt = await trade.product()
    tokens = [await trade.person(name=f"Б{n}") for n in range(6)]
    bodies = []
    for token in tokens:
        await trade.change((bolt, "add", 1), token=token)
        bodies.append(agreed(await trade.get("/carts/active/quote", token)))
    placing = [
        trade.post("/orders", body, token=token) for body, token in zip(bodies, tokens, strict=True)
    ]
    answers = await asyncio.gather(*placing)
    assert sorted(answer.json()["number"] for answer in answers) == [
        str(number) for number in range(1001, 1007)
    ]


async def test_an_empty_cart_and_a_product_twice_are_refused(trade: Trade) -> None:
    quote = await quote_of(trade, (await trade.product(), 1))
    twice = await trade.order(quote, lines=agreed(quote)["lines"] * 2)
    assert (twice.status_code, twice.json()["code"]) == (422, "invalid")
    await trade.change((quote["lines"][0]["product_id"], "set", 0))
    empty = await trade.order(quote)
    assert (empty.status_code, empty.json()["code"]) == (409, "cart_empty")
    assert problems(await trade.get("/carts/active/quote")) == [("empty", True)]


async def test_what_blocks_and_what_is_only_told(trade: Trade) -> None:
    scarce = await trade.product("S", stock=5)
    last = await trade.product("L", stock=5, state=ProductState.DISCONTINUED)
    gone = await trade.product("G")
    await trade.change((scarce, "set", 6), (last, "set", 6), (gone, "set", 1))
    await trade.set(Product, gone, state=ProductState.HIDDEN)
    quote = await trade.get("/carts/active/quote")
    assert problems(quote) == [("unavailable", True), ("short", True), ("short", False)]
    assert [p["article"] for p in quote["problems"]] == ["G", "L", "S"]
    assert quote["problems"][2]["stock"] == "5"
    assert quote["total"] == "120.00"
    await trade.change((gone, "set", 0))
    [difference] = (await trade.order(await trade.get("/carts/active/quote"))).json()["args"][
        "differences"
    ]
    assert (difference["kind"], difference["was"], difference["now"]) == ("short", "6", "5")
    await trade.change((last, "set", 5))
    quote = await trade.get("/carts/active/quote")
    await trade.set(Stock, (scarce, trade.warehouse), quantity=0)
    assert (await trade.order(quote)).status_code == 201


async def test_the_limit_counts_the_debt_open_orders_and_this_one(trade: Trade) -> None:
    bolt = await trade.product(price=100_00)
    await trade.set(Company, trade.company, credit_limit=1000_00)
    async with trade.database.write() as session:
        entry = SettlementEntry(
            company_id=trade.company, kind=Kind.SHIPMENT, amount=300_00, on_date=TODAY
        )
        session.add(entry)
    placed = await trade.placed((bolt, 4))
    assert problems(await quote_of(trade, (bolt, 3))) == []
    quote = await quote_of(trade, (bolt, 4))
    assert problems(quote) == [("over_limit", False)]
    assert quote["problems"][0]["amount"] == "100.00"
    async with trade.database.write() as session:
        # Half of the open order is shipped: it is in the debt now, and not counted twice.
        session.add(
            SettlementEntry(
                company_id=trade.company,
                order_id=int(placed["id"]),
                kind=Kind.SHIPMENT,
                amount=200_00,
                on_date=TODAY,
            )
        )
    assert (await trade.get("/carts/active/quote"))["problems"][0]["amount"] == "100.00"
    await trade.set(Order, int(placed["id"]), status=OrderStatus.SHIPPED)
    assert problems(await trade.get("/carts/active/quote")) == []
    assert (await trade.order(await quote_of(trade, (bolt, 40)))).status_code == 201


async def test_without_a_contract_nothing_is_ordered(trade: Trade) -> None:
    quote = await quote_of(trade, (await trade.product(), 1))
    await trade.set(Contract, 1, valid_to=TODAY - timedelta(days=1))
    answer = await trade.order(quote)
    assert (answer.status_code, answer.json()["code"]) == (403, "no_contract")


async def test_an_order_is_cancelled_while_nobody_works_on_it(trade: Trade) -> None:
    bolt = await trade.product()
    first, second = await trade.placed((bolt, 1)), await trade.placed((bolt, 2))
    cancelled = (await trade.post(f"/orders/{first['id']}/cancel", key="c1")).json()
    assert (cancelled["status"], cancelled["can_cancel"]) == ("cancelled", False)
    assert [event["status"] for event in cancelled["events"]] == ["new", "cancelled"]
    again = await trade.post(f"/orders/{first['id']}/cancel", key="c1")
    assert again.json() == cancelled
    twice = await trade.post(f"/orders/{first['id']}/cancel")
    assert (twice.status_code, twice.json()["code"]) == (409, "cannot_cancel")
    await trade.set(Order, int(second["id"]), status=OrderStatus.IN_ASSEMBLY)
    assert not (await trade.get(f"/orders/{second['id']}"))["can_cancel"]
    late = await trade.post(f"/orders/{second['id']}/cancel")
    assert late.json()["code"] == "cannot_cancel"


async def test_another_company_finds_no_order(trade: Trade) -> None:
    order = await trade.placed((await trade.product(), 1))
    other = await a_company(trade.database, trade.clock(), inn=OTHER_INN)
    stranger = await a_person(trade.database, trade.clock(), (other, Role.OWNER))
    headers = bearer(stranger)
    for method, path in (("GET", ""), ("POST", "/cancel"), ("GET", "/repeat")):
        answer = await trade.client.request(method, f"/orders/{order['id']}{path}", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert (await trade.get("/orders", stranger))["items"] == []
    assert (await trade.get("/orders", stranger, query=order["number"]))["items"] == []


async def test_a_cart_of_another_company_is_not_ordered(trade: Trade) -> None:
    quote = await quote_of(trade, (await trade.product(), 1))
    other = await a_company(
        trade.database, trade.clock(), inn=OTHER_INN, price_type_id=trade.price_type
    )
    stranger = await a_person(trade.database, trade.clock(), (other, Role.OWNER))
    answer = await trade.post("/orders", agreed(quote), token=stranger)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_an_accountant_sees_orders_and_places_none(trade: Trade) -> None:
    bolt = await trade.product()
    order = await trade.placed((bolt, 1))
    accountant = await trade.person(Role.ACCOUNTANT)
    [seen] = (await trade.get("/orders", accountant))["items"]
    assert seen == order | {"can_cancel": False, "can_change": False, "can_split": False}
    quote = await quote_of(trade, (bolt, 1))
    for path, body in (("/orders", agreed(quote)), (f"/orders/{order['id']}/cancel", None)):
        answer = await trade.post(path, body, token=accountant)
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


async def test_the_history_page_by_page_and_by_number(trade: Trade) -> None:
    bolt = await trade.product()
    for _ in range(12):
        await trade.placed((bolt, 1))
        trade.clock.move(timedelta(minutes=1))
    trade.clock.move(timedelta(minutes=-5))
    await trade.placed((bolt, 1))  # 1013, beside 1008 in time
    numbers, cursor = [], None
    while True:
        query = {"cursor": cursor} if cursor else {}
        page = await trade.get("/orders", limit=5, **query)
        numbers += [order["number"] for order in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert numbers[:6] == ["1012", "1011", "1010", "1009", "1013", "1008"]
    assert len(numbers) == len(set(numbers)) == 13

    async def by(text: str) -> list[str]:
        return [order["number"] for order in (await trade.get("/orders", query=text))["items"]]

    assert await by("1005") == await by(" № 1005 ") == await by("#1005") == ["1005"]
    assert await by("100") == [str(number) for number in range(1009, 1000, -1)]
    assert await by("%") == await by("_") == await by("9") == await by("№") == []


async def test_the_history_takes_as_many_statements_however_long(trade: Trade) -> None:
    products = await trade.products(60)
    await trade.placed((products[0], 1))
    with statements(trade.database) as short:
        await trade.get("/orders")
    for _ in range(4):
        await trade.placed(*((product, 1) for product in products))
    with statements(trade.database) as long:
        page = await trade.get("/orders")
    assert sum(len(order["lines"]) for order in page["items"]) == 241
    assert len(long) == len(short)


async def test_placing_takes_as_many_statements_however_long(trade: Trade) -> None:
    products = await trade.products(500)
    await trade.placed((products[0], 1))
    counts = []
    for count in (5, 500):
        quote = await quote_of(trade, *((product, 1) for product in products[:count]))
        with statements(trade.database) as seen:
            assert (await trade.order(quote)).status_code == 201
        counts.append(len(seen))
    assert counts[0] == counts[1]


async def test_addresses_are_kept_once(trade: Trade) -> None:
    first = (await trade.post("/addresses", {"text": "Тверь,  Советская 1"})).json()
    again = (await trade.post("/addresses", {"text": " тверь, советская 1"})).json()
    second = (await trade.post("/addresses", {"text": "Москва"})).json()
    assert first == again == {"id": first["id"], "text": "Тверь, Советская 1"}
    assert (await trade.get("/addresses"))["items"] == [second, first]
    assert (await trade.post("/addresses", {"text": "     a "})).status_code == 422
    other = await a_company(trade.database, trade.clock(), inn=OTHER_INN)
    stranger = await a_person(trade.database, trade.clock(), (other, Role.OWNER))
    assert (await trade.get("/addresses", stranger))["items"] == []
