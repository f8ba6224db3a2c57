"""What an import did, for people and for programs."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

EXAMPLES = 3
"""How many examples of a reason are kept."""


@dataclass(slots=True)
class Reason:
    count: int = 0
    examples: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Counts:
    """How many different things the files told of, and what became of them.

    `products` are cards (`Товар`), `offers` are `Предложение`, `variants` are what can be sold as a
    result: `with_card` of them under a card, `by_offer_alone` without. `hidden` were marked deleted
    and are not counted in. `changed` and `unchanged` count rows of the database, of all tables.
    """

    groups: int = 0
    products: int = 0
    variants: int = 0
    with_card: int = 0
    by_offer_alone: int = 0
    hidden: int = 0
    offers: int = 0
    price_types: int = 0
    prices: int = 0
    warehouses: int = 0
    stock_rows: int = 0
    changed: int = 0
    unchanged: int = 0
    skipped: dict[str, Reason] = field(default_factory=dict)
    """What was not taken over, by the reason why."""
    notes: dict[str, Reason] = field(default_factory=dict)
    """What was taken over otherwise than it is written."""

    def skip(self, reason: str, *examples: str) -> None:
        _note(self.skipped, reason, examples)

    def note(self, what: str, *examples: str) -> None:
        _note(self.notes, what, examples)

    def as_dict(self) -> dict[str, Any]:
        """For `--json`: the numbers by name, `skipped` and `notes` as lists of objects."""
        numbers = {name: getattr(self, name) for name in self.__slots__}
        return numbers | {"skipped": _listed(self.skipped), "notes": _listed(self.notes)}

    def lines(self) -> list[str]:
        """For the terminal."""
        sold = f"{self.with_card} with a product card, {self.by_offer_alone} by an offer alone"
        lines = [
            f"{self.variants} things to sell ({sold}), {self.hidden} hidden as deleted",
            f"groups {self.groups}, products {self.products}, variants {self.variants},"
            f" offers {self.offers}",
            f"price types {self.price_types}, prices {self.prices}",
            f"warehouses {self.warehouses}, stock rows {self.stock_rows}",
            f"rows changed {self.changed}, left as they were {self.unchanged}",
        ]
        for title, reasons in (("skipped", self.skipped), ("note", self.notes)):
            for what, reason in reasons.items():
                examples = f" ({', '.join(reason.examples)})" if reason.examples else ""
                lines.append(f"{title}: {what}: {reason.count}{examples}")
        return lines


def _note(reasons: dict[str, Reason], what: str, examples: Iterable[str]) -> None:
    reason = reasons.setdefault(what, Reason())
    for example in examples:
        reason.count += 1
        if example and example not in reason.examples and len(reason.examples) < EXAMPLES:
            reason.examples.append(example)


def _listed(reasons: dict[str, Reason]) -> list[dict[str, Any]]:
    return [
        {"reason": what, "count": reason.count, "examples": reason.examples}
        for what, reason in reasons.items()
    ]


class Marks:
    """A set of row ids that takes a bit each, so that counting a big catalogue stays small."""

    def __init__(self) -> None:
        self._bits = bytearray()

    def add(self, number: int) -> None:
        place, bit = number >> 3, 1 << (number & 7)
        if place >= len(self._bits):
            self._bits.extend(bytes(place + 1024 - len(self._bits)))
        self._bits[place] |= bit

    def discard(self, number: int) -> None:
        if number in self:
            self._bits[number >> 3] &= ~(1 << (number & 7)) & 0xFF

    def __contains__(self, number: int) -> bool:
        place = number >> 3
        return place < len(self._bits) and bool(self._bits[place] & 1 << (number & 7))

    def __and__(self, other: "Marks") -> "Marks":
        both = Marks()
        both._bits = bytearray(a & b for a, b in zip(self._bits, other._bits, strict=False))
        return both

    def __len__(self) -> int:
        return int.from_bytes(self._bits, "little").bit_count()
