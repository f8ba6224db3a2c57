"""What keeps the bot from starting is one clear line; what runs, stops when it is told to."""

import asyncio
import json
import socket
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot
from aiohttp.test_utils import TestClient, TestServer
from pydantic import ValidationError
from sqlalchemy import select

from bot import __main__ as command_line
from bot import health, jobs
from bot.app import running
from bot.config import Settings, split_address
from bot.db.models import InboxUpdate
from bot.running import serve
from bot.start import StartError, listening_socket
from bot.trial import clock_at
from bot.webhook import SECRET_HEADER, webhook_app
from sandbox.telegram import Telegram
from tests.support.clock import Clock, until
from tests.support.telegram import LocalSession
from tests.support.world import World, bot_settings, open_world


async def start(settings: Settings, **more: Any) -> None:
    async with running(settings, **more):
        pass


async def reason(settings: Settings, **more: Any) -> str:
    with pytest.raises(StartError) as raised:
        await start(settings, **more)
    said = str(raised.value)
    assert "\n" not in said
    return said


async def test_no_token(tmp_path: Path, telegram: Telegram) -> None:
    assert "BOT_TOKEN is not set" in await reason(bot_settings(tmp_path, telegram, bot_token=""))


async def test_no_token_at_all(tmp_path: Path, telegram: Telegram) -> None:
    said = await reason(bot_settings(tmp_path, telegram, bot_token="hello"))
    assert "not a bot's token" in said


@pytest.mark.parametrize(
    ("name", "value"),
    [("CLAIM_WEBHOOKS", "ftp://x"), ("BITRIX24_FOLDER", "one"), ("BUCKET_URL", "https://s3.x")],
)
async def test_what_only_the_embedded_portal_knows_to_be_wrong(
    name: str, value: str, tmp_path: Path, telegram: Telegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    said = await reason(bot_settings(tmp_path, telegram, bot_username="shop_bot"))
    assert name in said


async def test_a_token_that_telegram_does_not_know(tmp_path: Path, telegram: Telegram) -> None:
    bot = Bot("1000000:somebody-elses-token", session=LocalSession(telegram))
    said = await reason(bot_settings(tmp_path, telegram, bot_username=""), bot=bot)
    assert "Unauthorized" in said
    assert "somebody-elses" not in said


async def test_a_data_directory_that_cannot_be(tmp_path: Path, telegram: Telegram) -> None:
    file = tmp_path / "file"
    file.touch()
    assert "DATA_DIR" in await reason(bot_settings(file / "data", telegram))


@pytest.mark.parametrize("setting", ["bot_database_url", "portal_database_url"])
async def test_a_database_that_is_not_there(
    tmp_path: Path, telegram: Telegram, setting: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    url = f"postgresql://artikul:s3cr3t@127.0.0.1:{port}/artikul"
    said = await reason(bot_settings(tmp_path, telegram, **{setting: url}))
    assert setting.upper() in said
    assert "s3cr3t" not in said


def test_a_port_that_is_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(StartError, match=f"cannot listen on {address}: something is running"):
            listening_socket(address, "PORTAL_LISTEN")
    with pytest.raises(
        StartError, match=r"cannot listen on 192\.0\.2\.1:80: [^(]*\. Set PORTAL_LISTEN"
    ):
        listening_socket("192.0.2.1:80", "PORTAL_LISTEN")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TIMEZONE", "Mars/Olympus"),
        ("PORTAL_LISTEN", "8000"),
        ("WEBHOOK_URL", "https://example.com/hook"),
        ("PORTAL_URL", "portal:8000"),
        ("DEFAULT_LANGUAGE", "de"),
        ("LOG_LEVEL", "LOUD"),
    ],
)
def test_a_broken_setting_is_one_line(
    name: str,
    value: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "argv", ["bot", "health"])
    with pytest.raises(SystemExit) as stopped:
        command_line.main()
    assert stopped.value.code == 1
    [line] = capsys.readouterr().err.splitlines()
    assert name in line
    assert "Value error" not in line


def test_settings_are_read_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text(
        "BOT_TOKEN=1:x\nBOT_USERNAME=@shop_bot\nBOT_DATABASE_URL=postgresql://h/d\nPORTAL_URL=\n"
    )
    settings = Settings()
    assert settings.bot_token.get_secret_value() == "1:x"
    assert "1:x" not in repr(settings)
    assert settings.bot_username == "shop_bot"
    assert settings.database_url == "postgresql+asyncpg://h/d"


@pytest.mark.parametrize("address", ["", "8000", ":8000", "host:", "host:port", "host:70000"])
def test_what_is_no_address(address: str) -> None:
    with pytest.raises(ValueError, match="HOST:PORT"):
        split_address(address)


def test_a_webhook_without_a_secret_is_refused() -> None:
    with pytest.raises(ValidationError, match="WEBHOOK_SECRET"):
        Settings(_env_file=None, webhook_url="https://example.com")


