"""Filling a cart: packs, units, several lines at once, colleagues, /undo."""

import asyncio

from portal.db.models import Product, ProductState, Role
from tests.portal.trade_world import Trade, statements
from tests.portal.world import OTHER_INN, a_company, a_person, bearer


def lines(cart: dict) -> dict[str, str]:
    return {line["product_id"]: line["quantity"] for line in cart["lines"]}


async def test_a_cart_is_made_on_the_first_need_and_only_once(trade: Trade) -> None:
    first = await trade.get("/carts/active")
    assert first["lines"] == []
    assert first["total"] == "0.00"
    assert first["active"]
    assert (await trade.get("/carts/active"))["id"] == first["id"]


async def test_two_first_needs_at_once_make_one_cart(trade: Trade) -> None:
    answers = await asyncio.gather(*(trade.get("/carts/active") for _ in range(5)))
    assert len({answer["id"] for answer in answers}) == 1
    assert len((await trade.get("/carts"))["items"]) == 1


async def test_adding_shows_the_line_the_total_and_the_vat_inside(trade: Trade) -> None:
    bolt = await trade.product("0893106", "Болт", price=1234, stock=7)
    answer = await trade.change((bolt, "add", 10))
    assert answer["applied"] == [
        {
            "product_id": str(bolt),
            "article": "0893106",
            "name": "Болт",
            "unit": "шт",
            "before": "0",
            "quantity": "10",
            "note": None,
        }
    ]
    [line] = answer["cart"]["lines"]
    assert (line["price"], line["amount"], line["stock"]) == ("12.34", "123.40", "7")
    assert line["short"]
    assert line["available"]
    assert (answer["cart"]["total"], answer["cart"]["vat"]) == ("123.40", "22.25")
    assert (await trade.get("/carts/active"))["lines"] == [line]


async def test_what_is_added_adds_up_and_what_is_set_replaces(trade: Trade) -> None:
    bolt = await trade.product()
    await trade.change((bolt, "add", 3))
    assert lines((await trade.change((bolt, "add", 4)))["cart"]) == {str(bolt): "7"}
    assert lines((await trade.change((bolt, "set", "2.5")))["cart"]) == {str(bolt): "3"}
    assert lines((await trade.change((bolt, "set", 0)))["cart"]) == {}


async def test_what_is_left_is_in_packs_too(trade: Trade) -> None:
    cases = [
        ("add", "100", "400", None),
        ("add", "1", "400", "rounded_to_pack"),
        ("add", "-1", "300", "rounded_to_pack"),
        ("add", "-100", "200", None),
        ("add", "-250", "200", "raised_to_minimum"),
        ("add", "-300", None, None),
        ("add", "-999", None, None),
        ("set", "100", "200", "raised_to_minimum"),
        ("set", "250", "300", "rounded_to_pack"),
    ]
    for n, (op, quantity, holds, note) in enumerate(cases):
        bolt = await trade.product(f"B{n}", multiple=100, minimum=150)
        await trade.change((bolt, "set", 300))
        answer = await trade.change((bolt, op, quantity))
        assert lines(answer["cart"]).get(str(bolt)) == holds
        [applied] = answer["applied"]
        assert (applied["quantity"], applied["note"]) == (holds or "0", note)


async def test_a_product_twice_in_a_list_is_rounded_once(trade: Trade) -> None:
    bolt = await trade.product(multiple=100)
    answer = await trade.change((bolt, "add", 30), (bolt, "add", 40))
    assert lines(answer["cart"]) == {str(bolt): "100"}
    assert len(answer["applied"]) == 1


async def test_quantities_in_other_units(trade: Trade) -> None:
    cases = [("2", "уп", "100"), ("2", "Упак.", "100"), ("1.5", "кор.", "1500"), ("60", "ШТ", "60")]
    bolt = await trade.product(units={"уп.": 50, "кор": 1000})
    for quantity, unit, holds in cases:
        answer = await trade.change((bolt, "set", quantity, unit))
        assert lines(answer["cart"]) == {str(bolt): holds}


