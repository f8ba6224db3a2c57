"""What the tests of the whole house share."""

import asyncio
import gc
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.clock import Clock

MEMORY = Path("/dev/shm")
ROOM = 4 * 1024**3


def pytest_configure() -> None:
    """Files of the tests stay in memory where there is room: a quarter of the suite's time was
    spent waiting for a disk to have them for good."""
    if os.access(MEMORY, os.W_OK):
        there = os.statvfs(MEMORY)
        if there.f_bavail * there.f_frsize > ROOM:
            os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


def pytest_collection_finish() -> None:
    """What the imports made stays. To walk it at each full collection takes a third of a second,
    and in all a third of the suite's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Databases laid once and copied for each test: laying takes longer than most tests."""
    from bot.db.session import migrate
    from tests.support.portal import lay

    folder = tmp_path_factory.mktemp("templates")

    async def make() -> None:
        await lay(folder / "portal.db", Clock()())
        await migrate(f"sqlite+aiosqlite:///{folder / 'bot.db'}")

    asyncio.run(make())
    return folder


@pytest.fixture
async def world(tmp_path: Path, templates: Path) -> AsyncIterator[object]:
    from tests.support.world import open_world

    async with open_world(tmp_path, templates) as world:
        yield world
