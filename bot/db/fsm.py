"""Which text is being waited for, kept in the bot's database so that it survives a restart."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, DefaultKeyBuilder, StateType, StorageKey
from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite

from bot.db.models import Conversation
from bot.db.session import Database

_keys = DefaultKeyBuilder(prefix="", with_destiny=True)


class DatabaseStorage(BaseStorage):
    """aiogram's FSM in the table of conversations. A state without data leaves no row."""

    def __init__(self, db: Database, clock: Callable[[], datetime]) -> None:
        self._db = db
        self._clock = clock

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        name = state.state if isinstance(state, State) else state
        row = await self._row(key)
        if name != (row and row.state):
            await self._put(key, name, row.data if row else {})

    async def get_state(self, key: StorageKey) -> str | None:
        row = await self._row(key)
        return row.state if row else None

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        row = await self._row(key)
        if dict(data) != (row.data if row else {}):
            await self._put(key, row.state if row else None, dict(data))

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        row = await self._row(key)
        return dict(row.data) if row else {}

    async def close(self) -> None:
        """The database is closed by whoever opened it."""

    async def _row(self, key: StorageKey) -> Conversation | None:
        async with self._db.read() as session:
            return await session.get(Conversation, _keys.build(key))

    async def _put(self, key: StorageKey, state: str | None, data: dict[str, Any]) -> None:
        name = _keys.build(key)
        async with self._db.write() as session:
            if state is None and not data:
                await session.execute(delete(Conversation).where(Conversation.key == name))
                return
            insert = sqlite.insert if self._db.is_sqlite else postgresql.insert
            values = {"state": state, "data": data, "updated_at": self._clock()}
            await session.execute(
                insert(Conversation)
                .values(key=name, **values)
                .on_conflict_do_update(index_elements=["key"], set_=values)
            )