async def test_an_unknown_unit_names_those_there_are(trade: Trade) -> None:
    bolt = await trade.product(units={"уп": 50})
    answer = await trade.try_change((bolt, "add", 1, "бочка"))
    assert answer.status_code == 422
    problem = answer.json()
    assert problem["code"] == "unit_unknown"
    assert problem["args"] == {"article": "0893106", "unit": "бочка", "units": ["шт", "уп"]}


async def test_what_has_no_price_is_not_for_sale_and_the_rest_of_the_list_is_not_added(
    trade: Trade,
) -> None:
    bolt, nut = await trade.product("B1"), await trade.product("N1", price=None)
    answer = await trade.try_change((bolt, "add", 1), (nut, "add", 1))
    assert (answer.status_code, answer.json()["code"]) == (409, "not_for_sale")
    assert answer.json()["args"]["article"] == "N1"
    assert lines(await trade.get("/carts/active")) == {}


async def test_a_discontinued_product_is_sold_while_stock_lasts(trade: Trade) -> None:
    left = await trade.product("L", stock=5, state=ProductState.DISCONTINUED)
    gone = await trade.product("G", stock=0, state=ProductState.DISCONTINUED)
    assert (await trade.try_change((left, "add", 5))).status_code == 200
    assert (await trade.try_change((gone, "add", 1))).json()["code"] == "not_for_sale"


async def test_a_hidden_product_is_not_there_but_leaves_the_cart(trade: Trade) -> None:
    bolt = await trade.product()
    hidden = await trade.product("H", state=ProductState.HIDDEN)
    await trade.change((bolt, "add", 5))
    await trade.set(Product, bolt, state=ProductState.HIDDEN)
    assert (await trade.try_change((hidden, "add", 1))).status_code == 404
    assert (await trade.try_change((10**9, "add", 1))).status_code == 404
    assert (await trade.try_change(("1e5", "add", 1))).status_code == 404
    [line] = (await trade.get("/carts/active"))["lines"]
    assert (line["available"], line["price"], line["amount"]) == (False, None, None)
    assert (await trade.try_change((bolt, "add", 1))).json()["code"] == "not_for_sale"
    assert lines((await trade.change((bolt, "add", -2)))["cart"]) == {str(bolt): "3"}
    assert lines((await trade.change((bolt, "set", 0)))["cart"]) == {}


async def test_quantities_have_an_end(trade: Trade) -> None:
    bolt = await trade.product(units={"кор": 1000})
    answer = await trade.try_change((bolt, "add", 999_999_999, "кор"))
    assert (answer.status_code, answer.json()["code"]) == (422, "too_much")
    assert (await trade.try_change((bolt, "add", "1e9"))).json()["code"] == "invalid"
    assert (await trade.try_change((bolt, "add", "0.0001"))).json()["code"] == "invalid"


async def test_colleagues_adding_to_one_cart_at_once_lose_nothing(trade: Trade) -> None:
    bolt = await trade.product()
    cart = (await trade.get("/carts/active"))["id"]
    boris = await trade.person()
    adding = [
        trade.change((bolt, "add", 1), cart=cart, token=token)
        for token in (trade.buyer, boris) * 10
    ]
    await asyncio.gather(*adding)
    assert lines(await trade.get("/carts/active")) == {str(bolt): "20"}


async def test_each_fills_a_cart_of_their_own_and_sees_the_others(trade: Trade) -> None:
    bolt = await trade.product()
    boris = await trade.person()
    await trade.change((bolt, "add", 1))
    await trade.change((bolt, "add", 2), token=boris)
    carts = (await trade.get("/carts"))["items"]
    assert sorted((lines(cart)[str(bolt)], cart["active"]) for cart in carts) == [
        ("1", True),
        ("2", False),
    ]


