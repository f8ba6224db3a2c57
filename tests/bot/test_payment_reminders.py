"""Who owes is reminded at a good hour of a working day, once, with what is owed then."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import func, select

from bot.db.models import OutboxMessage
from bot.jobs import remind_of_payments
from bot.services.payment_reminders import Ladder, since
from portal.db.models import EntryKind
from tests.bot.owing import DAY, live_in, news, owes, pays, reminders, tell, tick
from tests.bot.speaking import spaced
from tests.support.clock import Clock
from tests.support.portal import KREPEZH, ROMASHKA
from tests.support.world import Person, World, open_world

MONDAY = date(2026, 11, 2)
"""Wednesday the 4th is a holiday in Russia."""
MORNING = datetime(2026, 11, 2, 7, tzinfo=UTC)
"""Ten in Moscow."""


@pytest.fixture
async def vera(world: World) -> Person:
    """An accountant of a company that owes nothing yet. It is ten on Monday morning."""
    world.clock.at = MORNING
    return await world.linked("Вера", "accountant", KREPEZH)


async def day_by_day(world: World, many: int) -> None:
    for _ in range(many):
        await tick(world)
        world.clock.forward(days=1)


async def test_the_ladder(world: World, vera: Person) -> None:
    """Due on Thursday the 12th: 9th, 11th, 12th; overdue 13th, (15th) 16th, 19th; weekly 26th."""
    await owes(world, 100, date(2026, 11, 12))
    told = []
    for day in range(26):
        before = len(reminders(vera))
        await tick(world)
        told += [(MONDAY + day * DAY).day] * (len(reminders(vera)) - before)
        world.clock.forward(days=1)
    assert told == [9, 11, 12, 13, 16, 19, 26]
    words = ["12 ноября", "12 ноября", "сегодня"]
    words += [f"12 ноября, просрочка {days}" for days in ("1 день", "4 дня", "7 дней", "14 дней")]
    for shown, word in zip(reminders(vera), words, strict=True):
        assert word in shown


async def test_one_message_gathers_all_that_is_due(world: World, vera: Person) -> None:
    anna, olga = await world.buyer("Анна", KREPEZH), await world.owner("Ольга", KREPEZH)
    await owes(world, 100, MONDAY - 20 * DAY)
    await owes(world, 40, MONDAY)
    await owes(world, 7, MONDAY + 3 * DAY)
    await owes(world, 5, MONDAY + 4 * DAY)
    for _ in range(3):
        await tick(world)
    for person in (vera, olga):
        (shown,) = reminders(person)
        assert "13 октября, просрочка 20 дней | 100,00" in shown
        assert "сегодня | 40,00" in shown
        assert "5 ноября | 7,00" in shown
        assert "5,00\n" not in shown.replace("7,00", "").replace("100,00", "")
        assert "Итого к оплате: 147,00 ₽" in shown
    assert reminders(anna) == []


async def test_only_at_a_good_hour_of_the_company(world: World, vera: Person) -> None:
    """In Vladivostok it is seven hours later; nine there is too early, and at night nobody is."""
    await live_in(world, "Asia/Vladivostok")
    await owes(world, 100, MONDAY + 7 * DAY)
    # Three days before is Friday.
    for hour, many in ((22, 0), (23, 0), (0, 1)):
        world.clock.at = datetime(2026, 11, 5 + (hour == 0), hour, 59 * (hour > 0), tzinfo=UTC)
        await tick(world)
        assert len(reminders(vera)) == many, hour


async def test_ones_own_quiet_hours(world: World, vera: Person) -> None:
    await vera.send("/settings")
    await vera.click("Уведомления")
    for hour in range(9, 12):
        await vera.click(f"конец {hour}:00")
    await owes(world, 100, MONDAY)
    await tick(world)
    world.clock.forward(minutes=59)
    await tick(world)
    assert reminders(vera) == []
    world.clock.forward(minutes=1)
    await tick(world)
    assert len(reminders(vera)) == 1


async def test_what_falls_on_days_off_is_told_on_the_next_working_day(
    world: World, vera: Person
) -> None:
    """A holiday on Wednesday, a weekend: once on the day after, as it is then."""
    await owes(world, 100, date(2026, 11, 4))
    await owes(world, 30, date(2026, 11, 7))
    await day_by_day(world, 2)
    assert len(reminders(vera)) == 2
    await day_by_day(world, 1)
    assert len(reminders(vera)) == 2
    await day_by_day(world, 1)
    shown = reminders(vera)[2]
    assert "4 ноября, просрочка 1 день | 100,00" in shown
    await day_by_day(world, 3)
    assert len(reminders(vera)) == 4
    await tick(world)
    assert len(reminders(vera)) == 5
    assert "7 ноября, просрочка 2 дня" in reminders(vera)[4]


async def test_switched_off(world: World, vera: Person) -> None:
    await vera.send("/settings")
    await vera.click("Уведомления")
    await vera.click("🔔 Счета и оплата")
    await owes(world, 100, MONDAY)
    await tick(world)
    assert reminders(vera) == []


async def test_a_bot_that_was_down_says_how_it_is_now(world: World, vera: Person) -> None:
    """Steps of Monday, Tuesday and Thursday: one message on Friday, which nobody gets twice."""
    await owes(world, 100, date(2026, 11, 3))
    await owes(world, 30, date(2026, 11, 8))
    await world.close()
    world.clock.forward(days=4, hours=2)
    await world.open()
    await day_by_day(world, 1)
    (shown,) = reminders(vera)
    assert "просрочка 3 дня | 100,00" in shown
    assert "8 ноября | 30,00" in shown


async def test_a_clock_set_back_says_nothing_twice(world: World, vera: Person) -> None:
    await owes(world, 100, MONDAY)
    await day_by_day(world, 2)
    assert len(reminders(vera)) == 2
    world.clock.at = MORNING
    await day_by_day(world, 2)
    assert len(reminders(vera)) == 2


# What stops it


async def test_a_payment_during_the_night(world: World, vera: Person) -> None:
    """What was put in on Monday and could not be sent, the morning does not send."""
    await vera.send("/settings")
    await vera.click("Уведомления")
    await vera.click("Без тихих часов")
    world.clock.at = datetime(2026, 11, 2, 20, 30, tzinfo=UTC)
    await owes(world, 100, MONDAY)
    await remind_of_payments(world.app)
    assert await queued(world) == 1
    world.clock.forward(minutes=10)
    await pays(world, 100)
    await world.tell()
    assert reminders(vera) == []
    assert "Долга нет" in vera.last
    await day_by_day(world, 3)
    assert reminders(vera) == []


async def queued(world: World) -> int:
    async with world.app.db.read() as session:
        mine = OutboxMessage.key.startswith("reminder:payments:"), OutboxMessage.state == "queued"
        return await session.scalar(select(func.count(OutboxMessage.id)).where(*mine)) or 0


@pytest.mark.parametrize("kind", [EntryKind.PAYMENT, EntryKind.RETURN, EntryKind.CORRECTION])
async def test_of_what_is_left_the_right_sum(world: World, vera: Person, kind: EntryKind) -> None:
    """Put in with the whole sum, taken back by what came, put in again the same day."""
    await owes(world, 100, MONDAY)
    await remind_of_payments(world.app)
    await tell(world, news(kind, -30 if kind is EntryKind.CORRECTION else 30, MONDAY))
    await tick(world)
    (shown,) = reminders(vera)
    assert "Итого к оплате: 70,00 ₽" in shown


async def test_a_payment_while_the_bot_was_down(world: World, vera: Person) -> None:
    """It begins with what it left, before it has heard of the payment."""
    await owes(world, 100, MONDAY)
    await remind_of_payments(world.app)
    await world.close()
    await pays(world, 100)
    await world.open()
    await world.outbox()
    await tick(world)
    assert reminders(vera) == []


async def test_it_is_put_in_again_by_the_next_life(world: World, vera: Person) -> None:
    await owes(world, 100, MONDAY)
    await remind_of_payments(world.app)
    await world.restart()
    await tick(world)
    assert len(reminders(vera)) == 1


class Meanwhile(httpx.AsyncBaseTransport):
    """Something happens, and is told of, between the portal's answer and what is made of it."""

    def __init__(self, within: httpx.AsyncBaseTransport) -> None:
        self.within = within
        self.once: list[Callable[[], Awaitable[None]]] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await self.within.handle_async_request(request)
        await answer.aread()
        if "/nudges/payments" in request.url.path and self.once:
            await self.once.pop()()
        return answer


