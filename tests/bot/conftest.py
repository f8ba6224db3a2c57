"""Parts of the bot by themselves."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.db.session import Database
from sandbox.telegram import Telegram
from tests.support.botdb import bot_database
from tests.support.clock import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def telegram(clock: Clock) -> Telegram:
    return Telegram(now=clock)


@pytest.fixture
async def db(tmp_path: Path, templates: Path) -> AsyncIterator[Database]:
    async with bot_database(tmp_path, templates) as database:
        yield database
