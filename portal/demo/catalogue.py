"""The catalogue as rows of the portal's tables: groups, families, products, prices, stock."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from random import Random
from uuid import NAMESPACE_DNS, UUID, uuid5

from portal.db.models import ProductState
from portal.demo import (
    abrasives,
    chemicals,
    cutting,
    handtools,
    metric,
    paints,
    rigging,
    screws,
)
from portal.demo.numbers import ean13
from portal.demo.series import Numbers, Series, Spec, Variant, expand
from portal.domain.money import half_up
from portal.search.fold import fold_article

Rows = dict[str, list[tuple[object, ...]]]
"""Rows by table name, in the order of `load.COLUMNS`."""

VAT = 2200
WAREHOUSES = ("Подольск, центральный склад", "Екатеринбург", "Новосибирск")
MARKER = str(uuid5(NAMESPACE_DNS, "demo.artikul"))
"""The external id of the first warehouse, by which demo data are known again."""
PRICE_TYPES = (("Розница", 100), ("Мелкий опт", 88), ("Опт", 78), ("Партнёр", 70))
"""Their names, and the price in per cent of retail."""

FAMOUS = {"0893106", "WD-40-400"}
"""Articles that the manual types, and that every demo catalogue therefore has."""
FAMOUS_FAMILY = "Болт с шестигранной головкой DIN 933 М8, 8.8, цинк"


@dataclass(slots=True)
class Item:
    """A product as the order history needs it. Quantities are in thousandths, money in kopecks."""

    id: int
    article: str
    name: str
    unit: str
    topic: str
    multiple: int
    minimum: int
    state: ProductState
    prices: list[list[tuple[int, int]]]
    """For each price type: (from quantity, price of one unit), ascending."""

    def price(self, price_type: int, quantity: int) -> int:
        return [amount for start, amount in self.prices[price_type] if start <= quantity][-1]


@dataclass(slots=True)
class Catalogue:
    rows: Rows = field(default_factory=lambda: defaultdict(list))
    items: list[Item] = field(default_factory=list)


@cache
def all_series() -> tuple[Series, ...]:
    """The whole book, from which a catalogue is chosen."""
    numbers = Numbers(101)
    modules = (metric, screws, rigging, cutting, abrasives, handtools, chemicals, paints)
    return tuple(
        series for module in modules for spec in module.specs() for series in expand(spec, numbers)
    )


def _is_famous(series: Series) -> bool:
    return series.name == FAMOUS_FAMILY or any(v.article in FAMOUS for v in series.variants)


def choose(articles: int, random: Random) -> list[tuple[Series, tuple[Variant, ...]]]:
    """Families with `articles` variants in all, famous ones among them, in the order of the book.

    ValueError, if the book has fewer or the famous ones are more.
    """
    book = all_series()
    order = sorted(
        range(len(book)), key=lambda place: (not _is_famous(book[place]), random.random())
    )
    left, chosen = articles, []
    for place in order:
        variants = book[place].variants[:left]
        if variants:
            chosen.append((place, variants))
            left -= len(variants)
    if left or articles < 50:
        raise ValueError(f"the demo catalogue has from 50 to {articles - left} articles")
    return [(book[place], variants) for place, variants in sorted(chosen)]


def make_catalogue(
    articles: int, known_at: datetime, random: Random, progress: Callable[[int, int], None]
) -> Catalogue:
    """Rows by table name, ids counted from 1. Nothing in them is later than `known_at`.

    `progress` hears (articles done, articles in all).
    """
    made = Catalogue()
    rows = made.rows
    for number, name in enumerate(WAREHOUSES, 1):
        rows["warehouses"].append((number, MARKER if number == 1 else uuid(random), name))
    for number, (name, _) in enumerate(PRICE_TYPES, 1):
        rows["price_types"].append((number, uuid(random), name, "RUB"))
    groups: dict[tuple[str, ...], int] = {}
    alike: dict[tuple[str, str], list[int]] = defaultdict(list)
    for family_id, (series, variants) in enumerate(choose(articles, random), 1):
        spec = series.spec
        if family_id % 200 == 1:
            progress(len(made.items), articles)
        group_id = _group(spec.group, groups, rows, random)
        family = uuid(random)
        rows["families"].append(
            (
                family_id,
                family,
                group_id,
                series.name,
                spec.description,
                series.brand,
                spec.unit,
                VAT,
            )
        )
        for variant in variants:
            item = _item(len(made.items) + 1, series, variant, random)
            made.items.append(item)
            alike[series.likeness, variant.characteristic].append(item.id)
            changed = known_at - timedelta(days=random.randrange(200))
            rows["products"].append(
                (
                    *(item.id, f"{family}#{uuid(random)}", family_id, group_id, item.article),
                    *(fold_article(item.article), item.name, variant.characteristic, item.unit),
                    *(item.multiple, item.minimum, VAT, item.state, changed),
                )
            )
            _add_units(rows, item.id, spec, variant, random)
            _add_stock(rows, item, variant.pack, known_at, random)
            for kind, breaks in enumerate(item.prices, 1):
                rows["prices"] += [(item.id, kind, start, amount) for start, amount in breaks]
    _add_analogues(rows, alike, made.items)
    progress(articles, articles)
    return made


def uuid(random: Random) -> str:
    return str(UUID(int=random.getrandbits(128), version=4))


def _group(
    path: tuple[str, ...], known: dict[tuple[str, ...], int], rows: Rows, random: Random
) -> int:
    """The id of a group, made with what it lies in where it is new."""
    if path not in known:
        parent = _group(path[:-1], known, rows, random) if len(path) > 1 else None
        known[path] = len(known) + 1
        rows["groups"].append((known[path], uuid(random), parent, path[-1]))
    return known[path]


def _state(article: str, random: Random) -> ProductState:
    fate = random.random()
    if article in FAMOUS or fate > 0.02:
        return ProductState.ACTIVE
    return ProductState.HIDDEN if fate < 0.004 else ProductState.DISCONTINUED


def _item(number: int, series: Series, variant: Variant, random: Random) -> Item:
    spec = series.spec
    pack = variant.pack * 1000
    if spec.unit == "кг":
        multiple, minimum = 500, 1000
    elif spec.by_pack:
        multiple, minimum = pack, pack * (2 if random.random() < 0.05 else 1)
    else:
        multiple, minimum = 1000, pack if variant.price < 1000 else 1000
    retail = max(half_up(variant.price * random.randrange(94, 107), 100), 5)
    return Item(
        number,
        variant.article,
        variant.name,
        spec.unit,
        spec.topic,
        multiple,
        minimum,
        _state(variant.article, random),
        [
            list(_breaks(kind, retail, percent, pack))
            for kind, (_, percent) in enumerate(PRICE_TYPES)
        ],
    )


def _breaks(kind: int, retail: int, percent: int, pack: int) -> Iterator[tuple[int, int]]:
    """The more is bought at once, the cheaper: for wholesale from ten packs, for partners again
    from fifty."""
    base = half_up(retail * percent, 100)
    last = base
    yield 0, base
    for start, share, from_kind in ((10, 96, 2), (50, 93, 3)):
        cheaper = half_up(base * share, 100)
        if kind >= from_kind and cheaper < last:
            last = cheaper
            yield start * pack, cheaper


def _add_units(rows: Rows, number: int, spec: Spec, variant: Variant, random: Random) -> None:
    pack = variant.pack * 1000
    if pack > 1000:
        name = "бухта" if spec.unit == "м" else "уп"
        rows["product_units"].append((number, name, pack))
        if spec.box and name == "уп":
            rows["product_units"].append((number, "кор", pack * spec.box))
    # Codes that begin with 2 are a shop's own: these collide with nobody's goods.
    if spec.topic != "bolt" or random.random() < 0.6:
        rows["barcodes"].append((ean13(f"290{number:09d}"), number))
    if pack > 1000 and random.random() < 0.15:
        rows["barcodes"].append((ean13(f"291{number:09d}"), number))


SHARES = (0.93, 0.55, 0.4)
"""In how many cases a warehouse holds a product at all."""


def _add_stock(rows: Rows, item: Item, pack: int, known_at: datetime, random: Random) -> None:
    if item.state is ProductState.HIDDEN:
        return
    most = 4 if item.prices[0][0][1] > 300_000 else 25 if pack == 1 else 40
    for warehouse, share in enumerate(SHARES, 1):
        here = item.article in FAMOUS or random.random() < share
        if item.state is ProductState.DISCONTINUED:
            here = here and warehouse == 1 and random.random() < 0.5
        if here or warehouse == 1:
            packs = random.randint(1, most) if here else 0
            loose = random.randrange(pack) if here and item.multiple == 1000 else 0
            seen_at = known_at - timedelta(minutes=17 * warehouse)
            rows["stock"].append((item.id, warehouse, (packs * pack + loose) * 1000, seen_at))


def _add_analogues(rows: Rows, alike: dict[tuple[str, str], list[int]], items: list[Item]) -> None:
    """The same thing by other makers, two at most, the next in the book first."""
    for group in alike.values():
        present = [number for number in group if items[number - 1].state is not ProductState.HIDDEN]
        for place, number in enumerate(group):
            others = [other for other in present[place:] + present[:place] if other != number][:2]
            rows["analogues"] += [
                (number, other, position) for position, other in enumerate(others)
            ]
