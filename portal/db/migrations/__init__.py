"""How the tables came to be: `migrate` brings a database to the newest of `versions/`."""

import os
from errno import EACCES
from pathlib import Path

from sqlalchemy import Connection, inspect, make_url, text

from database.engine import open_engine

HERE = Path(__file__).parent
MIGRATION_LOCK = 0x41727469
"""Of PostgreSQL's advisory locks; any number that nobody else uses."""


async def migrate(url: str) -> None:
    """Make the database, or bring it up to date; of several processes one does, the others wait.

    Raises OSError where its file cannot be made or its server reached, SQLAlchemy's DBAPIError
    where it is there and is no good.
    """
    address = make_url(url)
    if address.get_backend_name() == "sqlite" and address.database:
        _make_file(Path(address.database))
    engine = open_engine(url)
    try:
        # One transaction, as SQLite too can create tables in one: all of it or nothing.
        async with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                lock = text("select pg_advisory_xact_lock(:id)")
                await connection.execute(lock, {"id": MIGRATION_LOCK})
            await connection.run_sync(_bring_up_to_date)
    finally:
        await engine.dispose()


def newest() -> str:
    """The newest revision: files in `versions/` are called by it, `0001_first_tables.py`."""
    return max(path.name.split("_")[0] for path in (HERE / "versions").glob("[0-9]*.py"))


def _make_file(path: Path) -> None:
    """Make sure that the file can be used: the system says why it cannot be, SQLite would not."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.is_file():
        path.open("ab").close()
    # Not opened when it is there: closing it would drop the locks that SQLite has on it.
    elif not os.access(path, os.R_OK | os.W_OK):
        raise PermissionError(EACCES, os.strerror(EACCES), str(path))


def _bring_up_to_date(connection: Connection) -> None:
    if inspect(connection).has_table("alembic_version"):
        current = connection.scalar(text("select version_num from alembic_version"))
        if current == newest():
            return
    # Alembic takes longer to load than to find out that there is nothing for it to do.
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("path_separator", "os")
    command.upgrade(config, "head")
