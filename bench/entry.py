"""Lists that become drafts: pasted, long, in Excel; and files that ask for too much.

    python bench/entry.py [--seed 1] [--articles 46000] [--rounds 20] [--only pasted]

On the demo's catalogue, for a company with a contract and a history; catalogue and lists by the
seed. A line is an article and a quantity in one of six shapes, a twentieth of the articles with a
slip.

`pasted`: 500 lines the whole way: read, asked of the portal by `POST /lists/resolve` (in-process,
every byte of JSON both ways), found, priced, stored in the bot's database, and made the rich
message that shows the draft; only Telegram is left out. Against `plain`, which reads and folds
the same lines and looks up the same things in the same files by plain `sqlite3`, and does nothing
else (bench/entry_plain.py); `lookups` is that without the reading of lines. Each round has a list
of its own, which both get, in turn. The ratio is that of the medians of CPU time, all threads
together, for wall time on a busy machine says nothing; it is told too.

`long`: 5,000 lines against 500 of them, the same way. `excel`: 5,000 rows of `.xlsx`, the CPU of
this process and of the reader's together. `hostile`: the reader's peak of memory, shared libraries
counted, for files made to hurt (bench/entry_hostile.py); without what is refused unopened.
"""

import argparse
import asyncio
import json
import random
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import select

sys.path.insert(0, str(Path(__file__).parents[1]))

import portal.app
import portal.config
from bench.entry_hostile import peaks
from bench.entry_lists import lines_of, workbook
from bench.entry_plain import Plain
from bot.db.models import User
from bot.db.session import Database
from bot.db.session import migrate as migrate_bot
from bot.demo import BUYERS_INN
from bot.handlers.list_show import show_draft
from bot.i18n import Translator, Translators
from bot.rendering.rich import rich_messages
from bot.running import settle
from bot.screen import Screen
from bot.services.lists import drafts, resolving
from bot.services.lists.read import Source, gate, read_file, source_of_text
from bot.services.portal.client import Portal
from portal import demo
from portal.db.models import Company, Membership, Person, Role
from portal.db.session import migrate as migrate_portal
from portal.domain.access import give_token

GOALS = {"pasted": 2.0, "long": 11.0, "excel": 1.0, "hostile": 200.0}
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
TOKEN = "t" * 43
numbers = count(1)


@dataclass(frozen=True)
class Desk:
    """Where lists are taken: a bot's database, the portal on behalf of a buyer."""

    db: Database
    portal: Portal
    user: User
    t: Translator
    company: tuple[int, int]
    rows: list[tuple[str, str, str]]
    """(article, name, unit) of what is for sale."""

    async def draft(self, source: Source) -> str:
        """What the handler of a list does, up to what is sent to Telegram. Gives the key."""
        key = f"update-{next(numbers)}"
        draft = await drafts.begin(
            self.db, self.user, chat_id=1, update_key=key, title="", album=None, now=NOW
        )
        await resolving.fill(self.db, self.portal, draft, key, source.lines, progress=_untold)
        await show_draft(_rendered, self.t, self.db, draft)
        return draft.key


async def _rendered(screen: Screen, **_: Any) -> int:
    assert rich_messages(screen.blocks)
    return 1


async def _untold(done: int, of: int) -> None:
    pass


@asynccontextmanager
async def desk(folder: Path, articles: int, seed: int) -> AsyncIterator[Desk]:
    settings = portal.config.Settings(_env_file=None, data_dir=folder)
    await migrate_portal(settings.database_url)
    await migrate_bot(f"sqlite+aiosqlite:///{folder / 'bot.db'}")
    async with portal.app.running(settings, now=lambda: NOW) as app:
        await demo.make(app.state.database, today=date(2026, 11, 21), seed=seed, articles=articles)
        await app.state.search.ready()
        async with app.state.database.write() as session:
            place = select(Membership.person_id, Company).join(Company).where(
                Company.inn == BUYERS_INN, Membership.role != Role.ACCOUNTANT
            )  # fmt: skip
            person_id, company = (await session.execute(place.limit(1))).one()
            await give_token(session, await session.get_one(Person, person_id), TOKEN, NOW)
        db = Database(f"sqlite+aiosqlite:///{folder / 'bot.db'}")
        user = User(id=1, company_id=str(company.id), token=TOKEN, created_at=NOW)
        async with db.write() as session:
            session.add(user)
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://portal") as http:
            yield Desk(
                db,
                Portal(http, token=TOKEN, company_id=user.company_id),
                user,
                Translators()["ru"],
                (company.id, company.price_type_id),
                _for_sale(folder / "portal.db"),
            )
        await db.dispose()


def _for_sale(path: Path) -> list[tuple[str, str, str]]:
    db = sqlite3.connect(path)
    rows = db.execute("select article, name, unit from products where state = 'active' order by id")
    found = rows.fetchall()
    db.close()
    return found


