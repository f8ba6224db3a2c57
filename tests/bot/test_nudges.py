"""Reminders: a cart that was left, the usual order, a level that lapses. Once, and while it is
true."""

import asyncio

from sqlalchemy import delete

from bot.jobs import remind_of_carts, remind_of_levels, remind_of_usual
from portal.db.models import Contract, LoyaltyLevel, LoyaltyPeriod, LoyaltyProgramme
from tests.bot.nudging import placed, said
from tests.bot.speaking import spaced
from tests.bot.test_kept import ordered
from tests.support.portal import KREPEZH
from tests.support.world import Person, World

LEFT, DUE, LAPSES = "В корзине ждёт", "пора сделать обычный заказ", "действует до"


async def reminding(world: World, *, drain: bool = True, **later: float) -> None:
    """All the jobs run, so much later."""
    world.clock.forward(**later)
    for job in (remind_of_carts, remind_of_usual, remind_of_levels):
        await job(world.app)
    if drain:
        await world.outbox()


async def silenced(person: Person, kind: str) -> None:
    await person.send("/settings")
    await person.click("Уведомления")
    await person.click(f"🔔 {kind}")


async def test_a_cart_that_was_left(world: World) -> None:
    anna = await world.buyer()
    await anna.send("0893106 12")
    await reminding(world, hours=23)
    assert said(anna, LEFT) == 0
    # Two replicas tick at once: both have looked before either has put anything in.
    world.clock.forward(hours=1)
    await asyncio.gather(remind_of_carts(world.app), remind_of_carts(world.app))
    await world.outbox()
    assert said(anna, LEFT) == 1
    assert "В корзине ждёт 1 строка: заказ ещё не оформлен" in anna.last
    assert "Итого: 4 801,56 ₽" in spaced(anna.last)
    assert "Уведомления" in anna.last
    for _ in range(2):
        await reminding(world)
    await world.restart()
    await reminding(world, hours=2)
    await reminding(world, hours=-2)
    assert said(anna, LEFT) == 1
    reminder = anna.last_message["message_id"]
    await anna.click("Открыть корзину")
    assert "| 12 шт |" in spaced(anna.last)
    await anna.click("Оформить заказ", message=reminder)
    await anna.click("Самовывоз")
    await anna.click("Без комментария")
    await anna.click("Подтвердить заказ")
    assert "оформлен" in anna.last
    # The order stands in the reminder's place. Another state of the cart is another occasion.
    await anna.send("7721 1")
    await reminding(world, days=1)
    assert said(anna, LEFT) == 1


async def test_a_cart_at_night_and_long_ago(world: World) -> None:
    """It was left at 22:30: one is reminded at 8:00 of the second morning, if it is still so."""
    anna, boris = await world.buyer(), await world.buyer("Борис", KREPEZH)
    world.clock.forward(hours=10, minutes=30)
    await anna.send("0893106 12")
    await boris.send("0893106 12")
    await reminding(world, days=1)
    assert said(anna, LEFT) + said(boris, LEFT) == 0
    await anna.send("7721 1")
    await reminding(world, hours=9, minutes=29)
    assert said(boris, LEFT) == 0
    await reminding(world, minutes=1)
    assert (said(anna, LEFT), said(boris, LEFT)) == (0, 1)
    # A bot that was down for days does not begin with what is old.
    await reminding(world, days=5)
    assert said(anna, "В корзине жд") == 0


async def test_who_sees_no_price_is_told_no_sum(world: World) -> None:
    anna = await world.buyer()
    await anna.send("0893106 12")
    async with world.portal_db.write() as session:
        await session.execute(delete(Contract))
    await reminding(world, days=1)
    assert said(anna, LEFT) == 1
    assert "₽" not in anna.last
    assert anna.buttons == ["Открыть корзину"]


