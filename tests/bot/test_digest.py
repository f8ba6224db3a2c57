"""The day in numbers: on request, and in the morning by itself, once."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import update

from bot.jobs import morning_digest
from portal.db.models import Staff
from tests.bot.speaking import spaced
from tests.bot.test_kept import ordered
from tests.support.world import Person, World

MOSCOW = ZoneInfo("Europe/Moscow")


def at(world: World, weekday: int, hour: int, minute: int = 0) -> None:
    """Moves the clock on to the next such moment at the supplier's."""
    now = world.clock().astimezone(MOSCOW)
    wanted = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    while wanted.weekday() != weekday or wanted <= now:
        wanted += timedelta(days=1)
    world.clock.forward(hours=(wanted - now) / timedelta(hours=1))


async def morning(world: World) -> None:
    await morning_digest(world.app)
    await world.outbox()


def said(person: Person) -> int:
    return sum("Сводка на" in text for text in person.messages)


async def test_on_request(world: World) -> None:
    igor, anna = await world.manager(), await world.buyer()
    await ordered(anna, "0893106 12")
    await anna.send("/manager")
    await anna.send("Ау")
    await igor.send("/digest")
    shown = spaced(igor.last)
    assert "Сегодня: 1 заказ на 4 801,56 ₽" in shown
    assert "Вчера: заказов нет" in shown
    assert "18 000,00 ₽ у 1 компании" in shown
    assert "ООО «Ромашка»" in shown
    assert "Сообщений без ответа: 1" in shown
    assert "претензий" not in shown
    await igor.click("ООО «Ромашка»")
    assert "Кредитный лимит" in igor.last
    async with world.portal_db.write() as session:
        await session.execute(update(Staff).values(region="Сибирь"))
    assert "Всё разобрано" in await igor.send("/digest")
    assert "нет прав" in await anna.send("/digest")


async def test_in_the_morning_once(world: World) -> None:
    igor, anna = await world.manager(), await world.buyer()
    at(world, 1, 8, 59)
    await morning(world)
    assert said(igor) == 0
    at(world, 1, 9)
    for _ in range(2):
        await morning(world)
    await world.restart()
    await morning(world)
    assert said(igor) == 1
    assert said(anna) == 0
    # Somebody who comes in later that morning is not woken; the next day they are told too.
    nil = await world.manager("Нил")
    await morning(world)
    assert said(nil) == 0
    # Wednesday is the 4th of November: a holiday, on which nobody is told anything.
    at(world, 2, 9, 30)
    await morning(world)
    assert (said(igor), said(nil)) == (1, 0)
    at(world, 3, 9, 30)
    await morning(world)
    assert (said(igor), said(nil)) == (2, 1)


async def test_not_at_the_weekend_and_not_in_the_afternoon(world: World) -> None:
    igor = await world.manager()
    at(world, 5, 9)
    await morning(world)
    at(world, 0, 15)
    await morning(world)
    assert said(igor) == 0


async def test_who_has_left_hears_no_numbers(world: World) -> None:
    igor = await world.manager()
    async with world.portal_db.write() as session:
        await session.execute(update(Staff).values(revoked_at=world.clock()))
    at(world, 1, 9)
    await morning(world)
    assert said(igor) == 0
