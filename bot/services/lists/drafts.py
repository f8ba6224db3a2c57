"""Drafts of lists as they are kept: one row a line, so that a change of one rewrites one."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Table, delete, func, select, update

from bot.db.models import LineState, ListDraft, ListLine, ListState, User
from bot.db.session import Database
from bot.errors import UserError
from bot.services.portal.models import ListLineOut
from database.rows import insert_rows

KIND = "list"
"""The kind of the card."""
KEPT = timedelta(days=30)
LINES = cast(Table, ListLine.__table__)

READY = (LineState.EXACT, LineState.CONFIRMED)
WAITING = (LineState.LIKELY, LineState.CHOOSE)
MISSING = (LineState.NEAR, LineState.NONE, LineState.BLOCKED)
OPEN = (*WAITING, *MISSING)
"""What cannot go to the cart as it is."""
GONE = (LineState.MERGED, LineState.REMOVED, LineState.IGNORED)
"""What the table does not show."""


async def begin(
    db: Database,
    user: User,
    *,
    chat_id: int,
    update_key: str,
    title: str,
    album: str | None,
    now: datetime,
) -> ListDraft:
    """A new draft; the same one for the same update, and for every photo of one album."""
    if user.company_id is None:
        raise UserError("error-no-company")
    same = ListDraft.update_key == update_key
    if album is not None:
        same = same | ((ListDraft.album == album) & (ListDraft.state == ListState.OPEN))
    async with db.write() as session:
        known = await session.scalar(
            select(ListDraft)
            .where(ListDraft.user_id == user.id, ListDraft.company_id == user.company_id, same)
            .order_by(ListDraft.created_at.desc())
            .limit(1)
        )
        if known is not None:
            return known
        draft = ListDraft(
            key=secrets.token_hex(8),
            user_id=user.id,
            update_key=update_key,
            chat_id=chat_id,
            company_id=user.company_id,
            title=title[:200],
            album=album,
            state=ListState.READING,
            taken={},
            created_at=now,
            updated_at=now,
        )
        session.add(draft)
    return draft


async def shown_as(db: Database, key: str, message_id: int) -> None:
    """Which message shows the draft."""
    async with db.write() as session:
        await session.execute(
            update(ListDraft).where(ListDraft.key == key).values(message_id=message_id or None)
        )


async def own(db: Database, user: User, key: str) -> ListDraft:
    """The person's own draft, of the company they act for now, while it is open.

    Raises UserError for any other: buttons live longer than drafts.
    """
    async with db.read() as session:
        draft = await session.get(ListDraft, key)
    if draft is None or draft.user_id != user.id or draft.state is not ListState.OPEN:
        raise UserError("list-outdated")
    if draft.company_id != user.company_id:
        raise UserError("list-other-company")
    return draft


async def store(
    db: Database,
    key: str,
    update_key: str,
    rows: Sequence[dict[str, Any]],
    *,
    left: int,
    unfilled: int,
) -> ListDraft:
    """The lines that an update brought, once; from here on the draft, which it gives, is open.

    `rows` are numbered from 1, and go on from what the draft has.
    """
    async with db.write() as session:
        draft = await session.get_one(ListDraft, key, with_for_update=True)
        if update_key in draft.taken:
            return draft
        last = select(func.max(ListLine.number)).where(ListLine.draft_key == key)
        before = await session.scalar(last) or 0
        if rows:
            connection = await session.connection()
            lines = [list(_after(row, before).values()) for row in rows]
            await connection.run_sync(insert_rows, LINES, list(rows[0]), lines)
        draft.taken = {**draft.taken, update_key: unfilled}
        draft.state = ListState.OPEN
        draft.left += left
    return draft


def _after(row: dict[str, Any], before: int) -> dict[str, Any]:
    if not before:
        return row
    into = row["into"]
    return row | {
        "number": row["number"] + before,
        "place": row["place"] + before,
        "into": None if into is None else into + before,
    }


async def all_lines(db: Database, key: str) -> list[ListLine]:
    """For the report: in the order of the source."""
    async with db.read() as session:
        found = await session.scalars(
            select(ListLine)
            .where(ListLine.draft_key == key)
            .order_by(ListLine.place, ListLine.number)
        )
        return list(found)


async def line_of(db: Database, key: str, number: int) -> ListLine:
    """The line that is shown under this number; UserError where none is."""
    async with db.read() as session:
        line = await session.get(ListLine, (key, number))
    if line is None or line.state in GONE:
        raise UserError("list-no-line", number=number)
    return line


async def change(db: Database, line: ListLine, now: datetime, **values: Any) -> None:
    """Unless the line has gone to the cart meanwhile: then nothing, and UserError."""
    async with db.write() as session:
        changed = await session.scalar(
            update(ListLine)
            .where(
                ListLine.draft_key == line.draft_key,
                ListLine.number == line.number,
                ListLine.state.not_in((LineState.ADDING, LineState.ADDED)),
            )
            .values(**values)
            .returning(ListLine.number)
        )
        if changed is None:
            raise UserError("list-line-added", number=line.number)
        await session.execute(
            update(ListDraft).where(ListDraft.key == line.draft_key).values(updated_at=now)
        )


async def drop(db: Database, draft: ListDraft, now: datetime) -> None:
    async with db.write() as session:
        await session.execute(
            update(ListDraft)
            .where(ListDraft.key == draft.key)
            .values(state=ListState.DROPPED, updated_at=now)
        )


async def restore(db: Database, user: User, key: str, now: datetime) -> ListDraft:
    """Takes `drop` back. UserError where it is too late for that."""
    async with db.write() as session:
        await session.execute(
            update(ListDraft)
            .where(
                ListDraft.key == key,
                ListDraft.user_id == user.id,
                ListDraft.state == ListState.DROPPED,
            )
            .values(state=ListState.OPEN, updated_at=now)
        )
    return await own(db, user, key)


async def prune(db: Database, now: datetime) -> None:
    """Forgets drafts that nobody has touched for a month."""
    old = select(ListDraft.key).where(ListDraft.updated_at < now - KEPT)
    async with db.write() as session:
        await session.execute(delete(ListLine).where(ListLine.draft_key.in_(old)))
        await session.execute(delete(ListDraft).where(ListDraft.updated_at < now - KEPT))


def found_of(line: ListLine) -> ListLineOut:
    return ListLineOut.model_validate(line.found)
