"""The history of orders, one order's card, cancelling, and who may see what."""

import pytest
from sqlalchemy import select

from portal.db.models import Order, OrderEvent, OrderStatus
from tests.bot.speaking import forge, shown, spaced
from tests.support.portal import KREPEZH
from tests.support.world import Person, World


async def ordered(person: Person, *lines: str) -> None:
    for line in lines or ("0893106 10",):
        await person.send(line)
    await person.send("/cart")
    await person.click("Оформить заказ")
    await person.click("Самовывоз")
    await person.click("Без комментария")
    await person.click("Подтвердить заказ")
    assert "оформлен" in person.last


async def test_no_orders_yet(world: World) -> None:
    anna = await world.buyer()
    assert await anna.send("/orders") == "Заказов пока нет."
    assert "ещё не было" in await anna.send("/repeat")


@pytest.mark.parametrize("look", ["Таблицы", "Текст"])
async def test_history_newest_first_and_a_number_opens(world: World, look: str) -> None:
    anna = await world.buyer()
    if look == "Текст":
        await anna.send("/settings")
        await anna.click(look)
    await ordered(anna, "0893106 10")
    world.clock.forward(days=1)
    await ordered(anna, "7721 2")
    await anna.send("/orders")
    numbers = [button for button in anna.buttons if button.isdigit()]
    assert numbers == sorted(numbers, reverse=True)
    assert len(numbers) == 2
    assert "2 ноября" in spaced(anna.last)
    assert "3 ноября" in spaced(anna.last)
    await anna.click(numbers[1])
    assert "0893106" in anna.last
    assert f"Заказ № {numbers[1]}" in spaced(anna.last)
    await anna.send(f"/orders {numbers[0]}")
    assert "7721" in anna.last
    await anna.send("/orders 999999")
    assert "Заказов «999999» нет" in anna.last


async def test_a_number_in_reply_to_the_history(world: World) -> None:
    anna = await world.buyer()
    await ordered(anna, "0893106 10")
    await ordered(anna, "7721 2")
    await anna.send("/orders")
    number = [button for button in anna.buttons if button.isdigit()][1]
    await anna.reply(number)
    assert "0893106" in anna.last


async def test_pages(world: World) -> None:
    anna = await world.buyer()
    for _ in range(10):
        await ordered(anna)
    await anna.send("/orders")
    first = anna.last
    await anna.click("Ещё")
    assert anna.last.count("новый") == 2
    await anna.click("Назад")
    assert anna.last == first


async def test_cancelling_asks_once(world: World) -> None:
    anna = await world.buyer()
    await ordered(anna)
    await anna.click("Отменить заказ")
    assert "на 4 001,30 ₽?" in spaced(anna.last)
    await anna.click("Не отменять")
    assert "Состояние: новый" in anna.last
    await anna.click("Отменить заказ")
    await anna.click("Да, отменить заказ")
    assert "Состояние: отменён" in anna.last
    assert "Как менялся" in anna.last
    assert "Отменить заказ" not in anna.buttons


async def test_what_is_shipped_cannot_be_cancelled(world: World) -> None:
    anna = await world.buyer()
    await ordered(anna)
    message = anna.last_message["message_id"]
    async with world.portal_db.write() as session:
        order = await session.scalar(select(Order))
        assert order is not None
        order.status = OrderStatus.SHIPPED
        session.add(OrderEvent(order_id=order.id, status=order.status, at=world.clock()))
    await anna.click("Отменить заказ", message=message)
    assert anna.alerted
    await anna.send("/orders")
    await anna.click(order.number)
    assert "Состояние: отгружен" in anna.last
    assert "учётная система" in anna.last
    assert "Отменить заказ" not in anna.buttons


async def test_a_foreign_order_is_not_found_and_stays_as_it_is(world: World) -> None:
    anna, boris = await world.buyer("Анна"), await world.buyer("Борис", KREPEZH)
    await ordered(anna)
    await boris.send("/balance")
    for data in ("o:1", "ox:1", "oy:1", "r:1", "rp:1"):
        assert "Не нашли" in await forge(world, boris, data), data
    await anna.send("/orders")
    assert "новый" in anna.last


async def test_a_colleagues_order_is_the_companys(world: World) -> None:
    anna, vera = await world.buyer("Анна"), await world.linked("Вера", "accountant")
    await ordered(anna)
    await vera.send("/orders")
    await vera.click(next(button for button in vera.buttons if button.isdigit()))
    assert "Автор: Анна" in spaced(vera.last)
    assert "Отменить заказ" not in vera.buttons


async def test_the_history_opens_below_itself(world: World) -> None:
    anna = await world.buyer()
    await ordered(anna)
    await anna.send("/orders")
    history = anna.last_message["message_id"]
    await anna.click(next(button for button in anna.buttons if button.isdigit()))
    assert "Заказы" in shown(anna, history)