async def test_another_company_finds_nothing(trade: Trade) -> None:
    bolt = await trade.product()
    cart = (await trade.change((bolt, "add", 1)))["cart"]["id"]
    other = await a_company(trade.database, trade.clock(), inn=OTHER_INN)
    stranger = await a_person(trade.database, trade.clock(), (other, Role.OWNER))
    assert (await trade.get("/carts", token=stranger))["items"] == []
    for call in (
        trade.post(f"/carts/{cart}/lines", {"changes": []}, token=stranger),
        trade.try_change((bolt, "add", 1), cart=cart, token=stranger),
        trade.post(f"/carts/{cart}/undo", token=stranger),
        trade.client.get(f"/carts/{cart}/quote", headers=bearer(stranger)),
    ):
        assert (await call).status_code in (404, 422)
    assert lines(await trade.get("/carts/active")) == {str(bolt): "1"}


async def test_an_accountant_sees_carts_and_changes_none(trade: Trade) -> None:
    bolt = await trade.product()
    await trade.change((bolt, "add", 1))
    accountant = await trade.person(Role.ACCOUNTANT)
    assert len((await trade.get("/carts", token=accountant))["items"]) == 1
    assert (await trade.try_change((bolt, "add", 1), token=accountant)).status_code == 403
    headers = bearer(accountant)
    assert (await trade.client.get("/carts/active", headers=headers)).status_code == 403
    assert (await trade.client.get("/carts/active/quote", headers=headers)).status_code == 403


async def test_a_retried_change_is_made_once(trade: Trade) -> None:
    bolt = await trade.product()
    body = {"changes": [{"product_id": str(bolt), "op": "add", "quantity": "5"}]}
    first = await trade.post("/carts/active/lines", body, key="u1")
    again = await trade.post("/carts/active/lines", body, key="u1")
    assert first.json() == again.json()
    assert lines(await trade.get("/carts/active")) == {str(bolt): "5"}


async def test_without_a_contract_no_money_shows_in_a_cart(trade: Trade) -> None:
    bolt = await trade.product(price=98765)
    company = await a_company(trade.database, trade.clock(), inn=OTHER_INN, contract=False)
    buyer = await a_person(trade.database, trade.clock(), (company, Role.BUYER))
    answer = await trade.change((bolt, "add", 2), token=buyer)
    [line] = answer["cart"]["lines"]
    assert (line["price"], line["amount"], line["available"]) == (None, None, True)
    assert (answer["cart"]["total"], answer["cart"]["vat"]) == (None, None)
    quote = await trade.client.get("/carts/active/quote", headers=bearer(buyer))
    assert (quote.status_code, quote.json()["code"]) == (403, "no_contract")


async def test_reading_takes_as_many_statements_however_long_the_cart(trade: Trade) -> None:
    products = await trade.products(500)
    await trade.change(*((product, "add", 1) for product in products[:5]))
    paths = ("/carts", "/carts/active", "/carts/active/quote")
    with statements(trade.database) as short:
        for path in paths:
            await trade.get(path)
    await trade.change(*((product, "add", 1) for product in products))
    with statements(trade.database) as long:
        for path in paths:
            await trade.get(path)
    assert len(long) == len(short)


async def test_changing_takes_as_many_statements_however_long_the_list(trade: Trade) -> None:
    products = await trade.products(500)
    with statements(trade.database) as short:
        await trade.change(*((product, "add", 1, "шт") for product in products[:5]))
    with statements(trade.database) as long:
        await trade.change(*((product, "add", 1, "шт") for product in products))
    with statements(trade.database) as undone:
        answer = await trade.post("/carts/active/undo")
    # The first change makes the cart too.
    assert len(long) <= len(short)
    assert len(undone) <= len(short)
    assert lines(answer.json()["cart"]) == {str(product): "1" for product in products[:5]}


async def test_a_cart_of_five_thousand_lines(trade: Trade) -> None:
    products = await trade.products(5001)
    answer = await trade.change(*((product, "add", 1) for product in products[:5000]))
    assert len(answer["cart"]["lines"]) == 5000
    assert [line["product_id"] for line in answer["cart"]["lines"]] == [
        str(product) for product in products[:5000]
    ]
    answer = await trade.try_change((products[5000], "add", 1))
    assert (answer.status_code, answer.json()["code"]) == (409, "cart_full")
    answer = await trade.order(await trade.get("/carts/active/quote"))
    assert answer.status_code == 201
    assert len(answer.json()["lines"]) == 5000
