"""A past order today: prices then and now, packs of today, what is gone, what replaces it."""

from datetime import timedelta

from portal.db.models import Analogue, Company, Contract, Price, Product, ProductState, Stock
from tests.portal.trade_world import Trade, statements
from tests.portal.world import TODAY, bearer


async def repeat(trade: Trade, order: dict) -> dict:
    return await trade.get(f"/orders/{order['id']}/repeat")


async def replaces(trade: Trade, product: int, *analogues: int) -> None:
    async with trade.database.write() as session:
        for position, analogue in enumerate(analogues):
            session.add(Analogue(product_id=product, analogue_id=analogue, position=position))


async def test_nothing_has_changed(trade: Trade) -> None:
    bolt = await trade.product("B", "Болт")
    order = await trade.placed((bolt, 3))
    answer = await repeat(trade, order)
    assert (answer["order_id"], answer["number"]) == (order["id"], order["number"])
    assert answer["total_then"] == answer["total_now"] == "30.00"
    assert answer["lines"] == [
        {
            "number": 1,
            "product_id": str(bolt),
            "article": "B",
            "name": "Болт",
            "unit": "шт",
            "quantity": "3",
            "quantity_now": "3",
            "price_then": "10.00",
            "price_now": "10.00",
            "stock": "999997",
            "gone": False,
            "short": False,
            "analogue_id": None,
            "analogue": None,
            "analogue_quantity": None,
            "analogue_price": None,
        }
    ]


async def test_prices_and_packs_of_today(trade: Trade) -> None:
    bolt = await trade.product(price=1000, breaks={10: 800})
    order = await trade.placed((bolt, 3))
    await trade.set(Product, bolt, multiple=10_000, name="Новое имя")
    answer = await repeat(trade, order)
    [line] = answer["lines"]
    assert (line["quantity"], line["quantity_now"]) == ("3", "10")
    assert (line["price_then"], line["price_now"]) == ("10.00", "8.00")
    assert (answer["total_then"], answer["total_now"]) == ("30.00", "80.00")
    assert line["name"] == "Болт М8×40"


async def test_what_is_gone_and_what_replaces_it(trade: Trade) -> None:
    hidden, priceless, sold_out = [await trade.product(f"P{n}") for n in range(3)]
    unpriced = await trade.product("U", price=None)
    empty = await trade.product("E", stock=0)
    few = await trade.product("F", stock=2)
    good = await trade.product("G-1", "Замена")
    order = await trade.placed((hidden, 5), (priceless, 5), (sold_out, 5))
    await replaces(trade, hidden, unpriced, empty, few, good)
    await replaces(trade, priceless, empty, few)
    await replaces(trade, sold_out, empty)
    await trade.set(Product, hidden, state=ProductState.HIDDEN)
    async with trade.database.write() as session:
        await session.delete(await session.get_one(Price, (priceless, trade.price_type, 0)))
    await trade.set(Product, sold_out, state=ProductState.DISCONTINUED)
    await trade.set(Stock, (sold_out, trade.warehouse), quantity=0)
    answer = await repeat(trade, order)
    assert [line["gone"] for line in answer["lines"]] == [True, True, True]
    assert {line["quantity_now"] for line in answer["lines"]} == {"0"}
    assert {line["price_now"] for line in answer["lines"]} == {None}
    assert [line["analogue_id"] for line in answer["lines"]] == [str(good), str(few), None]
    assert answer["lines"][0]["analogue"] == "G-1 Замена"
    assert [line["analogue_quantity"] for line in answer["lines"]] == ["5", "5", None]
    assert answer["total_now"] == "0.00"
    assert answer["total_replaced"] == "100.00"


async def test_what_is_short_has_a_replacement_only_if_there_is_more_of_it(trade: Trade) -> None:
    bolt, nut = await trade.product("B"), await trade.product("N")
    few, many = await trade.product("F", stock=2), await trade.product("M", stock=50)
    order = await trade.placed((bolt, 5), (nut, 5))
    await replaces(trade, bolt, few, many)
    await replaces(trade, nut, few)
    for product in (bolt, nut):
        # Of eight, the order itself holds five.
        await trade.set(Stock, (product, trade.warehouse), quantity=8000)
    lines = (await repeat(trade, order))["lines"]
    assert [(line["gone"], line["short"], line["stock"]) for line in lines] == [
        (False, True, "3"),
        (False, True, "3"),
    ]
    assert [line["analogue_id"] for line in lines] == [str(many), None]


async def test_without_prices_all_is_gone_and_without_a_contract_nothing_is_told(
    trade: Trade,
) -> None:
    order = await trade.placed((await trade.product(), 1))
    await trade.set(Company, trade.company, price_type_id=None)
    assert [line["gone"] for line in (await repeat(trade, order))["lines"]] == [True]
    await trade.set(Contract, 1, valid_to=TODAY - timedelta(days=1))
    path = f"/orders/{order['id']}/repeat"
    answer = await trade.client.get(path, headers=bearer(trade.buyer))
    assert (answer.status_code, answer.json()["code"]) == (403, "no_contract")


async def test_as_many_statements_however_long(trade: Trade) -> None:
    products = await trade.products(200)
    await replaces(trade, products[0], products[1])
    for product in products[:3]:
        await trade.set(Stock, (product, trade.warehouse), quantity=0)
    short_order = await trade.placed((products[0], 1))
    long_order = await trade.placed(*((product, 1) for product in products))
    with statements(trade.database) as short:
        await repeat(trade, short_order)
    with statements(trade.database) as long:
        await repeat(trade, long_order)
    assert len(long) == len(short)
