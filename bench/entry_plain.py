"""What a list costs at the least: the same reading and folding, the same lookups, plain `sqlite3`.

Everything the portal has to know of a line is asked for, by one statement a question, on the same
two files: the company's own codes, articles, barcodes, what the company buys; the index for what is
not certain, by the same search; packs, prices at the quantity, free stock, units, and what can
stand in for what is short. Rows are left as the driver gives them. There is no server, no JSON
between two programs, no check of who asks, nothing is stored and nothing is shown.
"""

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.services.lists.lines import Line
from portal.domain.packs import packed
from portal.search import index
from portal.search.fold import clean, fold_article
from portal.search.lines import look_through

LISTED = "(select value from json_each(?))"
BOUGHT = """select distinct product_id from order_lines where order_id in (select id from orders
    where company_id = ? and status != 'cancelled' order by placed_at desc limit 300)"""
OWN = f"""select code_key, product_id from company_codes
    where company_id = ? and code_key in {LISTED}"""
ARTICLES = f"""select article_key, id from products
    where article_key in {LISTED} and state != 'hidden'"""
BARCODES = f"select code, product_id from barcodes where code in {LISTED}"
PACKS = f"select id, unit, multiple, minimum from products where id in {LISTED}"
UNITS = f"select product_id, name, factor from product_units where product_id in {LISTED}"
ANALOGUES = f"""select product_id, analogue_id from analogues where product_id in {LISTED}
    order by position"""
GOODS = """select p.id, p.article, p.name, p.unit, p.multiple, p.minimum, p.vat, p.state,
    (select amount from prices where product_id = p.id and price_type_id = ?
        and from_quantity <= l.value ->> 1 order by from_quantity desc limit 1),
    coalesce((select sum(quantity) from stock where product_id = p.id), 0)
        - coalesce((select sum(quantity) from reservations where product_id = p.id), 0)
    from json_each(?) l join products p on p.id = l.value ->> 0"""


class Plain:
    """`company` is (id, price type)."""

    def __init__(self, folder: Path, company: tuple[int, int]) -> None:
        self.company, self.price_type = company
        self.db = sqlite3.connect(folder / "portal.db")
        self.index = index.connect(folder / f"search-v{index.VERSION}.db")

    def close(self) -> None:
        self.db.close()
        self.index.close()

    def resolve(self, lines: Sequence[Line]) -> dict[int, tuple[Any, ...]]:
        """By the number of the line, its product as a row: those that mean one."""
        asked = [[clean(reading.what) for reading in line.readings] for line in lines]
        meant = self._meant(asked)
        packs = {row[0]: row[2:] for row in self._all(PACKS, [p for p, _ in meant.values()])}
        units = self._all(UNITS, list(packs))
        del units  # There are none in these lists that a product does not count in itself.
        wanted = []
        for at, (product, place) in meant.items():
            quantity = lines[at].readings[place].quantity or 1
            wanted.append((product, packed(int(quantity * 1000), *packs[product])[0]))
        goods = self._goods(wanted)
        short = [row[0] for row, (_, many) in zip(goods, wanted, strict=True) if row[9] < many]
        self._goods([(other, 1000) for _, other in self._all(ANALOGUES, short)])
        return dict(zip(meant, goods, strict=True))

    def _meant(self, asked: list[list[str]]) -> dict[int, tuple[int, int]]:
        """By the place of the line, the product and the reading that is taken."""
        keys = {text: fold_article(text) for line in asked for text in line}
        folded = json.dumps(list(set(keys.values())))
        bought = [product for (product,) in self.db.execute(BOUGHT, (self.company,))]
        own = dict(self.db.execute(OWN, (self.company, folded)).fetchall())
        articles = dict(self.db.execute(ARTICLES, (folded,)).fetchall())
        codes = {text: "".join(text.split()) for text in keys}
        bars = dict(self._all(BARCODES, list(set(codes.values()))))
        meant: dict[int, tuple[int, int]] = {}
        for at, line in enumerate(asked):
            for place, text in enumerate(line):
                key = keys[text]
                if product := own.get(key) or articles.get(key) or bars.get(codes[text]):
                    meant[at] = product, place
                    break
        left = [at for at in range(len(asked)) if at not in meant]
        found = look_through(self.index, [asked[at] for at in left], bought)
        self._goods([(hit.product_id, 1000) for _, hits in found for hit in hits[:5] if hits[1:]])
        meant |= {
            at: (hits[0].product_id, place)
            for at, (place, hits) in zip(left, found, strict=True)
            if len(hits) == 1
        }
        return meant

    def _all(self, statement: str, values: list[Any]) -> list[Any]:
        return self.db.execute(statement, (json.dumps(values),)).fetchall()

    def _goods(self, wanted: list[tuple[int, int]]) -> list[Any]:
        return self.db.execute(GOODS, (self.price_type, json.dumps(wanted))).fetchall()
