"""Walking the catalogue by its groups, and lists filtered and in another order."""

from sqlalchemy import select, update

from portal.db.models import Group, Product
from tests.bot.speaking import forge, spaced
from tests.support.reading import pressables
from tests.support.world import World


async def test_from_the_menu_to_a_product(world: World) -> None:
    anna = await world.buyer()
    await anna.start()
    menu = anna.last_message["message_id"]
    await anna.click("Каталог")
    assert anna.last.startswith("Каталог")
    assert {"Инструмент и химия · 23", "Крепёж · 17"} <= set(anna.buttons)
    await anna.click("Крепёж · 17")
    assert anna.last_message["message_id"] == menu
    assert anna.last.startswith("Крепёж")
    assert "DIN933-10-50" in anna.last
    await anna.click("Ещё")
    assert "9 | " in anna.last
    await anna.click("+", row="9")
    assert "в корзине" in (anna.toast or "")
    await anna.click("Каталог")
    assert "Крепёж · 17" in anna.buttons


async def deeper(world: World) -> None:
    """Bolts become a group within the fasteners, nuts another."""
    async with world.portal_db.write() as session:
        fasteners = await session.scalar(select(Group.id).where(Group.name == "Крепёж"))
        bolts, nuts = (Group(name=name, parent_id=fasteners) for name in ("Болты", "Гайки"))
        session.add_all([bolts, nuts])
        await session.flush()
        for group, article in ((bolts, "DIN933-%"), (nuts, "DIN934-%")):
            within = update(Product).where(Product.article.like(article))
            await session.execute(within.values(group_id=group.id))


async def test_groups_within_groups_and_back(world: World) -> None:
    await deeper(world)
    anna = await world.buyer()
    await anna.send("/catalog")
    await anna.click("Крепёж · 17")
    assert {"Болты · 7", "Гайки · 3", "Показать товары", "↑ Каталог"} <= set(anna.buttons)
    await anna.click("Гайки · 3")
    assert "DIN934-6" in anna.last
    assert "DIN933" not in anna.last
    await anna.click("Каталог")
    assert "Гайки · 3" in anna.buttons
    await anna.click("Показать товары")
    assert "DIN934-10" in anna.last
    assert "DIN933" in anna.last
    await anna.click("Каталог")
    await anna.click("↑ Каталог")
    assert "Инструмент и химия · 23" in anna.buttons


async def test_in_stock_only_and_by_price(world: World) -> None:
    await deeper(world)
    anna = await world.buyer()
    await anna.send("/catalog")
    await anna.click("Крепёж · 17")
    await anna.click("Болты · 7")
    assert "✓ По названию" in anna.buttons
    assert "DIN933-6-30" in anna.last
    await anna.click("Только в наличии")
    assert "DIN933-6-30" not in anna.last
    assert "✓ Только в наличии" in anna.buttons
    await anna.click("По цене")
    assert "1 | DIN933-6-20" in anna.last
    assert "DIN933-6-30" not in anna.last
    assert "✓ По цене" in anna.buttons
    await anna.click("✓ Только в наличии")
    assert "DIN933-6-30" in anna.last
    await anna.click("По названию")
    assert "1 | DIN933-10-50" in anna.last


async def test_a_press_that_comes_twice_does_not_turn_it_back(world: World) -> None:
    await deeper(world)
    anna = await world.buyer()
    await anna.send("/catalog")
    await anna.click("Крепёж · 17")
    await anna.click("Болты · 7")
    await anna.click("Только в наличии", times=2)
    assert "✓ Только в наличии" in anna.buttons


async def test_what_was_found_is_narrowed_too(world: World) -> None:
    anna = await world.buyer()
    await anna.send("цинк")
    assert "✓ По названию" not in anna.buttons
    await anna.click("По цене")
    assert "1 | DIN125-6" in anna.last
    await anna.click("1")
    assert "Артикул: DIN125-6" in anna.last


async def test_numbers_mean_the_list_as_it_is_now(world: World) -> None:
    anna = await world.buyer()
    await anna.send("цинк")
    results = anna.last_message["message_id"]
    await anna.click("По цене")
    await anna.reply("1", to=results)
    assert "Артикул: DIN125-6" in anna.last


async def test_nothing_left_and_back_again(world: World) -> None:
    async with world.portal_db.write() as session:
        group = Group(name="Домкраты")
        session.add(group)
        await session.flush()
        gone = update(Product).where(Product.article == "DIN933-6-30")
        await session.execute(gone.values(group_id=group.id))
    anna = await world.buyer()
    await anna.send("/catalog")
    await anna.click("Домкраты · 1")
    await anna.click("Только в наличии")
    assert "Здесь пока пусто" in anna.last
    await anna.click("✓ Только в наличии")
    assert "DIN933-6-30" in anna.last


async def test_a_stranger_walks_it_without_prices(world: World) -> None:
    guest = world.person("Гость")
    await guest.send("/catalog")
    await guest.click("Крепёж · 17")
    assert "DIN933-10-50" in guest.last
    assert "По цене" not in guest.buttons
    assert "+" not in guest.buttons
    assert "Цена" not in spaced(guest.last).splitlines()[1]


async def test_in_a_group_chat_too_without_prices(world: World) -> None:
    anna = await world.buyer()
    group = int(world.telegram.add_group("Закупки", [anna.id]).id)
    said = await anna.send("/catalog", chat=group)
    assert "Каталог" in said
    for label in ("Крепёж · 17", "Только в наличии"):
        message = world.telegram.messages(group)[-1]
        found = {button.text: button.data for button in pressables(message)}
        assert not {"Меню", "По цене", "+"} & set(found)
        anna.press(found[label] or "", message["message_id"], chat=group)
        await world.settle()
    said = spaced(anna.last_in(group))
    assert "DIN933-10-50" in said
    assert "17,31" not in said


async def test_a_group_that_is_not_there(world: World) -> None:
    anna = await world.buyer()
    await anna.send("/catalog")
    assert "Не нашли" in await forge(world, anna, "gr:999:0")
    assert "Не нашли" in await forge(world, anna, "gg:999")
    assert "устарел" in await forge(world, anna, "nl:1:price")


async def test_in_english_and_in_plain_text(world: World) -> None:
    ann = await world.buyer("Ann", language="en")
    await ann.send("/settings")
    await ann.click("Text")
    await ann.send("/catalog")
    assert ann.last.startswith("Catalogue")
    await ann.click("Крепёж · 17")
    await ann.click("By price")
    assert "✓ By price" in ann.buttons
    assert "DIN125-6" in ann.last
