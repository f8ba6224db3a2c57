"""Updates are stored before Telegram may forget them, and handled in order, chat by chat.

A row is NEW until its handler has finished, whatever happens in between; after a restart what is
NEW is taken up again. So a handler may run twice for one update, and none is lost.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from aiogram import Bot
from aiogram.exceptions import TelegramNetworkError, TelegramRetryAfter, TelegramServerError
from aiogram.types import Update
from pydantic import ValidationError
from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.db.models import InboxState, InboxUpdate
from bot.db.session import Database
from bot.lanes import Lanes

log = logging.getLogger(__name__)

AT_ONCE = 64
"""Lanes that are handled side by side."""
MOST_DEATHS = 3
"""Of the process while it handled an update that it had found waiting: then it is set aside."""
MOST_TRIES = 10
"""Of an update whose answer Telegram does not take, being out of reach or out of order."""
KEPT = timedelta(days=3)
"""Telegram delivers an update for a day; until long after, a double must be known as one."""


class Inbox:
    """`feed` handles one decoded update. Its errors are logged here, and end the matter; only where
    Telegram itself cannot be reached is the update tried again."""

    def __init__(
        self,
        db: Database,
        bot: Bot,
        feed: Callable[[Update], Awaitable[Any]],
        *,
        lanes: Lanes,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        at_once: int = AT_ONCE,
    ) -> None:
        self._db = db
        self._bot = bot
        self._feed = feed
        self._lanes = lanes
        self._clock = clock
        self._sleep = sleep
        self._places = asyncio.Semaphore(at_once)
        self._suspects = asyncio.Lock()
        self._running: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()
        self._fresh: set[int] = set()

    async def store(self, raw_updates: Iterable[Any]) -> None:
        """Writes what Telegram sent, as it sent it; what is there already stays as it is.

        When this has returned, Telegram may be told to forget the updates.
        """
        now = self._clock()
        rows = []
        for raw in raw_updates:
            if (update_id := update_id_of(raw)) is None:
                log.error("not an update, dropped: %.200r", raw)
                continue
            rows.append(
                {
                    "update_id": update_id,
                    "lane": lane_of(raw),
                    # In ASCII: no half of a surrogate pair may keep the others from being stored.
                    "body": json.dumps(raw),
                    "state": InboxState.NEW,
                    "attempts": 0,
                    "error": "",
                    "received_at": now,
                }
            )
        if not rows:
            return
        insert = sqlite.insert if self._db.is_sqlite else postgresql.insert
        async with self._db.write() as session:
            stored = await session.scalars(
                insert(InboxUpdate)
                .values(rows)
                .on_conflict_do_nothing()
                .returning(InboxUpdate.update_id)
            )
            self._fresh.update(stored)
        for row in rows:
            self._wake(str(row["lane"]))

    async def resume(self) -> None:
        """Takes up what is not finished: after a start, and of what other replicas stored."""
        async with self._db.read() as session:
            lanes = await session.scalars(
                select(InboxUpdate.lane).where(InboxUpdate.state == InboxState.NEW).distinct()
            )
            waiting = list(lanes)
        for lane in waiting:
            if lane not in self._running:
                self._wake(lane)

    async def idle(self) -> None:
        """Returns when nothing is being handled here."""
        while self._running:
            await asyncio.wait(list(self._running.values()))

    async def stop(self, patience: float = 10) -> None:
        """Lets the handlers that run finish, for `patience` seconds; the rest is taken up again."""
        running = list(self._running.values())
        if not running:
            return
        _, late = await asyncio.wait(running, timeout=patience)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def prune(self) -> None:
        """Forgets what was done long ago; what was set aside stays to be looked at."""
        async with self._db.write() as session:
            await session.execute(
                delete(InboxUpdate).where(
                    InboxUpdate.state == InboxState.DONE,
                    InboxUpdate.done_at < self._clock() - KEPT,
                )
            )
            waiting = await session.scalars(
                select(InboxUpdate.update_id).where(InboxUpdate.state == InboxState.NEW)
            )
            self._fresh &= set(waiting)

    def _wake(self, lane: str) -> None:
        if lane in self._running:
            self._again.add(lane)
            return
        task = asyncio.create_task(self._run(lane), name=f"lane {lane}")
        self._running[lane] = task
        task.add_done_callback(lambda done: self._ended(lane, done))

    def _ended(self, lane: str, task: asyncio.Task[None]) -> None:
        del self._running[lane]
        if not task.cancelled() and (error := task.exception()):
            log.error("lane %s stopped; it goes on at the next look", lane, exc_info=error)
            self._again.discard(lane)
        elif lane in self._again and not task.cancelled():
            self._again.discard(lane)
            self._wake(lane)

    async def _run(self, lane: str) -> None:
        async with self._places, self._lanes.hold(lane) as held:
            # Another replica is at it, and looks for more when it has finished.
            if not held:
                return
            self._again.discard(lane)
            while row := await self._next(lane):
                await self._handle(row)

    async def _next(self, lane: str) -> InboxUpdate | None:
        async with self._db.read() as session:
            found: InboxUpdate | None = await session.scalar(
                select(InboxUpdate)
                .where(InboxUpdate.state == InboxState.NEW, InboxUpdate.lane == lane)
                .order_by(InboxUpdate.update_id)
                .limit(1)
            )
            return found

    async def _handle(self, row: InboxUpdate) -> None:
        try:
            parsed = Update.model_validate(json.loads(row.body), context={"bot": self._bot})
        except (ValidationError, ValueError) as error:
            log.error("update %s cannot be decoded, set aside", row.update_id)
            await self._finish(row, InboxState.SET_ASIDE, f"cannot be decoded: {error}")
            return
        if row.update_id in self._fresh:
            self._fresh.discard(row.update_id)
            await self._try(row, parsed)
        elif row.attempts >= MOST_DEATHS:
            log.error("update %s killed the process too often, set aside", row.update_id)
            await self._finish(row, InboxState.SET_ASIDE, "died with it too often")
        elif row.attempts:
            # Whatever was being handled beside the culprit died with it. One at a time, only the
            # culprit's count goes on growing.
            async with self._suspects:
                await self._try_again(row, parsed)
        else:
            await self._try_again(row, parsed)

    async def _try_again(self, row: InboxUpdate, parsed: Update) -> None:
        """Counted in a commit of its own: after a death it shows who was being handled."""
        async with self._db.write() as session:
            await session.execute(
                update(InboxUpdate)
                .where(InboxUpdate.update_id == row.update_id)
                .values(attempts=InboxUpdate.attempts + 1)
            )
        await self._try(row, parsed)

    async def _try(self, row: InboxUpdate, parsed: Update) -> None:
        error = ""
        for attempt in range(MOST_TRIES):
            try:
                await self._feed(parsed)
            except (TelegramNetworkError, TelegramServerError, TelegramRetryAfter) as failure:
                error = f"Telegram: {type(failure).__name__}"
                log.warning("update %s: %s, trying again", row.update_id, error)
                await self._sleep(min(60, 2**attempt))
                continue
            except Exception as failure:
                error = f"{type(failure).__name__}: {failure}"
                log.exception("update %s failed", row.update_id)
            else:
                error = ""
            break
        await self._finish(row, InboxState.DONE, error)

    async def _finish(self, row: InboxUpdate, state: InboxState, error: str) -> None:
        self._fresh.discard(row.update_id)
        async with self._db.write() as session:
            await session.execute(
                update(InboxUpdate)
                .where(InboxUpdate.update_id == row.update_id)
                .values(state=state, error=error[:1000], done_at=self._clock())
            )


def update_id_of(raw: Any) -> int | None:
    found = raw.get("update_id") if isinstance(raw, dict) else None
    return found if type(found) is int and 0 <= found < 2**63 else None


def lane_of(raw: dict[str, Any]) -> str:
    """What is handled in order: a private chat; in a group, each person's own updates.

    Looks into JSON that may be anything: what has no chat and no person is a lane by itself.
    """
    for event in raw.values():
        if not isinstance(event, dict):
            continue
        person = _id(event.get("from"))
        message = event.get("message") if isinstance(event.get("message"), dict) else event
        chat = message.get("chat") if isinstance(message, dict) else None
        if isinstance(chat, dict) and (chat_id := _id(chat)) is not None:
            if chat.get("type") == "private" or person is None:
                return str(chat_id)
            return f"{chat_id}:{person}"
        if person is not None:
            return str(person)
    return f"update {raw.get('update_id')}"


def _id(value: Any) -> int | None:
    found = value.get("id") if isinstance(value, dict) else None
    return found if isinstance(found, int) else None
