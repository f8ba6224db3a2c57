"""Movements of the account, contracts, and the picture of what is to be paid when."""

import io

import pytest
from PIL import Image
from sqlalchemy import select

from portal.db.models import Company, Contract, EntryKind, SettlementEntry
from tests.bot.speaking import spaced
from tests.support.portal import KREPEZH, ROMASHKA
from tests.support.world import World


async def paid_ahead_under_another(world: World) -> None:
    """A second contract of Romashka's, with an advance and a dozen of small payments."""
    today = world.clock().date()
    async with world.portal_db.write() as session:
        company = await session.scalar(select(Company.id).where(Company.inn == ROMASHKA))
        contract = Contract(company_id=company, number="Д-2", signed_on=today)
        session.add(contract)
        await session.flush()
        session.add_all(
            SettlementEntry(
                company_id=company, contract_id=contract.id, kind=EntryKind.PAYMENT,
                document=f"ПП {number}", amount=-100_00, on_date=today,
            )
            for number in range(12)
        )  # fmt: skip


@pytest.mark.parametrize("look", ["Таблицы", "Текст"])
async def test_movements_by_period_and_page(world: World, look: str) -> None:
    anna = await world.buyer()
    if look == "Текст":
        await anna.send("/settings")
        await anna.click(look)
    await paid_ahead_under_another(world)
    await anna.send("/balance")
    said = spaced(anna.last)
    assert "Долг: 42 300,00 ₽" in said
    assert "Аванс: 1 200,00 ₽" in said
    assert "По договорам (3)" in said
    await anna.click("Движения")
    said = spaced(anna.last)
    assert "Движения: Этот месяц" in said
    assert "Долг на начало: 43 500,00 ₽" in said
    assert "Долг на конец: 42 300,00 ₽" in said
    assert "ПП 11" in said
    assert "ПП 1\n" not in said
    await anna.click("Ещё")
    assert "ПП 0" in spaced(anna.last)
    await anna.click("Прошлый месяц")
    said = spaced(anna.last)
    assert "28 октября, УПД 143" in said
    assert "+25 500,00" in said
    assert "13 октября, ПП 77" in said
    assert "−30 000,00" in said
    assert "УПД 118" not in said
    await anna.click("За всё время")
    await anna.click("Ещё")
    assert "УПД 118" in spaced(anna.last)
    await anna.click("К балансу")
    assert "Баланс: ООО «Ромашка»" in anna.last


async def test_the_movements_of_one_contract(world: World) -> None:
    anna = await world.buyer()
    await paid_ahead_under_another(world)
    await anna.send("/balance")
    await anna.click("Д-2")
    said = spaced(anna.last)
    assert "Долг на конец: аванс 1 200,00 ₽" in said
    assert "это ваш аванс" in said
    assert "УПД" not in said


async def test_the_picture_of_payments_light_and_dark(world: World) -> None:
    anna = await world.buyer()
    await anna.send("/balance")
    await anna.click("График оплаты")
    light = photo(world, anna.from_bot[-1])
    assert light.width == 1080
    assert light.convert("RGB").getpixel((5, 5)) == (255, 255, 255)
    await anna.click("Тёмный фон", times=2)
    assert sum(photo(world, anna.from_bot[-1]).convert("RGB").getpixel((5, 5))) < 150  # type: ignore[arg-type]
    assert sum("photo" in message for message in anna.from_bot) == 1


async def test_who_owes_nothing_has_no_picture(world: World) -> None:
    boris = await world.buyer("Борис", KREPEZH)
    await boris.send("/balance")
    assert "График оплаты" not in boris.buttons
    await boris.click("Движения")
    assert "движений не было" in boris.last


def photo(world: World, message: dict[str, object]) -> Image.Image:
    sizes = message["photo"]
    assert isinstance(sizes, list)
    file = world.telegram.world.state.files[sizes[-1]["file_id"]]
    return Image.open(io.BytesIO(world.telegram.download(file.path)))
