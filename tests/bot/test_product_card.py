"""A product's card: what it tells, and quantities by button and by reply."""

from tests.bot.speaking import forge, shown, spaced
from tests.support.world import Person, World


async def opened(person: Person, article: str) -> int:
    await person.send(article)
    await person.click("1")
    return int(person.last_message["message_id"])


async def test_the_card_tells_all(world: World) -> None:
    anna = await world.buyer()
    await opened(anna, "0893106")
    card = spaced(anna.last)
    assert "Очиститель тормозов Würth 500 мл" in card
    assert "Артикул: 0893106" in card
    assert "1 кор — 24 шт" in card
    assert "Цена: 400,13 ₽ за 1 шт, в том числе НДС 22 %" in card
    assert "24 шт | 377,33" in card
    assert "Москва | 240 шт | 40 минут назад" in card
    assert "Штрихкоды: 4006825123456" in card
    assert {"В корзину", "Другое количество", "Аналоги"} <= set(anna.buttons)
    assert "Варианты" not in anna.buttons


async def test_pack_and_minimum(world: World) -> None:
    anna = await world.buyer()
    await opened(anna, "DIN933-6-20")
    assert "Упаковка: по 100 шт" in spaced(anna.last)
    await opened(anna, "DIN975-8")
    assert "Минимальный заказ: 10 шт" in spaced(anna.last)


async def test_into_the_cart_by_the_button(world: World) -> None:
    anna = await world.buyer()
    card = await opened(anna, "DIN933-6-20")
    await anna.click("В корзину")
    assert anna.last_message["message_id"] == card
    assert "В корзине: 100 шт" in spaced(anna.last)
    await anna.click("В корзину")
    assert "В корзине: 200 шт" in spaced(anna.last)


async def test_the_minimum_is_said(world: World) -> None:
    anna = await world.buyer()
    await opened(anna, "DIN975-8")
    await anna.click("В корзину")
    assert "В корзине: 10 шт — это минимальный заказ" in spaced(anna.last)


async def test_another_quantity(world: World) -> None:
    anna = await world.buyer()
    card = await opened(anna, "DIN933-6-20")
    await anna.click("Другое количество")
    assert "Сколько положить" in anna.last
    assert "Нужно число" in await anna.send("сотню")
    await anna.send("250")
    assert "300 шт — округлили до упаковки" in spaced(anna.last)
    assert "В корзине: 300 шт" in shown(anna, card)
    await anna.click("Отменить")
    assert "в корзине больше нет" in anna.last


async def test_a_number_in_reply_to_a_card_is_a_quantity(world: World) -> None:
    anna = await world.buyer()
    card = await opened(anna, "WD-40-400")
    await anna.reply("2 уп", to=card)
    assert "WD-40-400 Смазка WD-40 универсальная 400 мл: 24 шт" in spaced(anna.last)
    await anna.reply("36", to=card)
    assert "36 шт" in spaced(anna.last)
    await anna.reply("0", to=card)
    assert "убрали" in anna.last
    assert "Корзина пуста" in await anna.send("/cart")


async def test_a_unit_that_the_product_does_not_have(world: World) -> None:
    anna = await world.buyer()
    card = await opened(anna, "WD-40-400")
    await anna.reply("2 кг", to=card)
    assert "не считают в «кг»" in anna.last


async def test_analogues_and_variants(world: World) -> None:
    anna = await world.buyer()
    await opened(anna, "DIN933-6-30")
    assert "Сейчас нет на складах" in anna.last
    await anna.click("Аналоги")
    assert "Аналоги: Болт DIN 933 М6×30" in anna.last
    assert "DIN933-6-25" in anna.last
    await opened(anna, "DIN933-6-30")
    await anna.click("Варианты")
    assert "DIN933-8-40" in anna.last
    await anna.click("1")
    assert "Артикул:" in anna.last


async def test_a_product_without_a_price(world: World) -> None:
    anna = await world.buyer()
    await opened(anna, "NOPRICE-1")
    assert "Цену уточните у менеджера" in anna.last
    assert "В корзину" not in anna.buttons


async def test_a_product_that_is_not_there(world: World) -> None:
    anna = await world.buyer()
    await anna.send("/cart")
    assert "Не нашли" in await forge(world, anna, "p:999999")
    assert "Не нашли" in await forge(world, anna, "p:' or 1=1")


async def test_in_plain_text(world: World) -> None:
    anna = await world.buyer()
    await anna.send("/settings")
    await anna.click("Текст")
    await anna.send("0893106")
    await anna.click("1")
    assert "rich_message" not in anna.last_message
    assert "Артикул: 0893106" in anna.last
    await anna.click("В корзину")
    assert "В корзине: 1 шт" in spaced(anna.last)
    await anna.reply("3 кор")
    assert "72 шт" in spaced(anna.last)


async def test_an_accountant_may_not_fill_a_cart(world: World) -> None:
    vera = await world.linked("Вера", "accountant")
    await vera.send("0893106 2")
    assert "нет прав" in vera.last