class Stopwatch:
    """CPU and wall seconds since it was made."""

    def __init__(self) -> None:
        self.cpu, self.wall = time.process_time(), time.perf_counter()

    def read(self) -> tuple[float, float]:
        return time.process_time() - self.cpu, time.perf_counter() - self.wall


async def pasted(at: Desk, plain: Plain, rng: random.Random, rounds: int) -> dict[str, Any]:
    articles = [article for article, *_ in at.rows]
    whole, bare, alone = [], [], []
    for turn in range(rounds + 3):
        text = lines_of(articles, 500, rng)
        watch = Stopwatch()
        key = await at.draft(source_of_text(text))
        drafted = watch.read()
        watch = Stopwatch()
        lines = source_of_text(text).lines
        lookups = Stopwatch()
        found = plain.resolve(lines)
        if turn >= 3:
            whole.append(drafted)
            bare.append(watch.read())
            alone.append(lookups.read())
        _same(await drafts.all_lines(at.db, key), found)
    cpu = [1000 * statistics.median(each for each, _ in times) for times in (whole, bare, alone)]
    wall = [1000 * statistics.median(each for _, each in times) for times in (whole, bare)]
    return {
        "whole_ms": round(cpu[0], 1),
        "plain_ms": round(cpu[1], 1),
        "lookups_ms": round(cpu[2], 1),
        "times_plain": round(cpu[0] / cpu[1], 2),
        "times_lookups": round(cpu[0] / cpu[2], 2),
        "wall": {"whole_ms": round(wall[0], 1), "plain_ms": round(wall[1], 1)},
        "met": cpu[0] <= GOALS["pasted"] * cpu[1],
    }


def _same(lines: list[Any], found: dict[int, tuple[Any, ...]]) -> None:
    """Both found the same products, or there is nothing to compare."""
    ours = {line.number - 1: line.found["product"]["id"] for line in lines if line.product_id}
    theirs = {place: str(row[0]) for place, row in found.items()}
    assert ours == theirs, set(ours.items()) ^ set(theirs.items())


async def long(at: Desk, rng: random.Random, rounds: int) -> dict[str, Any]:
    articles = [article for article, *_ in at.rows]
    times: dict[int, list[float]] = {500: [], 5000: []}
    for turn in range(max(3, rounds // 4) + 1):
        for lines, taken in times.items():
            text = lines_of(articles, lines, rng)
            watch = Stopwatch()
            await at.draft(source_of_text(text))
            if turn:
                taken.append(watch.read()[0])
    few, many = (statistics.median(taken) for taken in times.values())
    return {
        "500_ms": round(1000 * few, 1),
        "5000_ms": round(1000 * many, 1),
        "times": round(many / few, 2),
        "met": many <= GOALS["long"] * few,
    }


async def excel(at: Desk, rng: random.Random, folder: Path, rounds: int) -> dict[str, Any]:
    path, waiting = folder / "list.xlsx", gate()
    own, readers = [], []
    for turn in range(max(3, rounds // 4) + 1):
        path.write_bytes(workbook(at.rows, 5000, rng))
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        watch = Stopwatch()
        source = await read_file(path, waiting)
        await at.draft(source)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if turn:
            own.append(watch.read()[0])
            readers.append(
                after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            )  # fmt: skip
        assert sum(bool(line.readings) for line in source.lines) == 5000
    whole = statistics.median(map(sum, zip(own, readers, strict=True)))
    return {
        "rows": 5000,
        "cpu_s": round(whole, 3),
        "of_it_reading_s": round(statistics.median(readers), 3),
        "met": whole <= GOALS["excel"],
    }


def hostile(folder: Path) -> dict[str, Any]:
    files = peaks(folder)
    most = max(each["peak_mb"] for each in files.values() if "peak_mb" in each)
    return {"files": files, "peak_mb": most, "met": most < GOALS["hostile"]}


async def main(seed: int, articles: int, rounds: int, parts: list[str]) -> None:
    told: dict[str, Any] = {"seed": seed, "articles": articles, "rounds": rounds}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if parts != ["hostile"]:
            async with desk(folder, articles, seed) as at:
                await on_desk(told, at, folder, random.Random(seed), rounds, parts)
        if "hostile" in parts:
            told["hostile"] = hostile(folder)
    told["goals"] = GOALS
    told["met"] = all(told[name]["met"] for name in parts)
    print(json.dumps(told, ensure_ascii=False, indent=2))


async def on_desk(
    told: dict[str, Any], at: Desk, folder: Path, rng: random.Random, rounds: int, parts: list[str]
) -> None:
    plain = Plain(folder, at.company)
    settle()
    if "pasted" in parts:
        told["pasted"] = await pasted(at, plain, rng, rounds)
    if "long" in parts:
        told["long"] = await long(at, rng, rounds)
    if "excel" in parts:
        told["excel"] = await excel(at, rng, folder, rounds)
    plain.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--articles", type=int, default=46_000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--only", action="append", choices=list(GOALS), help="one part, or some")
    given = parser.parse_args()
    parts = given.only or list(GOALS)
    asyncio.run(main(given.seed, given.articles, given.rounds, parts))
