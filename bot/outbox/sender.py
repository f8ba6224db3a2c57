"""What the bot says by itself: stored once, sent at Telegram's pace.

Each message is a row with a unique key. It is marked as attempted in a commit of its own before it
is sent, for Telegram knows no key against doubles: a crash leaves at most that one in doubt.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from aiogram import Bot, methods
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import TelegramMethod
from sqlalchemy import case, event, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import ORMExecuteState, Session

from bot.db.models import Category, OutboxMessage, OutboxState, User
from bot.db.session import Database
from bot.outbox import rows
from bot.outbox.content import is_edit
from bot.outbox.rows import Letter
from bot.pace import Pace
from bot.patience import Patience
from bot.screen import Screen
from bot.show import outgoing

log = logging.getLogger(__name__)

AT_ONCE = 30
LEASE = timedelta(minutes=2)
"""How long a claimed message waits for its sender before another may take it."""
MOST_ATTEMPTS = 10
LONGEST_WAIT = timedelta(hours=1)
LOOK_EVERY = 5.0
"""Seconds between looks for what other replicas left."""

INSTEAD = "instead"
MARK = "something was put into the outbox"
PRIORITY = case({each: at for at, each in enumerate(Category)}, value=OutboxMessage.category)

_METHODS: dict[str, type[TelegramMethod[Any]]] = {
    method.__api_method__: method
    for method in vars(methods).values()
    if isinstance(method, type)
    and issubclass(method, TelegramMethod)
    and method is not TelegramMethod
}


class Outbox:
    def __init__(
        self,
        db: Database,
        bot: Bot,
        patience: Patience,
        *,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._db = db
        self._bot = bot
        self._patience = patience
        self._clock = clock
        self._sleep = sleep
        self._pace = Pace(clock)
        self._due = asyncio.Event()
        _wake_after_commits(db, self._due)

    async def put(
        self,
        session: AsyncSession,
        *,
        key: str,
        chat_id: int,
        method: str,
        payload: dict[str, Any],
        category: Category = Category.OWN,
        topic: str | None = None,
        not_before: datetime | None = None,
        expires_at: datetime | None = None,
    ) -> bool:
        """A row in the caller's transaction; False: there is one of that key already.

        `method` and `payload` are as `bot.outbox.content` makes them. All of a `topic` can be
        cancelled at once.
        """
        letter = Letter(key, chat_id, method, payload, category, topic, not_before, expires_at)
        return bool(await self.put_many(session, [letter]))

    async def put_many(self, session: AsyncSession, letters: Iterable[Letter]) -> int:
        """Rows in the caller's transaction; how many there were not yet."""
        return await rows.put_many(session, letters, self._clock())

    async def put_all(self, letters: Iterable[Letter]) -> int:
        """Any number of rows, a thousand in a transaction; how many there were not yet.

        After a death on the way, the same again adds what is missing.
        """
        added, left = 0, iter(letters)
        while some := list(islice(left, rows.AT_ONCE)):
            async with self._db.write() as session:
                added += await self.put_many(session, some)
        return added

    async def put_screen(
        self,
        session: AsyncSession,
        *,
        key: str,
        user: User,
        screen: Screen,
        category: Category = Category.OWN,
        topic: str | None = None,
        not_before: datetime | None = None,
        expires_at: datetime | None = None,
    ) -> None:
        """A Screen for the person, in as many messages as it needs."""
        parts = outgoing(screen, rich=user.rich)
        await self.put_many(
            session,
            [
                Letter(
                    key if number == 1 else f"{key}#{number}",
                    user.id,
                    method,
                    payload,
                    category,
                    topic,
                    not_before,
                    expires_at,
                )
                for number, (method, payload) in enumerate(parts, start=1)
            ],
        )

    async def cancel(self, session: AsyncSession, topic: str) -> int:
        """Nothing of the topic is sent any more; how many were not. In the caller's transaction."""
        return await rows.cancel(session, topic, self._clock())

    async def run(self) -> None:
        """Sends what is due, until it is cancelled."""
        while True:
            self._due.clear()
            try:
                if await self.step():
                    continue
            except Exception:
                log.exception("the outbox stumbled; it goes on")
            wait = min(LOOK_EVERY, self._pace.wait_for_any() or LOOK_EVERY)
            try:
                async with asyncio.timeout(wait):
                    await self._due.wait()
            except TimeoutError:
                await self.settle_doubts()

    async def step(self) -> int:
        """Sends what may be sent just now, a message a chat; how many were taken up."""
        claimed = await self._claim()
        for row in claimed:
            if wait := self._pace.wait_overall():
                await self._sleep(wait)
            await self._send(row)
        return len(claimed)

    async def drain(self) -> None:
        """Sends all that is due by now, however long Telegram's pace makes it take."""
        while await self.step() or await self._waits_for_pace():
            pass

    async def settle_doubts(self, *, after_start: bool = False) -> None:
        """What somebody who died was sending: again where it asks for that, else left as failed.

        After a start on SQLite nobody else can be sending; otherwise a lease has to run out.
        """
        now = self._clock()
        mine = after_start and self._db.is_sqlite
        late = [] if mine else [OutboxMessage.lease_until < now]
        async with self._db.write() as session:
            doubtful = await session.scalars(
                select(OutboxMessage)
                .where(OutboxMessage.state == OutboxState.ATTEMPTED, *late)
                .with_for_update(skip_locked=True)
            )
            for row in doubtful:
                row.lease_until = None
                row.doubts += 1
                if row.category is Category.OWN or is_edit(row.method):
                    row.state = OutboxState.QUEUED
                else:
                    row.state, row.ended_at = OutboxState.IN_DOUBT, now
                log.warning("outbox %s was in doubt, now %s", row.key, row.state)
            if mine:
                await session.execute(
                    update(OutboxMessage)
                    .where(OutboxMessage.state == OutboxState.QUEUED)
                    .values(lease_until=None)
                )

    async def _claim(self) -> list[OutboxMessage]:
        now = self._clock()
        message = OutboxMessage
        free = or_(message.lease_until.is_(None), message.lease_until < now)
        busy = select(message.chat_id).where(
            message.state.in_((OutboxState.QUEUED, OutboxState.ATTEMPTED)),
            message.lease_until >= now,
        )
        order = (PRIORITY, message.not_before, message.id)
        place = func.row_number().over(partition_by=message.chat_id, order_by=order).label("place")
        waiting = (
            select(message.id, PRIORITY.label("priority"), message.not_before, place)
            .where(
                message.state == OutboxState.QUEUED,
                message.ready_at <= now,
                free,
                message.chat_id.not_in(busy),
                # Whoever has blocked the bot is told when they are back.
                message.chat_id.not_in(select(User.id).where(User.blocked_at.is_not(None))),
                message.chat_id.not_in(self._pace.not_ready()),
            )
            .subquery()
        )
        firsts = (
            select(waiting.c.id)
            .where(waiting.c.place == 1)
            .order_by(waiting.c.priority, waiting.c.not_before, waiting.c.id)
            .limit(AT_ONCE)
        )
        async with self._db.write() as session:
            ids = list(await session.scalars(firsts))
            if not ids:
                return []
            claimed = await session.scalars(
                select(message)
                .where(message.id.in_(ids), message.state == OutboxState.QUEUED, free)
                .order_by(*order)
                .with_for_update(skip_locked=True)
            )
            rows = list(claimed)
            for row in rows:
                row.lease_until = now + LEASE
            return rows

    async def _send(self, row: OutboxMessage) -> None:
        if not await self._mark_attempted(row):
            return
        self._pace.count(row.chat_id)
        try:
            message = await self._call(row)
        except TelegramRetryAfter as error:
            # Refused for certain, so it is no attempt.
            await self._later(row, timedelta(seconds=error.retry_after), str(error), counts=False)
            await self._patience.pause(error.retry_after)
        except TelegramMigrateToChat as error:
            await self._moved(row, error.migrate_to_chat_id)
        except TelegramForbiddenError as error:
            await self._update(
                row, state=OutboxState.FAILED, ended_at=self._clock(), error=error.message
            )
            await self._blocked(row.chat_id)
        except (TelegramServerError, TelegramNetworkError) as error:
            if row.attempts + 1 >= MOST_ATTEMPTS:
                await self._update(
                    row, state=OutboxState.FAILED, ended_at=self._clock(), error=error.message
                )
                log.error("outbox %s given up: %s", row.key, error.message)
            else:
                wait = min(timedelta(seconds=2**row.attempts), LONGEST_WAIT)
                await self._later(row, wait, error.message)
        except TelegramAPIError as error:
            log.error("outbox %s refused: %s", row.key, error.message)
            await self._update(
                row, state=OutboxState.FAILED, ended_at=self._clock(), error=error.message
            )
        except (ValueError, TypeError, KeyError) as error:
            log.exception("outbox %s is not a call of Telegram's", row.key)
            await self._update(
                row, state=OutboxState.FAILED, ended_at=self._clock(), error=str(error)
            )
        else:
            message_id = getattr(message, "message_id", None)
            await self._update(
                row,
                state=OutboxState.SENT,
                message_id=message_id,
                ended_at=self._clock(),
                error="",
            )

    async def _call(self, row: OutboxMessage) -> Any:
        given = {name: row.payload[name] for name in row.payload if name != INSTEAD}
        try:
            return await self._bot(_METHODS[row.method](chat_id=row.chat_id, **given))
        except (TelegramNotFound, TelegramBadRequest) as error:
            instead = row.payload.get(INSTEAD)
            if instead is None or isinstance(error, TelegramMigrateToChat):
                raise
            log.warning("outbox %s refused as a rich message: %s", row.key, error.message)
            return await self._bot(methods.SendMessage(chat_id=row.chat_id, **instead))

    async def _mark_attempted(self, row: OutboxMessage) -> bool:
        """False: the lease ran out and somebody else has taken the message."""
        async with self._db.write() as session:
            marked = await session.execute(
                update(OutboxMessage)
                .where(
                    OutboxMessage.id == row.id,
                    OutboxMessage.state == OutboxState.QUEUED,
                    OutboxMessage.lease_until == row.lease_until,
                )
                .values(
                    state=OutboxState.ATTEMPTED,
                    attempts=row.attempts + 1,
                    lease_until=self._clock() + LEASE,
                )
                .returning(OutboxMessage.id)
            )
            return marked.first() is not None

    async def _later(
        self, row: OutboxMessage, wait: timedelta, error: str, *, counts: bool = True
    ) -> None:
        await self._update(
            row,
            state=OutboxState.QUEUED,
            attempts=row.attempts + counts,
            ready_at=self._clock() + wait,
            error=error,
        )

    async def _moved(self, row: OutboxMessage, chat_id: int) -> None:
        """A group became a supergroup: everything for it goes there."""
        async with self._db.write() as session:
            await session.execute(
                update(OutboxMessage)
                .where(
                    OutboxMessage.chat_id == row.chat_id,
                    or_(OutboxMessage.state == OutboxState.QUEUED, OutboxMessage.id == row.id),
                )
                .values(chat_id=chat_id, state=OutboxState.QUEUED, lease_until=None)
            )

    async def _blocked(self, chat_id: int) -> None:
        async with self._db.write() as session:
            await session.execute(
                update(User)
                .where(User.id == chat_id, User.blocked_at.is_(None))
                .values(blocked_at=self._clock())
            )

    async def _update(self, row: OutboxMessage, **values: Any) -> None:
        async with self._db.write() as session:
            await session.execute(
                update(OutboxMessage)
                .where(OutboxMessage.id == row.id)
                .values(lease_until=None, **values)
            )

    async def _waits_for_pace(self) -> bool:
        """Sleeps until the next chat may be written to, where a due message waits for that."""
        now = self._clock()
        async with self._db.read() as session:
            due = await session.scalar(
                select(OutboxMessage.id)
                .where(OutboxMessage.state == OutboxState.QUEUED, OutboxMessage.ready_at <= now)
                .limit(1)
            )
        wait = self._pace.wait_for_any()
        if due is None or not wait:
            return False
        await self._sleep(wait)
        return True


def _wake_after_commits(db: Database, due: asyncio.Event) -> None:
    """Must not know the database: SQLAlchemy keeps listeners as long as the class of sessions."""

    def executes(state: ORMExecuteState) -> None:
        mapper = state.bind_mapper
        if state.is_insert and mapper is not None and mapper.class_ is OutboxMessage:
            state.session.info[MARK] = True

    def committed(session: Session) -> None:
        if session.info.pop(MARK, False):
            due.set()

    event.listen(db.writing, "do_orm_execute", executes)
    event.listen(db.writing, "after_commit", committed)