async def test_the_running_bot_answers_and_stops_when_told(world: World) -> None:
    stop, ready = asyncio.Event(), asyncio.Event()
    serving = asyncio.create_task(serve(world.app, stop, ready.set))
    async with asyncio.timeout(20):
        await ready.wait()
        anna = world.person()
        world.telegram.start(anna.id)
        await until(lambda: bool(anna.messages), 10)
        await until(world.app.settings.heartbeat_file.exists, 10)
        await until(lambda: len(world.telegram.world.state.commands) == 3, 10)
        stop.set()
        await serving
    assert health.trouble(world.app.settings.heartbeat_file, world.clock()) is None


async def test_a_wrong_token_beside_a_known_username(world: World) -> None:
    world.telegram.fail(401, method="deleteWebhook")
    with pytest.raises(StartError, match="Unauthorized"):
        await serve(world.app, asyncio.Event())


async def test_a_token_revoked_while_running_is_one_line(world: World) -> None:
    world.telegram.fail(401, method="getUpdates")
    with pytest.raises(StartError, match="revoked"):
        await serve(world.app, asyncio.Event())


def test_health(tmp_path: Path, clock: Clock) -> None:
    file = tmp_path / "bot.heartbeat"
    assert "not been started" in str(health.trouble(file, clock()))
    health.beat(file, clock(), portal=True)
    assert health.trouble(file, clock() + timedelta(seconds=59)) is None
    assert "not running" in str(health.trouble(file, clock() + timedelta(seconds=61)))
    health.beat(file, clock(), portal=False)
    assert "portal" in str(health.trouble(file, clock()))
    file.write_text("{")
    assert "cannot be read" in str(health.trouble(file, clock()))


async def test_jobs_are_harmless_twice(world: World) -> None:
    ticking = jobs.Jobs(world.app)
    await ticking.start()
    for job in ticking.scheduler.get_jobs():
        assert (job.coalesce, job.max_instances, job.misfire_grace_time) == (True, 1, None)
        for _ in range(2):
            await job.func(*job.args)
    await ticking.stop()


def test_a_clock_that_begins_when_one_likes() -> None:
    clock = clock_at("2026-03-01T09:00", "Europe/Moscow")
    first, second = clock(), clock()
    assert datetime(2026, 3, 1, 6, tzinfo=UTC) <= first < second < first + timedelta(minutes=1)
    assert first.tzinfo is UTC
    elsewhere = clock_at("2026-03-01T09:00+05:00", "Europe/Moscow")
    assert elsewhere() < first - timedelta(hours=1)
    with pytest.raises(StartError, match="--at tomorrow"):
        clock_at("tomorrow", "Europe/Moscow")


async def test_jobs_run_whatever_the_bots_clock_says(tmp_path: Path, templates: Path) -> None:
    clock = Clock(datetime.now(UTC) + timedelta(days=900))
    async with open_world(tmp_path, templates, clock=clock) as world:
        ticking = jobs.Jobs(world.app)
        await ticking.start()
        late = [job for job in ticking.scheduler.get_jobs() if _in(job) > timedelta(hours=1)]
        await ticking.stop()
        assert late == []


def _in(job: Any) -> timedelta:
    due: datetime = job.next_run_time
    return due - datetime.now(UTC)


async def test_a_delivery_is_stored_before_telegram_hears_200(world: World) -> None:
    anna = world.person()
    world.telegram.start(anna.id)
    [update] = await world.telegram.call("getUpdates", {})
    server = TestServer(webhook_app(world.app.inbox, "sesame"))
    async with TestClient(server) as client:
        for secret in ("", "Sesame", "sesame2"):
            answer = await client.post("/hook", json=update, headers={SECRET_HEADER: secret})
            assert answer.status == 403
        assert await _stored(world) == []
        right = {SECRET_HEADER: "sesame"}
        assert (await client.post("/hook", data=b"{", headers=right)).status == 400
        for _ in range(3):
            assert (await client.post("/hook", json=update, headers=right)).status == 200
            assert await _stored(world) == [update["update_id"]]
        await world.app.inbox.idle()
    assert len(anna.messages) == 1


async def test_a_delivery_that_cannot_be_stored_is_delivered_again(world: World) -> None:
    await world.app.db.dispose()
    async with world.app.db.write() as session:
        from sqlalchemy import text

        await session.execute(text("alter table inbox rename to away"))
    server = TestServer(webhook_app(world.app.inbox, "sesame"))
    async with TestClient(server) as client:
        answer = await client.post("/", json={"update_id": 1}, headers={SECRET_HEADER: "sesame"})
        assert answer.status == 500


async def _stored(world: World) -> list[int]:
    async with world.app.db.read() as session:
        return list(await session.scalars(select(InboxUpdate.update_id)))


def test_help_tells_of_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command_line._parser().parse_args(["--help"])
    said = capsys.readouterr().out
    for name in ("run", "demo", "health", "BOT_TOKEN", "docs/settings.md"):
        assert name in said


def test_a_heartbeat_is_json(tmp_path: Path, clock: Clock) -> None:
    health.beat(tmp_path / "x", clock(), portal=True)
    assert json.loads((tmp_path / "x").read_text()) == {
        "at": clock().isoformat(),
        "portal": True,
    }
