"""What the words of a query stand for among the words that the names have."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portal.search.slips import allowed_edits, deletions, distance, other_layouts
from portal.search.words import look_alikes, plain, readings, written

EXPANSIONS = 16
"""A beginning of a word stands for at most this many of its commonest endings."""

TELLING = 3
"""A word of fewer letters is in any name, or begins some word of it."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What a word of a query stands for: itself, and words that begin so."""

    whole: tuple[str, ...]
    longer: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.whole or self.longer)


Ways = list[list[Meant]]
"""Of one piece of a query: the ways to read it, each as its words."""


def read(db: sqlite3.Connection, query: str, *, other_layout: bool) -> list[Ways] | None:
    """The words of a query as the vocabulary knows them; None where it does not know one."""
    asked: list[Ways] = []
    for piece in plain(query).split():
        for text in (piece, *(_in_other_layout(piece) if other_layout else ())):
            found = [_expand(db, ways) for ways in readings(text)]
            if all(_known(ways) for ways in found):
                asked += found
                break
        else:
            return None
    return asked


def read_with_slips(db: sqlite3.Connection, query: str) -> tuple[list[Ways], list[Ways], bool]:
    """The same where the words may hold slips; what is not known even so is left out.

    Those that say something by themselves, the short ones that only add to them, and whether none
    was left out.
    """
    forms = {word: form for form, word in written(query).items()}
    telling: list[Ways] = []
    adding: list[Ways] = []
    asked = readings(query)
    for ways in asked:
        found = _expand(db, ways)
        found += [[Meant((), tuple(_alike(db, forms.get(word, ""))))] for word in ways[0]]
        if _known(found):
            (telling if max(map(len, ways[0])) >= TELLING else adding).append(found)
    return telling, adding, len(telling) + len(adding) == len(asked)


def _in_other_layout(piece: str) -> list[str]:
    """Where letters became a word, and not signs that part what is left of it."""
    return [
        other
        for other in other_layouts(piece)
        if len(readings(other)) == 1
        and (len(other) >= TELLING or any(character.isdigit() for character in other))
    ]


def words_of(asked: Sequence[Ways]) -> Iterator[str]:
    """Every word that is meant."""
    for ways in asked:
        for way in ways:
            for meant in way:
                yield from meant.whole
                yield from meant.longer


def _known(ways: Ways) -> bool:
    return any(all(way) for way in ways)


def _expand(db: sqlite3.Connection, ways: Sequence[Sequence[str]]) -> Ways:
    """Those of the ways all of whose words are known."""
    found: Ways = []
    for way in ways:
        words: list[Meant] = []
        for word in way:
            if not (meant := _meant(db, word)):
                break
            words.append(meant)
        else:
            found.append(words)
    return found


def _meant(db: sqlite3.Connection, word: str) -> Meant:
    looks = look_alikes(word)
    found: list[str] = []
    for look in looks:
        rows = db.execute(
            "select word from word where word >= ? and word < ? and uses > 0"
            " order by word = ? desc, uses desc limit ?",
            (look, look + "\U0010ffff", look, EXPANSIONS),
        )
        found += [w for (w,) in rows]
    return Meant(tuple(w for w in found if w in looks), tuple(w for w in found if w not in looks))


def _alike(db: sqlite3.Connection, form: str) -> list[str]:
    """Words of the vocabulary of which this one, as it is written, may be a slip."""
    edits = allowed_edits(form)
    if not edits:
        return []
    rows = db.execute(
        "select distinct s.written, s.word from json_each(?) k"
        " cross join slip s on s.slip = k.value",
        (json.dumps(list(deletions(form, edits))),),
    )
    near = sorted((d, w) for known, w in rows if (d := distance(form, known, edits)) <= edits)
    # Words that no name has any more would hide those that one may mean.
    used = {
        word
        for (word,) in db.execute(
            "select w.word from json_each(?) k cross join word w on w.word = k.value"
            " where w.uses > 0",
            (json.dumps([w for _, w in near]),),
        )
    }
    near = [(d, w) for d, w in near if w in used]
    return list(dict.fromkeys(w for d, w in near if d == near[0][0]))[:EXPANSIONS]
