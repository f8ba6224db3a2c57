"""Which text is being waited for, kept in the bot's database so that it survives a restart."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, DefaultKeyBuilder, StateType, StorageKey
from sqlalchemy import Row, bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.db.models import Conversation
from bot.db.session import Database

_ROW = select(Conversation.state, Conversation.data).where(Conversation.key == bindparam("key"))
MOST_IDLE = 50_000
_keys = DefaultKeyBuilder(prefix="", with_destiny=True)


class DatabaseStorage(BaseStorage):
    """aiogram's FSM in the table of conversations. A state without data leaves no row."""

    def __init__(self, db: Database, clock: Callable[[], datetime]) -> None:
        self._db = db
        self._clock = clock
        self._idle: set[str] = set()
        """Who is known to be asked nothing."""

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

    async def _row(self, key: StorageKey) -> Row[tuple[str | None, dict[str, Any]]] | None:
        name = _keys.build(key)
        # On SQLite nobody else writes here. Most people are asked nothing, at every update.
        if name in self._idle:
            return None
        row = await self._db.one(_ROW, key=name)
        if row is None and self._db.is_sqlite:
            self._note_idle(name)
        return row

    def _note_idle(self, name: str) -> None:
        if len(self._idle) >= MOST_IDLE:
            self._idle.clear()
        self._idle.add(name)

    async def _put(self, key: StorageKey, state: str | None, data: dict[str, Any]) -> None:
        name = _keys.build(key)
        self._idle.discard(name)
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
