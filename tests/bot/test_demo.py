"""The demo: nobody's real bot or database is touched, and it comes up and goes down."""

import asyncio
import os
import re
import signal
import socket
import sys
from pathlib import Path
from random import Random

import httpx
import pytest

from bot.config import Settings
from bot.demo import BUYERS_INN, TOKEN, USERNAME, demo, demo_settings, page_address
from bot.start import StartError
from portal.demo.customers import make_customers
from sandbox import telegram
from tests.support.clock import Clock


def test_it_touches_nothing_that_somebody_has_set_up(tmp_path: Path) -> None:
    real = Settings(
        _env_file=None,
        bot_token="123456789:AAF-a-real-one",
        bot_database_url="postgresql://h/bot",
        portal_database_url="postgresql://h/portal",
        portal_url="https://portal.example.com",
        redis_url="redis://h",
        webhook_url="https://example.com",
        webhook_secret="x",
        data_dir=tmp_path,
        sandbox_listen="0.0.0.0:9000",
    )
    made = demo_settings(real)
    assert made.bot_token.get_secret_value() == TOKEN
    assert made.bot_api_url == page_address(real) == "http://127.0.0.1:9000"
    assert made.bot_database_url == f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}"
    assert made.portal_database_url == f"sqlite+aiosqlite:///{tmp_path / 'portal.db'}"
    assert (made.portal_url, made.redis_url, made.webhook_url) == ("", "", "")


@pytest.mark.parametrize("setting", ["sandbox_listen", "portal_listen"])
def test_a_port_that_is_taken_is_one_line(tmp_path: Path, setting: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        addresses = {
            "sandbox_listen": f"127.0.0.1:{_free()}",
            "portal_listen": f"127.0.0.1:{_free()}",
            setting: f"127.0.0.1:{taken.getsockname()[1]}",
        }
        with pytest.raises(StartError, match=setting.upper()):
            demo(Settings(_env_file=None, data_dir=tmp_path, **addresses))


def test_the_local_telegram_is_the_one_that_is_meant() -> None:
    assert (TOKEN, USERNAME) == (telegram.TOKEN, telegram.USERNAME)


def test_the_buyers_company_is_in_the_demo_data() -> None:
    rows, _ = make_customers(Clock()(), Random(1))
    assert rows
    _, customers = make_customers(Clock()(), Random(7))
    assert BUYERS_INN in {customer.profile.inn(customer.id) for customer in customers}


@pytest.mark.slow
async def test_it_comes_up_and_stops_on_ctrl_c(tmp_path: Path) -> None:
    page, api = _free(), _free()
    environment = os.environ | {
        "DATA_DIR": str(tmp_path),
        "SANDBOX_LISTEN": f"127.0.0.1:{page}",
        "PORTAL_LISTEN": f"127.0.0.1:{api}",
    }
    for _ in range(2):
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "demo",
            env=environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        assert process.stdout
        said = b""
        async with asyncio.timeout(180):
            while b"Ctrl-C stops everything" not in said:
                line = await process.stdout.readline()
                assert line, said.decode()
                said += line
        assert (
            len(re.findall(rf"http://127\.0\.0\.1:{page}/\?as=\d+&start=[\w-]+", said.decode()))
            == 2
        )
        async with httpx.AsyncClient(trust_env=False) as http:
            assert (await http.get(f"http://127.0.0.1:{page}/health")).status_code == 200
            found = await http.get(
                f"http://127.0.0.1:{api}/api/v1/products", params={"query": "0893106"}
            )
            assert found.json()["items"][0]["article"] == "0893106"
        process.send_signal(signal.SIGINT)
        async with asyncio.timeout(30):
            rest = await process.stdout.read()
            assert await process.wait() == 0
        assert rest.decode().strip() == "Stopped."
        for port in (page, api):
            socket.create_server(("127.0.0.1", port)).close()


def _free() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port
