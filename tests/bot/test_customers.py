"""A manager finds a company, and sees what is known of it."""

from sqlalchemy import update

from portal.db.models import Staff
from tests.bot.speaking import forge, spaced
from tests.support.portal import ROMASHKA
from tests.support.world import World


async def test_a_company_is_found_and_assigned(world: World) -> None:
    dina, igor = await world.linked("Дина", "director", None), await world.manager()
    await world.owner()
    await igor.start()
    await igor.click("Клиенты")
    await igor.send("ромаш")
    assert "ООО «Ромашка»" in igor.last
    assert ROMASHKA in igor.last
    assert "43 500,00" in spaced(igor.last)
    assert "18 000,00" in spaced(igor.last)
    assert "Ольга" in igor.last
    assert "Менеджер" not in igor.buttons
    await dina.send("/customers")
    assert "Крепёж-Сервис" in dina.last
    await dina.click("3")
    assert "не назначен" in dina.last
    await dina.click("Менеджер")
    await dina.click("Игорь")
    assert "Менеджер: Игорь" in dina.last
    await dina.click("Регион")
    await dina.send("Центр")
    assert "Регион: Центр" in dina.last
    assert "Менеджер: Игорь" in dina.last
    await dina.click("Пригласить")
    await dina.click("Закупщик")
    assert "Приглашение готово" in dina.last


async def test_nothing_is_seen_of_what_is_anothers(world: World) -> None:
    igor, anna = await world.manager(), await world.buyer()
    await igor.send("/customers крепёж")
    opened = igor.data_of("Найти клиента")
    assert "Крепёж-Сервис" in igor.last
    async with world.portal_db.write() as session:
        await session.execute(update(Staff).values(region="Сибирь"))
    assert "пока нет" in await igor.send("/customers")
    assert "не нашлось" in await igor.send("/customers крепёж")
    assert "Не нашли" in await forge(world, igor, "zo:2")
    for data in ("zo:2", "zs:2:1"):
        assert "нет прав" in await forge(world, anna, data)
    assert "нет прав" in await anna.send("/customers")
    assert opened


async def test_an_order_on_a_companys_behalf(world: World) -> None:
    igor, olga = await world.manager(), await world.owner()
    assert "350,62" not in spaced(await igor.send("WD-40-400"))
    await igor.send("/customers ромашка")
    await igor.click("Оформить заказ за компанию")
    line = "Вы оформляете за ООО «Ромашка»"
    assert line in igor.last
    assert "менеджер" in igor.last
    assert {"Корзина", "Баланс", "Клиенты", "Вернуться к себе"} <= set(igor.buttons)
    await igor.send("0893106 12")
    assert line in igor.last
    await igor.send("/cart")
    await igor.click("Оформить заказ")
    await igor.click("Самовывоз")
    await igor.click("Без комментария")
    assert line in igor.last
    await igor.click("Подтвердить заказ")
    assert "Игорь, менеджер поставщика" in igor.last
    assert "ООО «Ромашка»" in igor.last
    # A restart later it is still so, and the way back is a command.
    await world.restart()
    assert line in await igor.send("/cart")
    await igor.send("/leave")
    assert line not in igor.last
    assert "Корзина" not in igor.buttons
    assert "оформляете" not in await igor.send("/start")
    await olga.send("/orders")
    await olga.click("1001")
    assert "Игорь, менеджер поставщика" in olga.last


async def test_who_may_no_longer_act_for_it_is_back_to_oneself(world: World) -> None:
    igor = await world.manager()
    await igor.send("/customers ромашка")
    await igor.click("Оформить заказ за компанию")
    async with world.portal_db.write() as session:
        await session.execute(update(Staff).values(region="Сибирь"))
    assert "Не нашли" in await igor.send("/cart")
    await igor.start()
    assert "Корзина" not in igor.buttons
    assert "оформляете" not in await igor.send("/help")


async def test_a_buyer_acts_for_nobody_else(world: World) -> None:
    anna = await world.buyer()
    assert "Не нашли" in await forge(world, anna, "zf:2")
    assert "Ромашка" in await anna.send("/company")
