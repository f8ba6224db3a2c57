"""Favourites, waiting for what is out of stock, and hearing once that it has come in."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import delete

from portal.db.models import Product, ProductState, Role, Stock, Warehouse
from tests.portal.trade_world import Trade
from tests.portal.world import CHANNEL, a_person, bearer


async def put(trade: Trade, path: str, token: str | None = None) -> httpx.Response:
    return await trade.client.put(path, headers=bearer(token or trade.buyer))


async def drop(trade: Trade, path: str, token: str | None = None) -> None:
    answer = await trade.client.delete(path, headers=bearer(token or trade.buyer))
    assert answer.status_code == 204, answer.text


async def ids(trade: Trade, path: str, token: str | None = None, **query: Any) -> list[str]:
    return [row["id"] for row in (await trade.get(path, token, **query))["items"]]


async def arrivals(trade: Trade) -> list[Any]:
    told = await trade.get("/events", CHANNEL)
    return [each for each in told["items"] if each["kind"] == "stock_arrived"]


async def come_in(trade: Trade, product: int, quantity: int) -> None:
    await trade.set(Stock, (product, trade.warehouse), quantity=quantity * 1000)


async def test_favourites_are_ones_own_the_latest_first(trade: Trade) -> None:
    bolt, nut = await trade.product("B"), await trade.product("N")
    for product in (bolt, nut, bolt):
        assert (await put(trade, f"/favourites/{product}")).status_code == 204
        trade.clock.move(timedelta(minutes=1))
    assert await ids(trade, "/favourites") == [str(nut), str(bolt)]
    assert (await trade.get("/favourites"))["items"][0]["price"] == "10.00"
    assert (await trade.get(f"/products/{bolt}"))["favourite"] is True
    colleague = await trade.person(Role.OWNER)
    assert await ids(trade, "/favourites", colleague) == []
    assert (await trade.get(f"/products/{bolt}", colleague))["favourite"] is False
    assert (await trade.anonymous(f"/products/{bolt}"))["favourite"] is False
    await drop(trade, f"/favourites/{bolt}", colleague)
    assert len(await ids(trade, "/favourites")) == 2
    for _ in range(2):
        await drop(trade, f"/favourites/{bolt}")
    assert await ids(trade, "/favourites") == [str(nut)]


async def test_favourites_come_in_pages_without_what_is_hidden(trade: Trade) -> None:
    products = await trade.products(4)
    for product in products:
        await put(trade, f"/favourites/{product}")
    await trade.set(Product, products[0], state=ProductState.HIDDEN)
    first = await trade.get("/favourites", limit=2)
    rest = await trade.get("/favourites", limit=2, cursor=first["next_cursor"])
    shown = {row["id"] for row in (*first["items"], *rest["items"])}
    assert shown == set(map(str, products[1:]))


@pytest.mark.parametrize("path", ["/favourites/{}", "/products/{}/watch"])
async def test_who_may_and_of_what(trade: Trade, path: str) -> None:
    product = await trade.product(stock=0)
    hidden = await trade.product("H", state=ProductState.HIDDEN, stock=0)
    accountant = await trade.person(Role.ACCOUNTANT)
    staff = await a_person(trade.database, trade.clock(), staff=Role.MANAGER)
    for token in (accountant, staff):
        assert (await put(trade, path.format(product), token)).status_code == 403
    assert (await trade.client.put(path.format(product))).status_code == 401
    for unknown in (hidden, 999, "' or 1=1"):
        assert (await put(trade, path.format(unknown))).status_code == 404
    assert (await put(trade, path.format(product))).status_code == 204


async def test_who_waits_is_told_once(trade: Trade) -> None:
    bolt, nut = await trade.product("B", stock=0), await trade.product("N", stock=None)
    for product in (bolt, bolt, nut):
        assert (await put(trade, f"/products/{product}/watch")).status_code == 204
        trade.clock.move(timedelta(minutes=1))
    assert await ids(trade, "/watches") == [str(nut), str(bolt)]
    assert (await trade.get(f"/products/{bolt}"))["watched"] is True
    await come_in(trade, bolt, 0)
    await come_in(trade, bolt, -5)
    assert await arrivals(trade) == []
    await come_in(trade, bolt, 240)
    [arrival] = await arrivals(trade)
    assert arrival["product"]["id"] == str(bolt)
    assert arrival["product"]["stock"] == "240"
    assert arrival["product"]["price"] is None
    assert await ids(trade, "/watches") == [str(nut)]
    assert (await trade.get(f"/products/{bolt}"))["watched"] is False
    await come_in(trade, bolt, 0)
    await come_in(trade, bolt, 10)
    assert len(await arrivals(trade)) == 1
    async with trade.database.write() as session:
        session.add(
            Stock(
                product_id=nut,
                warehouse_id=trade.warehouse,
                quantity=1000,
                known_at=trade.clock(),
            )
        )
    [_, next_one] = await arrivals(trade)
    assert next_one["product"]["id"] == str(nut)


async def test_what_another_warehouse_owes_is_counted(trade: Trade) -> None:
    bolt = await trade.product(stock=0)
    await put(trade, f"/products/{bolt}/watch")
    async with trade.database.write() as session:
        far = Warehouse(name="Дальний")
        session.add(far)
        await session.flush()
        session.add(
            Stock(product_id=bolt, warehouse_id=far.id, quantity=-9000, known_at=trade.clock())
        )
    await come_in(trade, bolt, 9)
    assert await arrivals(trade) == []
    await come_in(trade, bolt, 10)
    assert len(await arrivals(trade)) == 1


async def test_each_is_told_and_nobody_else(trade: Trade) -> None:
    bolt = await trade.product(stock=0)
    owner = await trade.person(Role.OWNER)
    await trade.person()
    for token in (trade.buyer, owner):
        await put(trade, f"/products/{bolt}/watch", token)
    await come_in(trade, bolt, 1)
    told = [each["recipients"] for each in await arrivals(trade)]
    people = [(await trade.get("/me", token))["id"] for token in (trade.buyer, owner)]
    assert told == [[{"person_id": person, "own": True}] for person in people]


async def test_what_is_there_is_not_waited_for(trade: Trade) -> None:
    answer = await put(trade, f"/products/{await trade.product()}/watch")
    assert (answer.status_code, answer.json()["code"]) == (409, "in_stock")


async def test_who_waits_no_more_hears_nothing(trade: Trade) -> None:
    bolt = await trade.product(stock=0)
    await put(trade, f"/products/{bolt}/watch")
    for _ in range(2):
        await drop(trade, f"/products/{bolt}/watch")
    await come_in(trade, bolt, 1)
    assert await arrivals(trade) == []


async def test_what_is_undone_has_not_come_in(trade: Trade) -> None:
    bolt = await trade.product(stock=0)
    await put(trade, f"/products/{bolt}/watch")

    async def fail_half_way() -> None:
        async with trade.database.write() as session:
            await session.execute(delete(Stock).where(Stock.product_id == bolt))
            session.add(
                Stock(
                    product_id=bolt,
                    warehouse_id=trade.warehouse,
                    quantity=1000,
                    known_at=trade.clock(),
                )
            )
            await session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail_half_way()
    assert await arrivals(trade) == []
    assert await ids(trade, "/watches") == [str(bolt)]
