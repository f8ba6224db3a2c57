"""Prices and stock of 500 lines for a company, against the same rows by plain `sqlite3`.

    .venv/bin/python bench/prices.py [--products 46000] [--lines 500] [--rounds 200]

Both are measured in turn in one run, each round on other lines; the medians' ratio is what counts.
"""

import argparse
import asyncio
import json
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from portal.db.session import Database, migrate
from portal.domain.goods import goods_at
from portal.domain.pricing import Terms

GOAL = 3
PLAIN = """
select p.id, p.article, p.name, p.unit, p.multiple, p.minimum, p.vat, p.state,
    (select amount from prices where product_id = p.id and price_type_id = ?
        and from_quantity <= json_extract(l.value, '$[1]') order by from_quantity desc limit 1),
    (select sum(quantity) from stock where product_id = p.id)
from json_each(?) l join products p on p.id = json_extract(l.value, '$[0]')
"""


def fill(path: Path, products: int) -> None:
    """A price list of four types, one with breaks, and three warehouses."""
    now = datetime.now(UTC).replace(tzinfo=None).isoformat(" ")
    db = sqlite3.connect(path)
    for kind in range(1, 5):
        db.execute("insert into price_types (id, name, currency) values (?, 'Опт', 'RUB')", (kind,))
    for warehouse in range(1, 4):
        db.execute("insert into warehouses (id, name) values (?, 'Склад')", (warehouse,))
    ids = range(1, products + 1)
    db.executemany(
        "insert into products (id, article, article_key, name, characteristic, unit, multiple,"
        " minimum, vat, state, updated_at) values (?, ?, ?, ?, '', 'шт', 1000, 1000, 2200,"
        " 'active', ?)",
        ((n, f"A-{n}", f"a{n}", f"Болт с шестигранной головкой М8×{n}", now) for n in ids),
    )
    db.executemany("insert into prices values (?, ?, ?, ?)", prices(products))
    db.executemany(
        "insert into stock values (?, ?, ?, ?)",
        ((n, warehouse, n * 10, now) for n in ids for warehouse in range(1, 4)),
    )
    db.commit()
    db.execute("analyze")
    db.close()


def prices(products: int) -> Iterator[tuple[int, int, int, int]]:
    for product in range(1, products + 1):
        for kind in range(1, 5):
            yield product, kind, 0, 1000 + product
        yield product, 1, 100_000, 900 + product


async def measure(path: Path, products: int, lines: int, rounds: int) -> dict[str, object]:
    database = Database(f"sqlite+aiosqlite:///{path}")
    plain = sqlite3.connect(path)
    terms = Terms(1, "Опт", "RUB", 500)
    times: dict[str, list[float]] = {"portal": [], "plain": []}
    choose = random.Random(1)
    async with database.read() as session:
        for _ in range(rounds):
            wanted = {
                product: choose.choice((1000, 200_000))
                for product in choose.sample(range(1, products + 1), lines)
            }
            begun = time.perf_counter()
            rows = plain.execute(PLAIN, (1, json.dumps(list(wanted.items())))).fetchall()
            between = time.perf_counter()
            goods = await goods_at(session, terms, wanted)
            ended = time.perf_counter()
            assert {row[0]: terms.net(row[8]) for row in rows} == {
                product: each.price for product, each in goods.items()
            }
            times["plain"].append(between - begun)
            times["portal"].append(ended - between)
    await database.dispose()
    plain.close()
    medians = {name: statistics.median(taken) * 1000 for name, taken in times.items()}
    ratio = medians["portal"] / medians["plain"]
    return {
        "bench": "prices",
        "products": products,
        "lines": lines,
        "rounds": rounds,
        "plain_ms": round(medians["plain"], 3),
        "portal_ms": round(medians["portal"], 3),
        "ratio": round(ratio, 2),
        "goal": GOAL,
        "met": ratio <= GOAL,
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--products", type=int, default=46_000)
    parser.add_argument("--lines", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=200)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "portal.db"
        asyncio.run(migrate(f"sqlite+aiosqlite:///{path}"))
        fill(path, given.products)
        print(json.dumps(asyncio.run(measure(path, given.products, given.lines, given.rounds))))


if __name__ == "__main__":
    main()
