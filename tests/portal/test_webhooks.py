"""Claims to programs outside: signed, each change once and in turn, whatever happens between."""

import asyncio
import json
from datetime import timedelta
from typing import Any

import httpx
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import SecretStr, ValidationError
from sqlalchemy import select

import portal.app
from portal.commands.line import parser
from portal.config import Settings
from portal.db.models import Event, Outgoing, OutgoingState, Receiver
from portal.domain import outgoing
from portal.domain.housekeeping import purge
from portal.exchange.courier import Courier
from portal.exchange.webhooks import Webhook, signature
from tests.portal.claims_world import SETTLED, Claims, open_claims
from tests.portal.trade_world import Trade, open_trade
from tests.portal.world import CHANNEL, Clock
from tests.support.receiver import Program, is_genuine

SECRET = "a secret of the supplier's"
URL = "https://crm.example.com/hooks/claims?key=hidden"


@pytest.fixture
async def claims(trade: Trade) -> Claims:
    return await open_claims(trade)


def a_courier(claims: Claims, program: Program, url: str = URL) -> Courier:
    trade = claims.trade
    hook = Webhook(url, SECRET, trade.database, trade.clock, program)
    return Courier(trade.database, hook, trade.clock)


async def at_work(claims: Claims, program: Program) -> Courier:
    """One that has been there before, so that it knows how far the feed went."""
    courier = a_courier(claims, program)
    await courier.round()
    return courier


def kinds(program: Program) -> list[str]:
    return [each["kind"] for each in program.taken]


async def aside(claims: Claims) -> list[Outgoing]:
    async with claims.trade.database.read() as session:
        query = select(Outgoing).where(Outgoing.state == OutgoingState.ASIDE)
        return list(await session.scalars(query))


async def test_a_claim_and_each_change_of_it_are_told_in_turn(claims: Claims) -> None:
    program = Program()
    courier = await at_work(claims, program)
    claim = await claims.make((1, "2"), uploads=[await claims.bring(b"%PDF-1.7 akt", "акт.pdf")])
    await claims.do(claim, "ask", {"text": "Есть фото?"}, by=claims.igor)
    await claims.do(claim, "messages", {"text": "Клиент скандальный", "internal": True},
                    by=claims.igor)  # fmt: skip
    await claims.do(claim, "resolve", SETTLED, by=claims.igor)
    await claims.do(claim, "rate", {"rating": 5}, by=claims.trade.buyer)
    assert await courier.round() == 7
    assert kinds(program) == [
        "claim_created", "claim_taken", "claim_asked", "claim_message", "claim_message",
        "claim_resolved", "claim_closed",
    ]  # fmt: skip
    created, taken, _, asked, inside, *_, closed = program.taken
    assert (created["state"], created["by"], taken["by"]) == ("new", "Анна", "Игорь")
    told = created["claim"]
    assert (told["number"], told["company"]["name"]) == (claim["number"], "ООО «Болты»")
    assert [file["name"] for file in told["files"]] == ["акт.pdf"]
    assert (asked["message"]["text"], asked["message"]["internal"]) == ("Есть фото?", False)
    assert (inside["message"]["text"], inside["message"]["internal"]) == (
        "Клиент скандальный", True,
    )  # fmt: skip
    assert closed["claim"]["staff_only"]["loss"] == "25.00"
    assert "can_rate" not in closed["claim"]
    assert "mine" not in closed["claim"]["staff_only"]
    # The ids of the feed, so that whoever follows both knows what is the same.
    page = await claims.trade.get("/events", CHANNEL)
    assert [each["id"] for each in program.taken] == [each["id"] for each in page["items"]][-7:]
    assert await courier.round() == 0


