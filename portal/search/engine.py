"""Asking the index: certain answers first, then likenesses, what is near only without those."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from portal.search.conditions import Condition, all_of, any_of, condition
from portal.search.fold import clean, fold_article
from portal.search.index import GRAM, SHORTEST_INSIDE, bare_key
from portal.search.slips import one_edit, other_layouts
from portal.search.vocabulary import Ways, read, read_with_slips, words_of

ENOUGH = 60
"""How many candidates of a kind are ranked together."""
MOST = 4000
"""Nobody turns so many pages."""
SHORTEST_TYPO, LONGEST_TYPO = 4, 24
SHORTEST_WHOLE = 6
"""What is shorter is more likely the beginning of an article than one with a slip."""
LAST = "\U0010ffff"
OF_THESE = "select i.id from json_each(?) k cross join item i on i.product_id = k.value"


class Closeness(IntEnum):
    """How an answer was found; the less, the surer."""

    ARTICLE = 0
    CODE = 1
    OTHER_LAYOUT = 2
    """An article or a barcode, typed in the other keyboard layout."""
    ARTICLE_PREFIX = 3
    NAME = 4
    NAME_PREFIX = 5
    ARTICLE_INSIDE = 6
    SLIP = 7
    """An article one slip away, or a name that has all the words, slips forgiven."""
    SLIP_PREFIX = 8
    """The same, with longer words in place of some."""
    NEAR = 9
    """A name that has some of the words."""


CERTAIN = (Closeness.ARTICLE, Closeness.CODE)
LIKE_AN_ARTICLE = (Closeness.ARTICLE_PREFIX, Closeness.ARTICLE_INSIDE)
FEW = 10
"""Fewer answers than this leave room on the page for what may have been meant."""


@dataclass(frozen=True, slots=True)
class Found:
    """An answer; `item` numbers by popularity, the most popular least; `rank` as in `Entry`.

    `leads`: its name begins with a word that was asked for. `turn`: candidates that are ranked
    together have the same one; more of them come in later turns.
    """

    product_id: int
    item: int
    rank: int
    closeness: Closeness
    leads: bool
    turn: int


@dataclass(slots=True)
class _Candidates:
    """What one turn finds: at most `enough` items of a kind, each by its best closeness."""

    db: sqlite3.Connection
    among: str
    """As JSON; empty: nothing."""
    enough: int
    surest: bool
    """Names are looked for no further than to the surest kind."""
    items: dict[int, Closeness] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)

    def note(self, closeness: Closeness, items: Iterable[int]) -> None:
        for item in items:
            self.items.setdefault(item, closeness)

    @property
    def certain(self) -> bool:
        return any(closeness in CERTAIN for closeness in self.items.values())

    @property
    def only_like_articles(self) -> bool:
        return all(closeness in LIKE_AN_ARTICLE for closeness in self.items.values())


def ask(
    db: sqlite3.Connection,
    query: str,
    *,
    among: Sequence[int] | str = (),
    wanted: int = ENOUGH,
    written: bool = True,
    forgiving: bool = True,
) -> list[Found]:
    """What a query finds, at least `wanted` where there are as many, up to some thousands.

    In each turn the surest come first and then the most popular; what earlier turns have found does
    not depend on how many are wanted. Where an article or a barcode is certain, no slip is looked
    for. `among` are product ids (what the company buys) that are looked through apart, so that a
    common word does not drown them; whoever asks often gives them as JSON. With `forgiving` false,
    only what was written is found: no slips, no other keyboard layout, nothing near, and no longer
    words where the words themselves are found; with `written` false, as is known to find nothing,
    the rest. Never raises on any text; an empty query finds
    nothing.
    """
    query = clean(query)
    found: list[Found] = []
    seen: set[int] = set()
    enough, turn = ENOUGH, 0
    ours = among if isinstance(among, str) else as_json(among)
    while True:
        candidates = _Candidates(db, ours, enough, surest=not forgiving)
        if written:
            _as_written(candidates, query)
        if forgiving and not candidates.certain:
            _forgiving(candidates, query)
        new = _found(candidates, seen, turn)
        found += new
        seen.update(candidates.items)
        exhausted = len(candidates.items) < enough or not new or enough > MOST
        if exhausted or len(found) >= wanted:
            return found
        enough, turn = enough * 4, turn + 1


def as_json(among: Sequence[int]) -> str:
    return json.dumps(list(among)) if among else ""


def _as_written(found: _Candidates, query: str) -> None:
    _articles(found, query)
    _names(found, read(found.db, query, other_layout=False))


def _forgiving(found: _Candidates, query: str) -> None:
    if _doubtful(found, query):
        _in_other_layout(found, query)
    if len(found.items) < FEW and found.only_like_articles:
        # A long article with a slip in it is easily a piece of some other one: these come too.
        shortest = SHORTEST_WHOLE if found.items else SHORTEST_TYPO
        found.note(Closeness.SLIP, _slipped_article(found, query, shortest))
    for text in (query, *other_layouts(query)):
        if not found.items:
            _near(found, text)


def _doubtful(found: _Candidates, query: str) -> bool:
    """Nothing was found, or letters alone that merely stand in some article."""
    if any(character.isdigit() for character in query):
        return not found.items
    return found.only_like_articles


def _in_other_layout(found: _Candidates, query: str) -> None:
    for other in other_layouts(query):
        key = fold_article(other)
        found.note(Closeness.OTHER_LAYOUT, _equal(found, bare_key(key), key))
        found.note(Closeness.OTHER_LAYOUT, _code(found, other))
    for other in other_layouts(query):
        _like_articles(found, bare_key(fold_article(other)))
    _names(found, read(found.db, query, other_layout=True))


def _articles(found: _Candidates, query: str) -> None:
    """Articles and barcodes, nothing forgiven but separators and look-alikes."""
    article_key = fold_article(query)
    key = bare_key(article_key)
    found.note(Closeness.ARTICLE, _equal(found, key, article_key))
    found.note(Closeness.CODE, _code(found, query))
    _like_articles(found, key)


def _like_articles(found: _Candidates, key: str) -> None:
    if len(key) > 1:
        found.note(Closeness.ARTICLE_PREFIX, _prefix(found, key))
    if len(found.items) < FEW and len(key) >= SHORTEST_INSIDE:
        found.note(Closeness.ARTICLE_INSIDE, _inside(found, key))


def _equal(found: _Candidates, key: str, article_key: str) -> list[int]:
    """Items of this article; where `1.5` and `15` both are there, the one that was written."""
    if not key:
        return []
    rows = found.db.execute(
        "select id, article from item where key = ? limit ?", (key, found.enough)
    )
    same = [(item, article == article_key) for item, article in rows]
    return [item for item, literal in same if literal] or [item for item, _ in same]


def _code(found: _Candidates, query: str) -> list[int]:
    code = "".join(query.split())
    return [i for (i,) in found.db.execute("select item from code where code = ? limit 8", (code,))]


def _prefix(found: _Candidates, key: str) -> list[int]:
    rows = found.db.execute(
        "select id from item where key >= ? and key < ? limit ?",
        (key, key + LAST, found.enough * 4),
    )
    items = sorted(i for (i,) in rows)
    ours: list[int] = []
    if found.among and len(items) > found.enough:
        rows = found.db.execute(
            "select i.id from json_each(?) k cross join item i on i.product_id = k.value"
            " where i.key >= ? and i.key < ? limit ?",
            (found.among, key, key + LAST, found.enough),
        )
        ours = [i for (i,) in rows]
    return ours + items[: found.enough]


def _inside(found: _Candidates, key: str) -> list[int]:
    start = key[:GRAM]
    rows = found.db.execute(
        "select distinct g.item from gram g join item i on i.id = g.item"
        " where g.gram >= ? and g.gram < ? and instr(i.key, ?) limit ?",
        (start, start + LAST, key, found.enough),
    )
    return [i for (i,) in rows]


def _slipped_article(found: _Candidates, query: str, shortest: int) -> list[int]:
    key = bare_key(fold_article(query))
    words_only = " " in query.strip() and not any(c.isdigit() for c in query)
    if words_only or not shortest <= len(key) <= LONGEST_TYPO:
        return []
    rows = found.db.execute(
        "select i.id from json_each(?) k cross join item i on i.key = k.value limit ?",
        (json.dumps(list(one_edit(key))), found.enough),
    )
    return [i for (i,) in rows]


def _names(found: _Candidates, asked: list[Ways] | None) -> None:
    """Names with these words, and then those with words that begin so: `8*40` before `8*400`."""
    if not asked:
        return
    found.words.update(words_of(asked))
    whole = _whole(asked)
    named = _named(found, whole)
    found.note(Closeness.NAME, named)
    if len(named) >= found.enough or (named and found.surest):
        return
    longer = all_of(condition(ways) for ways in asked)
    if longer != whole:
        found.note(Closeness.NAME_PREFIX, _named(found, longer))


def _whole(asked: Sequence[Ways]) -> Condition:
    return all_of(condition(ways, whole=True) for ways in asked)


def _near(found: _Candidates, query: str) -> None:
    """What may have been meant: words with slips, then most of the words, then any of them."""
    telling, adding, complete = read_with_slips(found.db, query)
    if not telling:
        return
    found.words.update(words_of(telling))
    words = [condition(ways) for ways in telling]
    conditions = words + [condition(ways) for ways in adding]
    if complete:
        found.note(Closeness.SLIP, _named(found, _whole(telling + adding)))
    if len(found.items) < FEW:
        longer = Closeness.SLIP_PREFIX if complete else Closeness.NEAR
        found.note(longer, _named(found, all_of(conditions)))
    if not found.items and len(conditions) > 2:
        for left_out in range(len(conditions)):
            rest = conditions[:left_out] + conditions[left_out + 1 :]
            found.note(Closeness.NEAR, _named(found, all_of(rest)))
    if not found.items:
        found.note(Closeness.NEAR, _named(found, any_of(words)))


def _named(found: _Candidates, wanted: Condition) -> list[int]:
    rows = found.db.execute(
        "select rowid from names where names match ? order by rowid limit ?",
        (wanted.match, found.enough),
    )
    named = [i for (i,) in rows]
    if found.among and len(named) == found.enough:
        # FTS5 would begin anew for each of them, or read all that match.
        # Its words are bound as values.
        ours = f"{OF_THESE} where {wanted.words_hold} order by i.id limit ?"
        values = (found.among, *wanted.values, found.enough)
        rows = found.db.execute(ours, values)
        named = [i for (i,) in rows] + named
    return named


def _found(candidates: _Candidates, seen: set[int], turn: int) -> list[Found]:
    items = candidates.items
    rows = candidates.db.execute(
        "select i.product_id, i.id, i.rank, substr(i.words, 1, instr(i.words || ' ', ' ') - 1)"
        " from json_each(?) k cross join item i on i.id = k.value",
        (json.dumps([item for item in items if item not in seen]),),
    )
    found = [
        Found(product_id, item, rank, items[item], first in candidates.words, turn)
        for product_id, item, rank, first in rows
    ]
    return sorted(found, key=lambda each: (each.closeness, each.rank, each.item))
