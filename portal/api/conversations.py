"""What companies and their managers write to each other."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from portal.api.deps import (
    Acting,
    Caller,
    Now,
    Reading,
    StaffCaller,
    Today,
    Writing,
    parse_id,
)
from portal.api.files import download
from portal.api.idempotency import Once
from portal.api.paging import Cursor, Limit, from_cursor, to_cursor
from portal.api.problems import responses
from portal.api.schemas.common import Named, Page
from portal.api.schemas.conversations import (
    ConversationOut,
    TalkEdit,
    TalkFile,
    TalkIn,
    TalkMessage,
)
from portal.db.models import Company, Conversation, ConversationMessage, Person
from portal.domain import conversations as talks
from portal.domain.conversations import Said, Talker, talker_in
from portal.domain.errors import Refused
from portal.domain.reach import answering

router = APIRouter(prefix="/conversations", tags=["conversations"], responses=responses(403))


@router.post(
    "",
    summary="One's own conversation with the manager",
    response_model=ConversationOut,
    responses=responses(404),
)
async def own(session: Writing, acting: Acting, now: Now, once: Once) -> Response:
    """Made where there is none: one for each person of a company. 403 for staff on a company's
    behalf."""

    async def act() -> ConversationOut:
        talker = await talks.own_conversation(session, acting, now)
        return await _out(session, talker.conversation, talker.company, talker.person, acting.today)

    return await once(act)


@router.get("", summary="Who writes", responses=responses(422))
async def conversations(
    session: Reading,
    caller: StaffCaller,
    today: Today,
    waiting: Annotated[bool, Query(description="Only what has no answer yet")] = False,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> Page[ConversationOut]:
    """For staff, those of the companies that they deal with: the latest word first, or of those
    that wait the longest wait."""
    after = None
    if cursor is not None:
        at, conversation_id = from_cursor(cursor, str, int)
        after = _moment(str(at)), int(conversation_id)
    found = await talks.conversations_page(
        session, caller, today, waiting=waiting, after=after, limit=limit + 1
    )
    last = found[limit - 1][0] if len(found) > limit else None
    return Page(
        items=[await _out(session, *row, today) for row in found[:limit]],
        next_cursor=to_cursor(_key(last, waiting=waiting), last.id) if last else None,
    )


def _key(one: Conversation, *, waiting: bool) -> str:
    return ((one.waiting_since if waiting else None) or one.last_at).isoformat()


def _moment(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise Refused("cursor_invalid", 422) from None
    if at.tzinfo is None:
        raise Refused("cursor_invalid", 422)
    return at


@router.get("/{id}", summary="A conversation", responses=responses(404))
async def conversation(
    session: Reading,
    caller: Caller,
    today: Today,
    id: str,  # noqa: A002 - the path's own word
) -> ConversationOut:
    talker = await talker_in(session, caller, parse_id(id), today)
    person = await session.get_one(Person, talker.conversation.person_id)
    return await _out(session, talker.conversation, talker.company, person, today)


@router.get("/{id}/messages", summary="What was said", responses=responses(404, 422))
async def messages(
    session: Reading,
    caller: Caller,
    today: Today,
    id: str,  # noqa: A002 - the path's own word
    limit: Limit = 20,
    cursor: Cursor = None,
) -> Page[TalkMessage]:
    """The latest first."""
    talker = await talker_in(session, caller, parse_id(id), today)
    before = None if cursor is None else int(from_cursor(cursor, int)[0])
    found = await talks.messages_page(session, talker, before=before, limit=limit + 1)
    return Page(
        items=await _messages(session, talker, found[:limit]),
        next_cursor=to_cursor(found[limit - 1][0].id) if len(found) > limit else None,
    )


@router.post(
    "/{id}/messages",
    status_code=201,
    summary="Say something",
    response_model=TalkMessage,
    responses=responses(404, 422),
)
async def say(
    session: Writing,
    caller: Caller,
    now: Now,
    today: Today,
    body: TalkIn,
    once: Once,
    id: str,  # noqa: A002 - the path's own word
) -> Response:
    """By the person of the company, or by the staff. Refused: `message_empty`, `too_many_files`
    (422, args `most`)."""

    async def act() -> TalkMessage:
        talker = await talker_in(session, caller, parse_id(id), today, hold=True)
        said = Said(
            text=body.text,
            uploads=body.uploads,
            order_id=None if body.order_id is None else parse_id(body.order_id),
            external_ref=body.external_ref,
        )
        made = await talks.say(session, talker, said, now)
        return await _message(session, talker, made.id)

    return await once(act, status=201)


@router.patch(
    "/{id}/messages/{message_id}", summary="Say it otherwise", responses=responses(404, 422)
)
async def edit(
    session: Writing,
    caller: Caller,
    now: Now,
    today: Today,
    body: TalkEdit,
    message_id: str,
    id: str,  # noqa: A002 - the path's own word
) -> TalkMessage:
    """One's own message alone."""
    talker = await talker_in(session, caller, parse_id(id), today, hold=True)
    changed = await talks.edit(session, talker, parse_id(message_id), body.text, now)
    return await _message(session, talker, changed.id)


@router.delete(
    "/{id}/messages/{message_id}",
    summary="Take it back",
    status_code=204,
    responses=responses(404),
)
async def remove(
    session: Writing,
    caller: Caller,
    now: Now,
    today: Today,
    message_id: str,
    id: str,  # noqa: A002 - the path's own word
) -> None:
    """One's own message alone: it is shown no more, and stays on record."""
    talker = await talker_in(session, caller, parse_id(id), today, hold=True)
    await talks.delete(session, talker, parse_id(message_id), now)


@router.get("/{id}/files/{file_id}", summary="A file of it", responses=responses(404))
async def file(
    request: Request,
    session: Reading,
    caller: Caller,
    today: Today,
    file_id: str,
    id: str,  # noqa: A002 - the path's own word
) -> StreamingResponse:
    talker = await talker_in(session, caller, parse_id(id), today)
    found, kept = await talks.file_in(session, talker, parse_id(file_id))
    return download(request, kept, found.name)


async def _out(
    session: AsyncSession,
    one: Conversation,
    company: Company,
    person: Person,
    today: date,
) -> ConversationOut:
    staff = await answering(session, company.manager_id, today)
    who = await session.get(Person, staff.person_id) if staff else None
    return ConversationOut(
        id=str(one.id),
        company=Named(id=str(company.id), name=company.name),
        person=Named(id=str(person.id), name=person.name),
        answers=who.name if who else None,
        waiting_since=one.waiting_since,
        last_at=one.last_at,
    )


async def _message(session: AsyncSession, talker: Talker, message_id: int) -> TalkMessage:
    row = await talks.message_row(session, talker, message_id)
    return (await _messages(session, talker, [row]))[0]


async def _messages(
    session: AsyncSession,
    talker: Talker,
    rows: Sequence[Row[ConversationMessage, Person, str | None]],
) -> list[TalkMessage]:
    files = await talks.files_of(session, [message.id for message, _, _ in rows])
    return [
        TalkMessage(
            id=str(message.id),
            author=person.name,
            from_staff=message.from_staff,
            mine=person.id == talker.person.id,
            text="" if message.deleted_at else message.text,
            files=[
                TalkFile(
                    id=str(file.id), name=file.name, media_type=kept.media_type, size=kept.size
                )
                for file, kept in ([] if message.deleted_at else files.get(message.id, []))
            ],
            order=number,
            at=message.at,
            edited_at=message.edited_at,
            deleted=message.deleted_at is not None,
        )
        for message, person, number in rows
    ]
