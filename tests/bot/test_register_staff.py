"""Asking to be let in without a code, and the staff's answer."""

import pytest
from sqlalchemy import func, select

from portal.db.models import AccessRequest, Company
from tests.bot.speaking import forge, handle_again
from tests.support.world import Person, World

INN = "5024002119"
NEW_INN = "7728168971"


async def requests(world: World) -> int:
    async with world.portal_db.read() as session:
        return await session.scalar(select(func.count()).select_from(AccessRequest)) or 0


async def registered(person: Person) -> None:
    await person.start()
    await person.click("Зарегистрировать компанию")
    assert "контрольная цифра" in await person.send("7728168972")
    await person.send("7728 168 971")
    await person.send("ООО <Рога> & «Копыта»")
    await person.send("Остап Б.")
    assert "Передали менеджеру" in person.last


@pytest.mark.parametrize("look", ["Таблицы", "Текст"])
async def test_from_request_to_the_first_price(world: World, look: str) -> None:
    igor, ostap = await world.manager(), world.person("Остап")
    if look == "Текст":
        await igor.send("/settings")
        await igor.click(look)
    await registered(ostap)
    await world.outbox()
    assert "Новая заявка" in igor.last
    assert "ООО <Рога> & «Копыта»" in igor.last
    assert NEW_INN in igor.last
    await igor.click("Открыть заявку")
    assert {"Розница", "Опт", "Отклонить"} <= set(igor.buttons)
    await igor.click("Опт")
    assert "ссылка отправлена" in igor.last
    await world.outbox()
    assert "Вашу заявку одобрили" in ostap.last
    link = next(
        button["url"]
        for row in ostap.last_message["reply_markup"]["inline_keyboard"]
        for button in row
    )
    await ostap.start(link.partition("start=")[2])
    await ostap.click("Подключиться")
    assert "ООО <Рога> & «Копыта»" in ostap.last
    await ostap.send("0893106")
    assert "350,62" in ostap.last
    assert "Новых заявок нет" in await igor.send("/requests")


async def test_an_answer_handled_again_answers_no_other_question(world: World) -> None:
    ostap = world.person("Остап")
    await ostap.start()
    await ostap.click("Зарегистрировать компанию")
    await ostap.send(NEW_INN)
    await handle_again(world)
    await ostap.send("ООО «Копыта»")
    await handle_again(world)
    await ostap.send("Остап Б.")
    async with world.portal_db.read() as session:
        request = await session.scalar(select(AccessRequest))
    assert request is not None
    assert (request.inn, request.company_name, request.name) == (
        NEW_INN,
        "ООО «Копыта»",
        "Остап Б.",
    )


async def test_declining_is_told(world: World) -> None:
    igor, ostap = await world.manager(), world.person("Остап")
    await registered(ostap)
    await igor.send("/requests")
    await igor.click("1")
    data = igor.data_of("Отклонить")
    await igor.click("Отклонить")
    assert "отказ отправлен" in igor.last
    await world.outbox()
    assert "Заявку отклонили" in ostap.last
    assert "уже занялись" in await forge(world, igor, data)


async def test_ones_own_phone_makes_a_request(world: World) -> None:
    igor, ostap = await world.manager(), world.person("Остап")
    await ostap.start()
    await ostap.click("Поделиться телефоном")
    assert ostap.keyboard == ["Поделиться телефоном"]
    await ostap.contact(own=False)
    assert "не ваш номер" in ostap.last
    assert await requests(world) == 0
    await ostap.contact()
    assert "Передали менеджеру" in ostap.last
    assert ostap.keyboard == []
    assert await requests(world) == 1
    await world.outbox()
    assert "Телефон: " in igor.last
    await igor.click("Открыть заявку")
    assert "/invite ИНН" in igor.last


async def test_cancel_takes_the_phone_button_away(world: World) -> None:
    ostap = world.person("Остап")
    await ostap.start()
    await ostap.click("Поделиться телефоном")
    await ostap.send("/cancel")
    assert ostap.keyboard == []


async def test_nobody_but_staff_sees_or_decides_requests(world: World) -> None:
    anna, ostap = await world.buyer(), world.person("Остап")
    await registered(ostap)
    await world.outbox()
    assert "Новая заявка" not in anna.last
    assert "нет прав" in await anna.send("/requests")
    for data in ("ro:1", "ra:1:1", "rd:1"):
        assert "нет прав" in await forge(world, anna, data), data
    async with world.portal_db.read() as session:
        assert await session.scalar(select(AccessRequest.state)) == "waiting"


async def test_former_staff_hears_of_nothing(world: World) -> None:
    from sqlalchemy import update

    from portal.db.models import Staff

    igor, ostap = await world.manager(), world.person("Остап")
    async with world.portal_db.write() as session:
        await session.execute(update(Staff).values(revoked_at=world.clock()))
    await registered(ostap)
    await world.outbox()
    assert "заявка" not in igor.last


async def test_a_manager_invites_by_inn(world: World) -> None:
    igor = await world.manager()
    assert "Пример" in await igor.send("/invite")
    assert "Пример" in await igor.send("/invite 123")
    await igor.send(f"/invite {INN}")
    await igor.click("Закупщик")
    assert "Приглашение готово" in igor.last
    assert "ИП Новичок" in igor.last
    await igor.send(f"/invite {NEW_INN}")
    await igor.click("Закупщик")
    assert igor.alerted
    assert NEW_INN in (igor.toast or "")
    async with world.portal_db.read() as session:
        assert await session.scalar(select(Company.id).where(Company.inn == NEW_INN)) is None


async def test_a_managers_menu_has_only_what_works(world: World) -> None:
    igor = await world.manager()
    assert igor.buttons == [
        "Найти товар", "Каталог", "Сводка", "Претензии", "Клиенты", "Сообщения", "Заявки",
        "Рассылка", "Пригласить", "Настройки", "Помощь",
    ]  # fmt: skip
    for name in ("Каталог", "Заявки", "Настройки", "Помощь", "Найти товар", "Пригласить"):
        await igor.start()
        await igor.click(name)
    await igor.send(INN)
    assert "Какую роль" in igor.last
    await igor.send("WD-40-400")
    assert "WD-40-400" in igor.last
    assert "/start" not in igor.last
