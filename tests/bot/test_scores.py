"""How did it go: asked once, at a good hour; a bad mark reaches the director with its word."""

from sqlalchemy import select, update

from bot.db.models import Cursor
from bot.jobs import ask_scores
from bot.services.portal.nudge_models import LOW
from portal.db.models import Company, Delivery, Membership, Order, Score
from portal.domain import scores as portals
from tests.bot.nudging import said, staff_call
from tests.bot.speaking import forge, handle_again, spaced
from tests.bot.test_kept import ordered
from tests.support.portal import KREPEZH
from tests.support.world import Person, World

ASKED = "Как всё прошло?"


def test_a_bad_mark_is_the_same_on_both_sides() -> None:
    assert LOW == portals.LOW


async def delivered(world: World, staff: Person) -> str:
    """The order placed last comes to its buyer, by the staff's API; its number."""
    async with world.portal_db.read() as session:
        order = (await session.scalars(select(Order).order_by(Order.id.desc()).limit(1))).one()
        delivery = await session.scalar(select(Delivery.id).where(Delivery.order_id == order.id))
    await staff_call(world, staff, "POST", f"/deliveries/{delivery}/ship", {})
    await staff_call(world, staff, "POST", f"/deliveries/{delivery}/deliver", {})
    await world.tell()
    return order.number


async def asking(world: World, **later: float) -> None:
    """The job runs, so much later."""
    world.clock.forward(**later)
    await ask_scores(world.app)
    await world.outbox()


async def kept(world: World) -> list[tuple[int, str]]:
    async with world.portal_db.read() as session:
        return [(each.score, each.word) for each in await session.scalars(select(Score))]


async def asked_anna(world: World) -> tuple[Person, Person, str]:
    """Anna, asked about an order of hers; a manager; the order's number."""
    anna, igor = await world.buyer(), await world.manager()
    await ordered(anna, "0893106 5")
    number = await delivered(world, igor)
    await asking(world, hours=3)
    return anna, igor, number


async def test_a_bad_mark_its_word_the_director_and_the_digest(world: World) -> None:
    dina = await world.linked("Дина", "director", None)
    olga = await world.owner()
    anna, igor, number = await asked_anna(world)
    assert f"Заказ № {number} доставлен. {ASKED}" in anna.last
    assert said(olga, ASKED) == 0
    for stranger in (olga, await world.buyer("Борис", KREPEZH)):
        await forge(world, stranger, anna.data_of("9"))
    assert await kept(world) == []
    await anna.click("3")
    assert f"Ваша оценка заказа № {number}: 3 из 10" in anna.last
    assert "что было не так" in anna.last
    await world.tell()
    assert said(dina, "Оценка 3 из 10") == 0
    await anna.send("Коробки мокрые")
    assert "передали менеджеру и директору" in anna.last
    assert await kept(world) == [(3, "Коробки мокрые")]
    await world.tell()
    world.clock.forward(minutes=30)
    await world.outbox()
    for staff in (dina, igor):
        assert said(staff, "из 10") == 1
        assert f"Оценка 3 из 10 за заказ № {number}. Автор: Анна" in staff.last
        assert "«Коробки мокрые»" in staff.last
        assert "Ромашка" in staff.last
    await dina.click("Открыть компанию")
    assert "Кредитный лимит" in dina.last
    await dina.send("/digest")
    assert "NPS: ноябрь −100 (1 ответ)" in spaced(dina.last)


async def test_a_mark_without_a_word_is_told_after_ten_minutes(world: World) -> None:
    anna, igor, _ = await asked_anna(world)
    await anna.click("0")
    await anna.click("Пропустить")
    await world.tell()
    assert said(igor, "из 10") == 0
    world.clock.forward(minutes=10)
    await world.outbox()
    assert said(igor, "Оценка 0 из 10") == 1
    # Changed later, it is told too; changed at once, nobody would have heard of it.
    await anna.click("Изменить оценку")
    await anna.click("9")
    await world.tell()
    assert said(igor, "исправлена с 0 на 9") == 1


async def test_a_slip_that_is_put_right_at_once_alarms_nobody(world: World) -> None:
    anna, igor, _ = await asked_anna(world)
    await anna.click("1")
    await world.tell()
    await anna.click("10")
    assert "Хотите что-нибудь добавить?" in anna.last
    await world.tell()
    world.clock.forward(hours=1)
    await world.outbox()
    assert said(igor, "из 10") + said(igor, "исправлена") == 0
    assert await kept(world) == [(10, "")]


