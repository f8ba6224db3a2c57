"""Deadlines in working time, and reminders that nothing makes forgotten."""

import io
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from portal.db.models import ClaimEvent, Company
from portal.domain.claim_reminders import remind
from portal.domain.claim_rules import Rules
from portal.domain.claim_work import close_old
from portal.domain.working_time import after, between
from tests.portal.claims_world import SETTLED, Claims, open_claims, picture
from tests.portal.trade_world import Trade
from tests.portal.world import CHANNEL, bearer

YEARS = datetime(2024, 1, 1, tzinfo=UTC)
MOSCOW = ZoneInfo("Europe/Moscow")
HOURS = Rules().working_time(MOSCOW)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=MOSCOW)


@pytest.fixture
async def world(trade: Trade) -> Claims:
    return await open_claims(trade)


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2025-03-03 12:00", 4, "2025-03-03 16:00"),
        ("2025-03-03 12:00", 6, "2025-03-03 18:00"),
        ("2025-03-03 12:00", 7, "2025-03-04 10:00"),
        ("2025-03-03 03:00", 1, "2025-03-03 10:00"),
        # Over a weekend, and the holiday of 8 March, which is a Saturday then.
        ("2025-03-07 17:00", 2, "2025-03-10 10:00"),
        # Over the New Year's holidays: from 29 December to 8 January.
        ("2024-12-28 17:00", 2, "2025-01-09 10:00"),
        # 28 December 2024 was a Saturday that was worked on; 1 November 2025 as well.
        ("2024-12-27 17:00", 2, "2024-12-28 10:00"),
        ("2025-10-31 17:30", 1, "2025-11-01 09:30"),
        # 3 November 2025 was a Monday off.
        ("2025-11-01 17:30", 1, "2025-11-05 09:30"),
    ],
)
def test_only_working_hours_count(start: str, hours: int, due: str) -> None:
    assert after(at(start), timedelta(hours=hours), HOURS) == at(due)
    assert between(at(start), at(due), HOURS) == timedelta(hours=hours)


def test_the_suppliers_own_days_come_before_the_calendar() -> None:
    own = Rules(days={date(2025, 3, 4): False, date(2025, 3, 8): True}).working_time(MOSCOW)
    assert after(at("2025-03-03 17:00"), timedelta(hours=2), own) == at("2025-03-05 10:00")
    assert after(at("2025-03-07 17:00"), timedelta(hours=2), own) == at("2025-03-08 10:00")
    never = Rules(weekdays="", country="").working_time(MOSCOW)
    assert after(at("2025-03-03 12:00"), timedelta(hours=1), never) == at("2025-03-03 13:00")


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 4 * 366 * 24 * 60).map(lambda minutes: YEARS + timedelta(minutes=minutes)),
    st.integers(0, 60 * 60),
    st.integers(0, 60 * 60),
    st.sampled_from(["Europe/Moscow", "Europe/Berlin", "Asia/Vladivostok", "America/New_York"]),
)
def test_time_adds_up(start: datetime, first: int, second: int, zone: str) -> None:
    hours = Rules().working_time(ZoneInfo(zone))
    one, two = timedelta(minutes=first), timedelta(minutes=second)
    due = after(start, one + two, hours)
    assert between(start, due, hours) == one + two
    assert after(after(start, one, hours), two, hours) == due
    local = due.astimezone(hours.zone)
    if one + two:
        opened, closed = hours.hours_of(local.date())
        assert hours.works_on(local.date())
        assert opened < local <= closed


async def steps(world: Claims, by: timedelta = timedelta(0)) -> list[str]:
    """What is reminded of when so much time has passed, as a restart would find it."""
    world.trade.clock.move(by)
    async with world.trade.database.write() as session:
        before = len((await session.scalars(select(ClaimEvent))).all())
        while await remind(session, world.trade.clock()):
            pass
        events = (await session.scalars(select(ClaimEvent).order_by(ClaimEvent.id))).all()
    return [event.data["step"] for event in events[before:]]


async def test_it_goes_up_to_the_director_if_nobody_takes_it(world: Claims) -> None:
    await world.make((1, "1"))
    assert await steps(world) == []
    assert await steps(world, timedelta(hours=2)) == ["untaken"]
    assert await steps(world) == []
    assert await steps(world, timedelta(hours=2)) == ["untaken_long"]
    # The rest at Wednesday's noon, all that was due while nothing ran: nothing is forgotten.
    assert await steps(world, timedelta(days=2)) == ["holder", "all", "director"]
    assert await steps(world, timedelta(days=30)) == []


