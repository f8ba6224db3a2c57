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
    assert "Не нашлось" in await forge(world, igor, "zo:2")
    for data in ("zo:2", "zs:2:1"):
        assert "нет права" in await forge(world, anna, data)
    assert "нет права" in await anna.send("/customers")
    assert opened
