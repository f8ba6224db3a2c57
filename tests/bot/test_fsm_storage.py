"""Which text is being waited for survives a restart."""

from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.base import StorageKey
from sqlalchemy import func, select

from bot.db.fsm import DatabaseStorage
from bot.db.models import Conversation
from bot.db.session import Database
from tests.support.clock import Clock


class Asking(StatesGroup):
    address = State()


KEY = StorageKey(bot_id=1, chat_id=5, user_id=5)
OTHER = StorageKey(bot_id=1, chat_id=5, user_id=6)


async def test_state_and_data_are_there_after_a_restart(db: Database, clock: Clock) -> None:
    storage = DatabaseStorage(db, clock)
    await storage.set_state(KEY, Asking.address)
    await storage.set_data(KEY, {"order": "17"})
    again = DatabaseStorage(db, clock)
    assert await again.get_state(KEY) == Asking.address.state
    assert await again.get_data(KEY) == {"order": "17"}
    assert await again.update_data(KEY, {"more": 1}) == {"order": "17", "more": 1}
    assert await again.get_state(KEY) == Asking.address.state
    assert await again.get_state(OTHER) is None
    assert await again.get_data(OTHER) == {}


async def test_what_is_over_leaves_no_row(db: Database, clock: Clock) -> None:
    storage = DatabaseStorage(db, clock)
    await storage.set_state(KEY, "asking")
    await storage.set_data(KEY, {"a": 1})
    await storage.set_state(KEY, None)
    await storage.set_data(KEY, {})
    async with db.read() as session:
        assert await session.scalar(select(func.count()).select_from(Conversation)) == 0
