"""The bot's database for a test of one part of the bot."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.db.session import Database


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
