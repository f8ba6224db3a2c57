"""The managers' group: which chat it is, and the topic that each matter has in it."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.models import DeskChat, DeskTopic
from bot.db.session import Database
from bot.services.message_links import Matter


async def desk_chat(session: AsyncSession) -> DeskChat | None:
    """None: no group was made the managers' yet."""
    newest = select(DeskChat).order_by(DeskChat.linked_at.desc()).limit(1)
    return await session.scalar(newest)


async def is_desk(db: Database, chat_id: int) -> bool:
    async with db.read() as session:
        chat = await desk_chat(session)
    return chat is not None and chat.chat_id == chat_id


async def make_desk(
    db: Database, chat_id: int, title: str, *, is_forum: bool, by: int, now: datetime
) -> None:
    """This group from now on, in place of the one before."""
    async with db.write() as session:
        await session.execute(delete(DeskChat))
        session.add(
            DeskChat(chat_id=chat_id, title=title, is_forum=is_forum, linked_by=by, linked_at=now)
        )


async def leave_desk(db: Database, chat_id: int) -> bool:
    """False: it was not the managers' group."""
    async with db.write() as session:
        gone = await session.scalars(
            delete(DeskChat).where(DeskChat.chat_id == chat_id).returning(DeskChat.chat_id)
        )
        return bool(gone.all())


async def move_desk(db: Database, chat_id: int, to: int) -> None:
    """The group became a supergroup."""
    async with db.write() as session:
        chat = await session.get(DeskChat, chat_id)
        if chat is not None:
            chat.chat_id = to


async def topic_of(session: AsyncSession, chat_id: int, matter: Matter) -> int | None:
    return await session.scalar(
        select(DeskTopic.thread_id).where(
            DeskTopic.chat_id == chat_id,
            DeskTopic.kind == matter.kind,
            DeskTopic.subject == matter.subject,
        )
    )


async def keep_topic(db: Database, chat_id: int, matter: Matter, thread_id: int) -> None:
    insert = sqlite.insert if db.is_sqlite else postgresql.insert
    async with db.write() as session:
        await session.execute(
            insert(DeskTopic)
            .values(chat_id=chat_id, kind=matter.kind, subject=matter.subject, thread_id=thread_id)
            .on_conflict_do_nothing()
        )
