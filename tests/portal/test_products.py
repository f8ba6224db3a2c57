"""The catalogue over HTTP: pages, cards, variants, analogues, and who sees a price."""

import pytest

from portal.db.models import Analogue, Family, Group, Product, ProductState, Stock, Warehouse
from tests.portal.trade_world import Trade, statements
from tests.portal.world import OTHER_INN, Role, a_company, a_person

pytestmark = pytest.mark.usefixtures("search")


async def test_a_card_has_everything(trade: Trade) -> None:
    async with trade.database.write() as session:
        group = Group(name="Болты")
        far = Warehouse(name="Дальний")
        session.add_all([group, far])
        await session.flush()
        family = Family(group_id=group.id, name="Болт", description="Оцинкован", brand="Würth")
        session.add(family)
    bolt = await trade.product(
        multiple=10,
        minimum=25,
        stock=40,
        units={"кор": 500},
        barcode="4600000000017",
        family_id=family.id,
        characteristic="М8×40",
    )
    other = await trade.product("0893107", family_id=family.id)
    hidden = await trade.product("H", family_id=family.id, state=ProductState.HIDDEN)
    async with trade.database.write() as session:
        session.add(
            Stock(product_id=bolt, warehouse_id=far.id, quantity=-5000, known_at=trade.clock())
        )
        session.add(Analogue(product_id=bolt, analogue_id=other))
        session.add(Analogue(product_id=bolt, analogue_id=hidden))
    card = await trade.get(f"/products/{bolt}")
    warehouses = card.pop("warehouses")
    assert [(row["warehouse"], row["quantity"]) for row in warehouses] == [
        ("Основной", "40"),
        ("Дальний", "0"),
    ]
    assert warehouses[0]["known_at"].startswith("2025-03-03T09:00:00")
    assert card == {
        "id": str(bolt),
        "article": "0893106",
        "name": "Болт М8×40",
        "unit": "шт",
        "multiple": "10",
        "minimum": "30",
        "price": "10.00",
        "stock": "35",
        "state": "active",
        "match": None,
        "description": "Оцинкован",
        "brand": "Würth",
        "group": {"id": str(group.id), "name": "Болты"},
        "characteristic": "М8×40",
        "vat": "22",
        "breaks": [{"from_quantity": "0", "price": "10.00"}],
        "units": [{"name": "кор", "factor": "500"}],
        "barcodes": ["4600000000017"],
        "variants": 1,
        "branding": None,
        "branding_note": "",
        "analogues": 1,
        "favourite": False,
        "watched": False,
    }
    variants = await trade.get(f"/products/{bolt}/variants")
    assert [row["article"] for row in variants["items"]] == ["0893107"]
    analogues = await trade.get(f"/products/{bolt}/analogues")
    assert [row["price"] for row in analogues["items"]] == ["10.00"]


async def test_analogues_come_best_first_and_variants_in_pages(trade: Trade) -> None:
    async with trade.database.write() as session:
        family = Family(name="Болт")
        session.add(family)
    ids = [await trade.product(f"V{n}", family_id=family.id) for n in range(4)]
    async with trade.database.write() as session:
        session.add(Analogue(product_id=ids[0], analogue_id=ids[1], position=2))
        session.add(Analogue(product_id=ids[0], analogue_id=ids[2], position=1))
    analogues = await trade.get(f"/products/{ids[0]}/analogues")
    assert [row["article"] for row in analogues["items"]] == ["V2", "V1"]
    first = await trade.get(f"/products/{ids[0]}/variants", limit=2)
    rest = await trade.get(f"/products/{ids[0]}/variants", limit=2, cursor=first["next_cursor"])
    articles = [row["article"] for row in first["items"] + rest["items"]]
    assert articles == ["V1", "V2", "V3"]
    assert rest["next_cursor"] is None


