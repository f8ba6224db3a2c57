"""A manager is away: days as people write them, a deputy who hears of it."""

from datetime import date

import pytest

from bot.services.days import read_days
from tests.support.world import World

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("25.11", ("2026-11-25", "2026-11-25")),
        ("1.12-5.12", ("2026-12-01", "2026-12-05")),
        ("с 28.12 по 10.01", ("2026-12-28", "2027-01-10")),
        ("28.12.26 — 10.01.2027", ("2026-12-28", "2027-01-10")),
        ("24.11", ("2027-11-24", "2027-11-24")),
        ("Завтра", ("2026-11-26", "2026-11-26")),
        ("31.02", None),
        ("5.12.2026-1.12.2026", None),
        ("1.12, 2.12, 3.12", None),
        ("0893106 10", None),
        ("в отпуске 1.12", None),
        ("", None),
    ],
)
def test_days(text: str, days: tuple[str, str] | None) -> None:
    read = read_days(text, TODAY)
    assert (read and (str(read[0]), str(read[1]))) == days


async def test_away_and_back(world: World) -> None:
    igor, nil = await world.manager(), await world.manager("Нил")
    await world.tell()
    await igor.send("/absence")
    assert "Вы на месте" in igor.last
    await igor.click("Меня не будет")
    assert "Не разобрал" in await igor.send("когда-нибудь")
    day = world.clock().date()
    await igor.click("Меня не будет", message=igor.from_bot[-3]["message_id"])
    await igor.send(f"{day:%d.%m}-{day:%d.%m}")
    assert "Игорь" not in igor.buttons
    await igor.click("Нил")
    assert "отвечает Нил" in igor.last
    await world.tell()
    assert "Игорь отсутствует" in nil.last
    await igor.click("Я на месте")
    assert "Вы на месте" in igor.last


async def test_only_the_staff_is_away(world: World) -> None:
    anna = await world.buyer()
    assert "нет прав" in await anna.send("/absence")
