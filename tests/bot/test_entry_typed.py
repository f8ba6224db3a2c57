"""One typed line: straight to the cart, or a search that remembers the quantity."""

import pytest

from tests.bot.speaking import forge, spaced
from tests.support.world import World


@pytest.mark.parametrize(
    "line", ["0893106 10", "0893106;10", "0893106\t10", "0893106 - 10 шт", "0893106 x 10"]
)
async def test_an_exact_article_goes_straight_to_the_cart(world: World, line: str) -> None:
    anna = await world.buyer()
    await anna.send(line)
    assert "0893106 Очиститель тормозов Würth 500 мл: 10 шт" in spaced(anna.last)
    assert anna.buttons == ["Отменить", "Корзина"]


async def test_units_of_the_product(world: World) -> None:
    anna = await world.buyer()
    await anna.send("WD-40-400\t2 уп")
    assert "24 шт" in spaced(anna.last)


async def test_a_barcode_is_as_good_as_an_article(world: World) -> None:
    anna = await world.buyer()
    await anna.send("4006825123456 3")
    assert "0893106 Очиститель тормозов Würth 500 мл: 3 шт" in spaced(anna.last)


async def test_cancel_takes_back_this_line_and_no_other(world: World) -> None:
    anna = await world.buyer()
    await anna.send("0893106 10")
    first = anna.last_message["message_id"]
    await anna.send("0893106 5")
    assert "+5 шт, в корзине 15 шт" in spaced(anna.last)
    await anna.click("Отменить", message=first)
    assert "в корзине 5 шт" in spaced(anna.last)
    assert "Отменить" not in anna.buttons


async def test_cancel_pressed_twice_takes_back_once(world: World) -> None:
    anna = await world.buyer()
    await anna.send("0893106 10")
    await anna.send("0893106 10")
    data, message = anna.data_of("Отменить"), anna.last_message["message_id"]
    await anna.click("Отменить", times=2)
    await forge(world, anna, data, message)
    await anna.send("/cart")
    assert "| 10 шт |" in spaced(anna.last)


async def test_a_name_is_a_likeness_and_waits_for_its_tap(world: World) -> None:
    anna = await world.buyer()
    await anna.send("Болт М8х40 - 100")
    assert "Сколько положить: 100" in anna.last
    assert "Корзина пуста" in await anna.send("/cart")
    await anna.send("Болт М8х40 - 100")
    await anna.click("+", row="DIN933-8-40")
    assert "в корзине 100 шт" in spaced(anna.toast or "")


async def test_a_name_with_a_number_is_searched_whole_first(world: World) -> None:
    anna = await world.buyer()
    await anna.send("ключ комбинированный 13")
    assert "0714-13" in anna.last
    assert "Сколько положить" not in anna.last


async def test_an_unlinked_person_types_a_line(world: World) -> None:
    guest = world.person("Гость")
    await guest.send("0893106 10")
    assert "Очиститель" in guest.last
    assert "/start" in guest.last


async def test_several_lines_become_a_draft(world: World) -> None:
    anna = await world.buyer()
    await anna.send("0893106 10\nWD-40-400 2 уп\n0893106 2\nнет-такого 5\nчто-то")
    assert "Корзина пуста" in await anna.send("/cart")


async def test_an_update_delivered_three_times_adds_once(world: World) -> None:
    anna = await world.buyer()
    sender = {"id": anna.id, "is_bot": False, "first_name": "Анна", "language_code": "ru"}
    chat = {"id": anna.id, "type": "private"}
    message = {"message_id": 7_000, "date": 0, "chat": chat, "from": sender, "text": "0893106 10"}
    for _ in range(3):
        await world.app.inbox.store([{"update_id": 800_000_001, "message": message}])
        await world.app.inbox.idle()
    await anna.send("/cart")
    assert "| 10 шт |" in spaced(anna.last)


async def test_a_handler_that_runs_again_adds_once(world: World) -> None:
    """As after a death between the portal's answer and the end of the update."""
    from aiogram.types import Update

    anna = await world.buyer()
    sender = {"id": anna.id, "is_bot": False, "first_name": "Анна", "language_code": "ru"}
    chat = {"id": anna.id, "type": "private"}
    message = {"message_id": 7_000, "date": 0, "chat": chat, "from": sender, "text": "0893106 10"}
    update = Update.model_validate({"update_id": 800_000_001, "message": message})
    for _ in range(3):
        await world.app.dispatcher.feed_update(world.app.bot, update)
    await anna.send("/cart")
    assert "| 10 шт |" in spaced(anna.last)


async def test_what_cannot_be_read_is_answered(world: World) -> None:
    anna = await world.buyer()
    assert "/help" in await anna.send("/nosuchcommand")
    assert "Не нашёл в этом ни одного артикула" in await anna.document(b"***", "list.csv")
    assert "больше не работает" in await forge(world, anna, "zz:1")
