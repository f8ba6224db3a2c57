"""The loop that sends what is in the outbox, and the ways to put something in."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from aiogram import Bot
from aiogram.exceptions import TelegramMigrateToChat, TelegramRetryAfter
from sqlalchemy import event, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import ORMExecuteState, Session

from bot.db.models import LEASED, Category, OutboxMessage, OutboxState, User
from bot.db.session import Database
from bot.outbox import noting, rows, taking
from bot.outbox.calls import Fetch, Trouble, call, nothing_is_stored, trouble
from bot.outbox.content import is_edit, messages_of
from bot.outbox.pace import FREE, OwnSlots, Slots
from bot.outbox.rows import Letter
from bot.patience import Patience
from bot.rendering.outgoing import outgoing
from bot.screen import Screen

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 10
LONGEST_WAIT = timedelta(hours=1)
FETCH_EVERY = timedelta(seconds=30)
LOOK_EVERY = 5.0
"""Seconds between looks for what other replicas left."""
ENDING = 10.0
"""Seconds for Telegram to answer what was sent before the bot stops."""
SETTLE_EVERY = timedelta(seconds=30)
MARK = "something was put into the outbox"


class Outbox:
    """`slots` gives the moments at which messages may go; `paid`: at the price and the pace of
    Telegram's paid broadcasts; `fetch` brings what `content.stored` names."""

    def __init__(
        self,
        db: Database,
        bot: Bot,
        patience: Patience,
        *,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        slots: Slots | None = None,
        paid: bool = False,
        fetch: Fetch = nothing_is_stored,
    ) -> None:
        self._db = db
        self._bot = bot
        self._patience = patience
        self._clock = clock
        self._sleep = sleep
        self._slots = slots or OwnSlots(clock, FREE)
        self._paid = paid
        self._fetch = fetch
        self._sent: list[noting.Sent] = []
        self._noting = asyncio.Lock()
        self._settled_at = datetime.min.replace(tzinfo=UTC)
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
    ) -> int:
        """A Screen for the person, in as many messages as it needs; how many were not there yet."""
        parts = outgoing(screen, rich=user.rich)
        return await self.put_many(
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

    async def cancel(self, session: AsyncSession, topic: str, *, but: str | None = None) -> int:
        """Nothing of the topic is sent any more, but the message of one key; how many were not. In
        the caller's transaction."""
        return await rows.cancel(session, topic, self._clock(), but=but)

    async def cancel_all(self, session: AsyncSession, beginning: str) -> int:
        """The same of all topics that begin so."""
        return await rows.cancel_all(session, beginning, self._clock())

    async def run(self) -> None:
        """Sends what is due, until it is cancelled."""
        while True:
            self._due.clear()
            try:
                wait = await self.turn()
            except Exception:
                log.exception("the outbox stumbled; it goes on")
                wait = LOOK_EVERY
            if wait:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(wait):
                        await self._due.wait()

    async def turn(self) -> float:
        """Sends what may be sent just now; seconds until there may be more.

        What another replica left in doubt stands first in its chat, and is not to wait until all
        of a broadcast has gone.
        """
        now = self._clock()
        if not timedelta() <= now - self._settled_at < SETTLE_EVERY:
            self._settled_at = now
            await self.settle_doubts()
        if await self.step():
            return 0
        return max(await taking.wait_for_next(self._db, self._clock(), LOOK_EVERY), 0.05)

    async def step(self) -> int:
        """Sends what may be sent just now, a message a chat; how many were taken up.

        They go side by side, each at its own moment, so that a slow answer holds up nobody.
        """
        taken = await taking.take(self._db, self._clock())
        sending: list[asyncio.Task[None]] = []
        try:
            # Bought pace: all go within a thirtieth of a second.
            together = taking.AT_ONCE if self._paid else 1
            for at in range(0, len(taken), together):
                async for row in self._marked(taken[at : at + together]):
                    sending.append(asyncio.create_task(self._send(row)))
                    await asyncio.sleep(0)
            if sending:
                await asyncio.wait(sending)
        finally:
            await _let_end(sending)
        for error in [task.exception() for task in sending]:
            if error is not None:
                raise error
        return len(taken)

    async def _marked(self, some: Sequence[OutboxMessage]) -> AsyncIterator[OutboxMessage]:
        """Those that may be sent, each at its moment: it is given after the mark, for between it
        and the sending nothing may be waited for, or replicas would catch up at once."""
        await self._patience.ready()
        marked = await taking.mark_attempted(self._db, some, self._clock())
        for row in some:
            if row.id in marked:
                if wait := await self._slots.reserve(messages_of(row.payload)):
                    await self._sleep(wait)
                yield row

    async def drain(self) -> None:
        """Sends all that is due by now, however long Telegram's pace makes it take."""
        last = self._clock()
        while True:
            if await self.step():
                continue
            wait = await self._wait_for_due(last)
            if wait is None:
                return
            await self._sleep(wait)

    async def _wait_for_due(self, last: datetime) -> float | None:
        """Seconds until what was due at `last` may be sent; None: there is nothing of the kind."""
        async with self._db.read() as session:
            at: datetime | None = await session.scalar(
                select(OutboxMessage.ready_at)
                .where(
                    OutboxMessage.state == OutboxState.QUEUED,
                    OutboxMessage.not_before <= last,
                    OutboxMessage.attempts == 0,
                    OutboxMessage.ready_at < last + rows.FAR / 2,
                )
                .order_by(OutboxMessage.ready_at)
                .limit(1)
            )
            paused = await taking.paused_until(session)
        if at is None:
            return None
        return max((max(at, paused or at) - self._clock()).total_seconds(), 0.01)

    async def settle_doubts(self, *, after_start: bool = False) -> None:
        """What somebody who died was sending: an edit and what is a person's own again, the rest
        not, for twice would be worse than not at all.

        After a start on SQLite nobody else can be sending; otherwise a lease has to run out.
        """
        now = self._clock()
        mine = after_start and self._db.is_sqlite
        late = [] if mine else [OutboxMessage.lease_until < now]
        async with self._db.write() as session:
            doubtful = await session.scalars(
                select(OutboxMessage)
                .where(LEASED, OutboxMessage.state == OutboxState.ATTEMPTED, *late)
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
                    .where(LEASED, OutboxMessage.state == OutboxState.QUEUED)
                    .values(lease_until=None)
                )

    async def _send(self, row: OutboxMessage) -> None:
        try:
            message_id = await call(self._bot, row, self._fetch, paid=self._paid)
        except TelegramRetryAfter as error:
            # Refused for certain, so it is no attempt; and nobody else is to try meanwhile.
            until = self._clock() + timedelta(seconds=error.retry_after)
            await noting.later(self._db, row, until, str(error), row.attempts)
            await taking.pause(self._db, until)
            await self._patience.pause(error.retry_after)
        except TelegramMigrateToChat as error:
            await noting.moved(self._db, row, error.migrate_to_chat_id)
        except Exception as error:
            await self._troubled(row, error)
        else:
            await self._note_sent(noting.Sent(row, message_id, self._clock()))

    async def _note_sent(self, sent: noting.Sent) -> None:
        """Together with whatever else was sent while the last commit went on."""
        self._sent.append(sent)
        async with self._noting:
            some, self._sent = self._sent, []
            if some:
                await noting.sent(self._db, some)

    async def _troubled(self, row: OutboxMessage, error: Exception) -> None:
        now, words = self._clock(), str(getattr(error, "message", error))
        kind = trouble(error)
        if kind is Trouble.CHAT:
            log.info("outbox %s: the chat is closed: %s", row.key, words)
            await noting.stopped(self._db, row, words, now)
        elif kind is Trouble.NOT_YET:
            await noting.later(self._db, row, now + FETCH_EVERY, words, row.attempts)
        elif kind is Trouble.AGAIN and row.attempts + 1 < MOST_ATTEMPTS:
            wait = min(timedelta(seconds=2**row.attempts), LONGEST_WAIT)
            await noting.later(self._db, row, now + wait, words, row.attempts + 1)
        else:
            log.error("outbox %s given up: %s", row.key, words)
            await noting.failed(self._db, row, words, now)


async def _let_end(sending: Sequence[asyncio.Task[None]]) -> None:
    """What is on its way when the bot stops, or when the database stumbles over another message:
    it would be in doubt."""
    try:
        if sending:
            await asyncio.wait(sending, timeout=ENDING)
    finally:
        for task in sending:
            task.cancel()


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
