"""My products, favourites, and waiting for what is out of stock."""

from sqlalchemy import delete, func, select, update

from bot.db.models import Cursor
from portal.db.models import Product, Stock
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
    assert "№ | Товар | Обычно | Цена, ₽ | \n" in shown
    assert "1 | DIN933-8-40 Болт DIN 933 М8×40 8.8 цинк (3 дня назад) | 200 шт | 8,67 | +" in shown
    assert "2 | 0893106" in shown
    await anna.click("+", row="DIN933-8-40")
    assert "в корзине 200 шт" in spaced(anna.toast or "")
    await anna.click("2")
    assert "Артикул: 0893106" in anna.last


async def test_what_is_usual_and_short_says_so(world: World) -> None:
    anna = await world.buyer()
    await ordered(anna, "GEDORE-1992 3")
    shown = spaced(await anna.send("/mine"))
    assert "(только что; есть 2 компл) | 3 компл |" in shown


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
    assert "нет прав" in await forge(world, vera, "wt:9:1")


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
    assert "Не нашли" in await forge(world, anna, "fa:999:1")
    assert "Не нашли" in await forge(world, anna, "wt:999:1")


async def come_in(world: World, article: str, quantity: int) -> None:
    """As an import says it."""
    async with world.portal_db.write() as session:
        product = select(Product.id).where(Product.article == article).scalar_subquery()
        first = select(func.min(Stock.warehouse_id)).scalar_subquery()
        await session.execute(
            update(Stock)
            .where(Stock.product_id == product, Stock.warehouse_id == first)
            .values(quantity=quantity * 1000)
        )


async def waiting(world: World, name: str = "Анна", **more: str) -> Person:
    person = await world.buyer(name, **more)
    await person.send("DIN933-6-30")
    await person.click("1")
    await person.click("Сообщить о поступлении")
    return person


async def test_who_waited_is_told_once_and_opens_the_card(world: World) -> None:
    anna, boris = await waiting(world), await world.buyer("Борис")
    await world.tell()
    assert "Поступил" not in anna.last
    await come_in(world, "DIN933-6-30", 400)
    await world.tell()
    assert spaced(anna.last) == (
        "Поступил товар, которого вы ждали: DIN933-6-30 Болт DIN 933 М6×30 8.8 цинк."
        " В наличии: 400 шт."
    )
    said = len(anna.messages)
    assert not any("Поступил" in text for text in boris.messages)
    await world.restart()
    await world.tell()
    assert len(anna.messages) == said
    await anna.click("Открыть товар")
    assert "Артикул: DIN933-6-30" in anna.last
    assert "В корзину" in anna.buttons


async def test_who_was_told_may_ask_again(world: World) -> None:
    anna = await waiting(world)
    for quantity in (400, 0, 300):
        await come_in(world, "DIN933-6-30", quantity)
        await world.tell()
    assert sum("Поступил" in text for text in anna.messages) == 1
    await come_in(world, "DIN933-6-30", 0)
    await anna.send("DIN933-6-30")
    await anna.click("1")
    await anna.click("Сообщить о поступлении")
    await come_in(world, "DIN933-6-30", 200)
    await world.tell()
    assert "В наличии: 200 шт" in spaced(anna.last)


async def test_what_was_stored_before_a_death_is_not_said_twice(world: World) -> None:
    """As if the bot died with the message stored and its place not."""
    anna = await waiting(world)
    await come_in(world, "DIN933-6-30", 400)
    await world.tell()
    async with world.app.db.write() as session:
        await session.execute(delete(Cursor))
    await world.tell()
    assert sum("Поступил" in text for text in anna.messages) == 1


async def test_it_came_in_before_the_tap(world: World) -> None:
    anna = await world.buyer()
    await anna.send("DIN933-6-30")
    await anna.click("1")
    await come_in(world, "DIN933-6-30", 400)
    await anna.click("Сообщить о поступлении")
    assert "400 шт" in spaced(anna.last)
    assert "В корзину" in anna.buttons


async def test_who_blocked_the_bot_is_told_when_they_are_back(world: World) -> None:
    anna = await waiting(world)
    world.telegram.block(anna.id)
    await world.settle()
    await come_in(world, "DIN933-6-30", 400)
    await world.tell()
    world.telegram.block(anna.id, blocked=False)
    await anna.send("/cart")
    await world.tell()
    assert "Поступил" in anna.last
