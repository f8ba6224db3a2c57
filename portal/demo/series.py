"""How a wholesaler's catalogue is written down in few words: a spec, a grid of sizes, a price rule.

A spec of «Болт DIN 933» with twelve diameters, their lengths, four materials and two makers expands
into ninety-six families (`Series`), each of which holds its lengths as variants.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache

Grid = tuple[tuple[str, tuple[str, ...]], ...]
"""Heads, and under each its tails: `(("8", ("40", "50")), ...)` is М8×40 and М8×50."""

Price = Callable[[int, int], int]
"""Kopecks for one unit, from the head's and the tail's numbers in tenths; a word counts by its
place: 10, 20, ..."""

NUMBER = re.compile(r"\d+(?:,\d+)?")


@dataclass(frozen=True, slots=True)
class Kind:
    """One of several sorts of the same thing: a material, a coating, a colour.

    `rate` is the price in per cent of the spec's; `code` goes into articles.
    """

    label: str
    code: str
    rate: int = 100


@dataclass(frozen=True, slots=True)
class Maker:
    """A brand and how it numbers its goods: `digits` as 0101042, `dash` as TR-338-065."""

    brand: str
    prefix: str = ""
    rate: int = 100


@dataclass(frozen=True, slots=True)
class Spec:
    """`name` is a template of {size} and {kind}, `size` one of {d} and {l}; the family's name keeps
    what stands before {l}. A kind that the name does not place comes after it.

    `price` is in kopecks for one unit, from the head's and the tail's numbers in tenths (a word
    counts by its place, 10, 20, ...). `pack` is how many units a pack holds, or a rule that says so
    by the same numbers. `multiple` is `pack` where only whole packs are sold.
    """

    name: str
    group: tuple[str, ...]
    topic: str
    grid: Grid
    price: Price
    size: str = "{d}×{l}"
    code: str = ""
    likeness: str = ""
    """What else it can stand in for; its own name, if empty."""
    kinds: tuple[Kind, ...] = (Kind("", ""),)
    makers: tuple[Maker, ...] = (Maker("Норд-Метиз"),)
    pack: int | Callable[[int, int], int] = 1
    box: int = 0
    by_pack: bool = False
    unit: str = "шт"
    description: str = ""
    articles: dict[str, str] = field(default_factory=dict)
    """Articles that are famous by themselves, by size."""


@dataclass(frozen=True, slots=True)
class Variant:
    characteristic: str
    article: str
    name: str
    price: int
    pack: int


@dataclass(frozen=True, slots=True)
class Series:
    """A family of variants. What is of one `likeness` and size stands in for each other."""

    likeness: str
    name: str
    brand: str
    spec: Spec
    variants: tuple[Variant, ...]


def grid(text: str) -> Grid:
    """Reads `8: 40 50; 10: 60` as two heads, and `40 50` as one head without a name."""
    heads = []
    for chunk in text.split(";"):
        head, colon, tails = chunk.rpartition(":")
        heads.append((head.strip() if colon else "", tuple(tails.split())))
    return tuple(heads)


def span(first: int, last: int, step: int, *, comma: bool = False) -> str:
    """Sizes in a row: `span(10, 13, 1, comma=True)` is `1 1,1 1,2 1,3`."""
    numbers = range(first, last + 1, step)
    if not comma:
        return " ".join(map(str, numbers))
    return " ".join(f"{n // 10},{n % 10}" if n % 10 else str(n // 10) for n in numbers)


@cache
def tenths(token: str, place: int) -> int:
    found = NUMBER.search(token)
    if found is None:
        return 10 * (place + 1)
    whole, _, rest = found[0].partition(",")
    return 10 * int(whole) + int((rest + "0")[0])


def rounded(price: int) -> int:
    """Prices as a price list has them: to 10 kopecks from 20 roubles, to roubles from 1,000."""
    step = 1 if price < 2_000 else 10 if price < 100_000 else 100
    return max(price // step * step, 5)


class Numbers:
    """Articles of the brands that number their goods in order: 0101001, 0101002, ..."""

    def __init__(self, first: int) -> None:
        self._next = first * 1000

    def skip_to_series(self) -> None:
        self._next = -(-self._next // 1000) * 1000

    def take(self) -> str:
        self._next += 1
        return f"{self._next:07d}"


@cache
def _for_article(token: str, *, has_comma: bool) -> str:
    plain = re.sub(r"[^0-9A-Za-zА-Яа-я,]", "", token.partition("_")[0])
    if has_comma and NUMBER.fullmatch(plain):
        return f"{tenths(plain, 0):03d}"
    return plain.replace(",", "").upper()


def expand(spec: Spec, numbers: Numbers) -> Iterator[Series]:
    """All families of a spec: by maker, by kind, by head."""
    commas = tuple("," in "".join(part) for part in zip(*_tokens(spec.grid), strict=True))
    for maker in spec.makers:
        numbers.skip_to_series()
        for kind in spec.kinds:
            for place, (head, tails) in enumerate(spec.grid):
                yield Series(
                    likeness=spec.likeness or f"{spec.name}|{kind.label}",
                    name=_named(spec, _sized(spec.size.partition("{l}")[0], head), kind, maker),
                    brand=maker.brand,
                    spec=spec,
                    variants=tuple(
                        _variant(spec, maker, kind, (head, place), (tail, at), commas, numbers)
                        for at, tail in enumerate(tails)
                    ),
                )


def _tokens(sizes: Grid) -> list[tuple[str, str]]:
    return [(head, tail) for head, tails in sizes for tail in tails]


def _sized(template: str, head: str, tail: str = "") -> str:
    return template.format(d=head, l=tail).replace("_", " ") if head or tail else ""


def _named(spec: Spec, size: str, kind: Kind, maker: Maker) -> str:
    template = spec.name if "{kind}" in spec.name else spec.name + ", {kind}"
    name = template.format(size=size.strip("× "), kind=kind.label)
    if len(spec.makers) > 1 and maker.prefix:
        name = f"{name}, {maker.brand}"
    name = re.sub(r"\s+", " ", name)
    return re.sub(r" ?,( ?,)+", ",", name).replace(" ,", ",").strip(" ,")


def _variant(
    spec: Spec,
    maker: Maker,
    kind: Kind,
    head: tuple[str, int],
    tail: tuple[str, int],
    commas: tuple[bool, ...],
    numbers: Numbers,
) -> Variant:
    size = _sized(spec.size, head[0], tail[0])
    d, length = tenths(*head), tenths(*tail)
    parts = (
        maker.prefix,
        spec.code,
        _for_article(head[0], has_comma=commas[0]),
        _for_article(tail[0], has_comma=commas[1]),
        kind.code,
    )
    article = "-".join(part for part in parts if part) if maker.prefix else numbers.take()
    return Variant(
        characteristic=size,
        article=spec.articles.get(size, article),
        name=_named(spec, size, kind, maker),
        price=rounded(spec.price(d, length) * kind.rate * maker.rate // 10_000),
        pack=spec.pack if isinstance(spec.pack, int) else spec.pack(d, length),
    )