async def test_it_stands_still_over_a_weekend(world: Claims) -> None:
    world.trade.clock.now = at("2025-03-07 16:30").astimezone(UTC)
    claim = await world.make((1, "1"))
    assert claim["deadline"] == "2025-03-11T11:30:00Z"
    await world.do(claim, "take", by=world.igor)
    world.trade.clock.now = at("2025-03-10 08:59").astimezone(UTC)
    assert await steps(world) == []
    assert await steps(world, timedelta(days=2)) == ["holder", "all", "director"]


async def test_who_asked_is_reminded_of_a_silence_and_of_nothing_else(world: Claims) -> None:
    claim = await world.make((1, "1"))
    await world.do(claim, "ask", {"text": "Какая партия?"}, by=world.igor)
    assert await steps(world, timedelta(days=1)) == []
    assert await steps(world, timedelta(days=2)) == ["silent"]
    await world.do(claim, "messages", {"text": "12-Б"}, by=world.trade.buyer)
    assert (await world.get(claim))["state"] == "answered"
    assert await steps(world, timedelta(days=7)) == ["holder", "all", "director"]


async def test_what_is_decided_is_reminded_of_no_more_and_closes_in_time(world: Claims) -> None:
    claim = await world.make((1, "1"))
    await world.do(claim, "resolve", SETTLED | {"words": ""}, by=world.igor)
    assert await steps(world, timedelta(days=13)) == []
    for days, closed in ((0, 0), (1, 1), (0, 0)):
        world.trade.clock.move(timedelta(days=days))
        async with world.trade.database.write() as session:
            assert await close_old(session, world.trade.clock()) == closed
    seen = await world.get(claim)
    assert (seen["state"], seen["can_rate"], seen["events"][-1]["by"]) == ("closed", True, None)
    async with world.trade.database.read() as session:
        events = (await session.scalars(select(ClaimEvent).order_by(ClaimEvent.id))).all()
    # Nobody ever said a word: the director hears of that.
    assert [event.data.get("unanswered") for event in events[-2:]] == [True, True]
    assert (await world.do(claim, "rate", {"rating": 2}, by=world.trade.buyer))["rating"] == 2


async def test_reopened_it_has_a_new_term(world: Claims) -> None:
    claim = await world.make((1, "1"))
    await world.do(claim, "decline", {"reason": "Нет"}, by=world.igor)
    world.trade.clock.move(timedelta(days=7))
    again = await world.do(claim, "reopen", {"words": "Есть"}, by=world.trade.buyer)
    assert (again["state"], again["deadline"]) == ("reopened", "2025-03-12T07:00:00Z")
    assert await steps(world, timedelta(days=3)) == ["holder", "all", "director"]


async def test_a_director_changes_the_rules(world: Claims) -> None:
    trade = world.trade
    rules = await trade.get("/claim-rules", world.igor)
    wanted = rules | {"opens": 480, "days": [{"day": "2025-03-04", "working": False}]}
    wanted["terms"] = [{"kind": "shortage", "take": 1, "decide": 10}]

    async def put(body: Any, by: str) -> int:
        return (await trade.client.put("/claim-rules", json=body, headers=bearer(by))).status_code

    assert await put(wanted, world.igor) == 403
    assert await put(wanted, trade.buyer) == 403
    assert await put(wanted | {"closes": 400}, world.director) == 422
    assert await put(wanted | {"country": "XX"}, world.director) == 422
    assert await put(wanted, world.director) == 200
    assert await put(wanted, world.director) == 200
    assert (await world.make((1, "1")))["deadline"] == "2025-03-05T09:00:00Z"


