"""Drafts of lists as they are looked at: counts and sums, a page, the first lines of a kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, bindparam, case, func, select

from bot.db.models import LineState, ListLine
from bot.db.session import Database
from bot.services.lists.drafts import GONE, OPEN, READY

PAGE = 10

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


async def sums_of(db: Database, key: str) -> Sums:
    async with db.read() as session:
        rows = await session.execute(_sums(), {"key": key})
        found = {state: row for state, *row in rows}
    ready = [found[state] for state in READY if state in found]
    return Sums(
        {state: count for state, (count, *_) in found.items()},
        Decimal(sum(int(amount or 0) for _, amount, _ in ready)) / 100,
        sum(int(short) for *_, short in ready),
    )


async def page_of(db: Database, key: str, number: int, only: Only) -> Page:
    """The page, or the last one where there are no longer so many."""
    async with db.read() as session:
        many = await session.scalar(_how_many(only), {"key": key}) or 0
        pages = max(1, -(-many // PAGE))
        number = min(max(number, 0), pages - 1)
        found = await session.scalars(_lines(only), {"key": key, "from": number * PAGE})
        lines = list(found)
        numbers = [line.number for line in lines]
        merged = await session.execute(_merged(), {"key": key, "numbers": numbers})
        together: dict[int, list[int]] = {}
        for into, other in merged:
            together.setdefault(into or 0, []).append(other)
        return Page(lines, number, pages, together)


# To make these takes longer than to run them, and each list and each page needs them all.


@cache
def _sums() -> Select[LineState, int, Any, Any]:
    return (
        select(
            ListLine.state,
            func.count(),
            func.sum(ListLine.amount),
            func.sum(case((ListLine.found["short"].as_boolean(), 1), else_=0)),
        )
        .where(ListLine.draft_key == bindparam("key"))
        .group_by(ListLine.state)
    )


@cache
def _how_many(only: Only) -> Select[int]:
    return select(func.count()).select_from(ListLine).where(*_shown(only))


@cache
def _lines(only: Only) -> Select[ListLine]:
    return (
        select(ListLine)
        .where(*_shown(only))
        .order_by(ListLine.number)
        .offset(bindparam("from"))
        .limit(PAGE)
    )


def _shown(only: Only) -> tuple[ColumnElement[bool], ...]:
    shown = ListLine.state.in_(OPEN) if only == "open" else ListLine.state.not_in(GONE)
    return ListLine.draft_key == bindparam("key"), shown


@cache
def _merged() -> Select[int | None, int]:
    return (
        select(ListLine.into, ListLine.number)
        .where(
            ListLine.draft_key == bindparam("key"),
            ListLine.state == LineState.MERGED,
            ListLine.into.in_(bindparam("numbers", expanding=True)),
        )
        .order_by(ListLine.number)
    )


async def page_with(db: Database, key: str, number: int, only: Only) -> int:
    """The page on which the line with this number is, or would be."""
    async with db.read() as session:
        before = await session.scalar(_how_many(only).where(ListLine.number < number), {"key": key})
    return (before or 0) // PAGE


async def some_lines(
    db: Database, key: str, states: Sequence[LineState], most: int
) -> list[ListLine]:
    """The first lines in any of these states."""
    async with db.read() as session:
        asked = {"key": key, "states": list(states), "most": most}
        return list(await session.scalars(_some(), asked))


@cache
def _some() -> Select[ListLine]:
    return (
        select(ListLine)
        .where(
            ListLine.draft_key == bindparam("key"),
            ListLine.state.in_(bindparam("states", expanding=True)),
        )
        .order_by(ListLine.number)
        .limit(bindparam("most"))
    )