async def test_who_has_ordered_meanwhile_is_not_reminded(world: World) -> None:
    """The words are in the queue already: of the cart, and of the usual order."""
    anna = await world.buyer()
    for _ in range(3):
        await placed(world, anna, ("7721", 2))
        world.clock.forward(days=10)
    await anna.send("0893106 12")
    await reminding(world, days=1, drain=False)
    await anna.send("/cart")
    await anna.click("Оформить заказ")
    await anna.click("Самовывоз")
    await anna.click("Без комментария")
    await anna.click("Подтвердить заказ")
    await world.tell()
    assert said(anna, LEFT) + said(anna, DUE) == 0


async def test_what_is_switched_off_does_not_come(world: World) -> None:
    anna, boris = await world.buyer(), await world.buyer("Борис")
    await programme(world)
    await silenced(boris, "Пора заказать")
    await silenced(boris, "Уровень и скидки")
    for _ in range(3):
        await placed(world, anna, ("7721", 2))
        world.clock.forward(days=10)
    await boris.send("0893106 12")
    await reminding(world, days=1)
    assert said(anna, DUE) == 1
    await reminding(world, days=106)
    assert said(anna, LAPSES) == 1
    assert [said(boris, words) for words in (LEFT, DUE, LAPSES)] == [0, 0, 0]


async def test_the_usual_order_is_due_once_until_the_next(world: World) -> None:
    anna, olga = await world.buyer(), await world.owner()
    vera = await world.linked("Вера", "accountant")
    await anna.start(await world.invitation("buyer", KREPEZH))
    await anna.click("Подключиться")
    await anna.send("/company")
    await anna.click("ООО «Ромашка»")
    for _ in range(3):
        await placed(world, anna, ("7721", 2), ("0893106", 10))
        world.clock.forward(days=10)
    for _ in range(2):
        await reminding(world)
    await reminding(world, days=1)
    assert (said(anna, DUE), said(olga, DUE), said(vera, DUE)) == (1, 0, 0)
    assert "последний был 22 ноября" in spaced(anna.last)
    assert "Черновик готов, в нём 2 товара" in anna.last
    await anna.click("Открыть черновик")
    assert "7721" in anna.last
    await anna.click("Добавить в корзину")
    assert "| 10 шт |" in spaced(anna.last)
    await ordered(anna)
    await reminding(world)
    assert said(anna, DUE) == 1
    await reminding(world, days=10)
    assert said(anna, DUE) == 2


async def programme(world: World) -> None:
    async with world.portal_db.write() as session:
        session.add(LoyaltyProgramme(period=LoyaltyPeriod.QUARTER))
        session.add(LoyaltyLevel(name="Серебро", sign="🥈", from_turnover=3_000_00))


async def test_a_level_that_lapses(world: World) -> None:
    """Silver of the fourth quarter lapses at the end of the first: two weeks before, once."""
    await programme(world)
    anna, olga = await world.buyer(), await world.owner()
    vera = await world.linked("Вера", "accountant")
    await placed(world, anna, ("0893106", 10))
    # From the 2nd of November to the 16th of March.
    await reminding(world, days=134)
    assert said(anna, LAPSES) == 0
    await anna.start(await world.invitation("buyer", KREPEZH))
    await anna.click("Подключиться")
    for _ in range(3):
        await reminding(world, days=1)
    assert (said(anna, LAPSES), said(olga, LAPSES), said(vera, LAPSES)) == (1, 1, 0)
    assert "Уровень «🥈 Серебро» действует до 31 марта включительно" in spaced(olga.last)
    assert "закажите ещё на 3 000,00 ₽" in spaced(olga.last)
    assert "Ромашка" in anna.last
    await anna.click("Посмотреть уровень")
    assert "🥈 Серебро" in anna.last
    await anna.send("/company")
    assert "Ромашка" in anna.last


async def test_settings_switch_them_off(world: World) -> None:
    anna = await world.buyer()
    for _ in range(3):
        await placed(world, anna, ("7721", 2))
        world.clock.forward(days=10)
    await anna.send("0893106 12")
    world.app.settings.cart_reminder_hours = -1
    world.app.settings.usual_order_reminder = False
    world.app.settings.loyalty_reminder_days = -1
    world.app.settings.score_after_hours = -1
    await reminding(world, days=1)
    assert said(anna, LEFT) + said(anna, DUE) + said(anna, LAPSES) == 0
