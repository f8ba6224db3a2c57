"""The cart: its table, its arithmetic, taking back, emptying."""

from tests.bot.speaking import forge, spaced
from tests.support.portal import KREPEZH
from tests.support.world import Person, World


async def filled(person: Person) -> int:
    await person.send("0893106 10")
    await person.send("DIN933-8-40 1000")
    await person.send("WD-40-400 12")
    await person.send("/cart")
    return int(person.last_message["message_id"])


async def test_the_cart_is_a_table_with_totals(world: World) -> None:
    anna = await world.buyer()
    await filled(anna)
    cart = spaced(anna.last)
    assert "1 | 0893106 Очиститель тормозов Würth 500 мл | 10 шт | 400,13 | 4 001,30" in cart
    # A thousand bolts cost less each.
    assert "2 | DIN933-8-40 Болт DIN 933 М8×40 8.8 цинк | 1 000 шт | 7,86 | 7 860,00" in cart
    assert "Итого: 17 553,26 ₽" in cart
    assert "В том числе НДС: " in cart
    assert anna.buttons == ["Оформить заказ", "Корзины", "Очистить", "Меню"]


async def test_an_empty_cart(world: World) -> None:
    anna = await world.buyer()
    assert "Корзина пуста" in await anna.send("/cart")


async def test_replies_change_lines_by_their_numbers(world: World) -> None:
    anna = await world.buyer()
    await filled(anna)
    await anna.reply("1: 20")
    assert "0893106 Очиститель тормозов Würth 500 мл: 20 шт" in spaced(anna.last)
    await anna.reply("1 +5")
    assert "| 25 шт |" in spaced(anna.last)
    await anna.reply("1 -3")
    assert "| 22 шт |" in spaced(anna.last)
    await anna.reply("2: 1020")
    assert "1 050 шт — округлили до упаковки" in spaced(anna.last)
    await anna.reply("убрать 3")
    assert "WD-40-400 Смазка WD-40 универсальная 400 мл: убрали" in anna.last
    assert "\n3 | " not in anna.last


async def test_right_after_the_cart_no_reply_is_needed(world: World) -> None:
    anna = await world.buyer()
    await filled(anna)
    await anna.send("1: 20")
    assert "| 20 шт |" in spaced(anna.last)
    await anna.send("убрать 1, 3")
    assert "0893106 Очиститель тормозов Würth 500 мл: убрали" in anna.last
    assert "1 | DIN933-8-40" in anna.last


async def test_later_the_same_words_are_something_else(world: World) -> None:
    anna = await world.buyer()
    await filled(anna)
    await anna.send("WD-40")
    await anna.send("1 +5")
    await anna.send("/cart")
    assert "1 | 0893106 Очиститель тормозов Würth 500 мл | 10 шт" in spaced(anna.last)


async def test_a_line_that_is_not_there(world: World) -> None:
    anna = await world.buyer()
    await filled(anna)
    assert await anna.reply("7: 5") == "Строки 7 в этой корзине нет."


async def test_a_colleagues_change_moves_no_numbers(world: World) -> None:
    """The numbers are those of the cart as it was shown."""
    anna = await world.buyer()
    shown = await filled(anna)
    await anna.reply("убрать 1", to=shown)
    await anna.reply("2: 500", to=shown)
    assert "DIN933-8-40 Болт DIN 933 М8×40 8.8 цинк: 500 шт" in spaced(anna.last)


async def test_undo_goes_back_step_by_step(world: World) -> None:
    anna = await world.buyer()
    await filled(anna)
    await anna.reply("1: 20")
    await anna.reply("убрать 2")
    await anna.send("/undo")
    assert "Вернули как было" in anna.last
    assert "DIN933-8-40" in anna.last
    await anna.send("/undo")
    assert "| 10 шт |" in spaced(anna.last)


async def test_nothing_to_undo(world: World) -> None:
    anna = await world.buyer()
    assert await anna.send("/undo") == "Отменять нечего."


async def test_clearing_asks_and_can_be_taken_back(world: World) -> None:
    anna = await world.buyer()
    await filled(anna)
    await anna.click("Очистить")
    assert "3 строки" in spaced(anna.last)
    await anna.click("Назад")
    assert "Итого" in anna.last
    await anna.click("Очистить")
    await anna.click("Да, очистить")
    assert "Корзину очистили" in anna.last
    assert "Корзина пуста" in await anna.send("/cart")
    await anna.send("/undo")
    assert "Итого: 17 553,26 ₽" in spaced(anna.last)


async def test_a_foreign_cart_is_not_cleared(world: World) -> None:
    anna, boris = await world.buyer("Анна"), await world.buyer("Борис", KREPEZH)
    await filled(anna)
    await boris.send("7721 1")
    await boris.send("/cart")
    assert "другую корзину" in await forge(world, boris, "cs:1")
    await anna.send("/cart")
    assert "Итого: 17 553,26 ₽" in spaced(anna.last)


async def test_more_than_there_is_shows(world: World) -> None:
    anna = await world.buyer()
    await anna.send("GEDORE-1992 9")
    await anna.send("/cart")
    assert "предмета (есть 5 компл) | 9 компл |" in spaced(anna.last)


async def test_a_long_cart_has_pages(world: World) -> None:
    from tests.support.portal import GOODS

    anna = await world.buyer()
    priced = [article for article, *_, price, _ in GOODS if price and article != "X&Y<1>"]
    await anna.send("\n".join(f"{article} 1" for article in priced))
    await anna.click("Добавить в корзину")
    await anna.send("/cart")
    assert f"Строки 1–30 из {len(priced)}" in spaced(anna.last)
    await anna.click("Ещё")
    assert "31 | " in anna.last
    await anna.reply("31: 12")
    assert "Изменили" in anna.last


async def test_in_plain_text(world: World) -> None:
    anna = await world.buyer()
    await anna.send("/settings")
    await anna.click("Текст")
    await filled(anna)
    assert "rich_message" not in anna.last_message
    assert "Итого: 17 553,26 ₽" in spaced(anna.last)
    await anna.reply("3: 24")
    assert "24 шт" in spaced(anna.last)
