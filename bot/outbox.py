"""What the bot says by itself: stored once, sent at Telegram's pace.

Each message is a row with a unique key. It is marked as attempted in a commit of its own before it
is sent, for Telegram knows no key against doubles: a crash leaves at most that one in doubt.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
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
from sqlalchemy import event, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.models import OutboxMessage, OutboxState, User
from bot.db.session import Database
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

RESEND = "resend_in_doubt"
INSTEAD = "instead"

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

    async def put(
        self,
        session: AsyncSession,
        *,
        key: str,
        chat_id: int,
        method: str,
        payload: dict[str, Any],
        priority: int = 0,
        not_before: datetime | None = None,
    ) -> bool:
        """A row in the caller's transaction; False: there is one of that key already.

        `payload` is the method's parameters without the chat. With `"resend_in_doubt": True` it is
        sent again when a crash left it in doubt; else it is left and its error says so.
        """
        insert = sqlite.insert if self._db.is_sqlite else postgresql.insert
        now = self._clock()
        added = await session.scalar(
            insert(OutboxMessage)
            .values(
                key=key,
                chat_id=chat_id,
                method=method,
                payload=payload,
                priority=priority,
                state=OutboxState.QUEUED,
                attempts=0,
                error="",
                not_before=not_before or now,
                created_at=now,
            )
            .on_conflict_do_nothing()
            .returning(OutboxMessage.id)
        )
        event.listen(session.sync_session, "after_commit", lambda _: self._due.set(), once=True)
        return added is not None

    async def put_screen(
        self,
        session: AsyncSession,
        *,
        key: str,
        user: User,
        screen: Screen,
        priority: int = 0,
        not_before: datetime | None = None,
        resend_in_doubt: bool = False,
    ) -> None:
        """A Screen for the person, in as many messages as it needs."""
        for number, (method, payload) in enumerate(outgoing(screen, rich=user.rich), start=1):
            await self.put(
                session,
                key=key if number == 1 else f"{key}#{number}",
                chat_id=user.id,
                method=method,
                payload=payload | ({RESEND: True} if resend_in_doubt else {}),
                priority=priority,
                not_before=not_before,
            )

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
                if row.payload.get(RESEND):
                    row.state = OutboxState.QUEUED
                else:
                    row.state, row.error = OutboxState.FAILED, "in doubt"
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
        order = (message.priority.desc(), message.id)
        place = func.row_number().over(partition_by=message.chat_id, order_by=order).label("place")
        waiting = (
            select(message.id, message.priority, place)
            .where(
                message.state == OutboxState.QUEUED,
                message.not_before <= now,
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
            .order_by(waiting.c.priority.desc(), waiting.c.id)
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
            await self._update(row, state=OutboxState.FAILED, error=error.message)
            await self._blocked(row.chat_id)
        except (TelegramServerError, TelegramNetworkError) as error:
            if row.attempts + 1 >= MOST_ATTEMPTS:
                await self._update(row, state=OutboxState.FAILED, error=error.message)
                log.error("outbox %s given up: %s", row.key, error.message)
            else:
                wait = min(timedelta(seconds=2**row.attempts), LONGEST_WAIT)
                await self._later(row, wait, error.message)
        except TelegramAPIError as error:
            log.error("outbox %s refused: %s", row.key, error.message)
            await self._update(row, state=OutboxState.FAILED, error=error.message)
        except (ValueError, TypeError, KeyError) as error:
            log.exception("outbox %s is not a call of Telegram's", row.key)
            await self._update(row, state=OutboxState.FAILED, error=str(error))
        else:
            message_id = getattr(message, "message_id", None)
            await self._update(
                row,
                state=OutboxState.SENT,
                message_id=message_id,
                sent_at=self._clock(),
                error="",
            )

    async def _call(self, row: OutboxMessage) -> Any:
        given = {name: row.payload[name] for name in row.payload if name not in (RESEND, INSTEAD)}
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
            not_before=self._clock() + wait,
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
                .where(OutboxMessage.state == OutboxState.QUEUED, OutboxMessage.not_before <= now)
                .limit(1)
            )
        wait = self._pace.wait_for_any()
        if due is None or not wait:
            return False
        await self._sleep(wait)
        return True
