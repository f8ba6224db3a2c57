"""The level and its scale: in /loyalty, in the cart and on the confirm card; points."""

import pytest
from sqlalchemy import select

from portal.db.models import (
    Company,
    LoyaltyLevel,
    LoyaltyPeriod,
    LoyaltyProgramme,
    PointEntry,
    PointReason,
)
from tests.bot.speaking import spaced
from tests.bot.test_deliveries import ordered
from tests.support.portal import ROMASHKA
from tests.support.world import World


async def programme(world: World, points: int = 0) -> None:
    async with world.portal_db.write() as session:
        company = await session.scalar(select(Company.id).where(Company.inn == ROMASHKA))
        session.add(LoyaltyProgramme(period=LoyaltyPeriod.QUARTER))
        session.add_all(
            LoyaltyLevel(name=name, sign=sign, from_turnover=start * 100, discount=off, points=100,
                         privileges="Отгрузка день в день")
            for name, sign, start, off in (
                ("Серебро", "🥈", 3_000, 500), ("Золото", "🥇", 10_000, 700),
            )
        )  # fmt: skip
        if points:
            session.add(
                PointEntry(company_id=company, reason=PointReason.CORRECTED, points=points,
                           note="за отзыв", at=world.clock())
            )  # fmt: skip


@pytest.mark.parametrize("look", ["Таблицы", "Текст"])
async def test_where_one_stands_and_what_is_missing(world: World, look: str) -> None:
    anna = await world.buyer()
    if look == "Текст":
        await anna.send("/settings")
        await anna.click(look)
    assert "Программы лояльности пока нет" in await anna.send("/loyalty")
    await programme(world)
    await anna.send("/loyalty")
    said = spaced(anna.last)
    assert "Первый уровень ещё впереди" in said
    assert "▱▱▱▱▱▱▱▱▱▱ 0 %" in said
    assert "До уровня «Серебро» — ещё 3 000,00 ₽" in said
    await ordered(anna, "0893106 10")
    await anna.send("/loyalty")
    said = spaced(anna.last)
    assert "🥈 Серебро" in said
    assert "Скидка: 5 %" in said
    assert "▰▰▰▰▱▱▱▱▱▱ 40 %" in said
    assert "До уровня «Золото» — ещё 5 998,70 ₽" in said
    assert "Уровень «Серебро» ваш до 31 марта 2027 включительно" in said
    assert "Отгрузка день в день" in said
    assert "🥈 Серебро — вы здесь" in said


async def test_the_scale_in_one_line_in_the_cart_and_on_the_confirm_card(world: World) -> None:
    await programme(world)
    anna = await world.buyer()
    await ordered(anna, "0893106 10")
    await anna.send("7721 1")
    await anna.send("/cart")
    line = "▰▰▱▱▱ · 🥈 Серебро · скидка 5 % · до уровня «Золото» 5 998,70 ₽"
    assert line in spaced(anna.last)
    await anna.click("Оформить заказ")
    await anna.click("Самовывоз")
    await anna.click("Без комментария")
    assert line in spaced(anna.last)
    # The next quarter: silver is still there, and has to be earned anew.
    world.clock.forward(days=70)
    await anna.send("/cart")
    assert "чтобы сохранить — ещё 3 000,00 ₽ до 31 марта" in spaced(anna.last)
    await anna.send("/loyalty")
    assert "Чтобы сохранить «Серебро», закажите ещё на 3 000,00 ₽ до 31 марта" in spaced(anna.last)


async def test_points_pay_a_debt_once(world: World) -> None:
    await programme(world, points=1500)
    anna = await world.buyer()
    await anna.send("/loyalty")
    assert "Баллы: 1 500" in spaced(anna.last)
    await anna.click("История баллов")
    assert "исправление: за отзыв" in spaced(anna.last)
    await anna.click("К уровню")
    await anna.click("Списать баллы")
    assert "Списать 1 500 баллов" in spaced(anna.last)
    asked = anna.last_message["message_id"]
    await anna.reply("400", to=asked)
    assert "долг стал меньше на 400 ₽" in spaced(anna.last)
    await anna.send("/loyalty")
    await anna.click("Списать баллы")
    await anna.click(anna.buttons[0], times=2)
    assert "Баллы: 0" in spaced(anna.last)
    await anna.click("Баланс")
    assert "Долг: 42 000,00 ₽" in spaced(anna.last)


async def test_an_accountant_sees_points_and_spends_none(world: World) -> None:
    await programme(world, points=10)
    vera = await world.linked("Вера", "accountant")
    await vera.send("/loyalty")
    assert "Баллы: 10" in spaced(vera.last)
    assert "Списать баллы" not in vera.buttons
