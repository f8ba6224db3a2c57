"""What is written in reply to a draft, and a cart that is sure of nothing when the portal is."""

from decimal import Decimal

import pytest

from bot.services.entry import LineChange, Wish
from bot.services.lists.arithmetic import Replaced, Said, parse_list_changes
from tests.bot.speaking import spaced
from tests.bot.test_list_draft import lines_of, row
from tests.support.world import World


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("3: 20", [LineChange(3, "set", Wish(Decimal(20)))]),
        ("3 = 0893106", [Replaced(3, "0893106")]),
        ("3=болт М8х40", [Replaced(3, "болт М8х40")]),
        ("убрать 3", [LineChange(3, "set", Wish.nothing())]),
        ("0893106 10", None),
        ("3", None),
        ("3: 20\nещё что-то", None),
        ("", None),
    ],
)
def test_arithmetic(text: str, said: list[Said] | None) -> None:
    assert parse_list_changes(text) == said


async def test_a_quantity_is_set_changed_and_rounded(world: World) -> None:
    anna = await world.buyer()
    await anna.send("0893106 10\nWD-40-400 12")
    await anna.reply("1: 20")
    assert "| 20 шт |" in row(anna, 1)
    await anna.reply("1 +5")
    assert "| 25 шт |" in row(anna, 1)
    await anna.send("2: 13")
    assert "(просили 13 шт, округлили до упаковки) | 24 шт" in row(anna, 2)


async def test_a_line_is_removed_and_the_numbers_stay(world: World) -> None:
    anna = await world.buyer()
    await anna.send("0893106 10\nWD-40-400 12\n7721 1")
    await anna.reply("убрать 2")
    assert [line.split(" | ")[0] for line in lines_of(anna.last)[1:]] == ["1", "3"]
    await anna.reply("2: 5")
    assert "Строки 2 в этом списке нет" in spaced(anna.last)


async def test_a_product_is_replaced_in_the_quantity_asked_for(world: World) -> None:
    anna = await world.buyer()
    await anna.send("0893106 10\nнет-такого 5")
    await anna.reply("2 = 7721")
    assert "7721 Анаэробный фиксатор резьбы Loctite 243 50 мл | 5 шт" in row(anna, 2)
    await anna.reply("2 = 0714-13 3")
    assert "0714-13 Ключ комбинированный 13 мм | 3 шт" in row(anna, 2)


async def test_a_quantity_is_no_yes(world: World) -> None:
    anna = await world.buyer()
    await anna.send("0893106 10\nсаморез с прессшайбой 4,2х16 - 1000")
    await anna.reply("2: 2000")
    assert "похоже: SAM-4.2-16" in row(anna, 2)
    assert "| 2 000 шт |" in row(anna, 2)


async def test_what_is_in_the_cart_is_changed_there(world: World) -> None:
    anna = await world.buyer()
    await anna.send("0893106 10\n7721 1")
    draft = anna.last_message["message_id"]
    await anna.click("Добавить в корзину")
    await anna.reply("1: 20", to=draft)
    assert "уже в корзине" in spaced(anna.last)
