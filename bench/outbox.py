"""Rows of the outbox claimed and marked as attempted, a second, on SQLite and on PostgreSQL.

    .venv/bin/python bench/outbox.py [--sizes 10000,1000000] [--rounds 60]

All rows wait for a chat each, as a broadcast does. A round takes thirty, marks them in the commit
that stands before their sending, and notes in another that they were sent. The very statements of
all rounds are then sent to a copy of the database as it was, by the driver and nothing else:
`bare`. Rates are of the rounds' medians; the sizes take turns. 1,000 a second are due, and no fewer
in a long table than in a short one: an index decides. Where no PostgreSQL answers it is left out.
"""

import argparse
import asyncio
import json
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

sys.path.insert(0, str(Path(__file__).parents[1]))

import asyncpg
from sqlalchemy import event

from bot.db.session import Database, migrate
from bot.outbox import taking
from tests.support.clock import Clock
from tests.support.postgres import SERVER, postgres_database

GOAL = 1000
GROWTH = 1.25
"""The most that a round may cost in the longest table, against the shortest."""
COLUMNS = (
    "key, chat_id, method, payload, category, state, attempts, doubts, not_before, ready_at,"
    " error, created_at"
)
ROW = """'sale:' || n, n, 'sendMessage', '{"text": "Скидка до пятницы"}', 'broadcast', 'queued',
 0, 0, %(at)s, %(at)s, '', %(at)s"""
SQLITE_ROWS = "with recursive numbers(n) as (select 1 union all select n + 1 from numbers limit {})"
STEPS = ("take", "mark", "note")
T = TypeVar("T")
Times = dict[str, list[float]]


@dataclass
class Tape:
    """What goes to the database, in order; a step's name before what is its."""

    said: list[tuple[str, Any, bool]] = field(default_factory=list)
    """Statement, parameters, and whether these are of many executions."""

    def listen(self, db: Database) -> None:
        engine = db.writers.sync_engine

        @event.listens_for(engine, "before_cursor_execute")
        def execute(
            _: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool
        ) -> None:
            self.said.append((statement, parameters, many))

        for name in ("begin", "commit"):
            event.listen(engine, name, lambda _, name=name: self.said.append((name, (), False)))

    def step(self, name: str) -> None:
        self.said.append((name, None, False))


@dataclass
class Laid:
    """A database with so many rows, and a copy of it for the driver alone."""

    url: str
    copy: str


@asynccontextmanager
async def on_sqlite(size: int, clock: Clock) -> AsyncIterator[Laid]:
    with tempfile.TemporaryDirectory() as folder:
        file, copy = Path(folder) / "bot.db", Path(folder) / "copy.db"
        await migrate(f"sqlite+aiosqlite:///{file}")
        with sqlite3.connect(file) as connection:
            at = f"'{clock().replace(tzinfo=None).isoformat(' ', 'microseconds')}'"
            connection.execute(
                f"insert into outbox ({COLUMNS}) {SQLITE_ROWS.format(size)} "
                f"select {ROW % {'at': at}} from numbers"
            )
        connection.execute("pragma wal_checkpoint(truncate)")
        connection.close()
        shutil.copy(file, copy)
        yield Laid(f"sqlite+aiosqlite:///{file}", str(copy))


@asynccontextmanager
async def on_postgresql(size: int, clock: Clock) -> AsyncIterator[Laid]:
    async with postgres_database() as server:
        url, name = server.replace("://", "+asyncpg://"), server.rpartition("/")[2]
        await migrate(url)
        db = Database(url)
        async with db.writers.begin() as connection:
            at = f"'{clock().isoformat()}'::timestamptz"
            await connection.exec_driver_sql(
                f"insert into outbox ({COLUMNS}) select {ROW % {'at': at}} "
                f"from generate_series(1, {size}) as n"
            )
        await db.dispose()
        admin = await asyncpg.connect(f"{SERVER}/postgres")
        own = await asyncpg.connect(server)
        await own.execute("vacuum analyze outbox")
        await own.close()
        await admin.execute(f'create database "{name}_copy" template "{name}"')
        await admin.execute("checkpoint")
        try:
            yield Laid(url, f"{server}_copy")
        finally:
            await admin.execute(f'drop database "{name}_copy" with (force)')
            await admin.close()


@dataclass
class Sender:
    """Takes, marks and notes on one database."""

    laid: Laid
    db: Database
    clock: Clock
    tape: Tape = field(default_factory=Tape)
    times: Times = field(default_factory=lambda: {step: [] for step in STEPS})

    async def timed(self, step: str, act: Awaitable[T]) -> T:
        self.tape.step(step)
        begun = time.perf_counter()
        answer = await act
        self.times[step].append(time.perf_counter() - begun)
        return answer

    async def round(self) -> None:
        at = self.clock()
        taken = await self.timed("take", taking.take(self.db, at))
        marked = await self.timed("mark", taking.mark_attempted(self.db, taken, at))
        assert len(marked) == taking.AT_ONCE
        sent = [taking.Sent(row, row.id, at) for row in taken]
        await self.timed("note", taking.sent(self.db, sent))


