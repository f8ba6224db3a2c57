"""Several carts of a company: beside each other, named, copied, merged, of different supply."""

from typing import Any

from sqlalchemy import select

from portal.db.models import (
    Company,
    Discount,
    EntryKind,
    Group,
    Membership,
    Order,
    Price,
    PriceType,
    ProductSupply,
    Reservation,
    Role,
    SettlementEntry,
    Supplier,
    SupplyKind,
    SupplySource,
)
from tests.portal.trade_world import Trade
from tests.portal.world import OTHER_INN, a_company, a_person, bearer


async def make(trade: Trade, name: str = "", **more: Any) -> Any:
    answer = await trade.post("/carts", {"name": name, **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def call(trade: Trade, method: str, path: str, body: Any = None) -> Any:
    return await trade.client.request(method, path, json=body, headers=bearer(trade.buyer))


def held(cart: Any) -> dict[str, str]:
    return {line["article"]: line["quantity"] for line in cart["lines"]}


async def test_a_new_cart_is_the_one_that_is_filled(trade: Trade) -> None:
    await trade.product("B")
    await trade.change((1, "add", 1))
    second = await make(trade, "Стройка")
    assert (second["name"], second["active"]) == ("Стройка", True)
    assert held((await trade.change((1, "add", 5)))["cart"]) == {"B": "5"}
    carts = (await trade.get("/carts"))["items"]
    assert sorted((cart["name"], cart["active"], held(cart)["B"]) for cart in carts) == [
        ("", False, "1"),
        ("Стройка", True, "5"),
    ]


async def test_each_person_fills_their_own(trade: Trade) -> None:
    await trade.product("B")
    colleague = await trade.person()
    mine = await make(trade, "Моя")
    theirs = (await trade.get("/carts/active", colleague))["id"]
    assert mine["id"] != theirs
    answer = await trade.client.put(f"/carts/{mine['id']}/active", headers=bearer(colleague))
    assert answer.status_code == 200
    await trade.change((1, "add", 2), token=colleague)
    assert held(await trade.get("/carts/active")) == {"B": "2"}


async def test_a_cart_is_named_copied_merged_and_thrown_away(trade: Trade) -> None:
    bolt, nut = await trade.product("B", multiple=10), await trade.product("N")
    await trade.change((bolt, "set", 10), (nut, "set", 3))
    first = (await trade.get("/carts/active"))["id"]
    named = await call(trade, "PATCH", f"/carts/{first}", {"name": "  Гараж "})
    assert named.json()["name"] == "Гараж"
    copied = (await trade.post(f"/carts/{first}/copy", {"name": "Ещё раз"})).json()
    assert (held(copied), copied["active"]) == ({"B": "10", "N": "3"}, True)
    await trade.change((nut, "set", 4))
    merged = (await trade.post(f"/carts/{first}/merge", {"other_id": copied["id"]})).json()
    assert held(merged["cart"]) == {"B": "20", "N": "7"}
    assert merged["cart"]["active"]
    assert len((await trade.get("/carts"))["items"]) == 1
    assert (await trade.post(f"/carts/{first}/merge", {"other_id": first})).status_code == 409
    assert (await call(trade, "DELETE", f"/carts/{first}")).status_code == 204
    assert held(await trade.get("/carts/active")) == {}


async def test_merging_under_one_key_is_merging_once(trade: Trade) -> None:
    bolt = await trade.product("B")
    await trade.change((bolt, "set", 2))
    first = (await trade.get("/carts/active"))["id"]
    other = (await trade.post(f"/carts/{first}/copy", {})).json()["id"]
    answers = [
        await trade.post(f"/carts/{first}/merge", {"other_id": other}, key="m1") for _ in range(2)
    ]
    assert [held(answer.json()["cart"]) for answer in answers] == [{"B": "4"}] * 2


async def test_a_cart_of_another_company_is_not_there(trade: Trade) -> None:
    stranger_of = await a_company(trade.database, trade.clock(), inn=OTHER_INN)
    stranger = await a_person(trade.database, trade.clock(), (stranger_of, Role.OWNER))
    cart = (await make(trade))["id"]
    for method, path, body in (
        ("PATCH", f"/carts/{cart}", {"name": "x"}),
        ("PUT", f"/carts/{cart}/active", None),
        ("POST", f"/carts/{cart}/copy", {}),
        ("POST", f"/carts/{cart}/merge", {"other_id": "1"}),
        ("DELETE", f"/carts/{cart}", None),
    ):
        answer = await trade.client.request(method, path, json=body, headers=bearer(stranger))
        assert answer.status_code == 404, (method, path)


async def test_there_is_an_end_to_carts(trade: Trade) -> None:
    for _ in range(30):
        await make(trade)
    answer = await trade.post("/carts", {})
    assert (answer.status_code, answer.json()["code"]) == (409, "too_many_carts")


async def supply(trade: Trade, source: SupplySource, **more: Any) -> str:
    async with trade.database.write() as session:
        kind = SupplyKind(name="В пути", source=source, **more)
        session.add(kind)
        await session.flush()
        return str(kind.id)


async def brought(trade: Trade, product: int, kind: str, **more: int) -> None:
    async with trade.database.write() as session:
        row = {"multiple": 1000, "minimum": 1000, "quantity": 0, **more}
        session.add(ProductSupply(product_id=product, supply_id=int(kind), **row))


async def test_a_kind_of_supply_has_its_own_price_packs_and_stock(trade: Trade) -> None:
    bolt, nut = await trade.product("B", stock=5), await trade.product("N")
    async with trade.database.write() as session:
        transit = PriceType(name="В пути")
        session.add(transit)
        await session.flush()
        session.add(Price(product_id=bolt, price_type_id=transit.id, from_quantity=0, amount=700))
    kind = await supply(trade, SupplySource.TRANSIT, price_type_id=transit.id)
    await brought(trade, bolt, kind, multiple=50_000, minimum=100_000, quantity=200_000)
    cart = await make(trade, "Контейнер", supply_id=kind)
    assert cart["supply"] == {"id": kind, "name": "В пути"}
    answer = await trade.change((bolt, "add", 1))
    [line] = answer["cart"]["lines"]
    assert answer["applied"][0]["note"] == "raised_to_minimum"
    assert (line["quantity"], line["price"], line["stock"]) == ("100", "7.00", "200")
    assert not line["short"]
    # What this supply does not bring can't be ordered in such a cart.
    assert (await trade.try_change((nut, "add", 1))).json()["code"] == "not_for_sale"
    order = (await trade.order(await trade.get("/carts/active/quote"))).json()
    async with trade.database.read() as session:
        held_now = await session.scalar(select(Reservation.quantity))
        kept = await session.scalar(select(Order.supply_id).where(Order.id == int(order["id"])))
    assert (held_now, kept) == (100_000, int(kind))
    # The stock of the warehouses is another one.
    assert (await trade.get(f"/products/{bolt}"))["stock"] == "5"
    assert (await trade.change((bolt, "add", 150)))["cart"]["lines"][0]["short"]


async def test_what_the_maker_makes_nobody_counts(trade: Trade) -> None:
    bolt = await trade.product("B", stock=0)
    kind = await supply(trade, SupplySource.MAKER)
    await brought(trade, bolt, kind)
    await make(trade, supply_id=kind)
    answer = await trade.change((bolt, "add", 100_000))
    assert not answer["cart"]["lines"][0]["short"]
    assert (await trade.order(await trade.get("/carts/active/quote"))).status_code == 201
    async with trade.database.read() as session:
        assert await session.scalar(select(Reservation.quantity)) is None


async def test_a_parallel_cart_takes_of_what_there_is(trade: Trade) -> None:
    bolt = await trade.product("B", stock=10)
    await trade.change((bolt, "set", 6))
    await make(trade, "Вторая")
    [line] = (await trade.change((bolt, "set", 5)))["cart"]["lines"]
    assert (line["elsewhere"], line["stock"], line["short"]) == ("6", "10", True)
    [line] = (await trade.change((bolt, "set", 4)))["cart"]["lines"]
    assert not line["short"]


async def test_what_an_order_holds_is_not_free(trade: Trade) -> None:
    bolt = await trade.product("B", stock=10)
    order = await trade.placed((bolt, 7))
    assert (await trade.get(f"/products/{bolt}"))["stock"] == "3"
    await trade.post(f"/orders/{order['id']}/cancel")
    assert (await trade.get(f"/products/{bolt}"))["stock"] == "10"


async def test_subtotals_by_the_topmost_groups_that_differ(trade: Trade) -> None:
    async with trade.database.write() as session:
        top = Group(name="Каталог")
        session.add(top)
        await session.flush()
        fasteners = Group(name="Крепёж", parent_id=top.id)
        paints = Group(name="Краски", parent_id=top.id)
        session.add_all([fasteners, paints])
        await session.flush()
        bolts = Group(name="Болты", parent_id=fasteners.id)
        nuts = Group(name="Гайки", parent_id=fasteners.id)
        session.add_all([bolts, nuts])
    bolt = await trade.product("B", group_id=bolts.id)
    nut = await trade.product("N", group_id=nuts.id)
    paint = await trade.product("P", price=5000, group_id=paints.id)
    cart = (await trade.change((bolt, "set", 2), (nut, "set", 1)))["cart"]
    assert [(each["group"], each["amount"]) for each in cart["subtotals"]] == [
        ("Болты", "20.00"),
        ("Гайки", "10.00"),
    ]
    cart = (await trade.change((paint, "set", 1)))["cart"]
    assert [(each["group"], each["lines"], each["amount"]) for each in cart["subtotals"]] == [
        ("Краски", 1, "50.00"),
        ("Крепёж", 2, "30.00"),
    ]


async def test_the_next_step_and_the_least_order_are_told_while_filling(trade: Trade) -> None:
    bolt = await trade.product("B")
    async with trade.database.write() as session:
        session.add(Supplier(name="Мы", inn=OTHER_INN, minimum_order=50_000))
        session.add(Discount(name="От 1 000 ₽", from_amount=100_000, percent=500))
    cart = (await trade.change((bolt, "set", 40)))["cart"]
    assert cart["below_minimum"] == "100.00"
    # 600 more, and these 400 cost 20 less.
    assert cart["step"] == {
        "name": "От 1 000 ₽",
        "lacking": "600.00",
        "saving": "20.00",
        "group": None,
    }
    quote = await trade.get("/carts/active/quote")
    [problem] = quote["problems"]
    assert (problem["code"], problem["blocking"], problem["amount"]) == (
        "below_minimum",
        True,
        "100.00",
    )
    refused = await trade.order(quote)
    assert (refused.status_code, refused.json()["code"]) == (409, "below_minimum")
    cart = (await trade.change((bolt, "set", 100)))["cart"]
    assert (cart["below_minimum"], cart["step"]) == (None, None)
    assert (cart["worth"], cart["saved"], cart["total"]) == ("1000.00", "50.00", "950.00")


async def owes(trade: Trade, *entries: tuple[str, int]) -> None:
    async with trade.database.write() as session:
        for document, amount in entries:
            session.add(
                SettlementEntry(
                    company_id=trade.company,
                    kind=EntryKind.SHIPMENT,
                    document=document,
                    amount=amount,
                    on_date=trade.clock().date(),
                )
            )


async def test_ways_out_of_the_limit(trade: Trade) -> None:
    bolt, nut = await trade.product("B"), await trade.product("N")
    await owes(trade, ("УПД 1", 30_000), ("УПД 2", 40_000))
    await trade.set(Company, trade.company, credit_limit=100_000)
    cart = (await trade.change((bolt, "set", 60), (nut, "set", 5)))["cart"]
    assert cart["over_limit"] == "350.00"
    [problem] = (await trade.get("/carts/active/quote"))["problems"]
    assert (problem["code"], problem["blocking"], problem["amount"]) == (
        "over_limit",
        False,
        "350.00",
    )
    assert [(due["document"], due["amount"]) for due in problem["pay"]] == [
        ("УПД 1", "300.00"),
        ("УПД 2", "400.00"),
    ]
    assert [(line["article"], line["amount"]) for line in problem["drop"]] == [("B", "600.00")]
    await trade.change((bolt, "set", 31), (nut, "set", 4))
    [problem] = (await trade.get("/carts/active/quote"))["problems"]
    # Fifty over: neither the four nuts, nor paying what is not enough.
    assert [due["document"] for due in problem["pay"]] == ["УПД 1"]
    assert [line["article"] for line in problem["drop"]] == ["B"]


async def test_a_buyer_orders_within_their_limit_and_an_owner_anything(trade: Trade) -> None:
    bolt = await trade.product("B")
    async with trade.database.write() as session:
        place = await session.scalar(select(Membership).where(Membership.role == Role.BUYER))
        assert place is not None
        place.order_limit = 50_000
    await trade.change((bolt, "set", 60))
    quote = await trade.get("/carts/active/quote")
    assert [(each["code"], each["amount"]) for each in quote["problems"]] == [
        ("over_personal_limit", "100.00")
    ]
    refused = await trade.order(quote)
    assert (refused.status_code, refused.json()["code"]) == (409, "over_personal_limit")
    await trade.change((bolt, "set", 50))
    assert (await trade.order(await trade.get("/carts/active/quote"))).status_code == 201


async def test_the_companys_logo_is_in_the_price_and_in_the_order(trade: Trade) -> None:
    bolt = await trade.product("B", branding_price=250)
    plain = await trade.product("P")
    await trade.change((bolt, "set", 10), (plain, "set", 1))
    answer = await call(trade, "PUT", "/carts/active/brand", {"product_id": str(bolt), "on": True})
    line = answer.json()["lines"][0]
    assert (line["branded"], line["branding"], line["price"], line["amount"]) == (
        True,
        "2.50",
        "12.50",
        "125.00",
    )
    refused = await call(
        trade, "PUT", "/carts/active/brand", {"product_id": str(plain), "on": True}
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "no_branding")
    order = (await trade.order(await trade.get("/carts/active/quote"))).json()
    assert [line["price"] for line in order["lines"]] == ["12.50", "10.00"]
    assert order["total"] == "135.00"
