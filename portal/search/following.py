"""Following changes: what became of some products takes the place of what was indexed of them."""

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from portal.search.index import (
    BATCH,
    Entry,
    Row,
    batches,
    insert_names,
    inside_grams,
    mark_of,
    row_of,
    slips_of,
)
from portal.search.slips import SLIP_PREFIX
from portal.search.words import written

Pair = tuple[Row | None, Row | None]
"""What a row was, and what it becomes."""


def update(
    db: sqlite3.Connection,
    *,
    entries: Iterable[Entry],
    gone: Iterable[int],
    since: int,
    cursor: int,
) -> bool:
    """Put changed entries in place of what was known of them, and take out what is gone.

    The changes are those from `since` to `cursor`. False, and nothing done, where somebody has
    followed meanwhile: what they know may be newer than this.
    """
    db.execute("begin immediate")
    try:
        if mark_of(db).cursor != since:
            db.execute("rollback")
            return False
        for batch in batches(entries, BATCH):
            _replace(db, batch)
        for product_ids in batches(gone, BATCH):
            _remove(db, product_ids)
        db.execute("update meta set value = ? where name = 'cursor'", (cursor,))
        db.execute("commit")
        return True
    except BaseException:
        db.execute("rollback")
        raise


def _replace(db: sqlite3.Connection, batch: Sequence[Entry]) -> None:
    known = _known(db, [entry.product_id for entry in batch])
    codes = _codes(db, [row.id for row in known.values()])
    (last,) = db.execute("select coalesce(max(id), 0) from item").fetchone()
    pairs: list[Pair] = []
    for entry in {entry.product_id: entry for entry in batch}.values():
        # What was known keeps its number, which is its popularity.
        old = known.get(entry.product_id)
        last += old is None
        row = row_of(entry, old.id if old else last)
        if row != old:
            pairs.append((old, row))
        if (now := set(entry.codes)) != (before := codes.get(row.id, set())):
            gone, new = ([(code, row.id) for code in some] for some in (before - now, now - before))
            db.executemany("delete from code where code = ? and item = ?", gone)
            db.executemany("insert or ignore into code values (?, ?)", new)
    _exchange(db, pairs)
    _note_slips(db, (entry.name for entry in batch))


def _remove(db: sqlite3.Connection, product_ids: Sequence[int]) -> None:
    rows = list(_known(db, product_ids).values())
    db.executemany("delete from code where item = ?", [(row.id,) for row in rows])
    _exchange(db, [(row, None) for row in rows])


def _exchange(db: sqlite3.Connection, pairs: Sequence[Pair]) -> None:
    """Write what differs: most changes leave an article or a name as it was."""
    db.executemany("delete from item where id = ?", [(old.id,) for old, _ in pairs if old])
    db.executemany("insert into item values (?, ?, ?, ?, ?, ?)", [new for _, new in pairs if new])
    before, after = _differing(pairs, lambda row: row.words)
    # Without content of its own FTS5 must be told what to forget.
    db.executemany(
        "insert into names (names, rowid, words) values ('delete', ?, ?)",
        [(row.id, row.words) for row in before],
    )
    insert_names(db, after)
    uses = Counter(word for row in after for word in row.words.split())
    uses.subtract(word for row in before for word in row.words.split())
    db.executemany(
        "insert into word values (?, ?)"
        " on conflict (word) do update set uses = uses + excluded.uses",
        [(word, more) for word, more in uses.items() if more],
    )
    before, after = _differing(pairs, lambda row: row.key)
    db.executemany("delete from gram where gram = ? and item = ?", _grams(before))
    db.executemany("insert or ignore into gram values (?, ?)", _grams(after))


def _differing(pairs: Sequence[Pair], part: Callable[[Row], str]) -> tuple[list[Row], list[Row]]:
    """The rows as they were and as they become where this part of them does not stay."""
    changed = [(old, new) for old, new in pairs if not (old and new and part(old) == part(new))]
    return [old for old, _ in changed if old], [new for _, new in changed if new]


def _grams(rows: Iterable[Row]) -> list[tuple[str, int]]:
    return [(gram, row.id) for row in rows for gram in inside_grams(row.key)]


def _note_slips(db: sqlite3.Connection, names: Iterable[str]) -> None:
    forms = {form: word for name in names for form, word in written(name).items()}
    known = {
        form
        for (form,) in db.execute(
            "select k.value from json_each(?) k where exists"
            " (select 1 from slip where slip = substr(k.value, 1, ?) and written = k.value)",
            (json.dumps(list(forms)), SLIP_PREFIX),
        )
    }
    new = {form: word for form, word in forms.items() if form not in known}
    db.executemany("insert or ignore into slip values (?, ?, ?)", slips_of(new))


def _known(db: sqlite3.Connection, product_ids: Sequence[int]) -> dict[int, Row]:
    rows = db.execute(
        "select i.id, i.product_id, i.key, i.article, i.words, i.rank from json_each(?) k"
        " cross join item i on i.product_id = k.value",
        (json.dumps(list(product_ids)),),
    )
    return {row[1]: Row(*row) for row in rows}


def _codes(db: sqlite3.Connection, items: Sequence[int]) -> dict[int, set[str]]:
    rows = db.execute(
        "select c.item, c.code from json_each(?) k cross join code c on c.item = k.value",
        (json.dumps(list(items)),),
    )
    found: dict[int, set[str]] = {}
    for item, code in rows:
        found.setdefault(item, set()).add(code)
    return found
