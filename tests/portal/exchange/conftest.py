"""A database without a portal around it: an import needs no more."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from portal.db.session import Database
from tests.portal.exchange.files import Exchange


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url)
    yield opened
    await opened.dispose()


@pytest.fixture
def exchange(database: Database) -> Exchange:
    return Exchange(database, datetime(2025, 3, 3, 9, 0, tzinfo=UTC))