def steps_of(tape: Tape) -> list[tuple[str, list[tuple[str, Any, bool]]]]:
    steps: list[tuple[str, list[tuple[str, Any, bool]]]] = []
    for statement, parameters, many in tape.said:
        if parameters is None:
            steps.append((statement, []))
        else:
            steps[-1][1].append((statement, parameters, many))
    return steps


def bare_sqlite(file: str, tape: Tape) -> Times:
    times: Times = {step: [] for step in STEPS}
    connection = sqlite3.connect(file, isolation_level=None, cached_statements=512)
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = full")
    for step, said in steps_of(tape):
        begun = time.perf_counter()
        for statement, parameters, many in said:
            if many:
                connection.executemany(statement, parameters)
            elif statement != "begin":  # It is among the statements: "begin immediate".
                connection.execute(statement, parameters).fetchall()
        times[step].append(time.perf_counter() - begun)
    connection.close()
    return times


async def bare_postgresql(url: str, tape: Tape) -> Times:
    times: Times = {step: [] for step in STEPS}
    connection = await asyncpg.connect(url)
    for step, said in steps_of(tape):
        begun = time.perf_counter()
        for statement, parameters, many in said:
            if many:
                await connection.executemany(statement, parameters)
            elif parameters:
                await connection.fetch(statement, *parameters)
            else:
                await connection.execute(statement)
        times[step].append(time.perf_counter() - begun)
    await connection.close()
    return times


def rate(times: Times, steps: Sequence[str]) -> int:
    return round(taking.AT_ONCE / sum(statistics.median(times[step]) for step in steps))


async def measure(kind: str, sizes: Sequence[int], rounds: int) -> dict[str, Any]:
    """In turn, round by round: what else the machine does falls on all sizes alike."""
    clock, lay = Clock(), on_sqlite if kind == "sqlite" else on_postgresql
    senders: dict[int, Sender] = {}
    async with AsyncExitStack() as stack:
        for size in sizes:
            laid = await stack.enter_async_context(lay(size, clock))
            senders[size] = Sender(laid, Database(laid.url), clock)
            stack.push_async_callback(senders[size].db.dispose)
            senders[size].tape.listen(senders[size].db)
        for _ in range(rounds):
            for sender in senders.values():
                await sender.round()
        return {str(size): await found(kind, sender) for size, sender in senders.items()}


async def found(kind: str, sender: Sender) -> dict[str, Any]:
    times = sender.times
    if kind == "sqlite":
        bare = bare_sqlite(sender.laid.copy, sender.tape)
    else:
        bare = await bare_postgresql(sender.laid.copy, sender.tape)
    return {
        "claimed_and_marked": rate(times, STEPS[:2]),
        "bare": rate(bare, STEPS[:2]),
        "with_outcomes": rate(times, STEPS),
        "bare_with_outcomes": rate(bare, STEPS),
        "ms": {step: round(statistics.median(times[step]) * 1000, 2) for step in STEPS},
    }


async def has_postgresql() -> bool:
    try:
        await (await asyncpg.connect(f"{SERVER}/postgres")).close()
    except OSError:
        return False
    return True


async def bench(sizes: list[int], rounds: int) -> dict[str, Any]:
    kinds = ["sqlite", "postgresql"] if await has_postgresql() else ["sqlite"]
    measured = {kind: await measure(kind, sizes, rounds) for kind in kinds}
    rates = {
        kind: [of[str(size)]["claimed_and_marked"] for size in sizes]
        for kind, of in measured.items()
    }
    growth = {kind: round(of[0] / of[-1], 2) for kind, of in rates.items()}
    return {
        "bench": "outbox",
        "rounds": rounds,
        "rows_a_second": measured,
        "growth": growth,
        "left_out": sorted({"sqlite", "postgresql"} - set(kinds)),
        "goal": {"rows_a_second": GOAL, "growth": GROWTH},
        "met": min(min(of) for of in rates.values()) >= GOAL and max(growth.values()) <= GROWTH,
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--sizes", default="10000,1000000")
    parser.add_argument("--rounds", type=int, default=60)
    given = parser.parse_args()
    sizes = sorted(int(size) for size in given.sizes.split(","))
    print(json.dumps(asyncio.run(bench(sizes, given.rounds)), ensure_ascii=False))


if __name__ == "__main__":
    main()
