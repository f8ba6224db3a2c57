"""Coming in: by a code, by a link, and the menu that follows."""

import re

from sqlalchemy import select

from bot.db.models import Linking, User
from tests.bot.speaking import forge, spaced
from tests.support.portal import KREPEZH, ROMASHKA
from tests.support.world import Person, World


async def stored(world: World, person: Person) -> User:
    async with world.app.db.read() as session:
        return await session.get_one(User, person.id)


async def test_a_code_shows_the_company_and_links(world: World) -> None:
    anna = world.person("Анна")
    await anna.start(await world.invitation("buyer"))
    assert "ООО «Ромашка»" in anna.last
    assert ROMASHKA in anna.last
    assert "закупщик" in anna.last
    assert (await stored(world, anna)).token is None
    await anna.click("Подключиться")
    assert "Вы подключены: ООО «Ромашка»" in anna.last
    assert {"Корзина", "Заказы", "Баланс"} <= set(anna.buttons)
    assert "Заявки" not in anna.buttons


async def test_the_token_is_stored_before_the_portal_hears_of_it(world: World) -> None:
    anna = world.person("Анна")
    await anna.start(await world.invitation())
    async with world.app.db.read() as session:
        linking = await session.scalar(select(Linking))
    assert linking is not None
    await anna.click("Подключиться", times=2)
    assert "Вы подключены" in anna.last
    assert (await stored(world, anna)).token == linking.token


async def test_nobody_links_by_another_persons_card(world: World) -> None:
    anna, boris = world.person("Анна"), world.person("Борис")
    await anna.start(await world.invitation())
    data = anna.data_of("Подключиться")
    await boris.start()
    assert "не для вас" in await forge(world, boris, data)
    assert (await stored(world, boris)).token is None


async def test_a_wrong_code_is_said_and_the_sixth_has_to_wait(world: World) -> None:
    anna = world.person("Анна")
    for _ in range(5):
        assert "Код не подошёл" in await anna.start("wrong")
    assert "Слишком много" in await anna.start(await world.invitation())


async def test_a_code_may_be_typed_or_pasted_as_a_link(world: World) -> None:
    anna = world.person("Анна")
    await anna.start()
    assert anna.buttons == ["У меня есть код", "Поделиться телефоном", "Зарегистрировать компанию"]
    await anna.click("У меня есть код")
    await anna.send(f"https://t.me/artikul_bot?start={await world.invitation('owner')}")
    assert "владелец" in anna.last
    await anna.click("Подключиться")
    assert "Компания" in anna.buttons


async def test_a_second_company_becomes_the_active_one(world: World) -> None:
    anna = await world.buyer("Анна")
    await anna.start(await world.invitation("buyer", KREPEZH))
    await anna.click("Подключиться")
    assert "АО «Крепёж-Сервис»" in anna.last
    await anna.send("/company")
    assert "АО «Крепёж-Сервис»" in anna.last.splitlines()[0]
    await anna.click("ООО «Ромашка»")
    assert anna.toast == "Вы переключились на ООО «Ромашка»."
    assert "ООО «Ромашка»" in anna.last.splitlines()[0]


async def test_a_foreign_company_cannot_be_switched_to(world: World) -> None:
    anna = await world.buyer("Анна")
    before = (await stored(world, anna)).company_id
    assert "Не нашли" in await forge(world, anna, "sw:3")
    assert (await stored(world, anna)).company_id == before


async def test_start_of_a_linked_person_is_the_menu(world: World) -> None:
    anna = await world.buyer("Анна")
    await anna.start()
    assert "Меню" in anna.last
    await anna.click("Корзина")
    assert "Корзина пуста" in anna.last
    await anna.click("Меню")
    assert "ООО «Ромашка», закупщик" in anna.last


async def test_an_accountant_gets_no_cart_in_the_menu(world: World) -> None:
    vera = await world.linked("Вера", "accountant")
    assert "Баланс" in vera.buttons
    assert "Корзина" not in vera.buttons
    assert "Повторить последний" not in vera.buttons
    await vera.send("/help")
    assert "/balance" in vera.last
    assert "/cart" not in vera.last


async def test_in_english(world: World) -> None:
    ann = world.person("Ann", language="en")
    await ann.start(await world.invitation())
    assert re.search(r"Company: ООО «Ромашка»", ann.last)
    await ann.click("Connect")
    assert "You are connected" in ann.last
    await ann.send("0893106 2")
    await ann.send("/cart")
    assert "Total: 800.26 ₽" in spaced(ann.last)


async def test_cancel_leaves_what_is_asked(world: World) -> None:
    anna = world.person("Анна")
    assert await anna.send("/cancel") == "Нечего отменять."
    await anna.start()
    await anna.click("У меня есть код")
    assert await anna.send("/cancel") == "Хорошо, отменили."
    assert await anna.send("/cancel") == "Нечего отменять."


async def test_a_command_leaves_the_question_too(world: World) -> None:
    anna = await world.buyer("Анна")
    await anna.start()
    await anna.click("Найти товар")
    await anna.send("0893106")
    await anna.click("1")
    await anna.click("Другое количество")
    await anna.send("/balance")
    await anna.send("7721")
    assert "Loctite" in anna.last
    assert "Корзина пуста" in await anna.send("/cart")


async def test_what_is_asked_survives_a_restart(world: World) -> None:
    anna = await world.buyer("Анна")
    await anna.send("0893106")
    await anna.click("1")
    await anna.click("Другое количество")
    await world.restart()
    await anna.send("5")
    assert "0893106 Очиститель тормозов Würth 500 мл: 5 шт" in spaced(anna.last)
