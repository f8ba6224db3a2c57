"""A throw-away PostgreSQL database for a test."""

import os
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import pytest

SERVER = "postgresql://postgres@127.0.0.1:5432"


@asynccontextmanager
async def postgres_database() -> AsyncIterator[str]:
    """The URL of an empty one; skips where there is no server, but not in CI."""
    name = f"artikul_bot_{os.getpid()}_{secrets.token_hex(4)}"
    try:
        connection = await asyncpg.connect(f"{SERVER}/postgres")
    except OSError as error:
        if os.environ.get("CI") == "true":
            pytest.fail(f"PostgreSQL does not answer: {error}")
        pytest.skip(f"PostgreSQL does not answer: {error}")
    try:
        await connection.execute(f'create database "{name}"')
        yield f"{SERVER}/{name}"
        await connection.execute(f'drop database "{name}" with (force)')
    finally:
        await connection.close()
