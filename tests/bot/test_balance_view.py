"""What is owed and by when."""

import pytest

from tests.bot.speaking import spaced
from tests.support.portal import KREPEZH
from tests.support.world import World


@pytest.mark.parametrize("look", ["Таблицы", "Текст"])
async def test_debt_limit_and_what_is_due(world: World, look: str) -> None:
    anna = await world.buyer()
    if look == "Текст":
        await anna.send("/settings")
        await anna.click(look)
    await anna.send("/balance")
    said = spaced(anna.last)
    assert "Баланс: ООО «Ромашка»" in said
    assert "Долг: 43 500,00 ₽" in said
    assert "Просрочено: 18 000,00 ₽" in said
    assert "Кредитный лимит: 300 000,00 ₽" in said
    assert "Можно заказать ещё на: 256 500,00 ₽" in said
    assert "7 октября, просрочено" in said
    assert "11 ноября" in said
    assert "25 500,00" in said


async def test_without_debts_or_a_limit(world: World) -> None:
    boris = await world.buyer("Борис", KREPEZH)
    await boris.send("/balance")
    assert "Долгов нет" in boris.last
    assert "без лимита" in boris.last


async def test_an_accountant_sees_it(world: World) -> None:
    vera = await world.linked("Вера", "accountant")
    assert "Долг: 43 500,00 ₽" in spaced(await vera.click("Баланс"))


async def test_an_unlinked_person_has_none(world: World) -> None:
    guest = world.person("Гость")
    assert "не подключены" in await guest.send("/balance")
    assert "₽" not in await guest.send("/cart")
    assert "₽" not in await guest.send("/orders")
