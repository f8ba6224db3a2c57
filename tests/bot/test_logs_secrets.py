"""No token is in any log line, at any level, in any form."""

import io
import json
import logging
from collections.abc import Iterator

import pytest

from bot import logs
from bot.db.models import User
from tests.support.world import World


@pytest.fixture
def _own_logging() -> Iterator[None]:
    """The loggers are put back as they were."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in logs.TALKATIVE}
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, was in levels.items():
        logging.getLogger(name).setLevel(was)


@pytest.mark.usefixtures("_own_logging")
@pytest.mark.parametrize("as_json", [False, True])
async def test_everything_at_debug_and_not_one_secret(world: World, as_json: bool) -> None:
    stream = io.StringIO()
    token = world.telegram.token
    logs.configure("DEBUG", as_json=as_json, secrets=(token,), stream=stream)
    code = await world.invitation()
    anna = world.person()
    await anna.start(code)
    await anna.click("Подключиться")
    await anna.send("0893106 10")
    await anna.send("/cart")
    world.telegram.fail(500, times=2)
    await anna.send("/balance")
    world.telegram.fail(403, times=9)
    await anna.send("/orders")
    logging.getLogger("bot").error("url https://api.telegram.org/bot%s/getMe", token)
    try:
        raise ValueError(f"Authorization: Bearer abc.def-{token}")
    except ValueError:
        logging.getLogger("bot").exception("failed")
    async with world.app.db.read() as session:
        personal = (await session.get_one(User, anna.id)).token
    written = stream.getvalue()
    assert len(written.splitlines()) > 5
    assert "[secret]" in written
    assert personal
    for secret in (token, personal, code, token.split(":")[1], "abc.def"):
        assert secret not in written


@pytest.mark.usefixtures("_own_logging")
def test_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    stream = io.StringIO()
    logs.configure("INFO", as_json=True, stream=stream)
    logging.getLogger("x").info("заказ %s", "1001")
    try:
        raise KeyError("oops")
    except KeyError:
        logging.getLogger("x").exception("two\nlines")
    first, second = (json.loads(line) for line in stream.getvalue().splitlines())
    assert (first["level"], first["logger"], first["message"]) == ("INFO", "x", "заказ 1001")
    assert "KeyError" in second["error"]


@pytest.mark.usefixtures("_own_logging")
def test_a_token_of_any_bot_is_known_by_its_form() -> None:
    stream = io.StringIO()
    logs.configure("INFO", as_json=False, stream=stream)
    logging.getLogger("x").info("123456789:AAF-abcdefghijklmnopqrstuvwxyz_12345 bearer s3cr3t")
    assert "AAF" not in stream.getvalue()
    assert "s3cr3t" not in stream.getvalue()
