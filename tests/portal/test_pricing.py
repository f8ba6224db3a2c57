"""The price for a company: its price type, quantity breaks, its discount; or none."""

from portal.db.models import Company, Price, PriceType
from portal.domain.goods import goods_at
from portal.domain.pricing import Terms
from tests.portal.trade_world import Trade, statements


async def prices(trade: Trade, product: int, *quantities: int) -> list[str | None]:
    found = []
    for quantity in quantities:
        answer = await trade.change((product, "set", quantity))
        found.append(answer["cart"]["lines"][0]["price"])
    return found


async def test_the_price_of_the_largest_break_that_is_reached(trade: Trade) -> None:
    bolt = await trade.product(price=1000, breaks={100: 900, 1000: 850})
    assert await prices(trade, bolt, 1, 99, 100, 999, 1000, 5000) == [
        "10.00",
        "10.00",
        "9.00",
        "9.00",
        "8.50",
        "8.50",
    ]


async def test_the_personal_discount_is_taken_off_each_unit(trade: Trade) -> None:
    bolt = await trade.product(price=333, breaks={10: 111})
    await trade.discount(500)
    answer = await trade.change((bolt, "set", 3))
    [line] = answer["cart"]["lines"]
    assert (line["price"], line["amount"]) == ("3.16", "9.48")
    card = await trade.get(f"/products/{bolt}")
    assert card["price"] == "3.16"
    assert card["breaks"] == [
        {"from_quantity": "0", "price": "3.16"},
        {"from_quantity": "10", "price": "1.05"},
    ]


async def test_rounding_up_to_a_pack_reaches_the_break(trade: Trade) -> None:
    bolt = await trade.product(price=1000, breaks={100: 900}, multiple=100, minimum=1)
    assert await prices(trade, bolt, 1) == ["9.00"]
    assert (await trade.get(f"/products/{bolt}"))["price"] == "9.00"
    [row] = (await trade.get("/products", query="0893106"))["items"]
    assert (row["price"], row["minimum"]) == ("9.00", "100")


async def test_a_price_of_another_type_is_nobodys_business(trade: Trade) -> None:
    bolt = await trade.product(price=None)
    async with trade.database.write() as session:
        retail = PriceType(name="Розница")
        session.add(retail)
        await session.flush()
        session.add(Price(product_id=bolt, price_type_id=retail.id, from_quantity=0, amount=5))
    card = await trade.get(f"/products/{bolt}")
    assert (card["price"], card["breaks"]) == (None, [])
    assert (await trade.try_change((bolt, "add", 1))).json()["code"] == "not_for_sale"
    await trade.set(Company, trade.company, price_type_id=retail.id)
    assert (await trade.get(f"/products/{bolt}"))["price"] == "0.05"


async def test_a_price_of_nothing_is_no_price(trade: Trade) -> None:
    bolt = await trade.product(price=0)
    assert (await trade.get(f"/products/{bolt}"))["price"] is None
    assert (await trade.try_change((bolt, "add", 1))).json()["code"] == "not_for_sale"
    await trade.reprice(bolt, 1)
    assert (await trade.get(f"/products/{bolt}"))["price"] == "0.01"
    await trade.discount(10_000)
    assert (await trade.get(f"/products/{bolt}"))["price"] is None


async def test_a_company_without_a_price_type_can_buy_nothing(trade: Trade) -> None:
    bolt = await trade.product()
    await trade.set(Company, trade.company, price_type_id=None)
    assert (await trade.get(f"/products/{bolt}"))["price"] is None
    assert (await trade.try_change((bolt, "add", 1))).json()["code"] == "not_for_sale"


async def test_no_price_above_the_quantity_it_begins_from(trade: Trade) -> None:
    bolt = await trade.product(price=None, breaks={100: 500})
    assert (await trade.try_change((bolt, "add", 99))).json()["code"] == "not_for_sale"
    assert await prices(trade, bolt, 100) == ["5.00"]


async def test_many_products_by_one_statement(trade: Trade) -> None:
    products = await trade.products(300)
    terms = Terms(trade.price_type, "Опт", "RUB", 0)
    async with trade.database.read() as session:
        await goods_at(session, terms, {})
        with statements(trade.database) as seen:
            goods = await goods_at(session, terms, dict.fromkeys(products, 1000))
    assert [goods[product].price for product in products] == list(range(100, 400))
    assert [statement for statement in seen if "prices" in statement] == seen[-1:]
    assert len([statement for statement in seen if statement.startswith("SELECT")]) == 1