async def test_hidden_products_are_neither_found_nor_opened(trade: Trade) -> None:
    hidden = await trade.product("HID-1", "Тайный", barcode="46", state=ProductState.HIDDEN)
    for query in ("HID-1", "hid", "тайный", "46", "HID-2"):
        assert (await trade.get("/products", query=query))["items"] == []
    assert (await trade.get("/products"))["items"] == []
    for path in ("", "/variants", "/analogues"):
        answer = await trade.client.get(f"/products/{hidden}{path}")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_who_is_not_linked_or_has_no_contract_sees_stock_and_no_price(trade: Trade) -> None:
    bolt = await trade.product(price=98765, breaks={10: 98764}, stock=7)
    company = await a_company(
        trade.database, trade.clock(), inn=OTHER_INN, price_type_id=trade.price_type, contract=False
    )
    buyer = await a_person(trade.database, trade.clock(), (company, Role.BUYER))
    manager = await a_person(trade.database, trade.clock(), staff=Role.MANAGER)
    for path in ("/products?query=0893106", "/products", f"/products/{bolt}"):
        for answer in (
            await trade.anonymous(path),
            await trade.get(path, token=buyer),
            await trade.get(path, token=manager),
        ):
            assert "9876" not in str(answer)
            rows = answer.get("items", [answer])
            assert [(row["price"], row["stock"]) for row in rows] == [(None, "7")]


async def test_a_group_with_the_groups_in_it_page_by_page(trade: Trade) -> None:
    async with trade.database.write() as session:
        fasteners = Group(name="Крепёж")
        session.add(fasteners)
        await session.flush()
        bolts = Group(name="Болты", parent_id=fasteners.id)
        chemicals = Group(name="Химия")
        session.add_all([bolts, chemicals])
        await session.flush()
        family = Family(name="Болт", group_id=bolts.id)
        session.add(family)
    await trade.product("1", "Болт А", group_id=bolts.id)
    await trade.product("2", "Болт Б", family_id=family.id)
    await trade.product("3", "Болт Б", group_id=fasteners.id)
    await trade.product("4", "Смазка", group_id=chemicals.id)
    found, cursor = [], None
    for _ in range(3):
        query = {"cursor": cursor} if cursor else {}
        page = await trade.get("/products", group=str(fasteners.id), limit=1, **query)
        found += [row["article"] for row in page["items"]]
        cursor = page["next_cursor"]
    assert found == ["1", "2", "3"]
    assert cursor is None
    assert len((await trade.get("/products"))["items"]) == 4
    assert (await trade.get("/products", group="999"))["items"] == []


async def test_cursors_that_nobody_gave_are_refused(trade: Trade) -> None:
    await trade.product()
    for cursor in ("x", "W10", "WzFd", "bnVsbA", "я", "WyJhIiwxZTk5XQ"):
        answer = await trade.client.get("/products", params={"cursor": cursor})
        assert (answer.status_code, answer.json()["code"]) == (422, "cursor_invalid")


async def test_a_page_takes_as_many_statements_however_long_it_is(trade: Trade) -> None:
    await trade.products(100)
    await trade.get("/products", query="болт")  # Now the index has followed them.
    with statements(trade.database) as short:
        assert len((await trade.get("/products", query="болт", limit=5))["items"]) == 5
    with statements(trade.database) as long:
        assert len((await trade.get("/products", query="болт", limit=100))["items"]) == 100
    assert len(long) == len(short)


async def test_unknown_stock_is_none(trade: Trade) -> None:
    bolt = await trade.product(stock=None)
    card = await trade.get(f"/products/{bolt}")
    assert (card["stock"], card["warehouses"]) == ("0", [])


async def test_a_discontinued_product_without_stock_has_no_price(trade: Trade) -> None:
    bolt = await trade.product(stock=0, state=ProductState.DISCONTINUED)
    card = await trade.get(f"/products/{bolt}")
    assert (card["state"], card["price"]) == ("discontinued", None)
    await trade.set(Product, bolt, state=ProductState.ACTIVE)
    assert (await trade.get(f"/products/{bolt}"))["price"] == "10.00"
