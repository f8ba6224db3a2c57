"""Words of names: their forms as people use them, and what is bought among what is common."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from portal.search.engine import ask
from portal.search.index import Entry, Mark, build, connect


@pytest.fixture
def found(tmp_path: Path) -> Iterator[object]:
    """Product ids, numbered from 1 as the names are given, by a query."""
    opened = []

    def ask_of(names: Sequence[str], query: str, among: Sequence[int] = ()) -> list[int]:
        path = tmp_path / f"{len(opened)}.db"
        build(path, (Entry(n, f"k{n}", name) for n, name in enumerate(names, 1)), Mark("", 0))
        opened.append(connect(path))
        return [each.product_id for each in ask(opened[-1], query, among=among)]

    yield ask_of
    for db in opened:
        db.close()


@pytest.mark.parametrize(
    "forms",
    [
        ("гайка", "гайки", "гаек", "ГАЙКУ"),
        ("шпилька", "шпилек", "шпильками"),
        ("уголок", "уголки", "уголков"),
        ("кольцо", "колец", "кольца"),
        ("ремень", "ремни", "ремней"),
        ("заклёпка", "заклепок", "заклёпки"),
        ("водосток", "водостоки", "водостоков"),
        ("блок", "блоки", "блоков"),
    ],
)
def test_each_form_finds_the_others(found, forms: tuple[str, ...]) -> None:
    names = [f"Крепёжный {form}" for form in forms]
    for form in forms:
        assert sorted(found(names, form)) == list(range(1, len(forms) + 1)), form


def test_what_is_bought_is_looked_for_by_the_same_rules(found) -> None:
    """Two hundred others stand before it, whatever the words are asked for in."""
    names = ["Болт цинк М8×40"] * 200 + ['Цинк, болт М8×40, рым-болт "DIN" 1\' %_']
    for query in ("болты цинк", "цин болт", "8*40", "болт m8 x 40", "рым-болт", "болт"):
        assert 201 in found(names, query, among=[201, 7]), query
    assert 201 not in found(names, "болт")[:100]


def test_a_word_is_never_taken_for_syntax(found) -> None:
    names = ["Болт OR гайка"] * 100
    for query in (
        "болт OR",
        '"болт',
        "болт'; drop table item; --",
        "болт NEAR(",
        "б%лт",
        "{i.words}",
    ):
        found(names, query, among=[3])