async def test_each_request_is_signed_with_its_time_and_its_body(claims: Claims) -> None:
    program = Program()
    courier = await at_work(claims, program)
    await claims.make((1, "1"))
    await courier.round()
    [request] = program.requests
    assert (request.method, str(request.url)) == ("POST", URL)
    assert request.headers["Content-Type"] == "application/json"
    assert request.headers["Artikul-Event"] == program.taken[0]["id"]
    assert int(request.headers["Artikul-Timestamp"]) == int(claims.trade.clock().timestamp())
    assert is_genuine(SECRET, request.headers, request.content)
    assert not is_genuine("another secret", request.headers, request.content)
    assert not is_genuine(SECRET, request.headers, request.content + b" ")
    later = request.headers.copy()
    later["Artikul-Timestamp"] = str(int(later["Artikul-Timestamp"]) + 1)
    assert not is_genuine(SECRET, later, request.content)


def test_a_signature_is_as_it_is_written_down() -> None:
    """`printf '1741003200.{"id":"WzFd"}' | openssl dgst -sha256 -hmac 'shared secret 16'`."""
    made = signature("shared secret 16", 1741003200, b'{"id":"WzFd"}')
    assert made == "sha256=6d6530ce9717ea97711e2fd1ddbd208bc798812ecab9bdede4f7394ad1655954"


async def test_a_receiver_that_is_down_for_a_day_gets_all_of_it_in_order(claims: Claims) -> None:
    program = Program(fails=lambda _: 503)
    courier = await at_work(claims, program)
    first, second = await claims.make((1, "1")), await claims.make((2, "1"))
    clock = claims.trade.clock
    for hour in range(24):
        if hour == 3:
            await claims.do(first, "take", by=claims.igor)
            await claims.do(second, "take", by=claims.petr)
            await claims.do(first, "resolve", SETTLED, by=claims.igor)
        for _ in range(3):
            await courier.round()
            clock.move(timedelta(minutes=20))
    tries, program.fails = len(program.requests), lambda _: None
    assert 20 < tries < 50, "with patience, and not without end"
    clock.move(timedelta(hours=1))
    for _ in range(3):
        await courier.round()
        clock.move(timedelta(hours=1))
    told = [(each["claim"]["number"], each["kind"]) for each in program.taken]
    of_first = [kind for number, kind in told if number == first["number"]]
    of_second = [kind for number, kind in told if number == second["number"]]
    assert of_first == ["claim_created", "claim_taken", "claim_resolved"]
    assert of_second == ["claim_created", "claim_taken"]
    assert len({each["id"] for each in program.taken}) == len(told) == 5


@pytest.mark.parametrize(
    "answer", [500, 429, httpx.ConnectError("refused"), httpx.ReadTimeout("slow")]
)
async def test_what_was_not_answered_is_sent_again_as_the_same_event(
    claims: Claims, answer: Any
) -> None:
    program = Program(answers=[answer])
    courier = await at_work(claims, program)
    await claims.make((1, "1"))
    assert (await courier.round(), await courier.round()) == (0, 0)
    claims.trade.clock.move(timedelta(seconds=21))
    assert await courier.round() == 1
    ids = {request.headers["Artikul-Event"] for request in program.requests}
    assert (len(program.requests), len(ids)) == (2, 1)


async def test_a_receiver_may_ask_for_peace(claims: Claims) -> None:
    program = Program(answers=[429], headers={"Retry-After": "600"})
    courier = await at_work(claims, program)
    await claims.make((1, "1"))
    await courier.round()
    claims.trade.clock.move(timedelta(seconds=599))
    assert await courier.round() == 0
    assert len(program.requests) == 1
    claims.trade.clock.move(timedelta(seconds=2))
    assert await courier.round() == 1


async def test_what_is_refused_is_set_aside_and_holds_up_no_other_claim(claims: Claims) -> None:
    program = Program()
    courier = await at_work(claims, program)
    bad, good = await claims.make((1, "1")), await claims.make((2, "1"))
    program.fails = lambda told: 422 if told["claim"]["number"] == bad["number"] else None
    await claims.do(bad, "take", by=claims.igor)
    await courier.round()
    assert [each["claim"]["number"] for each in program.taken] == [good["number"]]
    for _ in range(16):
        await courier.round()
        claims.trade.clock.move(timedelta(minutes=22))
    set_aside = await aside(claims)
    assert [each.error for each in set_aside] == ["HTTP 422"] * 2, "the one, then the next of it"
    # Somebody has mended it, and says so.
    program.fails = lambda _: None
    async with claims.trade.database.write() as session:
        assert await outgoing.try_again(session, claims.trade.clock()) == 2
    assert await courier.round() == 2
    assert kinds(program)[-2:] == ["claim_created", "claim_taken"]