@pytest.fixture
async def between(tmp_path: Path, templates: Path) -> AsyncIterator[tuple[World, Meanwhile]]:
    made: list[Meanwhile] = []

    def wrapped(within: httpx.AsyncBaseTransport) -> Meanwhile:
        made.append(Meanwhile(within))
        return made[-1]

    clock = Clock(MORNING)
    async with open_world(tmp_path, templates, clock=clock, transport=wrapped) as world:
        yield world, made[0]


async def test_a_payment_between_the_reading_and_the_writing(
    between: tuple[World, Meanwhile],
) -> None:
    world, meanwhile = between
    vera = await world.linked("Вера", "accountant", KREPEZH)
    await owes(world, 100, MONDAY)
    await world.tell()

    async def happens() -> None:
        await pays(world, 100)
        await world.app.feed.step()

    meanwhile.once.append(happens)
    await remind_of_payments(world.app)
    await world.outbox()
    assert reminders(vera) == []


async def test_two_replicas(world: World, vera: Person) -> None:
    """All have read that nothing was said yet: the key decides."""
    await owes(world, 100, MONDAY)
    await world.tell()
    await asyncio.gather(*(remind_of_payments(world.app) for _ in range(4)))
    await world.outbox()
    assert len(reminders(vera)) == 1


async def test_late_in_the_day_is_not_said_the_next(world: World, vera: Person) -> None:
    """A row that waited for Telegram until midnight is dropped; the next morning's has the days
    right."""
    await owes(world, 100, MONDAY - 3 * DAY)
    await remind_of_payments(world.app)
    world.clock.forward(hours=14, minutes=1)
    await world.outbox()
    assert reminders(vera) == []
    world.clock.at = MORNING + DAY
    await tick(world)
    (shown,) = reminders(vera)
    assert "просрочка 4 дня" in shown


