"""The catalogue's tree, and a group's goods filtered and in order."""

import pytest

from portal.db.models import Family, Group, ProductState
from tests.portal.trade_world import Trade, statements

pytestmark = pytest.mark.usefixtures("search")


async def a_tree(trade: Trade) -> dict[str, int]:
    """Fasteners with bolts (and long bolts) and nuts, an empty group, and tools."""
    async with trade.database.write() as session:
        fasteners, tools, empty = Group(name="Крепёж"), Group(name="Инструмент"), Group(name="Ноль")
        session.add_all([fasteners, tools, empty])
        await session.flush()
        bolts = Group(name="Болты", parent_id=fasteners.id)
        nuts = Group(name="Гайки", parent_id=fasteners.id)
        session.add_all([bolts, nuts])
        await session.flush()
        long = Group(name="Длинные болты", parent_id=bolts.id)
        family = Family(name="Гайка", group_id=nuts.id)
        session.add_all([long, family])
    await trade.product("B1", "Болт Б", group_id=bolts.id, price=300)
    await trade.product("B2", "Болт А", group_id=long.id, price=500, stock=0)
    await trade.product("B3", "Болт В", group_id=long.id, price=100)
    await trade.product("N1", "Гайка", family_id=family.id, price=None)
    await trade.product("T1", "Ключ", group_id=tools.id)
    await trade.product("H1", "Тайна", group_id=empty.id, state=ProductState.HIDDEN)
    groups = (fasteners, tools, empty, bolts, nuts, long)
    return {group.name: group.id for group in groups}


async def test_the_tree_a_level_at_a_time(trade: Trade) -> None:
    tree = await a_tree(trade)
    top = await trade.anonymous("/groups")
    assert [(group["name"], group["products"], group["children"]) for group in top["items"]] == [
        ("Инструмент", 1, 0),
        ("Крепёж", 4, 2),
    ]
    assert top["path"] == []
    inside = await trade.anonymous("/groups", parent=tree["Болты"])
    assert inside["items"] == [
        {
            "id": str(tree["Длинные болты"]),
            "name": "Длинные болты",
            "parent_id": str(tree["Болты"]),
            "products": 2,
            "children": 0,
        }
    ]
    assert [group["name"] for group in inside["path"]] == ["Крепёж", "Болты"]


async def test_a_level_is_one_statement_and_comes_in_pages(trade: Trade) -> None:
    tree = await a_tree(trade)
    with statements(trade.database) as said:
        page = await trade.anonymous("/groups", parent=tree["Крепёж"], limit=1)
    assert len([each for each in said if "groups" in each]) == 1
    assert [group["name"] for group in page["items"]] == ["Болты"]
    rest = await trade.anonymous("/groups", parent=tree["Крепёж"], cursor=page["next_cursor"])
    assert [group["name"] for group in rest["items"]] == ["Гайки"]
    assert rest["next_cursor"] is None


async def test_a_group_that_is_not_there(trade: Trade) -> None:
    for parent in ("999", "' or 1=1", "-1"):
        answer = await trade.client.get("/groups", params={"parent": parent})
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_groups_that_lie_in_each_other_end_too(trade: Trade) -> None:
    tree = await a_tree(trade)
    await trade.set(Group, tree["Крепёж"], parent_id=tree["Длинные болты"])
    assert (await trade.anonymous("/groups", parent=tree["Болты"]))["items"][0]["products"] == 4


async def articles(trade: Trade, **query: object) -> list[str]:
    """Page by page, two a page."""
    page = await trade.get("/products", limit=2, **query)
    found = [row["article"] for row in page["items"]]
    while page["next_cursor"]:
        page = await trade.get("/products", limit=2, cursor=page["next_cursor"], **query)
        found += [row["article"] for row in page["items"]]
    return found


async def test_a_group_in_stock_and_by_price(trade: Trade) -> None:
    tree = await a_tree(trade)
    group = tree["Крепёж"]
    assert await articles(trade, group=group) == ["B2", "B1", "B3", "N1"]
    assert await articles(trade, group=group, in_stock=True) == ["B1", "B3", "N1"]
    assert await articles(trade, group=group, sort="price") == ["B3", "B1", "B2", "N1"]
    assert await articles(trade, group=group, sort="price", in_stock=True) == ["B3", "B1", "N1"]
    assert await articles(trade, sort="price", group=tree["Длинные болты"]) == ["B3", "B2"]


async def test_without_prices_there_is_nothing_to_sort_by(trade: Trade) -> None:
    tree = await a_tree(trade)
    found = await trade.anonymous("/products", group=tree["Болты"], sort="price")
    assert [row["article"] for row in found["items"]] == ["B2", "B1", "B3"]


async def test_a_query_is_narrowed_too(trade: Trade) -> None:
    tree = await a_tree(trade)
    assert set(await articles(trade, query="болт")) == {"B1", "B2", "B3"}
    assert set(await articles(trade, query="болт", in_stock=True)) == {"B1", "B3"}
    assert await articles(trade, query="болт", sort="price") == ["B3", "B1", "B2"]
    assert await articles(trade, query="болт", sort="name") == ["B2", "B1", "B3"]
    assert set(await articles(trade, query="болт", group=tree["Длинные болты"])) == {"B2", "B3"}
