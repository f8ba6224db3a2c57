"""A command's own way to the database, beside whoever else has it open."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from portal.config import Settings
from portal.db.session import Database, migrate


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Database]:
    """The database, brought up to date; made where there is none."""
    await migrate(settings.database_url)
    database = Database(settings.database_url)
    try:
        yield database
    finally:
        await database.dispose()
