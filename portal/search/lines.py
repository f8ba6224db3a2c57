"""What the lines of a list may mean, where no article in them is certain."""

import sqlite3
from collections.abc import Sequence

from portal.search.engine import CERTAIN, LIKE_AN_ARTICLE, Closeness, Found, as_json, ask

RANKED = 20
"""So many candidates of a line are worth ranking: five are shown."""


def look_through(
    db: sqlite3.Connection, lines: Sequence[Sequence[str]], among: Sequence[int]
) -> list[tuple[int, list[Found]]]:
    """Of each line, the reading that was taken and what it means: only what is near, or none of it.

    A line is the ways to read it, the likeliest first. Of what is found as it is written, a reading
    that leads to one product is before those that lead to several: `ключ 13` is no 13 of any keys.
    """
    ours, listed = set(among), as_json(among)
    taken: list[tuple[int, list[Found]]] = []
    for readings in lines:
        place, found = _taken(db, readings, listed)
        found = meant(found) or found
        bought = [each for each in found[RANKED:] if each.product_id in ours]
        taken.append((place, found[:RANKED] + bought))
    return taken


def meant(found: Sequence[Found]) -> list[Found]:
    """Those of the surest kind: one, where it is clear what is meant; empty: nothing but near."""
    if not found or found[0].closeness is Closeness.NEAR:
        return []
    kind = found[0].closeness
    if kind in LIKE_AN_ARTICLE and any(each.closeness is Closeness.SLIP for each in found):
        return [each for each in found if each.closeness is not Closeness.NEAR]
    if kind in CERTAIN:
        return [each for each in found if each.closeness in CERTAIN]
    return [each for each in found if each.closeness is kind]


def _taken(db: sqlite3.Connection, readings: Sequence[str], among: str) -> tuple[int, list[Found]]:
    several: tuple[int, list[Found]] | None = None
    for place, text in enumerate(readings):
        found = ask(db, text, among=among, forgiving=False)
        if len(meant(found)) == 1:
            return place, found
        if found and several is None:
            several = place, found
    return several or (0, ask(db, readings[0], among=among, written=False))