async def test_what_is_told_of_a_mark_is_told_once(world: World) -> None:
    """The second replica follows the same page: it takes nothing back that the first has put in."""
    anna, igor, _ = await asked_anna(world)
    async with world.app.db.read() as session:
        place = await session.get(Cursor, "events")
    await anna.click("2")
    await anna.send("Не то привезли")
    while await world.app.feed.step():
        pass
    async with world.app.db.write() as session:
        await session.merge(place)
    while await world.app.feed.step():
        pass
    world.clock.forward(hours=1)
    await world.outbox()
    assert said(igor, "Оценка 2 из 10") == 1
    assert said(igor, "Не то привезли") == 1


async def test_whom_nobody_asks_any_more(world: World) -> None:
    """Who has said it already; whom it did not reach by the evening; who has left."""
    anna, igor = await world.buyer(), await world.manager()
    await ordered(anna, "0893106 5")
    await delivered(world, igor)
    async with world.portal_db.read() as session:
        order = (await session.scalars(select(Order).order_by(Order.id.desc()).limit(1))).one()
    await forge(world, anna, f"wa:{order.company_id}:{order.id}:8")
    await asking(world, hours=3)
    await ordered(anna, "0893106 5")
    await delivered(world, igor)
    world.clock.forward(hours=3)
    await ask_scores(world.app)
    await asking(world, hours=3)
    await asking(world, hours=12)
    await ordered(anna, "0893106 5")
    await delivered(world, igor)
    async with world.portal_db.write() as session:
        await session.execute(update(Membership).values(revoked_at=world.clock()))
    await asking(world, hours=3)
    assert said(anna, ASKED) == 0


async def test_asked_once(world: World) -> None:
    anna, igor = await world.buyer(), await world.manager()
    await ordered(anna, "0893106 5")
    await delivered(world, igor)
    await asking(world, hours=2, minutes=59)
    assert said(anna, ASKED) == 0
    # The portal is silent for a while.
    world.portal_app.state.now = lambda: 1 / 0
    await asking(world, minutes=1)
    assert said(anna, ASKED) == 0
    world.portal_app.state.now = world.clock
    await asking(world)
    await asking(world)
    await world.restart()
    await asking(world, days=1)
    world.clock.forward(days=-1)
    await asking(world)
    assert said(anna, ASKED) == 1


async def test_nobody_is_asked_at_night(world: World) -> None:
    """It is 17:00 in Moscow and 21:00 in Novosibirsk; the morning is asked in, once."""
    anna, igor = await world.buyer(), await world.manager()
    async with world.portal_db.write() as session:
        await session.execute(update(Company).values(timezone="Asia/Novosibirsk"))
    await ordered(anna, "0893106 5")
    world.clock.forward(hours=2)
    await delivered(world, igor)
    await asking(world, hours=3)
    assert said(anna, ASKED) == 0
    await asking(world, hours=10, minutes=59)
    assert said(anna, ASKED) == 0
    await asking(world, minutes=1)
    assert said(anna, ASKED) == 1


async def test_who_has_switched_it_off_is_not_asked(world: World) -> None:
    anna, igor = await world.buyer(), await world.manager()
    await anna.send("/settings")
    await anna.click("Уведомления")
    await anna.click("🔔 Как прошла доставка")
    switches = anna.last_message["message_id"]
    await ordered(anna, "0893106 5")
    await delivered(world, igor)
    await asking(world, hours=3)
    assert said(anna, ASKED) == 0
    # Switched on again, it is still in time.
    await anna.click("🔕 Как прошла доставка", message=switches)
    await asking(world)
    assert said(anna, ASKED) == 1


async def test_a_word_in_reply_days_later_and_handled_twice(world: World) -> None:
    anna, _, _ = await asked_anna(world)
    await anna.click("7")
    card = anna.last_message["message_id"]
    await anna.click("Пропустить")
    await anna.send("/cart")
    world.clock.forward(days=2)
    await anna.reply("Всё хорошо, но долго", to=card)
    await handle_again(world)
    assert await kept(world) == [(7, "Всё хорошо, но долго")]
    assert "Спасибо, записали" in anna.last
    # What is typed next is an article again, not a word.
    await anna.send("0893106")
    assert "Очиститель" in anna.last


async def test_a_command_leaves_the_question_of_the_word(world: World) -> None:
    anna, _, _ = await asked_anna(world)
    await anna.click("4")
    assert "уложитесь" in await anna.send("о" * 2001)
    assert "Положили в корзину" in await anna.send("0893106 5")
    await anna.send("/cart")
    await anna.send("0893106")
    assert "Очиститель" in anna.last
    assert await kept(world) == [(4, "")]


async def test_of_a_company_that_is_not_active(world: World) -> None:
    anna, igor = await world.buyer(), await world.manager()
    await ordered(anna, "0893106 5")
    await anna.start(await world.invitation("buyer", KREPEZH))
    await anna.click("Подключиться")
    await delivered(world, igor)
    await asking(world, hours=3)
    assert "Ромашка" in anna.last
    await anna.click("10")
    assert await kept(world) == [(10, "")]
