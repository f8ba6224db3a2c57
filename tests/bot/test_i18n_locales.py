"""What the code asks of the locales, and what they have."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.i18n import Translators

BOT = Path(__file__).parents[2] / "bot"
translators = Translators()
RU, EN = translators["ru"], translators["en"]


def trees() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(BOT.rglob("*.py")):
        yield str(path.relative_to(BOT)), ast.parse(path.read_text("utf-8"))


def calls() -> Iterator[tuple[str, ast.Call]]:
    """`t(...)` and `UserError(...)`."""
    for path, tree in trees():
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("t", "UserError")
                and node.args
            ):
                yield f"{path}:{node.lineno}", node


def test_languages_have_the_same_messages_with_the_same_arguments() -> None:
    assert set(RU) == set(EN)
    differ = {
        key: (set(RU.arguments(key)), set(EN.arguments(key)))
        for key in RU
        if RU.arguments(key) != EN.arguments(key)
    }
    assert differ == {}


def test_every_message_that_the_code_asks_for_is_there_with_its_arguments() -> None:
    wrong = []
    for where, call in calls():
        key = call.args[0]
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            given = {keyword.arg for keyword in call.keywords}
            if key.value.partition(".")[0] not in RU:
                wrong.append(f"{where}: no {key.value}")
            elif None not in given and given != RU.arguments(key.value):
                wrong.append(f"{where}: {key.value} takes {sorted(RU.arguments(key.value))}")
        elif isinstance(key, ast.JoinedStr) and not any(
            re.fullmatch(_pattern(key), name) for name in RU
        ):
            wrong.append(f"{where}: nothing like {ast.unparse(key)}")
    assert wrong == []


def test_no_message_is_there_for_nobody() -> None:
    literals, patterns = set(), []
    for _, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                literals.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                patterns.append(_pattern(node))
    unused = [
        key
        for key in RU
        if key not in literals
        and not any(re.fullmatch(pattern, key) for pattern in patterns if pattern != ".+")
        and not any(f"{{ {key} }}" in text or f"{{ {key}." in text for text in _texts())
    ]
    assert unused == []


@pytest.mark.parametrize("path", sorted(BOT.rglob("*.py")), ids=lambda path: path.name)
def test_no_words_for_people_stand_in_the_code(path: Path) -> None:
    """Russian words in string literals, where a person might read them, belong to the locales."""
    readers = ("demo.py", "entry.py", "order_search.py", "days.py", "come.py")
    if path.name in readers or "lists" in path.parts:
        # These read or type what people write, in whatever language.
        pytest.skip("reads what people write")
    tree = ast.parse(path.read_text("utf-8"))
    docs = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    found = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docs
        and re.search(r"[А-Яа-яЁё]{4,}", node.value)
    ]
    assert found == []


def _pattern(joined: ast.JoinedStr) -> str:
    return "".join(
        re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+"
        for part in joined.values
    )


def _texts() -> list[str]:
    return [path.read_text("utf-8") for path in (BOT.parent / "locales" / "ru").glob("*.ftl")]
