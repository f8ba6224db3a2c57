"""Brings what is outgoing to its receivers, each by one process at a time.

A receiver that is silent is left in peace, longer each time; what it refuses is tried a few times
more and then set aside, and neither is in the way of other claims.
"""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Claim, Event, EventKind
from portal.db.models import Receiver as Kept
from portal.db.session import Database
from portal.domain import outgoing

log = logging.getLogger(__name__)


class ReceiverSilent(Exception):  # noqa: N818 - it says what it does
    """No answer, or none that says anything of this message; `until`: when to come again."""

    def __init__(self, why: str, until: datetime | None = None) -> None:
        super().__init__(why)
        self.until = until


class ReceiverRefuses(Exception):  # noqa: N818 - as above
    """It answers, and does not take this."""


class HeldElsewhere(Exception):  # noqa: N818 - as above
    """Another process serves the receiver now."""


@dataclass(frozen=True, slots=True)
class Message:
    """What is to be said about a claim; `event` None: how things are there is to be asked."""

    claim_id: int
    event: Event | None
    attempt: int
    """1 for the first. After it, what came of the one before is in doubt."""


class Receiver(Protocol):
    name: str
    """Under which its place is kept."""
    kinds: Collection[EventKind]
    """What it hears of."""

    async def tell(self, message: Message, hold: Callable[[], Awaitable[None]]) -> None:
        """Raises ReceiverSilent or ReceiverRefuses. Of a message that takes several requests,
        `hold` comes before each."""

    async def close(self) -> None: ...


class Courier:
    """Serves one receiver for this process."""

    def __init__(self, database: Database, receiver: Receiver, now: Callable[[], datetime]) -> None:
        self._database = database
        self._receiver = receiver
        self._now = now
        self._me = token_hex(8)

    async def round(self) -> int:
        """Whatever is due; how much was sent. Nothing where another process is at it."""
        name, done = self._receiver.name, 0
        async with self._database.read() as session:
            if not await outgoing.something_to_do(session, name, self._now()):
                return 0
        try:
            await self._write_out()
            while (message := await self._next()) is not None:
                done += await self._tell(*message)
        except HeldElsewhere:
            return done
        finally:
            async with self._database.write() as session:
                await outgoing.let_go(session, name, self._me)
        return done

    async def _write_out(self) -> None:
        more = True
        while more:
            async with self._held() as (session, receiver):
                more = await outgoing.write_out(
                    session, receiver, self._receiver.kinds, self._now()
                )

    async def _next(self) -> tuple[int, Message] | None:
        async with self._held() as (session, receiver):
            due = await outgoing.next_due(session, receiver, self._now())
            if due is None:
                return None
            event = await session.scalar(select(Event).where(Event.place == due.place))
            return due.id, Message(due.claim_id, event, due.attempts)

    async def _tell(self, outgoing_id: int, message: Message) -> int:
        silent: ReceiverSilent | None = None
        error = ""
        try:
            await self._receiver.tell(message, self._hold)
        except ReceiverSilent as failure:
            silent, error = failure, str(failure)
        except ReceiverRefuses as failure:
            error = str(failure)
        except (HeldElsewhere, DBAPIError):
            raise
        except Exception as failure:
            # Whatever is wrong with one message, the others are not to wait for it.
            log.exception("%s: a message could not be made", self._receiver.name)
            error = type(failure).__name__
        async with self._held() as (session, receiver):
            if not error:
                await outgoing.sent(session, receiver, outgoing_id, self._now())
                return 1
            if silent:
                given_up = await outgoing.unanswered(
                    session, receiver, outgoing_id, error, self._now(), silent.until
                )
            else:
                given_up = await outgoing.refused(
                    session, receiver, outgoing_id, error, self._now()
                )
            number = (await session.get_one(Claim, message.claim_id)).number
        told = "set aside; portal outgoing --again sends it" if given_up else "tried again in time"
        log.log(
            logging.ERROR if given_up else logging.WARNING,
            "%s: claim %s was not sent (%s): it is %s", self._receiver.name, number, error, told,
        )  # fmt: skip
        return 0

    async def _hold(self) -> None:
        async with self._held():
            pass

    @asynccontextmanager
    async def _held(self) -> AsyncIterator[tuple[AsyncSession, Kept]]:
        """A transaction of who holds the lease, which it prolongs."""
        async with self._database.write() as session:
            kept = await outgoing.hold(session, self._receiver.name, self._me, self._now())
            if kept is None:
                raise HeldElsewhere
            yield session, kept
