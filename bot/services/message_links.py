"""Which message in which chat is whose word in what matter: for replies, edits and deletions."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.models import MessageLink, OutboxMessage
from bot.db.session import Database

TALK = "talk"


@dataclass(frozen=True, slots=True)
class Matter:
    """`subject` is the portal's id of the conversation or the claim, `entry` that of a message in
    it (None: the message is about the whole)."""

    kind: str
    subject: str
    entry: str | None = None


@dataclass(frozen=True, slots=True)
class Linked:
    """`own`: somebody wrote this very message; else the bot has relayed it."""

    matter: Matter
    own: bool


async def linked_at(db: Database, chat_id: int, message_id: int) -> Linked | None:
    """What a message is about; None: nothing of the kind."""
    async with db.read() as session:
        link = await session.scalar(
            select(MessageLink).where(
                MessageLink.chat_id == chat_id, MessageLink.message_id == message_id
            )
        )
        if link is None:
            link = await session.scalar(
                select(MessageLink)
                .join(OutboxMessage, OutboxMessage.key == MessageLink.outbox_key)
                .where(OutboxMessage.chat_id == chat_id, OutboxMessage.message_id == message_id)
            )
    if link is None:
        return None
    return Linked(Matter(link.kind, link.subject, link.entry), link.message_id is not None)


async def link_written(db: Database, matter: Matter, chat_id: int, message_id: int) -> None:
    """Somebody has written this message; said again, it changes nothing."""
    async with db.write() as session:
        await _link(session, matter, chat_id, message_id=message_id)


async def link_relayed(
    session: AsyncSession, matter: Matter, chat_id: int, outbox_key: str
) -> None:
    """The outbox sends it, and knows its id then. In the caller's transaction."""
    await _link(session, matter, chat_id, outbox_key=outbox_key)


async def _link(
    session: AsyncSession,
    matter: Matter,
    chat_id: int,
    *,
    message_id: int | None = None,
    outbox_key: str | None = None,
) -> None:
    dialect = session.get_bind().dialect.name
    insert = (sqlite if dialect == "sqlite" else postgresql).insert(MessageLink)
    await session.execute(
        insert.values(
            kind=matter.kind,
            subject=matter.subject,
            entry=matter.entry,
            chat_id=chat_id,
            message_id=message_id,
            outbox_key=outbox_key,
        ).on_conflict_do_nothing()
    )


async def relayed(session: AsyncSession, matter: Matter) -> Sequence[OutboxMessage]:
    """All the messages by which the bot has passed on this entry, sent or not yet."""
    found = await session.scalars(
        select(OutboxMessage)
        .join(MessageLink, MessageLink.outbox_key == OutboxMessage.key)
        .where(
            MessageLink.kind == matter.kind,
            MessageLink.subject == matter.subject,
            MessageLink.entry == matter.entry,
        )
        .order_by(OutboxMessage.id)
    )
    return found.all()


async def relayed_in(session: AsyncSession, matter: Matter, chat_id: int) -> bool:
    """Something of the matter, whatever its entry, has gone to this chat."""
    found = await session.scalar(
        select(MessageLink.id)
        .where(
            MessageLink.kind == matter.kind,
            MessageLink.subject == matter.subject,
            MessageLink.chat_id == chat_id,
            MessageLink.outbox_key.is_not(None),
        )
        .limit(1)
    )
    return found is not None
