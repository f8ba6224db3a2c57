"""Rules of the page's own files: they guard safety and both languages."""

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "sandbox" / "page"
SCRIPTS = sorted(PAGE.glob("*.js"))
STYLES = sorted(PAGE.glob("css/*.css"))
WORDS = (PAGE / "words.js").read_text("utf-8")


@pytest.mark.parametrize("file", SCRIPTS, ids=lambda file: file.name)
def test_no_string_is_ever_parsed_as_html(file: Path) -> None:
    parsed = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\(|new Function"
    )
    found = re.findall(parsed, file.read_text("utf-8"))
    assert found == [], "what a person writes could then run as a script: build nodes with dom.js"


@pytest.mark.parametrize("file", [*SCRIPTS, *STYLES, PAGE / "index.html"], ids=lambda f: f.name)
def test_nothing_comes_from_another_machine(file: Path) -> None:
    loaded = r"""(?:src|href)=["']?(?:https?:)?//|@import|url\(\s*["']?https?:|from ["']https?:"""
    found = re.findall(loaded, file.read_text("utf-8"))
    assert found == [], "the page must work without the internet"


@pytest.mark.parametrize("file", SCRIPTS, ids=lambda file: file.name)
def test_words_for_people_are_only_in_the_file_of_words(file: Path) -> None:
    if file.name == "words.js":
        return
    assert re.findall("[а-яё]", file.read_text("utf-8"), re.IGNORECASE) == []


def test_every_word_is_in_both_languages_and_is_used() -> None:
    entries = re.findall(r"^  (\w+): \[(.*?)\],$", WORDS, re.MULTILINE | re.DOTALL)
    assert len(entries) > 100
    code = "".join(file.read_text("utf-8") for file in SCRIPTS if file.name != "words.js")
    for key, both in entries:
        names = [set(re.findall(r"\{(\w+)\}", half)) for half in _halves(both)]
        assert len(names) == 2, f"{key} wants Russian and English"
        assert names[0] == names[1], f"{key} takes other arguments in the other language"
        used = f'"{key}"' in code or key.startswith("bot_")
        assert used, f"nobody says {key}"


def _halves(both: str) -> list[str]:
    """The Russian and the English value: two strings, or two objects of plural forms."""
    return re.findall(r'\{ one: .*? \}(?=,|$|\n)|"(?:[^"\\]|\\.)*"(?![^{]*" \})', both)