async def test_claims_in_numbers(world: Claims) -> None:
    trade = world.trade
    await trade.set(Company, trade.company, name="=cmd|' /C calc'!A0")
    first = await world.make((1, "2"), kind="defect", uploads=[await world.bring(picture())])
    second = await world.make((1, "1"), (2, "1"))
    await world.make((2, "1"), kind="papers", wanted="papers")
    trade.clock.move(timedelta(hours=2))
    await world.do(first, "resolve", SETTLED, by=world.igor)
    trade.clock.move(timedelta(days=4))
    await world.do(second, "decline", {"reason": "Нет"}, by=world.igor)
    await world.do(first, "rate", {"rating": 4}, by=trade.buyer)
    found = await trade.get("/claims/statistics", world.igor)
    assert (found["first"], found["last"]) == ("2025-03-01", "2025-03-07")
    named = ("count", "open", "late", "unanswered", "loss", "settled", "rating")
    assert [found[name] for name in named] == [3, 1, 1, 0, "25.00", "20.00", 4.0]
    # Two hours for the first; for the second, the rest of Monday, three days and five hours.
    assert found["to_answer"] == {"mean": 20.0, "median": 20.0}
    kinds = {each["kind"]: each["count"] for each in found["kinds"] if each["count"]}
    assert kinds == {"defect": 1, "shortage": 1, "papers": 1}
    stages = {each["stage"]: each["loss"] for each in found["stages"] if each["count"]}
    assert stages == {"packing": "25.00", None: "0.00"}
    worst = [(each["article"], each["claims"], each["quantity"]) for each in found["products"]]
    assert worst == [("B", 2, "3"), ("N", 2, "2")]
    assert (await trade.get("/claims/statistics", world.oleg))["count"] == 0
    refused = await trade.client.get("/claims/statistics", headers=bearer(trade.buyer))
    assert refused.status_code == 403
    query = {"from": "2020-01-01", "to": "2025-01-01"}
    long = await trade.client.get("/claims/statistics", params=query, headers=bearer(world.igor))
    assert long.json()["code"] == "period_too_long"
    book = await trade.client.get("/claims/statistics.xlsx", headers=bearer(world.igor))
    sheets = _sheets(book.content)
    assert list(sheets) == ["Итоги", "Претензии", "Товары"]
    cells = {str(cell) for row in sheets["Претензии"] for cell in row}
    assert {"1001", "Брак", "решена", "закрыта", "Упаковка", "=cmd|' /C calc'!A0"} - cells == {
        "решена"
    }
    assert sheets["Товары"][1][:3] == ["B", "Болт", 2.0]
    assert ["Претензий", 3.0] in [row[:2] for row in sheets["Итоги"]]


def _sheets(data: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


async def test_who_hears_of_what(world: Claims) -> None:
    trade = world.trade
    people = {(await trade.get("/me", token))["id"]: name for name, token in (
        ("igor", world.igor), ("petr", world.petr), ("oleg", world.oleg),
        ("director", world.director), ("buyer", trade.buyer), ("vera", world.vera),
    )}  # fmt: skip
    first = (await trade.get("/events", CHANNEL, after="now"))["next"]
    claim = await world.make((1, "1"))
    await world.do(claim, "messages", {"text": "Ау"}, by=trade.buyer)
    await world.do(claim, "take", by=world.igor)
    await world.do(claim, "messages", {"text": "Опять", "internal": True}, by=world.petr)
    await world.do(claim, "ask", {"text": "Какая партия?"}, by=world.igor)
    await world.do(claim, "messages", {"text": "12"}, by=trade.buyer)
    await steps(world, timedelta(days=7))
    await world.do(claim, "resolve", SETTLED, by=world.igor)
    await world.do(claim, "rate", {"rating": 5}, by=trade.buyer)
    told = (await trade.get("/events", CHANNEL, after=first))["items"]
    assert [
        (each["kind"], [people[to["person_id"]] for to in each["recipients"]]) for each in told
    ] == [
        ("claim_created", ["igor", "petr"]),
        # As it is now: by the time it is read, Igor has taken it.
        ("claim_message", ["igor"]),
        ("claim_taken", ["buyer"]),
        ("claim_message", ["igor"]),
        ("claim_asked", ["buyer"]),
        ("claim_message", ["buyer"]),
        ("claim_answered", ["igor"]),
        ("claim_reminder", ["igor"]),
        ("claim_reminder", ["igor", "petr"]),
        ("claim_reminder", ["director"]),
        ("claim_resolved", ["buyer"]),
        ("claim_closed", ["igor"]),
    ]
    assert {each["data"]["claim_id"] for each in told} == {claim["id"]}
    # Of a claim above the sum the director hears at once.
    rules = await trade.get("/claim-rules", world.director)
    body = rules | {"director_from": "10.00"}
    await trade.client.put("/claim-rules", json=body, headers=bearer(world.director))
    await world.make((1, "1"))
    [*_, last] = (await trade.get("/events", CHANNEL, after=first))["items"]
    assert [people[to["person_id"]] for to in last["recipients"]] == ["igor", "petr", "director"]
