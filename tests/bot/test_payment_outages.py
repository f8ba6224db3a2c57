"""Whenever the bot is down, and whatever the clocks do: each step of the ladder is told once, or
rightly not at all.

A bot lives through a week around a change of daylight saving, for companies in three zones. It is
down for up to three days of it, at times between putting a row in and sending it; payments come,
and its clock may be set back. What it says is held against a reckoning by steps, which knows no
outbox.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete

from bot.db.models import OutboxMessage
from bot.jobs import remind_of_payments
from portal.db.models import SettlementEntry
from portal.domain.claim_rules import Rules
from sandbox.telegram import Telegram
from tests.bot.owing import DAY, TITLE, live_in, pays, shipped, tell
from tests.bot.speaking import spaced
from tests.support.clock import Clock, Steady
from tests.support.portal import KREPEZH, NOVICHOK, ROMASHKA
from tests.support.reading import text_of
from tests.support.world import Person, World, open_world

ZONES = {
    ROMASHKA: "Europe/Berlin", KREPEZH: "America/New_York", NOVICHOK: "Australia/Sydney",
}  # fmt: skip
CHANGES = (
    date(2026, 3, 8), date(2026, 3, 29), date(2026, 4, 5),
    date(2026, 10, 4), date(2026, 10, 25), date(2026, 11, 1),
)  # fmt: skip
"""To summer time and from it, in one of them."""
STEPS = (-3, -1, 0, 1, 3, *range(7, 60, 7))
DAYS = 7
FIRST, LAST = 10, 21
"""Hours of the day between which it is told."""
works_on = Rules().works_on


@dataclass
class Company:
    """As the reckoning knows it."""

    inn: str
    person: Person
    docs: list[tuple[date, int]] = field(default_factory=list)
    """When it is due, and roubles; the first due first."""
    paid: int = 0
    told: date = date.min

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(ZONES[self.inn])

    def says(self, now: datetime) -> int | None:
        """The total that it is told of now; None: it is told nothing."""
        local = now.astimezone(self.zone)
        day = local.date()
        if not (works_on(day) and FIRST <= local.hour < LAST):
            return None
        unpaid, covered = [], self.paid
        for due, amount in self.docs:
            left = max(amount - covered, 0)
            covered = max(covered - amount, 0)
            if left and due <= day + 3 * DAY:
                unpaid.append((due, left))
        steps = (due + step * DAY for due, _ in unpaid for step in STEPS)
        if not any(self.told < step <= day and _fresh(step, day) for step in steps):
            return None
        return sum(left for _, left in unpaid)


def _fresh(step: date, day: date) -> bool:
    """Not more than three working days after the one that it belongs to."""
    while not works_on(step):
        step += DAY
    between = ((day - step).days - n for n in range((day - step).days))
    return sum(works_on(step + n * DAY) for n in between) <= 3


def _moments(chance: Random, begin: date) -> Iterator[datetime]:
    """When the bot looks: at ten everywhere, and now and then."""
    for n in range(DAYS):
        day = begin + n * DAY
        for zone in ZONES.values():
            at = datetime.combine(day, time(FIRST, chance.randint(0, 4)), ZoneInfo(zone))
            yield at.astimezone(UTC)
        if n % 2:
            yield datetime.combine(day, time(chance.randint(0, 23), chance.randint(0, 59)), UTC)


async def outage(world: World, companies: list[Company], chance: Random, elsewhere: Steady) -> int:
    """One of them; how many reminders there were."""
    begin = chance.choice(CHANGES) - 3 * DAY
    elsewhere.jump(datetime.combine(begin - DAY, time(), UTC))
    await _begin(world, companies, chance, begin)
    moments = sorted(_moments(chance, begin))
    down = moments[0] + timedelta(minutes=chance.randint(0, (DAYS - 3) * 24 * 60))
    up = down + timedelta(minutes=chance.randint(0, 72 * 60))
    before = [at for at in moments if at < down]
    after = [up, *(at for at in moments if at > up)]
    if chance.random() < 0.3:
        back = chance.randrange(len(after))
        after.insert(back + 1, after[back] - timedelta(minutes=chance.randint(1, 26 * 60)))
    payer, paid_at = chance.choice(companies), chance.choice(moments)
    many, news = 0, False
    for at in (*before, None, *after):
        if at is None:
            # Restarted at the moment at which it comes up.
            elsewhere.jump(up)
            await world.restart()
            news = True
            continue
        elsewhere.jump(at)
        if paid_at and paid_at <= at:
            paid_at, roubles, news = None, chance.randint(10, 200), True
            await pays(world, roubles, inn=payer.inn)
            payer.paid += roubles
        killed = before and at is before[-1] and chance.random() < 0.5
        if news:
            await world.app.feed.step()
            news = False
        many += await _look(world, companies, at, killed=bool(killed))
    return many


async def _begin(world: World, companies: list[Company], chance: Random, begin: date) -> None:
    async with world.app.db.write() as session:
        await session.execute(delete(OutboxMessage))
    async with world.portal_db.write() as session:
        await session.execute(delete(SettlementEntry))
    for each in companies:
        dues = sorted({begin + chance.randint(-12, 10) * DAY for _ in range(2)})
        each.docs = [(due, chance.randint(20, 300)) for due in dues]
        each.paid, each.told = 0, date.min
    bought = [(each.inn, doc) for each in companies for doc in each.docs]
    await tell(world, *(shipped(roubles, due, inn=inn) for inn, (due, roubles) in bought))
    while await world.app.feed.step():
        pass


async def _look(world: World, companies: list[Company], at: datetime, *, killed: bool) -> int:
    """The bot's ticks of a moment; `killed`: before what it put in could be sent."""
    seen = [len(each.person.from_bot) for each in companies]
    await remind_of_payments(world.app)
    if killed:
        return 0
    expected = [each.says(at) for each in companies]
    await world.outbox()
    for each, many, total in zip(companies, seen, expected, strict=True):
        said = [spaced(text_of(message)) for message in each.person.from_bot[many:]]
        said = [text for text in said if TITLE in text]
        where = f"{ZONES[each.inn]} {at} {each}"
        assert len(said) == (total is not None), where
        if total is not None:
            assert f"Итого к оплате: {total},00 ₽" in said[0], where
            each.told = max(each.told, at.astimezone(each.zone).date())
    return sum(total is not None for total in expected)


async def outages(folder: Path, templates: Path, many: int, seed: int) -> int:
    """How many reminders there were."""
    clock = Clock()
    elsewhere = Steady(clock)
    telegram = Telegram(now=elsewhere)
    async with open_world(folder, templates, clock=clock, telegram=telegram) as world:
        companies = []
        for inn, zone in ZONES.items():
            await live_in(world, zone, inn)
            companies.append(Company(inn, await world.linked(zone, "accountant", inn)))
        chance = Random(seed)
        return sum([await outage(world, companies, chance, elsewhere) for _ in range(many)])


async def test_outages(tmp_path: Path, templates: Path) -> None:
    assert await outages(tmp_path, templates, 2, seed=1) > 10


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 12))
async def test_a_thousand_outages(tmp_path: Path, templates: Path, seed: int) -> None:
    assert await outages(tmp_path, templates, 100, seed) > 500
