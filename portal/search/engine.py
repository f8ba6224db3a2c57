"""Asking the index: certain answers first, then likenesses, what is near only without those."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from portal.search.fold import fold_article
from portal.search.index import GRAM, SHORTEST_INSIDE, bare_key
from portal.search.slips import allowed_edits, deletions, distance, one_edit, other_layouts
from portal.search.words import look_alikes, plain, readings, written

ENOUGH = 60
"""How many candidates of a kind are worth ranking for one page."""
EXPANSIONS = 16
"""A beginning of a word stands for at most this many of its commonest endings."""
LONGEST_QUERY = 200
SHORTEST_TYPO, LONGEST_TYPO = 4, 24


class Closeness(IntEnum):
    """How an answer was found; the less, the surer."""

    ARTICLE = 0
    CODE = 1
    ARTICLE_PREFIX = 2
    NAME = 3
    NAME_PREFIX = 4
    ARTICLE_INSIDE = 5
    NEAR = 6


LIKE_AN_ARTICLE = (Closeness.ARTICLE_PREFIX, Closeness.ARTICLE_INSIDE)
FEW = 10
"""Fewer answers than this leave room on the page for what may have been meant."""


@dataclass(frozen=True, slots=True)
class Found:
    """An answer; `item` numbers by popularity, the most popular least; `rank` as in `Entry`."""

    product_id: int
    item: int
    rank: int
    closeness: Closeness


def ask(db: sqlite3.Connection, query: str, *, among: Sequence[int] = ()) -> list[Found]:
    """What a query finds, the surest first and then the most popular, at most a few pages of it.

    `among` are product ids (what the company buys) that are looked through apart, so that a common
    word does not drown them. Never raises on any text; an empty query finds nothing.
    """
    query = query[:LONGEST_QUERY]
    found = _articles(db, query)
    if not _certain(found):
        _note_names(db, found, _read(db, query, other_layout=False), among)
        if _doubtful(found, query):
            for other in other_layouts(query):
                for item, closeness in _articles(db, other).items():
                    found.setdefault(item, closeness)
            _note_names(db, found, _read(db, query, other_layout=True), among)
        if len(found) < FEW and all(closeness in LIKE_AN_ARTICLE for closeness in found.values()):
            # Digits with a slip are easily a piece of some other article, so these come too.
            _note(found, Closeness.NEAR, _slipped_article(db, query))
        if not found:
            for text in (query, *other_layouts(query)):
                _note(found, Closeness.NEAR, [] if found else _near(db, text))
    return sorted(_items(db, found), key=lambda hit: (hit.closeness, hit.rank, hit.item))


def _certain(found: dict[int, Closeness]) -> bool:
    return any(closeness <= Closeness.CODE for closeness in found.values())


def _doubtful(found: dict[int, Closeness], query: str) -> bool:
    """Nothing was found, or letters alone that merely stand in some article."""
    if any(character.isdigit() for character in query):
        return not found
    return all(closeness in LIKE_AN_ARTICLE for closeness in found.values())


def _articles(db: sqlite3.Connection, query: str) -> dict[int, Closeness]:
    """Articles and barcodes, nothing forgiven but separators and look-alikes."""
    found: dict[int, Closeness] = {}
    article_key = fold_article(query)
    key = bare_key(article_key)
    if not key:
        return found
    _note(found, Closeness.ARTICLE, _equal(db, key, article_key))
    _note(found, Closeness.CODE, _code(db, query))
    if len(key) > 1:
        _note(found, Closeness.ARTICLE_PREFIX, _prefix(db, key))
    if len(found) < FEW and len(key) >= SHORTEST_INSIDE and not _certain(found):
        _note(found, Closeness.ARTICLE_INSIDE, _inside(db, key))
    return found


@dataclass(frozen=True, slots=True)
class Meant:
    """What a word of a query stands for in the vocabulary: itself, and words that begin so."""

    whole: tuple[str, ...]
    longer: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.whole or self.longer)


Ways = list[list[Meant]]
"""Of one piece of a query: the ways to read it, each as its words."""


def _read(db: sqlite3.Connection, query: str, *, other_layout: bool) -> list[Ways] | None:
    """The words of a query as the vocabulary knows them; None where it does not know one."""
    asked: list[Ways] = []
    for piece in plain(query).split():
        for text in (piece, *(other_layouts(piece) if other_layout else ())):
            read = [[_expand(db, way) for way in ways] for ways in readings(text)]
            if all(_known(ways) for ways in read):
                asked += read
                break
        else:
            return None
    return asked


def _known(ways: Ways) -> bool:
    return any(all(way) for way in ways)


def _note_names(
    db: sqlite3.Connection,
    found: dict[int, Closeness],
    asked: list[Ways] | None,
    among: Sequence[int],
) -> None:
    """Names with these words, and then those with words that begin so: `8*40` before `8*400`."""
    if not asked:
        return
    for closeness in (Closeness.NAME, Closeness.NAME_PREFIX):
        whole = closeness == Closeness.NAME
        match = " AND ".join(_one_of(ways, whole=whole) for ways in asked)
        if among:
            _note(found, closeness, _named(db, match, among))
        _note(found, closeness, _named(db, match))


def _near(db: sqlite3.Connection, query: str) -> list[int]:
    """What may have been meant: words with slips, then most of the words, then any of them."""
    forms = {word: form for form, word in written(query).items()}
    asked: list[Ways] = []
    for ways in readings(query):
        read = [_expand(db, way) for way in ways]
        read += [[Meant((), tuple(_alike(db, forms.get(word, ""))))] for word in ways[0]]
        if _known(read):
            asked.append(read)
    if not asked:
        return []
    conditions = [_one_of(ways) for ways in asked]
    found = _named(db, " AND ".join(conditions))
    if not found and len(conditions) > 2:
        for left_out in range(len(conditions)):
            rest = conditions[:left_out] + conditions[left_out + 1 :]
            found += _named(db, " AND ".join(rest))
    return found or _named(db, " OR ".join(conditions))


def _note(found: dict[int, Closeness], closeness: Closeness, items: Iterable[int]) -> None:
    for item in items:
        found.setdefault(item, closeness)


def _equal(db: sqlite3.Connection, key: str, article_key: str) -> list[int]:
    """Items of this article; where `1.5` and `15` both are there, the one that was written."""
    rows = db.execute("select id, article from item where key = ? limit ?", (key, ENOUGH))
    same = [(item, article == article_key) for item, article in rows]
    return [item for item, literal in same if literal] or [item for item, _ in same]


def _code(db: sqlite3.Connection, query: str) -> list[int]:
    code = "".join(query.split())
    return [i for (i,) in db.execute("select item from code where code = ? limit 8", (code,))]


def _prefix(db: sqlite3.Connection, key: str) -> list[int]:
    rows = db.execute(
        "select id from item where key >= ? and key < ? limit ?",
        (key, key + "\U0010ffff", ENOUGH * 4),
    )
    return sorted(i for (i,) in rows)[:ENOUGH]


def _inside(db: sqlite3.Connection, key: str) -> list[int]:
    start = key[:GRAM]
    rows = db.execute(
        "select distinct g.item from gram g join item i on i.id = g.item"
        " where g.gram >= ? and g.gram < ? and instr(i.key, ?) limit ?",
        (start, start + "\U0010ffff", key, ENOUGH),
    )
    return [i for (i,) in rows]


def _slipped_article(db: sqlite3.Connection, query: str) -> list[int]:
    key = bare_key(fold_article(query))
    words_only = " " in query.strip() and not any(c.isdigit() for c in query)
    if words_only or not SHORTEST_TYPO <= len(key) <= LONGEST_TYPO:
        return []
    rows = db.execute(
        "select i.id from json_each(?) k cross join item i on i.key = k.value limit ?",
        (json.dumps(list(one_edit(key))), ENOUGH),
    )
    return [i for (i,) in rows]


def _expand(db: sqlite3.Connection, way: Sequence[str]) -> list[Meant]:
    return [_meant(db, word) for word in way]


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
    return list(dict.fromkeys(w for d, w in near if d == near[0][0]))[:EXPANSIONS]


def _one_of(ways: Ways, *, whole: bool = False) -> str:
    """An FTS5 expression; every word is quoted, so that no text is taken for syntax.

    `whole`: longer words only for those that stand for nothing as they are.
    """
    return "(" + " OR ".join(_all_of(way, whole) for way in ways if all(way)) + ")"


def _all_of(way: Sequence[Meant], whole: bool) -> str:
    some = [word.whole if whole and word.whole else word.whole + word.longer for word in way]
    return "(" + " AND ".join("(" + " OR ".join(map(_quoted, each)) + ")" for each in some) + ")"


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def _named(db: sqlite3.Connection, match: str, among: Sequence[int] = ()) -> list[int]:
    if among:
        rows = db.execute(
            "select rowid from names where names match ? and rowid in"
            " (select i.id from json_each(?) k cross join item i on i.product_id = k.value)"
            " order by rowid limit ?",
            (match, json.dumps(list(among)), ENOUGH),
        )
    else:
        rows = db.execute(
            "select rowid from names where names match ? order by rowid limit ?", (match, ENOUGH)
        )
    return [i for (i,) in rows]


def _items(db: sqlite3.Connection, found: dict[int, Closeness]) -> list[Found]:
    rows = db.execute(
        "select i.product_id, i.id, i.rank from json_each(?) k cross join item i on i.id = k.value",
        (json.dumps(list(found)),),
    )
    return [Found(product_id, item, rank, found[item]) for product_id, item, rank in rows]
