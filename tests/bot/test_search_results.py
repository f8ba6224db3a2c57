"""Search results and what can be done from them, rich and plain."""

from tests.bot.speaking import forge, spaced
from tests.support.portal import NOVICHOK
from tests.support.world import World


async def test_results_are_a_table_with_my_price(world: World) -> None:
    anna = await world.buyer()
    await anna.send("/search болт М8")
    assert "№ | Артикул | Наименование | Цена, ₽ | Наличие" in spaced(anna.last)
    assert "DIN933-8-40 | Болт DIN 933 М8×40 8.8 цинк | 8,67 | 36 000 шт | +" in spaced(anna.last)


async def test_plain_text_is_a_search_and_a_number_opens_the_card(world: World) -> None:
    anna = await world.buyer()
    await anna.send("WD-40")
    results = anna.last_message["message_id"]
    assert "WD-40-400" in anna.last
    await anna.click("2")
    assert anna.last_message["message_id"] != results
    card = anna.last
    await anna.reply("2", to=results)
    assert anna.last == card


async def test_a_number_that_is_not_there(world: World) -> None:
    anna = await world.buyer()
    await anna.send("WD-40")
    assert await anna.reply("77") == "Строки 77 в этом списке нет."


async def test_plus_adds_a_pack_and_says_what_the_cart_holds(world: World) -> None:
    anna = await world.buyer()
    await anna.send("WD-40-400")
    await anna.click("+", row="WD-40-400")
    assert spaced(anna.toast or "") == (
        "WD-40-400 Смазка WD-40 универсальная 400 мл: в корзине 12 шт."
    )
    await anna.click("+", row="WD-40-400")
    assert "24 шт" in spaced(anna.toast or "")


async def test_a_press_that_comes_twice_at_once_adds_twice_and_an_update_only_once(
    world: World,
) -> None:
    anna = await world.buyer()
    await anna.send("WD-40-400")
    await anna.click("+", row="WD-40-400", times=2)
    assert "24 шт" in spaced(anna.toast or "")


async def test_pages_turn_on_and_back(world: World) -> None:
    anna = await world.buyer()
    await anna.send("цинк")
    first = anna.last
    assert "Ещё" in anna.buttons
    assert "Назад" not in anna.buttons
    await anna.click("Ещё")
    assert anna.last != first
    assert "9 | " in anna.last
    await anna.click("Назад")
    assert anna.last == first


async def test_a_row_of_the_first_page_still_opens_on_the_second(world: World) -> None:
    anna = await world.buyer()
    await anna.send("цинк")
    results = anna.last_message["message_id"]
    await anna.click("1")
    card = anna.last
    await anna.click("Ещё", message=results)
    await anna.reply("1", to=results)
    assert anna.last == card


async def test_a_list_that_is_forgotten_says_so(world: World) -> None:
    anna = await world.buyer()
    await anna.send("/balance")
    assert "устарел" in await forge(world, anna, "pg:1")


async def test_nothing_found(world: World) -> None:
    anna = await world.buyer()
    assert "ничего не нашлось" in await anna.send("ьъыъьъыъь")


async def test_an_unlinked_person_sees_no_price_and_hears_why(world: World) -> None:
    guest = world.person("Гость")
    await guest.send("WD-40-400")
    assert "WD-40-400" in guest.last
    assert "Цена" not in guest.last.splitlines()[1]
    assert "489" not in guest.last
    assert "/start" in guest.last
    assert "+" not in guest.buttons
    await guest.click("1")
    assert "Цены видны после подключения" in guest.last
    assert "В корзину" not in guest.buttons


async def test_without_a_contract_there_is_no_price_either(world: World) -> None:
    anna = await world.buyer(inn=NOVICHOK)
    await anna.send("WD-40-400")
    assert "заключим договор" in anna.last
    assert "+" not in anna.buttons


async def test_the_same_in_plain_text(world: World) -> None:
    anna = await world.buyer()
    await anna.send("/settings")
    await anna.click("Текст")
    await anna.send("WD-40-400")
    assert "rich_message" not in anna.last_message
    assert "1. WD-40-400 Смазка WD-40 универсальная 400 мл" in anna.last
    assert "Цена, ₽: 474,33" in spaced(anna.last)
    await anna.click("+", row="WD-40-400")
    assert "12 шт" in spaced(anna.toast or "")
    await anna.click("1")
    assert "В корзину" in anna.buttons


async def test_names_full_of_marks_stay_as_they_are(world: World) -> None:
    anna = await world.buyer()
    for look in ("Текст", "Таблицы"):
        await anna.send("X&Y<1>")
        assert 'Переходник <1/2"> & адаптер «A&B»' in anna.last
        await anna.click("1")
        assert 'Переходник <1/2"> & адаптер «A&B»' in anna.last
        await anna.send("/settings")
        await anna.click(look)


async def test_a_query_of_four_thousand_characters(world: World) -> None:
    anna = await world.buyer()
    assert "ничего не нашлось" in await anna.send("щ<&>" * 1000)
