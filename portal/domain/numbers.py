"""Running numbers, each given out once."""

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Counter
from portal.db.rows import is_sqlite

ORDERS = "orders"
BEFORE_FIRST = 1000


async def take_numbers(session: AsyncSession, series: str, count: int = 1) -> range:
    """The next `count` numbers of a series, the first ever being 1001.

    Whoever takes the next ones waits until this transaction ends; numbers of an undone
    transaction are given out again.
    """
    taken = await session.scalar(
        update(Counter)
        .where(Counter.name == series)
        .values(value=Counter.value + count)
        .returning(Counter.value)
    )
    if taken is None:
        insert = sqlite.insert if is_sqlite(session) else postgresql.insert
        taken = await session.scalar(
            insert(Counter)
            .values(name=series, value=BEFORE_FIRST + count)
            .on_conflict_do_update(index_elements=["name"], set_={"value": Counter.value + count})
            .returning(Counter.value)
        )
    assert taken is not None  # noqa: S101 - an upsert returns its row
    return range(taken - count + 1, taken + 1)
