"""Drafts of lists as they are kept: one row a line, so that a change of one rewrites one."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Literal, cast

from sqlalchemy import Table, case, delete, func, select, update

from bot.db.models import LineState, ListDraft, ListLine, ListState, User
from bot.db.session import Database
from bot.errors import UserError
from bot.services.portal.models import ListLineOut
from database.rows import insert_rows

KIND = "list"
"""The kind of the card."""
PAGE = 10
KEPT = timedelta(days=30)
LINES = cast(Table, ListLine.__table__)

READY = (LineState.EXACT, LineState.CONFIRMED)
WAITING = (LineState.LIKELY, LineState.CHOOSE)
MISSING = (LineState.NEAR, LineState.NONE, LineState.BLOCKED)
OPEN = (*WAITING, *MISSING)
"""What cannot go to the cart as it is."""
GONE = (LineState.MERGED, LineState.REMOVED, LineState.IGNORED)
"""What the table does not show."""

Only = Literal["all", "open"]


@dataclass(frozen=True, slots=True)
class Sums:
    """How many lines are in each state, what those that are ready cost, and of how many of them
    there is less than is asked for."""

    counts: Mapping[LineState, int]
    ready_amount: Decimal
    ready_short: int = 0

    def of(self, *states: LineState) -> int:
        return sum(self.counts.get(state, 0) for state in states)


@dataclass(frozen=True, slots=True)
class Page:
    """`number` from 0, of `pages`; `lines` in the order of their numbers.

    `together`: by the number of a line, the numbers of those that were added up with it.
    """

    lines: Sequence[ListLine]
    number: int
    pages: int
    together: Mapping[int, Sequence[int]]


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


async def sums_of(db: Database, key: str) -> Sums:
    async with db.read() as session:
        rows = await session.execute(
            select(
                ListLine.state,
                func.count(),
                func.sum(ListLine.amount),
                func.sum(case((ListLine.found["short"].as_boolean(), 1), else_=0)),
            )
            .where(ListLine.draft_key == key)
            .group_by(ListLine.state)
        )
        found = {state: row for state, *row in rows}
    ready = [found[state] for state in READY if state in found]
    return Sums(
        {state: count for state, (count, *_) in found.items()},
        Decimal(sum(int(amount or 0) for _, amount, _ in ready)) / 100,
        sum(int(short) for *_, short in ready),
    )


async def page_of(db: Database, key: str, number: int, only: Only) -> Page:
    """The page, or the last one where there are no longer so many."""
    shown = ListLine.state.in_(OPEN) if only == "open" else ListLine.state.not_in(GONE)
    ours = ListLine.draft_key == key, shown
    async with db.read() as session:
        many = await session.scalar(select(func.count()).select_from(ListLine).where(*ours)) or 0
        pages = max(1, -(-many // PAGE))
        number = min(max(number, 0), pages - 1)
        found = await session.scalars(
            select(ListLine)
            .where(*ours)
            .order_by(ListLine.number)
            .offset(number * PAGE)
            .limit(PAGE)
        )
        lines = list(found)
        merged = await session.execute(
            select(ListLine.into, ListLine.number)
            .where(
                ListLine.draft_key == key,
                ListLine.state == LineState.MERGED,
                ListLine.into.in_([line.number for line in lines]),
            )
            .order_by(ListLine.number)
        )
        together: dict[int, list[int]] = {}
        for into, other in merged:
            together.setdefault(into or 0, []).append(other)
        return Page(lines, number, pages, together)


async def page_with(db: Database, key: str, number: int, only: Only) -> int:
    """The page on which the line with this number is, or would be."""
    shown = ListLine.state.in_(OPEN) if only == "open" else ListLine.state.not_in(GONE)
    async with db.read() as session:
        before = await session.scalar(
            select(func.count())
            .select_from(ListLine)
            .where(ListLine.draft_key == key, ListLine.number < number, shown)
        )
    return (before or 0) // PAGE


async def all_lines(db: Database, key: str) -> list[ListLine]:
    """For the report: in the order of the source."""
    async with db.read() as session:
        found = await session.scalars(
            select(ListLine)
            .where(ListLine.draft_key == key)
            .order_by(ListLine.place, ListLine.number)
        )
        return list(found)


async def some_lines(
    db: Database, key: str, states: Sequence[LineState], most: int
) -> list[ListLine]:
    """The first lines in any of these states."""
    async with db.read() as session:
        found = await session.scalars(
            select(ListLine)
            .where(ListLine.draft_key == key, ListLine.state.in_(states))
            .order_by(ListLine.number)
            .limit(most)
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
