"""The usual order and what soon runs out; parts of an order again; analogues for what is gone."""

from tests.bot.speaking import spaced
from tests.bot.test_orders_history import ordered
from tests.bot.test_repeat_order import change
from tests.support.world import World


async def test_the_usual_order_goes_to_the_cart_in_one_tap(world: World) -> None:
    anna = await world.buyer()
    for _ in range(2):
        await ordered(anna, "7721 2", "0893106 10")
        world.clock.forward(days=10)
    await anna.send("/repeat")
    await anna.click("Обычный заказ")
    assert "7721" in anna.last
    assert "То, что за три месяца заказывали не раз" in anna.last
    await anna.click("Добавить в корзину", times=2)
    cart = spaced(await anna.send("/cart"))
    assert "| 2 шт |" in cart
    assert "| 10 шт |" in cart


async def test_what_soon_runs_out(world: World) -> None:
    anna = await world.buyer()
    await ordered(anna, "0714-13 1")
    await anna.send("/repeat")
    await anna.click("Скоро закончится")
    assert "ничего не должно закончиться" in anna.last
    for _ in range(3):
        await ordered(anna, "7721 2")
        world.clock.forward(days=10)
    await anna.send("/repeat")
    await anna.click("Скоро закончится")
    assert "7721" in anna.last
    assert "0714-13" not in anna.last


async def test_a_part_of_an_order(world: World) -> None:
    anna = await world.buyer()
    await ordered(anna, "7721 2", "0893106 10", "GEDORE-1992 1")
    await anna.send("/repeat")
    await anna.send("2-3")
    cart = spaced(await anna.send("/cart"))
    assert "0893106" in cart
    assert "7721" not in cart
    await anna.send("/repeat")
    assert "Строки 9 в этом заказе нет" in await anna.send("9")


async def test_analogues_in_place_of_what_is_gone(world: World) -> None:
    anna = await world.buyer()
    await ordered(anna, "7721 2", "0893106 10")
    await change(world, "0893106", hidden=True)
    await anna.send("/repeat")
    await anna.click("Заменить аналогами")
    said = spaced(anna.last)
    assert "0893106 → 0893107 Очиститель тормозов Würth 5 л" in said
    assert "С заменами:" in said
    assert "Дороже на" in said
    await anna.click("Добавить с заменами", times=2)
    cart = spaced(await anna.send("/cart"))
    assert "0893107" in cart
    assert "| 10 шт |" in cart


async def test_what_is_usually_taken_along_is_offered_before_confirming(world: World) -> None:
    anna = await world.buyer()
    for _ in range(3):
        await ordered(anna, "7721 2", "0893106 10")
    await anna.send("7721 1")
    await anna.send("/cart")
    await anna.click("Оформить заказ")
    await anna.click("Самовывоз")
    await anna.click("Без комментария")
    assert "Обычно берёте ещё" in anna.last
    await anna.click("+", row="0893106", times=2)
    card = spaced(anna.last)
    assert "Обычно берёте ещё" not in card
    assert "| 10 шт |" in card
    await anna.click("Подтвердить заказ")
    assert "0893106" in anna.last
