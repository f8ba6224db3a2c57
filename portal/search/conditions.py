"""What the words of a name must be, asked in two ways: of the names' index, and of a few items."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal.search.vocabulary import Meant, Ways


@dataclass(frozen=True, slots=True)
class Condition:
    """`match` is an FTS5 expression, `words_hold` the same of ` item.words ` in SQL with `values`.

    Every word is quoted or bound, so that no text is taken for syntax.
    """

    match: str
    words_hold: str
    values: tuple[str, ...]


def all_of(some: Iterable[Condition]) -> Condition:
    return _joined(" AND ", some)


def any_of(some: Iterable[Condition]) -> Condition:
    return _joined(" OR ", some)


def condition(ways: Ways, *, whole: bool = False) -> Condition:
    """`whole`: longer words only for those that stand for nothing as they are."""
    return any_of(all_of(_one(word, whole) for word in way) for way in ways if all(way))


def _one(meant: Meant, whole: bool) -> Condition:
    words = meant.whole if whole and meant.whole else meant.whole + meant.longer
    return any_of(map(_word, words))


def _word(word: str) -> Condition:
    quoted = '"' + word.replace('"', '""') + '"'
    return Condition(quoted, "instr(' ' || i.words || ' ', ?)", (f" {word} ",))


def _joined(by: str, some: Iterable[Condition]) -> Condition:
    parts: Sequence[Condition] = list(some)
    if len(parts) == 1:
        return parts[0]
    return Condition(
        f"({by.join(part.match for part in parts)})",
        f"({by.join(part.words_hold for part in parts)})",
        tuple(value for part in parts for value in part.values),
    )
