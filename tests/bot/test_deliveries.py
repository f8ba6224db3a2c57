"""An order divided and made one again, changed, merged with another, proven by its receipt."""

import io

from python_calamine import CalamineWorkbook
from sqlalchemy import select, update

from portal.db.models import Delivery, DeliveryStatus, Product, Stock
from tests.bot.speaking import spaced
from tests.support.world import Person, World


async def ordered(anna: Person, *lines: str) -> str:
    """Places an order; the bot's last message is its card."""
    await anna.send("\n".join(lines))
    if len(lines) > 1:
        await anna.click("Добавить в корзину")
    await anna.send("/cart")
    await anna.click("Оформить заказ")
    await anna.click("Самовывоз")
    await anna.click("Без комментария")
    await anna.click("Подтвердить заказ")
    return spaced(anna.last)


async def test_an_order_is_divided_by_date_and_made_one_again(world: World) -> None:
    anna = await world.buyer()
    card = await ordered(anna, "0893106 10", "7721 4")
    assert "Поставки" not in card
    await anna.click("Ещё")
    await anna.click("Разделить")
    assert "Или часть к другому дню" in anna.last
    await anna.click(next(button for button in anna.buttons if "ноября" in button))
    assert "Ответьте номерами строк" in anna.last
    await anna.send("1: 4, 2")
    card = spaced(anna.last)
    assert "Поставки" in card
    assert "Поставка 1: 1 строка" in card
    assert "Поставка 2: 2 строки" in card
    assert "1. 0893106: 6 шт" in card
    await anna.click("Ещё")
    await anna.click("Объединить поставки", times=2)
    assert "Поставки" not in anna.last


async def test_an_order_is_divided_by_what_there_is(world: World) -> None:
    async with world.portal_db.write() as session:
        bolt = await session.scalar(select(Product.id).where(Product.article == "7721"))
        await session.execute(update(Stock).where(Stock.product_id == bolt).values(quantity=0))
        await session.execute(
            update(Stock)
            .where(Stock.product_id == bolt, Stock.warehouse_id == 1)
            .values(quantity=3000)
        )
    anna = await world.buyer()
    await ordered(anna, "0893106 10", "7721 5")
    await anna.click("Ещё")
    await anna.click("Разделить")
    assert "Есть сейчас: 2 строки" in spaced(anna.last)
    assert "Приедет позже: 1 строка" in spaced(anna.last)
    await anna.click("По наличию", times=2)
    card = spaced(anna.last)
    assert "1. 0893106: 10 шт\n2. 7721: 3 шт" in card
    assert "2. 7721: 2 шт" in card


async def test_a_line_that_is_not_there_changes_nothing(world: World) -> None:
    anna = await world.buyer()
    await ordered(anna, "0893106 10", "7721 4")
    await anna.click("Ещё")
    await anna.click("Разделить")
    await anna.click(next(button for button in anna.buttons if "ноября" in button))
    assert "Строки 7 среди неотгруженного нет" in await anna.send("7")


async def test_an_order_is_changed(world: World) -> None:
    anna = await world.buyer()
    await ordered(anna, "0893106 10")
    await anna.click("Изменить заказ")
    cart = spaced(anna.last)
    assert "Вместо заказа № 1001: он будет отменён, когда оформите этот." in cart
    await anna.reply("1: 7")
    await anna.click("Оформить заказ")
    await anna.click("Самовывоз")
    await anna.click("Без комментария")
    assert "Вместо заказа № 1001" in spaced(anna.last)
    await anna.click("Подтвердить заказ")
    assert "Заказ № 1002 оформлен" in anna.last
    assert "отменён" in await anna.send("/orders 1001")
    assert "отменён (№ 1002)" in spaced(anna.last)


async def test_two_orders_become_one(world: World) -> None:
    anna = await world.buyer()
    await ordered(anna, "0893106 10")
    await ordered(anna, "7721 1")
    await anna.click("Ещё")
    await anna.click("Объединить с другим")
    await anna.click(next(button for button in anna.buttons if button.startswith("№ 1001")))
    card = spaced(anna.last)
    assert "Заказ № 1003" in card
    assert "0893106" in card
    assert "7721" in card


async def test_the_receipt_is_an_excel_sheet_with_the_hash(world: World) -> None:
    anna = await world.buyer()
    await ordered(anna, "0893106 10")
    await anna.click("Ещё")
    await anna.click("Заказ в Excel")
    document = anna.from_bot[-1]["document"]
    assert document["file_name"] == "Заказ 1001.xlsx"
    path = world.telegram.world.state.files[document["file_id"]].path
    data = world.telegram.download(path)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert rows[0][0] == "Заказ № 1001"
    assert rows[5][0].startswith("SHA-256: ")
    assert rows[7][:4] == [1.0, "0893106", "Очиститель тормозов Würth 500 мл", 10.0]


async def test_orders_are_found_by_what_one_remembers(world: World) -> None:
    anna = await world.buyer()
    await ordered(anna, "0893106 10")
    await ordered(anna, "7721 1")
    found = await anna.send("/orders 7721-")
    assert "1002" in found
    assert "1001" not in found
    assert "1001" in await anna.send("/orders сегодня")
    assert "1001" in await anna.send("/orders Анна")
    assert "Заказов «отменён» нет" in await anna.send("/orders отменён")
    await anna.send("/orders")
    await anna.click("Отгружены")
    assert "Заказов «Отгружены» нет" in anna.last


async def test_what_is_shipped_is_told_with_its_track(world: World) -> None:
    anna = await world.buyer()
    await ordered(anna, "0893106 10")
    async with world.portal_db.write() as session:
        await session.execute(
            update(Delivery).values(
                status=DeliveryStatus.SHIPPED, carrier="ДЛ", track="77-1", shipped_at=world.clock()
            )
        )
    card = spaced(await anna.send("/orders 1001"))
    assert "1 | отгружена: ДЛ 77-1 |" in card
    await anna.click("Ещё")
    assert "Разделить" not in anna.buttons
