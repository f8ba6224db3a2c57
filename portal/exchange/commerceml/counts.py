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
    """Flags by row id, a byte each, so that counting a big catalogue stays small."""

    def __init__(self) -> None:
        self._flags = bytearray()

    def put(self, number: int, flags: int, keeping: int = 0) -> None:
        """Set the flags of a row; of those it had, only the ones in `keeping` stay."""
        try:
            self._flags[number] = flags | self._flags[number] & keeping
        except IndexError:
            self._flags.extend(bytes(number + 4096 - len(self._flags)))
            self._flags[number] = flags

    def __getitem__(self, number: int) -> int:
        return self._flags[number] if number < len(self._flags) else 0

    def count(self, having: int) -> int:
        """How many rows have all these flags."""
        return sum(self._flags.count(n) for n in range(1, 256) if n & having == having)
