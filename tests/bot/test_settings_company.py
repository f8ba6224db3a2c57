"""Language, look; the company's people and invitations."""

import re
from pathlib import Path

from bot.views.commands import ACCOUNTANT, BUYER, GUEST, IN_PLACE, LISTED, STAFF
from tests.bot.speaking import forge, spaced
from tests.support.world import Person, World

ROOT = Path(__file__).parents[2]


async def test_language(world: World) -> None:
    anna = await world.buyer()
    await anna.send("/settings")
    await anna.click("English")
    assert "Language: English" in anna.last
    assert "The cart is empty" in await anna.send("/cart")
    await anna.send("/settings")
    await anna.click("As in Telegram")
    assert "Корзина пуста" in await anna.send("/cart")


async def test_look(world: World) -> None:
    anna = await world.buyer()
    await anna.send("/settings")
    await anna.click("Текст")
    assert "rich_message" not in anna.last_message
    await anna.click("Таблицы")
    await anna.send("/settings")
    assert "rich_message" in anna.last_message


async def test_help_by_role(world: World) -> None:
    guest, anna, igor = world.person("Гость"), await world.buyer(), await world.manager()
    assert "/cart" not in await guest.send("/help")
    assert "подключитесь: /start" in guest.last
    assert "0893106 10" in await anna.send("/help")
    assert "/requests" not in anna.last
    assert "/requests" in await igor.send("/help")
    for person in (anna, igor):
        assert "/claims" in person.last


def test_every_command_is_somebodys_and_told_of() -> None:
    """Guard: a command that is in no table is in no help either."""
    handled: set[str] = set()
    for path in (ROOT / "bot" / "handlers").glob("*.py"):
        handled.update(re.findall(r'Command\("(\w+)"', path.read_text("utf-8")))
    handled.add("start")
    tables = {*GUEST, *ACCOUNTANT, *BUYER, *STAFF, *IN_PLACE}
    assert handled == tables
    assert set(LISTED) <= {*BUYER, "help"}
    page = (ROOT / "docs" / "chat.md").read_text("utf-8")
    assert [name for name in tables if f"`/{name}" not in page] == []


def code_of(person: Person) -> str:
    found = re.search(r"Код: (\S+)", person.last)
    assert found
    return found[1]


async def test_an_owner_invites_a_colleague(world: World) -> None:
    olga = await world.owner()
    await olga.send("/company")
    await olga.click("Пригласить")
    await olga.click("Бухгалтер")
    assert "Приглашение готово" in olga.last
    assert "https://t.me/" in olga.last
    vera = world.person("Вера")
    await vera.start(code_of(olga))
    assert "бухгалтер" in vera.last
    await vera.click("Подключиться")
    assert "Баланс" in vera.buttons


async def test_an_owner_removes_a_person_after_asking(world: World) -> None:
    olga, anna = await world.owner(), await world.buyer()
    await anna.send("0893106 1")
    await olga.send("/company")
    await olga.click("Люди")
    assert "Анна" in olga.last
    await olga.click("Убрать", row="Анна")
    assert "Убрать Анна" in olga.last
    await olga.click("Да, убрать")
    assert "Анна" not in olga.last
    assert "₽" not in await anna.send("/balance")
    await anna.send("/start")
    assert "Корзина" not in anna.buttons


async def test_a_buyer_neither_invites_nor_removes(world: World) -> None:
    anna = await world.buyer()
    await anna.send("/company")
    assert "Пригласить" not in anna.buttons
    assert "нет прав" in await forge(world, anna, "ia:owner")
    assert "нет прав" in await forge(world, anna, "py:1")


async def test_numbers_follow_the_language(world: World) -> None:
    ann = await world.buyer("Ann", language="en")
    await ann.send("/balance")
    assert "Debt: 43,500.00 ₽" in spaced(ann.last)
    assert "7 October, overdue" in spaced(ann.last)
