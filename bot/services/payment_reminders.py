"""Of whose debt somebody is reminded just now: the ladder of days, and who was told when.

Nothing is kept but the rows of the outbox: what was said to a person of a company on a day bears
that day in its key. So a bot that was down, a clock set back and a second replica find what is due
now, and each day once. What was cancelled, or was late, was not said.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.db.models import OutboxMessage, OutboxState, SilentKind, User
from bot.db.session import Database
from bot.services.portal.reminder_models import OwingOut, OwingPage
from bot.services.preferences import Kind, hours_of
from bot.services.quiet import good_until, next_good, start_of

DAY = timedelta(days=1)
LATE = 3
"""Working days for which a step that nobody heard of is still told; the debt is told as it is
then."""
TOPICS = "debt:"
UNSAID = (OutboxState.CANCELLED, OutboxState.EXPIRED)


@dataclass(frozen=True, slots=True)
class Ladder:
    """Steps in days after a document is due, below zero before it, the earliest first; then every
    so many days, or (0) no more."""

    days: tuple[int, ...]
    every: int

    @property
    def ahead(self) -> int:
        """So many days before it is due a document is told of."""
        return max(-self.days[0], 0)

    def steps(self, due_on: date, after: date, until: date) -> bool:
        """One is after a day, and not after another."""
        if any(after < due_on + each * DAY <= until for each in self.days):
            return True
        last = due_on + self.days[-1] * DAY
        if not self.every or until <= last:
            return False
        return (until - last).days // self.every > max((after - last).days // self.every, 0)


@dataclass(frozen=True, slots=True)
class Reminder:
    """For one person, of one company, to be said now; `owing` has what is to be told of it."""

    key: str
    user: User
    owing: OwingOut
    day: date
    expires_at: datetime

    @property
    def topic(self) -> str:
        return topic_of(self.owing.company_id)


def topic_of(company_id: str) -> str:
    return f"{TOPICS}{company_id}"


async def due_now(
    db: Database, page: OwingPage, ladder: Ladder, hour: int, now: datetime
) -> list[Reminder]:
    """By two statements. `hour` is the first of the company's day."""
    working = set(page.working_days)
    days = {
        each.company_id: day
        for each in page.items
        if (day := _day(each.timezone, hour, now)) in working
    }
    companies = [each for each in page.items if each.company_id in days]
    if not companies:
        return []
    users = await _users(db, {person for each in companies for person in each.people})
    told = await _told(db, [each.company_id for each in companies], now)
    return [
        Reminder(_key(each, day, user), user, owing, day, _end(each.timezone, day, user, now))
        for each in companies
        for day in [days[each.company_id]]
        for owing in [_until(each, day + ladder.ahead * DAY)]
        for user in (user for person in each.people for user in users.get(person, ()))
        if next_good(now, each.timezone, hours_of(user)) == now
        and _steps(owing, ladder, day, since(day, working, told.get((each.company_id, user.id))))
    ]


def since(day: date, working: Collection[date], told: date | None) -> date:
    """What fell after this day is still to be told on `day`. `told`: when the person was last."""
    before = sorted(each for each in working if each < day)
    earliest = before[-1 - LATE] if len(before) > LATE else day - DAY
    return max(earliest, told or earliest)


def _day(zone: str, hour: int, now: datetime) -> date | None:
    """The day it is there; None: it has not come to that hour."""
    day = now.astimezone(ZoneInfo(zone)).date()
    return day if now >= start_of(day, hour, zone) else None


def _until(owing: OwingOut, last: date) -> OwingOut:
    due = [part for part in owing.due if part.due_on <= last]
    return owing.model_copy(update={"due": due})


def _steps(owing: OwingOut, ladder: Ladder, day: date, after: date) -> bool:
    return any(ladder.steps(part.due_on, after, day) for part in owing.due)


def _key(owing: OwingOut, day: date, user: User) -> str:
    return f"reminder:payments:{owing.company_id}:{day.isoformat()}:{user.id}"


def _end(zone: str, day: date, user: User, now: datetime) -> datetime:
    """Of the day there, or before: when the person wants to be left alone."""
    night = good_until(now, zone, hours_of(user))
    end = start_of(day + DAY, 0, zone).astimezone(now.tzinfo)
    return min(end, night) if night else end


async def _users(db: Database, people: Collection[str]) -> Mapping[str, Sequence[User]]:
    """By the portal's id of the person; who wants to hear nothing of money is left out."""
    silent = select(SilentKind.user_id).where(SilentKind.kind == Kind.MONEY)
    users: dict[str, list[User]] = {}
    async with db.read() as session:
        found = await session.scalars(
            select(User).where(
                User.person_id.in_(people), User.token.is_not(None), User.id.not_in(silent)
            )
        )
        for user in found:
            users.setdefault(str(user.person_id), []).append(user)
    return users


async def _told(
    db: Database, company_ids: Collection[str], now: datetime
) -> Mapping[tuple[str, int], date]:
    """When each person was last told of each company's debt, or is being told just now."""
    told: dict[tuple[str, int], date] = {}
    row = OutboxMessage
    async with db.read() as session:
        found = await session.execute(
            select(row.key, row.state, row.expires_at).where(
                row.topic.in_([topic_of(each) for each in company_ids]), row.state.not_in(UNSAID)
            )
        )
        for key, state, expires_at in found:
            if state is OutboxState.QUEUED and (expires_at or now) <= now:
                continue
            company_id, day, user_id = key.partition("#")[0].split(":")[2:]
            place = company_id, int(user_id)
            told[place] = max(told.get(place, date.min), date.fromisoformat(day))
    return told
