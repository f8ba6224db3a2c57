"""My products, favourites, and waiting for what is out of stock."""

from tests.bot.speaking import forge, spaced
from tests.support.world import Person, World


async def ordered(person: Person, *lines: str) -> None:
    for line in lines:
        await person.send(line)
    await person.send("/cart")
    await person.click("Оформить заказ")
    await person.click("Самовывоз")
    await person.click("Без комментария")
    await person.click("Подтвердить заказ")
    assert "оформлен" in person.last


async def test_my_products_with_the_usual_quantity(world: World) -> None:
    anna = await world.buyer()
    await ordered(anna, "DIN933-8-40 200", "0893106 5")
    await ordered(anna, "DIN933-8-40 300")
    world.clock.forward(days=3)
    await anna.start()
    await anna.click("Мои товары")
    shown = spaced(anna.last)
    assert "№ | Артикул | Наименование | Обычно | Цена, ₽ | Наличие" in shown
    assert "1 | DIN933-8-40 | Болт DIN 933 М8×40 8.8 цинк | 200 шт, 3 дня назад | 8,67" in shown
    assert "2 | 0893106" in shown
    await anna.click("+", row="DIN933-8-40")
    assert "в корзине 200 шт" in spaced(anna.toast or "")
    await anna.click("2")
    assert "Артикул: 0893106" in anna.last


async def test_nothing_was_ordered_yet(world: World) -> None:
    anna = await world.buyer()
    assert "после первого заказа" in await anna.send("/mine")
    await anna.click("Избранное")
    assert "Пока пусто" in anna.last


async def test_favourites_from_the_card_and_back(world: World) -> None:
    anna = await world.buyer()
    await anna.send("0893106")
    await anna.click("1")
    card = anna.last_message["message_id"]
    await anna.click("В избранное", times=2)
    assert anna.last_message["message_id"] == card
    assert "Убрать из избранного" in anna.buttons
    await anna.send("/mine")
    await anna.click("Избранное")
    assert "1 | 0893106" in anna.last
    await anna.click("+", row="0893106")
    assert "в корзине 1 шт" in spaced(anna.toast or "")
    await anna.click("1")
    await anna.click("Убрать из избранного")
    assert "В избранное" in anna.buttons
    await anna.send("/mine")
    await anna.click("Избранное")
    assert "0893106" not in anna.last


async def test_favourites_are_ones_own(world: World) -> None:
    anna, olga = await world.buyer(), await world.owner()
    await anna.send("0893106")
    await anna.click("1")
    await anna.click("В избранное")
    await olga.send("/mine")
    await olga.click("Избранное")
    assert "0893106" not in olga.last


async def test_who_has_no_place_keeps_nothing(world: World) -> None:
    guest = world.person("Гость")
    await guest.send("DIN933-6-30")
    await guest.click("1")
    assert not {"В избранное", "Сообщить о поступлении"} & set(guest.buttons)
    assert "Доступ" in await forge(world, guest, "fa:1:1")
    vera = await world.linked("Вера", "accountant")
    await vera.send("/cart")
    assert "нет права" in await forge(world, vera, "wt:9:1")


async def test_asking_to_be_told_and_asking_no_more(world: World) -> None:
    anna = await world.buyer()
    await anna.send("DIN933-6-30")
    await anna.click("1")
    await anna.click("Сообщить о поступлении", times=2)
    assert "Сообщим, как только поступит" in anna.last
    await anna.click("Не сообщать о поступлении")
    assert "Сообщить о поступлении" in anna.buttons
    assert "Сообщим" not in anna.last
    await anna.send("0893106")
    await anna.click("1")
    assert "Сообщить о поступлении" not in anna.buttons


async def test_a_product_that_is_not_there(world: World) -> None:
    anna = await world.buyer()
    await anna.send("/cart")
    assert "Не нашлось" in await forge(world, anna, "fa:999:1")
    assert "Не нашлось" in await forge(world, anna, "wt:999:1")
