"""What happened at the portal reaches whom it concerns: once, at a good hour, if they want it."""

import itertools
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from bot.i18n import Translators
from bot.services.notices import KINDS
from bot.services.quiet import USUAL, Hours, good_until, next_good
from bot.views.notices import WORDS
from portal.db.models import Company, Delivery, EntryKind, EventKind, Order, OrderStatus, Person
from portal.domain.events import note
from portal.domain.order_states import move
from portal.domain.people import revoke
from portal.domain.settlements import News, record
from portal.domain.shipping import hand_over, ship
from tests.bot.speaking import spaced
from tests.bot.test_kept import ordered
from tests.support.portal import KREPEZH, ROMASHKA
from tests.support.world import Person as Someone
from tests.support.world import World

ENTRIES = itertools.count(1)


async def as_accounting(world: World, do: Any) -> None:
    """To the order placed last."""
    async with world.portal_db.write() as session:
        order = (await session.scalars(select(Order).order_by(Order.id.desc()).limit(1))).one()
        delivery = await session.scalar(select(Delivery).where(Delivery.order_id == order.id))
        await do(session, order, delivery)


async def confirm(world: World) -> None:
    async def to_confirmed(session: Any, order: Any, _: Any) -> None:
        await move(session, order, OrderStatus.CONFIRMED, None, world.clock())

    await as_accounting(world, to_confirmed)


def said(person: Someone, words: str) -> int:
    return sum(words in spaced(text) for text in person.messages)


async def test_an_orders_life(world: World) -> None:
    anna, olga, vera = (
        await world.buyer(),
        await world.owner(),
        await world.linked("Вера", "accountant"),
    )
    await world.tell()
    await ordered(anna, "0893106 5")
    await confirm(world)

    async def to_shipped(session: Any, order: Any, delivery: Any) -> None:
        await ship(session, order, delivery, None, world.clock(), carrier="СДЭК", track="10042")

    async def to_delivered(session: Any, order: Any, delivery: Any) -> None:
        await hand_over(session, order, delivery, None, world.clock())

    await as_accounting(world, to_shipped)
    await as_accounting(world, to_delivered)
    await world.tell()
    number = next(text for text in anna.messages if "Заказ №" in text).split("№")[1].split()[0]
    for words in ("подтверждён", "отгружен", "доставлен"):
        assert said(anna, f"Заказ № {number} {words}.") == 1, words
        assert said(olga, f"Заказ № {number} {words}.") == 1, words
    assert said(anna, "Отправление: СДЭК 10042") == 1
    assert said(anna, "Новый заказ") == 0
    assert said(olga, "Новый заказ") == 1
    assert said(olga, "Автор: Анна") == 1
    assert said(vera, "№") == 0
    await olga.click("Открыть заказ")
    assert f"Заказ № {number}" in olga.last
    assert "Повторить" in olga.buttons


async def test_a_payment_arrives(world: World) -> None:
    """But not one of long ago, as the accounts tell of when they are connected."""
    anna, vera = await world.buyer(), await world.linked("Вера", "accountant")
    today = world.clock().date()
    for days, amount in ((40, 500_00), (3, 1_200_50)):
        await enter(world, EntryKind.PAYMENT, -amount, today - timedelta(days=days))
    await world.tell()
    assert said(vera, "Получили оплату 1 200,50 ₽.") == 1
    assert (said(vera, "Получили оплату"), said(anna, "Получили оплату")) == (1, 0)


async def enter(world: World, kind: EntryKind, amount: int, on_date: date, **more: Any) -> None:
    """What the accounts say of Romashka."""
    entry = {"kpp": None, "contract": None, "order": None, "document": "", **more}
    news = News(
        external_id=str(next(ENTRIES)), inn=ROMASHKA, kind=kind, amount=amount, on_date=on_date,
        **entry,
    )  # fmt: skip
    async with world.portal_db.write() as session:
        await record(session, [news], world.clock())


