"""Who waits for what is out of stock, and what has come in for them."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.models import User, Watcher
from bot.db.session import Database
from bot.services.portal.client import Portal
from bot.services.portal.errors import PortalRefused
from bot.services.portal.models import ArrivalOut

Put = Callable[[AsyncSession, User, ArrivalOut], Awaitable[None]]
"""Stores what a person is told of an arrival, once however often it is called."""


async def wait(db: Database, user: User, now: datetime) -> None:
    """From now on the portal is asked on behalf of this person. To be called when it has heard of
    the wish: before, a tick in between would find that they wait for nothing."""
    insert = sqlite.insert if db.is_sqlite else postgresql.insert
    values = {"waiting": True, "asked_at": now}
    async with db.write() as session:
        await session.execute(
            insert(Watcher)
            .values(user_id=user.id, **values)
            .on_conflict_do_update(index_elements=["user_id"], set_=values)
        )


async def tell(db: Database, everyone: Portal, put: Put) -> int:
    """Tells everybody who waits what has come in for them; how many arrivals there were.

    Raises PortalUnavailable: the next tick goes on.
    """
    async with db.read() as session:
        found = await session.execute(
            select(Watcher, User)
            .join(User, User.id == Watcher.user_id)
            .where(Watcher.waiting, User.token.is_not(None), User.blocked_at.is_(None))
            .order_by(Watcher.user_id)
        )
        waiting = [(watcher, user) for watcher, user in found]
    told = 0
    for watcher, user in waiting:
        # In this order: what comes in between is still waited for, or among the arrivals.
        more = await _waits(everyone, user)
        arrivals = await _arrivals(everyone, user, watcher.after)
        told += len(arrivals)
        if arrivals or not more:
            await _store(db, watcher, user, arrivals, put, more=more)
    return told


async def _waits(everyone: Portal, user: User) -> bool:
    try:
        page = await everyone.on_behalf(user.token, user.company_id).watches()
    except PortalRefused:
        return False
    return bool(page.items)


async def _arrivals(everyone: Portal, user: User, after: str | None) -> list[ArrivalOut]:
    portal = everyone.on_behalf(user.token, None)
    try:
        page = await portal.arrivals(after)
        found = list(page.items)
        while page.next_cursor:
            page = await portal.arrivals(page.next_cursor)
            found += page.items
    except PortalRefused:
        return []
    return found


async def _store(
    db: Database,
    watcher: Watcher,
    user: User,
    arrivals: Sequence[ArrivalOut],
    put: Put,
    *,
    more: bool,
) -> None:
    """The messages and how far they go are stored together."""
    mine = Watcher.user_id == user.id
    async with db.write() as session:
        for arrival in arrivals:
            await put(session, user, arrival)
        if arrivals:
            await session.execute(update(Watcher).where(mine).values(after=arrivals[-1].id))
        if not more:
            # Unless they have asked for something else meanwhile.
            await session.execute(
                update(Watcher)
                .where(mine, Watcher.asked_at == watcher.asked_at)
                .values(waiting=False)
            )
