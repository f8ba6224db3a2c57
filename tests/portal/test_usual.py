"""What a company orders."""

from datetime import timedelta

from portal.db.models import Product, ProductState, Role
from tests.portal.trade_world import Trade, statements
from tests.portal.world import OTHER_INN, a_company, a_person


async def test_most_usual_first_with_the_median(trade: Trade) -> None:
    bolt = await trade.product("B", price=1000, breaks={15: 800})
    nut = await trade.product("N", "Гайка")
    for quantity in (40, 10, 20):
        await trade.placed((bolt, quantity))
        trade.clock.move(timedelta(days=1))
    await trade.placed((nut, 7))
    page = await trade.get("/my-products")
    seen = [
        (one["product"]["article"], one["orders"], one["usual_quantity"], one["last_ordered_at"])
        for one in page["items"]
    ]
    assert seen == [
        ("B", 3, "20", "2025-03-05T09:00:00Z"),
        ("N", 1, "7", "2025-03-06T09:00:00Z"),
    ]
    assert page["items"][0]["product"]["price"] == "8.00"  # At the usual quantity.


async def test_of_two_orders_the_smaller(trade: Trade) -> None:
    bolt = await trade.product()
    await trade.placed((bolt, 30))
    await trade.placed((bolt, 10))
    assert (await trade.get("/my-products"))["items"][0]["usual_quantity"] == "10"


async def test_cancelled_orders_and_hidden_products_do_not_count(trade: Trade) -> None:
    bolt, nut = await trade.product("B"), await trade.product("N")
    order = await trade.placed((bolt, 5))
    await trade.placed((nut, 5))
    await trade.post(f"/orders/{order['id']}/cancel")
    assert [one["product"]["article"] for one in (await trade.get("/my-products"))["items"]] == [
        "N"
    ]
    await trade.set(Product, nut, state=ProductState.HIDDEN)
    assert (await trade.get("/my-products"))["items"] == []


async def test_pages_by_two_statements(trade: Trade) -> None:
    products = await trade.products(5)
    await trade.placed(*((product, 5) for product in products))
    first = await trade.get("/my-products", limit=3)
    with statements(trade.database) as said:
        rest = await trade.get("/my-products", limit=3, cursor=first["next_cursor"])
    assert len([each for each in said if "products" in each]) == 2
    shown = [one["product"]["id"] for one in (*first["items"], *rest["items"])]
    assert sorted(shown) == sorted(map(str, products))
    assert rest["next_cursor"] is None


async def test_others_see_nothing_of_it(trade: Trade) -> None:
    await trade.placed((await trade.product(), 5))
    other = await a_company(trade.database, trade.clock(), inn=OTHER_INN, contract=False)
    stranger = await a_person(trade.database, trade.clock(), (other, Role.BUYER))
    assert (await trade.get("/my-products", stranger))["items"] == []
    accountant = await trade.person(Role.ACCOUNTANT)
    assert len((await trade.get("/my-products", accountant))["items"]) == 1
    assert (await trade.client.get("/my-products")).status_code == 401


async def test_search_hears_of_each_order_and_of_its_end(trade: Trade) -> None:
    """What a company buys is kept between searches, by its orders."""
    first, second = await trade.product("1", "Болт"), await trade.product("2", "Болт")

    async def leading() -> str:
        return str((await trade.get("/products", query="болт"))["items"][0]["article"])

    assert await leading() == "1"
    order = await trade.placed((second, 5))
    assert await leading() == "2"
    await trade.post(f"/orders/{order['id']}/cancel")
    assert await leading() == "1"
    await trade.placed((first, 5), (second, 5))
    assert await leading() == "1"