async def test_a_death_tells_nothing_twice(world: World) -> None:
    anna = await world.buyer()
    await ordered(anna, "0893106 5")
    await confirm(world)
    await world.app.feed.step()
    await world.restart()
    await world.tell()
    assert said(anna, "подтверждён") == 1


async def test_what_falls_into_the_night_comes_in_the_morning(world: World) -> None:
    anna = await world.buyer()
    await ordered(anna, "0893106 5")
    world.clock.forward(hours=_until(world.clock(), 23))
    await confirm(world)
    await world.tell()
    assert said(anna, "подтверждён") == 0
    world.clock.forward(hours=9)
    await world.outbox()
    assert said(anna, "подтверждён") == 1


def _until(now: datetime, hour: int) -> float:
    local = now.astimezone(ZoneInfo("Europe/Moscow"))
    return (hour - local.hour) % 24


async def test_the_hours_are_the_companys_and_ones_own(world: World) -> None:
    """At 8 in the evening of Moscow it is night in Novosibirsk; Boris keeps no quiet hours."""
    anna, boris = await world.buyer(), await world.owner("Борис")
    async with world.portal_db.write() as session:
        await session.execute(update(Company).values(timezone="Asia/Novosibirsk"))
    await boris.send("/settings")
    await boris.click("Уведомления")
    await boris.click("Без тихих часов")
    assert "в любое время" in boris.last
    await ordered(anna, "0893106 5")
    world.clock.forward(hours=_until(world.clock(), 20))
    await confirm(world)
    await world.tell()
    assert (said(anna, "подтверждён"), said(boris, "подтверждён")) == (0, 1)


async def test_what_is_switched_off_does_not_come(world: World) -> None:
    anna, olga = await world.buyer(), await world.owner()
    await olga.send("/settings")
    await olga.click("Уведомления")
    await olga.click("🔔 Заказы коллег")
    assert "🔕 Заказы коллег" in olga.buttons
    await ordered(anna, "0893106 5")
    await world.tell()
    assert said(olga, "Новый заказ") == 0
    # One's own comes always.
    await ordered(olga, "0893106 5")
    await confirm(world)
    await world.tell()
    assert said(olga, "подтверждён") == 1
    await olga.send("/settings")
    await olga.click("Уведомления")
    await olga.click("🔕 Заказы коллег")
    await ordered(anna, "0893106 5")
    await world.tell()
    assert said(olga, "Новый заказ") == 1


async def test_only_what_comes_to_ones_role_has_a_switch(world: World) -> None:
    vera = await world.linked("Вера", "accountant")
    await vera.send("/settings")
    await vera.click("Уведомления")
    assert "🔔 Счета и оплата" in vera.buttons
    assert "🔔 Поступление товаров" not in vera.buttons


async def test_hours_are_set_step_by_step(world: World) -> None:
    anna = await world.buyer()
    await anna.send("/settings")
    await anna.click("Уведомления")
    assert "с 21:00 до 8:00" in anna.last
    await anna.click("начало 22:00")
    await anna.click("конец 7:00")
    assert "с 22:00 до 7:00" in anna.last
    await anna.click("Без тихих часов")
    await anna.click("Включить тихие часы")
    assert "с 21:00 до 8:00" in anna.last


async def test_the_company_that_is_not_active_is_named_and_opened(world: World) -> None:
    anna = await world.buyer()
    await ordered(anna, "0893106 5")
    await anna.start(await world.invitation("buyer", KREPEZH))
    await anna.click("Подключиться")
    await confirm(world)
    await world.tell()
    assert "подтверждён" in anna.last
    assert "Ромашка" in anna.last
    await anna.click("Открыть заказ")
    assert "Повторить" in anna.buttons
    await anna.send("/company")
    assert "Ромашка" in anna.last


async def test_who_was_let_go_hears_that_and_no_more(world: World) -> None:
    anna, olga = await world.buyer(), await world.owner()
    await world.tell()
    before = len(olga.messages)
    async with world.portal_db.write() as session:
        people = dict((await session.execute(select(Person.name, Person.id))).all())
        company = await session.scalar(select(Company.id).where(Company.name.contains("Ромашка")))
        await revoke(session, company, people["Анна"], people["Ольга"], world.clock())
    await world.tell()
    assert "закрыт" in anna.last
    assert len(olga.messages) == before
    await ordered(olga, "0893106 5")
    await confirm(world)
    await world.tell()
    assert said(anna, "подтверждён") == 0


