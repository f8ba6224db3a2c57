"""What a person of a company and the supplier's staff write to each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Row, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import (
    Company,
    Conversation,
    ConversationFile,
    ConversationMessage,
    EventKind,
    Order,
    Person,
    StoredFile,
    Upload,
)
from portal.db.session import any_of, serialise
from portal.domain.access import Acting, Caller
from portal.domain.errors import Refused, not_found
from portal.domain.events import note
from portal.domain.reach import company_in_reach, in_reach

MOST_FILES = 10


@dataclass(frozen=True, slots=True)
class Talker:
    """Somebody who may see this conversation, and on whose side they are."""

    conversation: Conversation
    company: Company
    person: Person
    from_staff: bool


@dataclass(frozen=True, slots=True)
class Said:
    """`uploads` are what the speaker has brought; `external_ref` what the channel calls it."""

    text: str
    uploads: Sequence[str] = ()
    order_id: int | None = None
    external_ref: str | None = None


async def own_conversation(session: AsyncSession, acting: Acting, now: datetime) -> Talker:
    """The acting person's with the staff, made where there is none."""
    await serialise(session, f"conversation {acting.company.id} {acting.person.id}")
    conversation = await session.scalar(
        select(Conversation).where(
            Conversation.company_id == acting.company.id,
            Conversation.person_id == acting.person.id,
        )
    )
    if conversation is None:
        if acting.by_staff:
            raise Refused("forbidden", 403)
        conversation = Conversation(
            company_id=acting.company.id,
            person_id=acting.person.id,
            created_at=now,
            last_at=now,
        )
        session.add(conversation)
        await session.flush()
    return Talker(conversation, acting.company, acting.person, from_staff=False)


async def talker_in(
    session: AsyncSession, caller: Caller, conversation_id: int, today: date, *, hold: bool = False
) -> Talker:
    """The conversation as the caller may see it: their own in a company that they still act for,
    or, for staff, that of a company in reach. Else `not_found`."""
    query = select(Conversation).where(Conversation.id == conversation_id)
    conversation = await session.scalar(query.with_for_update() if hold else query)
    if conversation is None:
        raise not_found()
    for place in caller.companies:
        mine = conversation.person_id == caller.person.id
        if mine and place.company.id == conversation.company_id:
            return Talker(conversation, place.company, caller.person, from_staff=False)
    if caller.staff is None:
        raise not_found()
    company = await company_in_reach(session, caller.staff, conversation.company_id, today)
    return Talker(conversation, company, caller.person, from_staff=True)


async def conversations_page(
    session: AsyncSession,
    caller: Caller,
    today: date,
    *,
    waiting: bool,
    after: tuple[datetime, int] | None,
    limit: int,
) -> Sequence[Row[Conversation, Company, Person]]:
    """For staff, those of companies in reach; the longest wait first, or the latest word first."""
    if caller.staff is None:
        raise Refused("forbidden", 403)
    query = (
        select(Conversation, Company, Person)
        .join(Company, Company.id == Conversation.company_id)
        .join(Person, Person.id == Conversation.person_id)
        .where(in_reach(caller.staff, today))
    )
    if waiting:
        since = Conversation.waiting_since
        query = query.where(since.is_not(None)).order_by(since, Conversation.id)
        if after:
            at, conversation_id = after
            later = and_(since == at, Conversation.id > conversation_id)
            query = query.where(or_(since > at, later))
    else:
        last = Conversation.last_at
        query = query.order_by(last.desc(), Conversation.id.desc())
        if after:
            at, conversation_id = after
            earlier = and_(last == at, Conversation.id < conversation_id)
            query = query.where(or_(last < at, earlier))
    return (await session.execute(query.limit(limit))).all()


async def say(
    session: AsyncSession, talker: Talker, said: Said, now: datetime
) -> ConversationMessage:
    """A message; the same `external_ref` again is the same message.

    Refused: 422 `message_empty`, 422 `too_many_files` (args `most`), `not_found` for an order of
    another company or a file of another person.
    """
    conversation = talker.conversation
    if said.external_ref is not None:
        again = await session.scalar(
            select(ConversationMessage).where(
                ConversationMessage.conversation_id == conversation.id,
                ConversationMessage.external_ref == said.external_ref,
            )
        )
        if again is not None:
            return again
    if not (said.text or said.uploads):
        raise Refused("message_empty", 422)
    if said.order_id is not None:
        order = await session.get(Order, said.order_id)
        if order is None or order.company_id != talker.company.id:
            raise not_found()
    message = ConversationMessage(
        conversation_id=conversation.id,
        person_id=talker.person.id,
        from_staff=talker.from_staff,
        text=said.text,
        order_id=said.order_id,
        external_ref=said.external_ref,
        at=now,
    )
    session.add(message)
    await session.flush()
    names = await _attach(session, talker, message, said.uploads)
    conversation.last_at = now
    if talker.from_staff:
        conversation.waiting_since = None
    else:
        conversation.waiting_since = conversation.waiting_since or now
    await _tell(session, talker, message, EventKind.MESSAGE_SENT, now, files=names)
    return message


