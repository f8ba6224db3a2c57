"""An order again: prices then and now, what is gone, and the rest into the cart."""

import pytest
from sqlalchemy import select, update

from portal.db.models import Price, Product, ProductState
from tests.bot.speaking import spaced
from tests.bot.test_orders_history import ordered
from tests.support.world import World


async def change(world: World, article: str, *, percent: int = 100, hidden: bool = False) -> None:
    async with world.portal_db.write() as session:
        product = await session.scalar(select(Product).where(Product.article == article))
        assert product is not None
        if hidden:
            product.state = ProductState.HIDDEN
        await session.execute(
            update(Price)
            .where(Price.product_id == product.id)
            .values(amount=Price.amount * percent / 100)
        )


@pytest.mark.parametrize("look", ["Таблицы", "Текст"])
async def test_prices_then_and_now_and_what_is_gone(world: World, look: str) -> None:
    anna = await world.buyer()
    if look == "Текст":
        await anna.send("/settings")
        await anna.click(look)
    await ordered(anna, "7721 2", "0893106 10", "GEDORE-1992 4")
    await change(world, "7721", percent=110)
    await change(world, "0893106", hidden=True)
    await anna.click("Повторить")
    said = spaced(anna.last)
    assert "Повтор заказа" in said
    assert "2 085,50" in said
    assert "2 294,05" in said
    assert "(цена +10 %)" in said
    assert "не продаётся" in said
    assert "вместо него 0893107 Очиститель тормозов Würth 5 л" in said
    await anna.click("Добавить в корзину")
    assert "Добавили в корзину" in anna.last
    assert "7721" in anna.last
    assert "0893106" not in anna.last


async def test_the_last_order_by_command(world: World) -> None:
    anna = await world.buyer()
    await ordered(anna, "0893106 10")
    await ordered(anna, "7721 2")
    await anna.send("/repeat")
    assert "7721" in anna.last
    await anna.click("Добавить в корзину", times=2)
    await anna.send("/cart")
    assert "| 2 шт |" in spaced(anna.last)


async def test_an_analogue_opens_from_the_repeat(world: World) -> None:
    anna = await world.buyer()
    await ordered(anna, "0893106 10", "7721 1")
    await change(world, "0893106", hidden=True)
    await anna.send("/repeat")
    await anna.click("Показать")
    assert "Артикул: 0893107" in anna.last


async def test_nothing_left_of_it(world: World) -> None:
    anna = await world.buyer()
    await ordered(anna, "0893106 10")
    await change(world, "0893106", hidden=True)
    await anna.send("/repeat")
    assert "ничего нельзя заказать" in anna.last
    assert "Добавить в корзину" not in anna.buttons
    assert "Заменить аналогами" in anna.buttons
