"""In a group: no price, no money, and not a word to what is not for the bot."""

from tests.bot.speaking import spaced
from tests.support.world import Person, World


def group_of(world: World, *people: Person) -> int:
    return int(world.telegram.add_group("Закупки", [person.id for person in people]).id)


async def test_search_in_a_group_shows_no_price(world: World) -> None:
    anna = await world.buyer()
    group = group_of(world, anna)
    said = spaced(await anna.send("/search WD-40-400", chat=group))
    assert "WD-40-400" in said
    assert "474" not in said
    assert "Цены — в личных сообщениях" in said
    assert "+" not in said


async def test_a_card_in_a_group_shows_no_price(world: World) -> None:
    anna = await world.buyer()
    group = group_of(world, anna)
    await anna.send("/search WD-40-400", chat=group)
    message = world.touched[-1][1]
    anna.press("p:5", message, chat=group)
    await world.settle()
    said = spaced(anna.last_in(group))
    assert "Артикул: WD-40-400" in said
    assert "₽" not in said
    assert "В корзину" not in said


async def test_money_and_carts_are_for_a_private_chat(world: World) -> None:
    anna = await world.buyer()
    group = group_of(world, anna)
    for command in ("/cart", "/balance", "/orders", "/documents", "/loyalty", "/start", "/company"):
        said = await anna.send(command, chat=group)
        assert "в личных сообщениях" in said, command
        assert "₽" not in said


async def test_plain_text_in_a_group_is_ignored(world: World) -> None:
    anna = await world.buyer()
    group = group_of(world, anna)
    before = anna.last_in(group)
    assert await anna.send("0893106 10", chat=group) == before
    assert "Корзина пуста" in await anna.send("/cart")