async def _attach(
    session: AsyncSession, talker: Talker, message: ConversationMessage, uploads: Sequence[str]
) -> list[str]:
    if len(uploads) > MOST_FILES:
        raise Refused("too_many_files", 422, most=MOST_FILES)
    if not uploads:
        return []
    rows = await session.execute(
        select(Upload.id, Upload.name, Upload.file_id).where(
            any_of(Upload.id, uploads, session), Upload.person_id == talker.person.id
        )
    )
    found = {upload_id: (name, file_id) for upload_id, name, file_id in rows}
    if set(uploads) - found.keys():
        raise not_found()
    chosen = [found[upload_id] for upload_id in dict.fromkeys(uploads)]
    for name, file_id in chosen:
        session.add(ConversationFile(message_id=message.id, file_id=file_id, name=name))
    await session.flush()
    return [name for name, _ in chosen]


async def _tell(
    session: AsyncSession,
    talker: Talker,
    message: ConversationMessage,
    kind: EventKind,
    now: datetime,
    files: Sequence[str] = (),
) -> None:
    """What is said to staff concerns whom the feed finds; what staff says, the one it is for."""
    await note(
        session,
        kind,
        now,
        company_id=talker.company.id,
        order_id=message.order_id,
        person_id=talker.conversation.person_id if talker.from_staff else None,
        actor_id=talker.person.id,
        conversation=str(talker.conversation.id),
        message=str(message.id),
        from_staff=talker.from_staff,
        by=talker.person.name,
        text=message.text,
        files=list(files),
        ref=message.external_ref,
    )


async def _own(session: AsyncSession, talker: Talker, message_id: int) -> ConversationMessage:
    message = await session.get(ConversationMessage, message_id)
    if (
        message is None
        or message.conversation_id != talker.conversation.id
        or message.deleted_at is not None
    ):
        raise not_found()
    if message.person_id != talker.person.id:
        raise Refused("forbidden", 403)
    return message


async def edit(
    session: AsyncSession, talker: Talker, message_id: int, text: str, now: datetime
) -> ConversationMessage:
    """One's own words, otherwise. Words may be taken off what has files, else 422
    `message_empty`."""
    message = await _own(session, talker, message_id)
    if text == message.text:
        return message
    if not text and not await files_of(session, [message.id]):
        raise Refused("message_empty", 422)
    message.text, message.edited_at = text, now
    await _tell(session, talker, message, EventKind.MESSAGE_EDITED, now)
    return message


async def delete(session: AsyncSession, talker: Talker, message_id: int, now: datetime) -> None:
    """One's own message is shown no more; it stays on record."""
    message = await _own(session, talker, message_id)
    message.deleted_at = now
    await _tell(session, talker, message, EventKind.MESSAGE_DELETED, now)


async def messages_page(
    session: AsyncSession, talker: Talker, *, before: int | None, limit: int
) -> Sequence[Row[ConversationMessage, Person, str | None]]:
    """The latest first, each with who said it and the number of its order; those of an id below
    `before`."""
    query = (
        select(ConversationMessage, Person, Order.number)
        .join(Person, Person.id == ConversationMessage.person_id)
        .outerjoin(Order, Order.id == ConversationMessage.order_id)
        .where(ConversationMessage.conversation_id == talker.conversation.id)
    )
    if before is not None:
        query = query.where(ConversationMessage.id < before)
    return (await session.execute(query.order_by(ConversationMessage.id.desc()).limit(limit))).all()


async def message_row(
    session: AsyncSession, talker: Talker, message_id: int
) -> Row[ConversationMessage, Person, str | None]:
    found = await messages_page(session, talker, before=message_id + 1, limit=1)
    if not found or found[0][0].id != message_id:
        raise not_found()
    return found[0]


async def files_of(
    session: AsyncSession, message_ids: Sequence[int]
) -> dict[int, list[tuple[ConversationFile, StoredFile]]]:
    """By message, in the order in which they were attached."""
    rows = await session.execute(
        select(ConversationFile, StoredFile)
        .join(StoredFile, StoredFile.id == ConversationFile.file_id)
        .where(any_of(ConversationFile.message_id, message_ids, session))
        .order_by(ConversationFile.id)
    )
    found: dict[int, list[tuple[ConversationFile, StoredFile]]] = {}
    for file, kept in rows:
        found.setdefault(file.message_id, []).append((file, kept))
    return found


async def file_in(
    session: AsyncSession, talker: Talker, file_id: int
) -> tuple[ConversationFile, StoredFile]:
    """A file of this conversation whose message was not deleted; else `not_found`."""
    row = (
        await session.execute(
            select(ConversationFile, StoredFile)
            .join(StoredFile, StoredFile.id == ConversationFile.file_id)
            .join(ConversationMessage, ConversationMessage.id == ConversationFile.message_id)
            .where(
                ConversationFile.id == file_id,
                ConversationMessage.conversation_id == talker.conversation.id,
                ConversationMessage.deleted_at.is_(None),
            )
        )
    ).one_or_none()
    if row is None:
        raise not_found()
    return row[0], row[1]
