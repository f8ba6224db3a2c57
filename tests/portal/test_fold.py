"""The fold: spellings of one article are one key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.search.fold import fold_article, fold_words


@pytest.mark.parametrize(
    ("spellings", "key"),
    [
        (("DS-821-AN-LOEP", "ds821anloep", "DS 821 AN LOEP", "ds_821.an/loep"), "ds821anloep"),
        (("М6", "M6", "м6", "m 6"), "m6"),
        (("М8×40", "M8x40", "М8х40", "M8*40", "m8 х 40", "М8 * 40", "M8Х40"), "m8x40"),
        (("1,5", "1.5", " 1,5 "), "1.5"),
        (("WD-40", "wd40", "WD—40", "WD 40", "ＷＤ－４０"), "wd40"),
        (("0893 106", "0893106", "0893-106"), "0893106"),
        (("АВЕКМНОРСТУХ", "ABEKMHOPCTYX", "авекмнорстух"), "abekmhopctyx"),
        (("Ёлка-1", "елка1"), "eлka1"),
        (("DIN 933", "din933", "DIN.933"), "din933"),
        (("12.", ".12", "12,", "№12", "#12"), "12"),
        (("G1/2", "g12"), "g12"),
        (("8.8", "8,8"), "8.8"),
        (("ЩЖ-3", "щж3"), "щж3"),
    ],
)
def test_one_key(spellings: tuple[str, ...], key: str) -> None:
    assert {fold_article(spelling) for spelling in spellings} == {key}


@pytest.mark.parametrize(
    ("one", "other"),
    [("1.5", "15"), ("M8x40", "M8x4"), ("М6", "М8"), ("8.8", "88"), ("A*B", "AXB")],
)
def test_other_articles_stay_other(one: str, other: str) -> None:
    assert fold_article(one) != fold_article(other)


@pytest.mark.parametrize("text", ["", " ", "-", "...", "—/\\", "\0", "🔩", "_"])
def test_nothing_to_compare(text: str) -> None:
    assert fold_article(text) == ""


@given(st.text())
def test_a_key_is_its_own_key_and_spaces_never_matter(text: str) -> None:
    key = fold_article(text)
    assert " " not in key
    assert fold_article(f" {text}\n") == key


@given(st.text("АВЕМabcxх×*-., 0123456789"))
def test_folding_twice_changes_nothing(text: str) -> None:
    key = fold_article(text)
    assert fold_article(key) == key


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Болт М8 × 40, лёгкий", ["болт", "m8x40", "легкий"]),
        ("болт m8*40", ["болт", "m8x40"]),
        ("Смазка WD-40 (400 мл)", ["смазка", "wd", "40", "400", "мл"]),
        ("Сверло 8,5 мм", ["сверло", "8.5", "мм"]),
        ("", []),
    ],
)
def test_words_of_a_name(text: str, words: list[str]) -> None:
    assert fold_words(text) == words
