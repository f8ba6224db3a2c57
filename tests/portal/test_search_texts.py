"""Any text: no exception, and whatever has an article is found by it."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.search.engine import Closeness, ask
from portal.search.file import mark_at
from portal.search.fold import LONGEST_QUERY, clean, fold_article
from portal.search.following import update
from portal.search.index import Entry, Mark, build, connect
from portal.search.lines import look_through
from portal.search.words import MAX_WORDS, words

LETTERS = "абвеёжкмнорстухщязiABEKMXabcdehkmox0123456789"
SIGNS = " -–—./\\,*×хx+_№#«»\"'%()&;:<>{}[]|~^\t\n\0²½٣ﬁß"
typed = st.one_of(
    st.text(max_size=60),
    st.text(LETTERS + SIGNS, max_size=60),
    st.lists(
        st.sampled_from(["болт", "М8×40", "8*40", "DIN", "WD-40", "OR", "NEAR(", '"', "1,5", "-"]),
        max_size=8,
    ).map(" ".join),
)
quick = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def an_index(folder: Path, things: Sequence[tuple[str, str]]) -> Path:
    """Of articles and names; product ids are numbered from 1."""
    path = folder / "index.db"
    entries = [Entry(n, fold_article(a), name) for n, (a, name) in enumerate(things, 1)]
    build(path, entries, Mark("", 0))
    return path


@quick
@given(st.lists(st.tuples(typed, typed), min_size=1, max_size=12), st.lists(typed, max_size=4))
def test_by_its_own_article(
    tmp_path: Path, things: list[tuple[str, str]], queries: list[str]
) -> None:
    with closing(connect(an_index(tmp_path, things))) as db:
        for number, (article, _) in enumerate(things, 1):
            if not fold_article(article) or len(article) > LONGEST_QUERY:
                continue
            found = ask(db, article)
            sure = [each.product_id for each in found if each.closeness is Closeness.ARTICLE]
            assert number in sure
            assert found[0].closeness is Closeness.ARTICLE
        for query in queries:
            for among in ((), (1, 3)):
                found = ask(db, query, among=among, wanted=100)
                assert len({each.product_id for each in found}) == len(found)
                assert all(1 <= each.product_id <= len(things) for each in found)


@quick
@given(st.lists(typed, min_size=1, max_size=12))
def test_by_its_own_name(tmp_path: Path, names: list[str]) -> None:
    with closing(connect(an_index(tmp_path, [("", name) for name in names]))) as db:
        for number, name in enumerate(names, 1):
            # What FTS5 takes for a letter is a matter of its version of Unicode.
            known = all(
                word.replace(".", "").isascii() or "а" <= word[0] <= "я" for word in words(name)
            )
            if words(clean(name)) and known and len(name.split()) <= MAX_WORDS:
                assert number in [each.product_id for each in ask(db, name)]


@quick
@given(st.lists(st.lists(typed, min_size=1, max_size=3), max_size=5))
def test_lines_of_a_list(tmp_path: Path, lines: list[list[str]]) -> None:
    things = [("М8х40", "Болт М8×40"), ("WD-40", "Смазка"), ("1,5", "Хомут 1,5")]
    with closing(connect(an_index(tmp_path, things))) as db:
        taken = look_through(db, lines, among=(2,))
    assert len(taken) == len(lines)
    assert all(0 <= place < len(line) for (place, _), line in zip(taken, lines, strict=True))


@quick
@given(
    st.lists(st.tuples(typed, typed), min_size=1, max_size=6),
    st.lists(st.tuples(st.integers(1, 8), typed, typed, st.booleans()), max_size=8),
)
def test_following_leads_to_what_building_does(
    tmp_path: Path, things: list[tuple[str, str]], changes: list[tuple[int, str, str, bool]]
) -> None:
    """Whatever order products are renamed, added and removed in."""
    known = {n: Entry(n, fold_article(a), name) for n, (a, name) in enumerate(things, 1)}
    path = an_index(tmp_path, things)
    with closing(connect(path)) as db:
        for number, (product, article, name, there) in enumerate(changes):
            entry = Entry(product, fold_article(article), name, (str(product),) if there else ())
            known.pop(product, None)
            if there:
                known[product] = entry
            update(
                db,
                entries=[entry] if there else [],
                gone=[] if there else [product],
                since=number,
                cursor=number + 1,
            )
    other = tmp_path / "other.db"
    build(other, known.values(), mark_at(path))
    with closing(connect(path)) as followed, closing(connect(other)) as built:
        for what in (
            "select product_id, key, article, words, rank from item order by 1",
            "select i.product_id, g.gram from gram g join item i on i.id = g.item order by 1, 2",
            "select i.product_id, c.code from code c join item i on i.id = c.item order by 1, 2",
            "select word, uses from word where uses > 0 order by 1",
            "select count(*) from gram",
        ):
            assert followed.execute(what).fetchall() == built.execute(what).fetchall()
        for article, name in ((a, n) for _, a, n, _ in changes):
            for query in (article, name):
                same = [
                    {each.product_id for each in ask(db, query, forgiving=False)}
                    for db in (followed, built)
                ]
                assert same[0] == same[1], query
                ask(followed, query)
        followed.execute("insert into names (names) values ('integrity-check')")


def test_a_misspelt_name_that_was_mended_hides_nothing(tmp_path: Path) -> None:
    with closing(connect(an_index(tmp_path, [("1", "Болтт цинк"), ("2", "Болт цинк")]))) as db:
        update(db, entries=[Entry(1, "1", "Гайка цинк")], gone=[], since=0, cursor=1)
        assert [each.product_id for each in ask(db, "болтт цинк")] == [2]