async def test_a_message_that_the_receiver_chokes_on_holds_up_no_other_claim(
    claims: Claims,
) -> None:
    program = Program()
    courier = await at_work(claims, program)
    bad = await claims.make((1, "1"))
    good = await claims.make((2, "1"))
    program.fails = lambda told: 500 if told["claim"]["number"] == bad["number"] else None
    await courier.round()
    claims.trade.clock.move(timedelta(seconds=15))
    await courier.round()
    assert [each["claim"]["number"] for each in program.taken] == [good["number"]]


async def test_what_comes_next_of_a_claim_waits_for_what_was_before(claims: Claims) -> None:
    program = Program()
    courier = await at_work(claims, program)
    claim = await claims.make((1, "1"))
    await claims.do(claim, "take", by=claims.igor)
    program.answers = [400]
    assert await courier.round() == 0
    claims.trade.clock.move(timedelta(minutes=1))
    assert await courier.round() == 2
    assert kinds(program) == ["claim_created", "claim_taken"]


async def test_a_redirect_is_not_followed(claims: Claims) -> None:
    """It might lead to where only the portal can go."""
    program = Program(answers=[302], headers={"Location": "http://169.254.169.254/latest"})
    courier = await at_work(claims, program)
    await claims.make((1, "1"))
    assert await courier.round() == 0
    assert [str(request.url) for request in program.requests] == [URL]


async def test_two_processes_do_not_send_at_once(claims: Claims) -> None:
    """While one is at it, however long it takes, the other leaves it alone."""
    other_program = Program()
    other = a_courier(claims, other_program)

    class Slow(Program):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            claims.trade.clock.move(timedelta(minutes=2))
            assert await other.round() == 0
            return await super().handle_async_request(request)

    slow = Slow()
    courier = await at_work(claims, slow)
    for line in (1, 2):
        await claims.make((line, "1"))
    assert await courier.round() == 2
    assert (len(slow.taken), other_program.requests) == (2, [])
    await claims.make((1, "1"))
    assert await other.round() == 1, "it has let go"


async def test_what_a_dead_process_has_begun_is_taken_over(claims: Claims) -> None:
    program = Program()
    courier = await at_work(claims, program)
    await claims.make((1, "1"))
    async with claims.trade.database.write() as session:
        kept = await outgoing.hold(session, _name(courier), "dead", claims.trade.clock())
        assert kept is not None
    assert await courier.round() == 0
    claims.trade.clock.move(outgoing.LEASE + timedelta(seconds=1))
    assert await courier.round() == 1


async def test_nothing_is_lost_or_told_twice_over_restarts(claims: Claims) -> None:
    program = Program()
    await at_work(claims, program)
    for place in range(5):
        await claims.make((1, "1") if place % 2 else (2, "0.5"))
        # Another process each time, which knows nothing but the database.
        await a_courier(claims, program).round()
    assert len({each["id"] for each in program.taken}) == len(program.taken) == 5


async def test_who_is_new_is_not_told_of_what_was(claims: Claims) -> None:
    await claims.make((1, "1"))
    program = Program()
    courier = a_courier(claims, program)
    assert await courier.round() == 0
    await claims.make((1, "1"))
    assert await courier.round() == 1


async def test_what_was_sent_is_forgotten_in_time_and_what_was_not_stays(claims: Claims) -> None:
    program = Program(fails=lambda told: 422 if told["kind"] == "claim_taken" else None)
    courier = await at_work(claims, program)
    claim = await claims.make((1, "1"))
    await claims.do(claim, "take", by=claims.igor)
    await courier.round()

    async def left(days: int) -> int:
        claims.trade.clock.move(timedelta(days=days))
        async with claims.trade.database.write() as session:
            await purge(session, claims.trade.clock())
            return len((await session.scalars(select(Outgoing.id))).all())

    assert [await left(29), await left(2), await left(180)] == [2, 1, 0]
    async with claims.trade.database.read() as session:
        assert (await session.scalars(select(Event.id))).all() == []