# What people do with it


async def test_who_has_paid_says_so(world: World, vera: Person) -> None:
    igor = await world.manager()
    await owes(world, 100, MONDAY)
    await tick(world)
    assert vera.buttons[-2:] == ["Счёт и QR-код", "Уже оплатили"]
    await vera.click("Уже оплатили", times=2)
    assert "Передали менеджеру" in vera.last
    await world.tell()
    asked = [text for text in igor.messages if "сообщает об оплате" in text]
    assert len(asked) == 1
    assert "Вера сообщает" in asked[0]
    assert "100,00 ₽" in spaced(asked[0])
    await day_by_day(world, 3)
    assert reminders(vera) == []
    # It was not so: the accounts tell of something else.
    await pays(world, 10)
    await day_by_day(world, 3)
    assert "Итого к оплате: 90,00 ₽" in reminders(vera)[-1]


async def test_the_others_row_is_taken_back_too(world: World, vera: Person) -> None:
    """Who pressed yesterday's message spares a colleague today's, which waits to be sent."""
    olga = await world.owner("Ольга", KREPEZH)
    await owes(world, 100, MONDAY)
    await tick(world)
    world.clock.forward(days=1)
    await remind_of_payments(world.app)
    assert await queued(world) == 2
    await vera.click("Уже оплатили")
    await world.tell()
    assert len(reminders(olga)) == 1


async def test_the_button_of_a_reminder_that_was_paid(world: World, vera: Person) -> None:
    await owes(world, 100, MONDAY)
    await tick(world)
    card = vera.last_message["message_id"]
    await pays(world, 100)
    await vera.click("Уже оплатили", message=card)
    assert "нечего" in (vera.toast or vera.last)
    await vera.click("Счёт и QR-код", message=card)
    assert "уже оплачен" in (vera.toast or vera.last)


async def test_a_company_that_is_not_the_active_one(world: World, vera: Person) -> None:
    await vera.start(await world.invitation("owner", ROMASHKA))
    await vera.click("Подключиться")
    await owes(world, 100, MONDAY)
    await owes(world, 50, MONDAY)
    await tick(world)
    shown = next(text for text in reminders(vera) if "150,00" in text)
    assert "Крепёж" in shown


# The ladder by itself


@pytest.mark.parametrize(
    ("after", "until", "steps"),
    [(-4, -3, True), (-3, -2, False), (-3, -1, True), (0, 0, False), (7, 13, False),
     (13, 14, True), (14, 20, False), (20, 21, True), (20, 35, True), (1, 3, True)],
)  # fmt: skip
def test_steps(after: int, until: int, *, steps: bool) -> None:
    ladder = Ladder((-3, -1, 0, 1, 3, 7), 7)
    assert ladder.steps(MONDAY, MONDAY + after * DAY, MONDAY + until * DAY) is steps
    assert not Ladder((0,), 0).steps(MONDAY, MONDAY, MONDAY + 90 * DAY)


def test_since() -> None:
    """Of three working days before, and the days off among them; never what was told."""
    working = [MONDAY - timedelta(days=n) for n in (10, 7, 6, 5, 4, 3)]
    assert since(MONDAY, working, None) == MONDAY - 6 * DAY
    assert since(MONDAY, working, MONDAY - 3 * DAY) == MONDAY - 3 * DAY
    assert since(MONDAY, working, MONDAY - 9 * DAY) == MONDAY - 6 * DAY