async def test_what_is_old_by_now_is_not_poured_out(world: World) -> None:
    anna = await world.buyer()
    await ordered(anna, "0893106 5")
    await confirm(world)
    world.clock.forward(days=4)
    await world.tell()
    assert said(anna, "подтверждён") == 0


ZONES = ("Europe/Moscow", "Europe/Berlin", "America/New_York", "Asia/Kamchatka", "Asia/Tehran")
MOMENTS = st.integers(0, 2 * 365 * 24 * 60).map(
    lambda minutes: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
HOURS = st.builds(Hours, st.integers(0, 23), st.integers(0, 23))


@given(at=MOMENTS, zone=st.sampled_from(ZONES), quiet=HOURS)
def test_the_next_good_hour(at: datetime, zone: str, quiet: Hours) -> None:
    """Never before, never in the quiet hours, and never later than they last."""
    good = next_good(at, zone, quiet)
    local = good.astimezone(ZoneInfo(zone))
    assert at <= good < at + timedelta(hours=25)
    assert not quiet.holds(local.hour)
    assert good == at or (local.hour, local.minute) == (quiet.end, 0) or _leapt(local, quiet)


def _leapt(local: datetime, quiet: Hours) -> bool:
    """The clocks went forward over the very hour."""
    return (local.hour, local.minute) == ((quiet.end + 1) % 24, 0)


@given(at=MOMENTS, zone=st.sampled_from(ZONES), quiet=HOURS)
def test_until_when_it_is_good(at: datetime, zone: str, quiet: Hours) -> None:
    """The quiet hours begin then, and not before: from a good moment to there all hours are."""
    end = good_until(at, zone, quiet)
    if end is None:
        assert quiet.start == quiet.end
        return
    assert at < end <= at + timedelta(hours=26)
    local = end.astimezone(ZoneInfo(zone))
    assert (local.hour, local.minute) in ((quiet.start, 0), ((quiet.start + 1) % 24, 0))
    if next_good(at, zone, quiet) == at:
        between = at
        while between < end:
            assert next_good(between, zone, quiet) == between
            between += timedelta(hours=1)


def test_the_night_of_the_leap() -> None:
    """On 29 March 2026 Berlin's clocks go from 2:00 to 3:00, on 25 October back from 3:00."""
    for day, utc in (("2026-03-29", 6), ("2026-10-25", 7)):
        at = datetime.fromisoformat(f"{day}T00:30+00:00")
        assert next_good(at, "Europe/Berlin", USUAL) == datetime.fromisoformat(
            f"{day}T{utc:02}:00+00:00"
        )


async def test_what_cannot_be_worded_is_left_out_and_stops_nobody(world: World) -> None:
    """Guard: of a page that fails each event is told by itself, and the place in the feed kept."""
    anna = await world.buyer()
    await world.tell()
    await ordered(anna, "0893106 5")

    async def vanishes(session: Any, order: Any, _: Any) -> None:
        kind, company = EventKind.ORDER_MOVED, order.company_id
        await note(
            session, kind, world.clock(), company_id=company, order_id=order.id, status="melted"
        )

    await as_accounting(world, vanishes)
    await confirm(world)
    await world.tell()
    assert sum("подтверждён" in text for text in anna.messages) == 1
    await world.restart()
    await world.tell()
    assert sum("подтверждён" in text for text in anna.messages) == 1


def test_every_kind_has_its_switch_and_its_words() -> None:
    assert set(KINDS) == set(WORDS)
    assert set(KINDS) <= {kind.value for kind in EventKind}


@pytest.mark.parametrize("status", OrderStatus)
def test_every_status_has_a_name(status: OrderStatus) -> None:
    for language in ("ru", "en"):
        assert Translators()[language](f"order-status-{status.value.replace('_', '-')}")