async def test_no_secret_is_in_what_is_shown(
    claims: Claims, caplog: pytest.LogCaptureFixture
) -> None:
    program = Program(fails=lambda _: 422)
    courier = await at_work(claims, program)
    await claims.make((1, "1"))
    await courier.round()
    async with claims.trade.database.read() as session:
        [kept] = await session.scalars(select(Receiver))
        [row] = await session.scalars(select(Outgoing))
    assert "crm.example.com" in kept.name
    assert "was not sent (HTTP 422)" in caplog.text
    for text in (kept.name, row.error, caplog.text):
        assert "hidden" not in text
        assert SECRET not in text


@pytest.mark.parametrize(
    ("addresses", "secret", "why"),
    [
        ("ftp://example.com", SECRET, "http"),
        ("file:///etc/passwd", SECRET, "http"),
        ("https://", SECRET, "http"),
        (f"{URL} example.com", SECRET, "http"),
        (URL, "short", "CLAIM_WEBHOOK_SECRET"),
        (URL, "", "CLAIM_WEBHOOK_SECRET"),
    ],
)
def test_settings_that_cannot_be_right_are_refused(addresses: str, secret: str, why: str) -> None:
    with pytest.raises(ValidationError, match=why) as refusal:
        Settings(claim_webhooks=addresses, claim_webhook_secret=secret, _env_file=None)
    assert "hidden" not in str(refusal.value)


def _name(courier: Courier) -> str:
    return courier._receiver.name


async def test_the_command_line_shows_how_things_are(
    claims: Claims, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    program = Program(fails=lambda _: 422)
    courier = await at_work(claims, program)
    claim = await claims.make((1, "1"))
    for _ in range(8):
        await courier.round()
        claims.trade.clock.move(timedelta(minutes=22))
    program.fails = lambda _: 503
    await claims.make((2, "1"))
    await courier.round()

    async def said(*arguments: str) -> str:
        args = parser().parse_args(["outgoing", *arguments])
        await args.run(args, settings)
        return capsys.readouterr().out

    shown = await said()
    assert "webhook crm.example.com" in shown
    assert "1 waiting, 1 set aside" in shown
    assert f"claim {claim['number']}, of 03.03 12:00: HTTP 422" in shown
    assert "silent 1 times in a row" in shown
    [told] = json.loads(await said("--json"))
    assert (told["waiting"], told["aside"][0]["claim"]) == (1, claim["number"])
    assert await said("--again") == "To be sent again: 2.\n"
    assert "2 waiting, 0 set aside" in await said()


async def test_the_portal_itself_sends_them(
    settings: Settings, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over a real connection, by the chore that the portal's lifespan starts."""
    monkeypatch.setattr(portal.app, "OUTSIDE", 0.01)
    came: asyncio.Queue[tuple[bool, str]] = asyncio.Queue()

    async def take(request: web.Request) -> web.Response:
        body = await request.read()
        genuine = is_genuine(SECRET, httpx.Headers(dict(request.headers)), body)
        came.put_nowait((genuine, json.loads(body)["kind"]))
        return web.Response(status=204)

    program = web.Application()
    program.router.add_post("/hook", take)
    async with TestServer(program) as server:
        own = settings.model_copy(
            update={
                "claim_webhooks": SecretStr(str(server.make_url("/hook"))),
                "claim_webhook_secret": SecretStr(SECRET),
            }
        )
        async with portal.app.running(own, now=clock) as app:
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(
                transport=transport, base_url="http://portal/api/v1"
            ) as client:
                claims = await open_claims(await open_trade(client, app.state.database, clock))
                await asyncio.sleep(0.05)
                await claims.make((1, "1"))
                assert await asyncio.wait_for(came.get(), 10) == (True, "claim_created")
