"""The bot's database for a test of one part of the bot."""

import shutil
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

from bot.db.session import Database
from bot.outbox import Letter, Outbox


@asynccontextmanager
async def bot_database(folder: Path, templates: Path) -> AsyncIterator[Database]:
    file = folder / "bot.db"
    if not file.exists():
        shutil.copy(templates / "bot.db", file)
    database = Database(f"sqlite+aiosqlite:///{file}")
    try:
        yield database
    finally:
        await database.dispose()


async def put(db: Database, outbox: Outbox, letters: Iterable[Letter]) -> int:
    """Rows in a transaction of their own; how many there were not yet."""
    async with db.write() as session:
        return await outbox.put_many(session, letters)
