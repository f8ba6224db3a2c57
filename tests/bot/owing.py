"""What the tests of payment reminders share: a company that owes, and what it is told."""

import itertools
from datetime import date, timedelta
from typing import Any

from sqlalchemy import update

from bot.jobs import remind_of_payments
from portal.db.models import Company, EntryKind
from portal.domain.settlements import News, record
from tests.bot.speaking import spaced
from tests.support.portal import KREPEZH
from tests.support.world import Person, World

TITLE = "Напоминание об оплате"
DAY = timedelta(days=1)
_entries = itertools.count(1)


def news(kind: EntryKind, roubles: int, on: date, *, inn: str = KREPEZH, **more: Any) -> News:
    """As the accounts would tell it."""
    number = next(_entries)
    known = {"kpp": None, "contract": None, "order": None, "document": f"УПД {number}", **more}
    sign = -1 if kind in (EntryKind.PAYMENT, EntryKind.RETURN) else 1
    return News(
        external_id=str(number), inn=inn, kind=kind, amount=sign * roubles * 100, on_date=on,
        **known,
    )  # fmt: skip


async def tell(world: World, *entries: News) -> None:
    async with world.portal_db.write() as session:
        await record(session, entries, world.clock())


def shipped(roubles: int, due: date, **more: Any) -> News:
    return news(EntryKind.SHIPMENT, roubles, due - 30 * DAY, due_on=due, **more)


async def owes(world: World, roubles: int, due: date, **more: Any) -> None:
    await tell(world, shipped(roubles, due, **more))


async def pays(world: World, roubles: int, **more: Any) -> None:
    await tell(world, news(EntryKind.PAYMENT, roubles, world.clock().date(), **more))


async def live_in(world: World, zone: str, inn: str = KREPEZH) -> None:
    async with world.portal_db.write() as session:
        await session.execute(update(Company).where(Company.inn == inn).values(timezone=zone))


async def tick(world: World) -> None:
    """The feed is followed, the job runs, and what is due is sent."""
    while await world.app.feed.step():
        pass
    await remind_of_payments(world.app)
    await world.outbox()


def reminders(person: Person) -> list[str]:
    return [text for each in person.messages if TITLE in (text := spaced(each))]
