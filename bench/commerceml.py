"""A CommerceML catalogue against bare `lxml.iterparse` over the same file.

    .venv/bin/python bench/commerceml.py [--offers 20000] [--rounds 3]

Four things in turn, in one run: bare iterparse, which makes every element and does nothing with
it; the portal's reading of the file into rows, without a database; the import into an empty
SQLite database; and the import once more, when nothing has changed. Each begins in a process of
its own, as an import does: after bare iterparse, which keeps the whole file, the same process has
its memory in pieces. The best of the rounds counts. `speed` is that of iterparse divided into
ours: 0.5 is half as fast. The goal is the reading's, by the time of the processor, as a busy
machine stretches that on the clock more; a database takes its own time.
"""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

from lxml import etree

sys.path.insert(0, str(Path(__file__).parents[1]))

from portal.db.session import Database, migrate
from portal.exchange.commerceml import load
from portal.exchange.commerceml.reading import Reader
from portal.exchange.commerceml.units import Units

GOAL = 0.5
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<КоммерческаяИнформация xmlns="urn:1C.ru:commerceml_2" ВерсияСхемы="2.07" \
ДатаФормирования="2025-03-01T10:00:00">
	<ПакетПредложений СодержитТолькоИзменения="false">
		<ТипыЦен><ТипЦены><Ид>279b6812-740b-11e8-80c8-0cc47ab29cd1</Ид>\
<Наименование>Опт</Наименование><Валюта>RUB</Валюта></ТипЦены></ТипыЦен>
		<Склады>
			<Склад><Ид>6abdb0b5-18fd-11e7-80c2-0cc47ab29cd1</Ид><Наименование>Тверь</Наименование></Склад>
			<Склад><Ид>d2a52d49-19c9-11e7-80c2-0cc47ab29cd1</Ид><Наименование>Химки</Наименование></Склад>
			<Склад><Ид>dd306af1-19c9-11e7-80c2-0cc47ab29cd1</Ид><Наименование>Пермь</Наименование></Склад>
		</Склады>
		<Предложения>
"""
OFFER = """			<Предложение>
				<Ид>bd8c4e15-18f9-11e7-80c2-{0:012}</Ид>
				<Артикул>PM-421-{0}</Артикул>
				<Наименование>Портативный коврик 140x200x1 см, лошадки {0}</Наименование>
				<БазоваяЕдиница Код="796 " НаименованиеПолное="Штука" МеждународноеСокращение="PCE">
					<Пересчет>
						<Единица>796</Единица>
						<Коэффициент>1</Коэффициент>
					</Пересчет>
				</БазоваяЕдиница>
				<Цены>
					<Цена>
						<Представление> {1} RUB за PCE</Представление>
						<ИдТипаЦены>279b6812-740b-11e8-80c8-0cc47ab29cd1</ИдТипаЦены>
						<ЦенаЗаЕдиницу>{1}</ЦенаЗаЕдиницу>
						<Валюта>RUB</Валюта>
						<Единица>PCE</Единица>
						<Коэффициент>1</Коэффициент>
					</Цена>
				</Цены>
				<Количество>377</Количество>
				<Склад ИдСклада="6abdb0b5-18fd-11e7-80c2-0cc47ab29cd1" КоличествоНаСкладе="{0}"/>
				<Склад ИдСклада="d2a52d49-19c9-11e7-80c2-0cc47ab29cd1" КоличествоНаСкладе="0"/>
				<Склад ИдСклада="dd306af1-19c9-11e7-80c2-0cc47ab29cd1" КоличествоНаСкладе="376"/>
			</Предложение>
"""
TAIL = "		</Предложения>\n	</ПакетПредложений>\n</КоммерческаяИнформация>\n"


def write(path: Path, offers: int) -> None:
    """As the 1C of dobromyslov writes its offers: a price and three warehouses each."""
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        file.writelines(OFFER.format(n, 100 + n % 900) for n in range(offers))
        file.write(TAIL)


def bare(path: Path) -> None:
    for _ in etree.iterparse(str(path)):
        pass


def read(path: Path) -> None:
    for _ in Reader(path, Units()).rows():
        pass


Times = dict[str, tuple[float, float]]
"""Seconds of each thing, on the clock and of the processor."""


def alone(work: Callable[[Path], Times], path: Path) -> Times:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(work, path).result()


def timed(name: str, work: Callable[[Path], None], path: Path) -> Times:
    wall, cpu = time.perf_counter(), time.process_time()
    work(path)
    return {name: (time.perf_counter() - wall, time.process_time() - cpu)}


def iterparse_timed(path: Path) -> Times:
    return timed("iterparse", bare, path)


def reading_timed(path: Path) -> Times:
    return timed("reading", read, path)


def imports_timed(path: Path) -> Times:
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(import_twice(path, f"sqlite+aiosqlite:///{folder}/portal.db"))


async def import_twice(path: Path, url: str) -> Times:
    await migrate(url)
    database = Database(url)
    times: Times = {}
    for name in ("first import", "unchanged import"):
        wall, cpu = time.perf_counter(), time.process_time()
        counts = await load(database, [path], now=datetime.now(UTC))
        times[name] = time.perf_counter() - wall, time.process_time() - cpu
        assert (counts.changed == 0) == (name == "unchanged import")
    await database.dispose()
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--offers", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    best: Times = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "offers.xml"
        write(path, args.offers)
        for _ in range(args.rounds):
            for work in (iterparse_timed, reading_timed, imports_timed):
                for name, (wall, cpu) in alone(work, path).items():
                    before = best.get(name, (wall, cpu))
                    best[name] = min(before[0], wall), min(before[1], cpu)
        size = path.stat().st_size
    ours = ("reading", "unchanged import", "first import")
    bare_wall, bare_cpu = best["iterparse"]
    by_processor = {name: round(bare_cpu / best[name][1], 2) for name in ours}
    print(
        json.dumps(
            {
                "bench": "commerceml",
                "offers": args.offers,
                "bytes": size,
                "microseconds_per_offer": {
                    name: round(wall / args.offers * 1e6, 1) for name, (wall, _) in best.items()
                },
                "speed": {name: round(bare_wall / best[name][0], 2) for name in ours},
                "speed_by_processor_time": by_processor,
                "goal": GOAL,
                "met": by_processor["reading"] >= GOAL,
            },
            ensure_ascii=False,
        )
    )


if __name__ == "__main__":
    main()
