"""Errors become words in one place, and never a stack."""

import logging
import re
from pathlib import Path
from typing import Any

import pytest

import portal
from bot.errors import UserError, words
from bot.i18n import Translators
from bot.services.portal.errors import PortalRefused, PortalUnavailable
from sandbox.telegram import Telegram
from tests.support.world import World

RU, EN = Translators()["ru"], Translators()["en"]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (PortalUnavailable("ConnectError"), "не отвечает"),
        (PortalRefused(404, "not_found"), "Не нашли"),
        (PortalRefused(409, "not_for_sale", {"article": "<b>&"}), "Артикул <b>& сейчас"),
        (PortalRefused(429, "too_many_guesses", {"retry_after": 61}), "через 2 минуты"),
        (PortalRefused(429, "too_many_guesses", {}), "Так сделать нельзя"),
        (PortalRefused(418, "a_code_of_tomorrow", {"x": 1}), "Так сделать нельзя"),
        (KeyError("secret of ours"), "Что-то пошло не так"),
        (UserError("error-not-for-sale", article="5"), "Артикул 5"),
    ],
    ids=repr,
)
def test_words(error: Exception, said: str) -> None:
    assert said in words(error, RU)
    assert words(error, EN) != words(error, RU)
    assert "secret" not in words(error, RU)


def test_the_unexpected_is_logged_with_the_update(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        words(KeyError("oops"), RU, 4711)
    [record] = caplog.records
    assert "4711" in record.getMessage()
    assert record.exc_info


def test_every_code_of_the_portals_has_its_words() -> None:
    """A refusal that a person may meet is told apart from the others."""
    source = "".join(path.read_text("utf-8") for path in Path(portal.__path__[0]).rglob("*.py"))
    codes = set(re.findall(r'Refused\(\s*"(\w+)"', source))
    assert len(codes) > 15
    # Only a mistake of ours would bring these about; the first, the client asks again by itself.
    codes -= {"request_running", "idempotency_mismatch", "cursor_invalid", "role_mismatch"}
    assert {code for code in codes if f"error-{code.replace('_', '-')}" not in RU} == set()


async def test_a_portal_that_is_down_is_said_and_the_cart_is_intact(world: World) -> None:
    import httpx

    from bot.services.portal.client import Portal

    anna = await world.buyer()
    await anna.send("0893106 10")

    async def down(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("down")

    everyone: Any = world.app.everyone
    working, everyone._http = (
        everyone._http,
        httpx.AsyncClient(transport=httpx.MockTransport(down), base_url="http://portal"),
    )
    assert isinstance(everyone, Portal)
    await anna.send("/cart")
    assert "не отвечает" in anna.last
    everyone._http = working
    await anna.send("/cart")
    assert "0893106" in anna.last


async def test_a_person_who_blocked_the_bot_is_marked_and_comes_back(world: World) -> None:
    from bot.db.models import User

    anna = world.person()
    await anna.start()

    async def blocked_at() -> Any:
        async with world.app.db.read() as session:
            return (await session.get_one(User, anna.id)).blocked_at

    assert await blocked_at() is None
    world.telegram.block(anna.id)
    await world.settle()
    assert await blocked_at() == world.clock()
    await anna.start()
    assert await blocked_at() is None


async def test_telegram_that_says_403_is_no_error_of_ours(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    telegram: Telegram = world.telegram
    anna = world.person()
    await anna.start()
    telegram.fail(403, times=5)
    with caplog.at_level(logging.ERROR):
        await anna.send("/help")
    assert caplog.records == []
