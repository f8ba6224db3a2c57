"""The translator is strict."""

from pathlib import Path

import pytest

from bot.i18n import TranslationError, Translator, Translators

FTL = """
-brand = Артикул
hello = { -brand }: { $name }
    .short = { $initial }
both = { hello } и { $other }
lines = { $count ->
    [one] { $count } строка
    [few] { $count } строки
   *[other] { $count } строк
}
comment = Комментарий: { $text }
broken-inside = { missing-message }
"""


@pytest.fixture
def t() -> Translator:
    return Translator("ru", [FTL])


def test_words_plurals_attributes_references(t: Translator) -> None:
    assert t("hello", name="Анна") == "Артикул: Анна"
    assert t("hello.short", initial="А") == "А"
    assert t("both", name="Анна", other="Борис") == "Артикул: Анна и Борис"
    assert [t("lines", count=n) for n in (1, 2, 5, 11, 21)] == [
        "1 строка",
        "2 строки",
        "5 строк",
        "11 строк",
        "21 строка",
    ]


@pytest.mark.parametrize(
    ("key", "args"),
    [
        ("nowhere", {}),
        ("hello", {}),
        ("hello", {"name": "Анна", "extra": 1}),
        ("hello.long", {}),
        ("both", {"other": "Борис"}),
        ("broken-inside", {}),
        ("-brand", {}),
        ("hello", {"name": None}),
    ],
)
def test_whatever_is_not_as_asked_raises(t: Translator, key: str, args: dict[str, object]) -> None:
    with pytest.raises(TranslationError):
        t(key, **args)


def test_a_comment_of_four_thousand_characters_fits(t: Translator) -> None:
    comment = "ы" * 4000
    assert t("comment", text=comment) == f"Комментарий: {comment}"


def test_nothing_is_isolated_by_invisible_marks(t: Translator) -> None:
    assert "\u2068" not in t("hello", name="Анна")


@pytest.mark.parametrize("text", ["key = { unclosed", "key = 1\nkey = 2\n"])
def test_a_broken_or_doubled_message_raises_at_start(text: str) -> None:
    with pytest.raises(TranslationError):
        Translator("ru", [text])


def test_languages_are_chosen_by_wish(tmp_path: Path) -> None:
    for language in ("ru", "en"):
        (tmp_path / language).mkdir()
        (tmp_path / language / "a.ftl").write_text("who = " + language)
    translators = Translators(tmp_path)
    assert translators.speaking("en", "ru").language == "en"
    assert translators.speaking(None, "en-GB").language == "en"
    assert translators.speaking(None, "de").language == "ru"
    assert translators.speaking(None, None).language == "ru"
    assert translators.speaking("../etc", "en").language == "en"
