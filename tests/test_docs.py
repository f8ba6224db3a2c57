"""What is documented is there, and what is there is documented."""

import re
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest
from pydantic import SecretStr
from pydantic_settings import BaseSettings

import bot.config
import portal.config
import sandbox.config
from portal.db.models import EventKind

ROOT = Path(__file__).parent.parent
CLASSES: list[type[BaseSettings]] = [
    bot.config.Settings,
    portal.config.Settings,
    sandbox.config.Settings,
]
NAMES = sorted({name.upper() for settings in CLASSES for name in settings.model_fields})
DIFFERING = {"BOT_TOKEN", "BOT_USERNAME", "PORTAL_LISTEN"}
"""Settings whose default differs between rooms: the local Telegram has a bot of its own."""


def defaults(name: str) -> set[str]:
    """What a setting is when nobody sets it, as it would be written in `.env`."""
    found = set()
    for settings in CLASSES:
        if field := settings.model_fields.get(name.lower()):
            value = field.default
            plain = value.get_secret_value() if isinstance(value, SecretStr) else value
            found.add(str(plain).lower() if isinstance(plain, bool) else str(plain))
    return found


def test_rooms_agree_on_what_a_setting_is_by_default():
    assert {name for name in NAMES if len(defaults(name)) > 1} == DIFFERING


ROW = re.compile(r"^\| `([A-Z0-9_]+)` \| (.*?) \| (.+) \|$", re.M)
ROWS = {
    name: (default, meaning)
    for name, default, meaning in ROW.findall((ROOT / "docs" / "settings.md").read_text("utf-8"))
}


def test_every_setting_is_documented_and_no_other():
    assert sorted(ROWS) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_its_default_is_documented_and_its_meaning(name):
    default, meaning = ROWS[name]
    assert len(meaning) > 20
    if name not in DIFFERING:
        [expected] = defaults(name)
        assert default == (f"`{expected}`" if expected else "empty")


EXAMPLE = dict(
    re.findall(r"^#?([A-Z0-9_]+)=(.*)$", (ROOT / ".env.example").read_text("utf-8"), flags=re.M)
)


def test_the_example_has_every_setting_and_no_other():
    assert sorted(EXAMPLE) == NAMES


@pytest.mark.parametrize("name", sorted(set(NAMES) - DIFFERING))
def test_the_example_shows_defaults(name):
    assert {EXAMPLE[name]} == defaults(name)


def test_every_setting_of_the_example_has_a_comment():
    blocks = (ROOT / ".env.example").read_text("utf-8").strip().split("\n\n")
    for block in blocks[1:]:
        *comment, setting = block.splitlines()
        assert comment, setting
        assert all(line.startswith("# ") for line in comment), setting
        assert "=" in setting


@pytest.mark.parametrize("settings", CLASSES, ids=lambda each: each.__module__)
def test_the_example_is_valid_as_it_stands(settings, monkeypatch):
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    settings(_env_file=ROOT / ".env.example")


def test_every_dependency_is_listed_with_its_reason():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    listed = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    run, develop = listed.split("## To work on it")
    row = re.compile(r"^\| `([a-z0-9._-]+)` \| .{10,} \|$", re.M)
    for wanted, text in (
        (project["dependencies"], run),
        (project["optional-dependencies"]["dev"], develop),
    ):
        names = [re.split(r"[\[<>=,]", each)[0] for each in wanted]
        assert row.findall(text) == names


DOCUMENTS = [
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "docs").glob("*.md")),
]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_to_files_that_are_there(document):
    text = document.read_text("utf-8")
    for link in re.findall(r"\]\(([^)#]+)", text):
        if "://" not in link:
            assert (document.parent / link).exists(), link


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_rows_stand_in_a_table(document):
    """After a blank line they would be read as text."""
    lines = ["", *document.read_text("utf-8").splitlines(), ""]
    for before, line, after in zip(lines, lines[1:], lines[2:], strict=False):
        if line.startswith("| ") and not before.startswith("|"):
            assert re.fullmatch(r"[|:\- ]+", after), line


@pytest.mark.parametrize("readme", ["README.md", "README.ru.md"])
def test_a_readme_leads_to_every_document(readme):
    text = (ROOT / readme).read_text("utf-8")
    listed = re.findall(r"^\| \[docs/([a-z0-9-]+\.md)\]\(docs/\1\) \| .{10,} \|$", text, flags=re.M)
    assert sorted(listed) == sorted(path.name for path in (ROOT / "docs").glob("*.md"))


def test_every_event_is_told_of():
    """Each has its row in docs/notifications.md, whoever hears of it."""
    text = (ROOT / "docs" / "notifications.md").read_text("utf-8")
    table = text.split("## Of what happened")[1].split("## When")[0]
    cells = re.findall(r"^\| (`.+?) \|", table, flags=re.M)
    told = [name for cell in cells for name in re.findall(r"`(\w+)`", cell)]
    assert sorted(told) == sorted(EventKind)


def commands(text: str) -> set[tuple[str, ...]]:
    """`python -m ROOM COMMAND` wherever a document writes it as code."""
    found = re.findall(r"python -m (bot|portal|sandbox)((?: [a-z][a-z-]*)?)", text)
    return {(room, *command.split()) for room, command in found}


WRITTEN = sorted({c for path in DOCUMENTS for c in commands(path.read_text("utf-8"))})


@pytest.mark.parametrize("command", WRITTEN, ids=" ".join)
def test_commands_that_are_written_of_exist(command, monkeypatch):
    room, *words = command
    monkeypatch.setattr(sys, "argv", [room, *words, "--help"])
    with pytest.raises(SystemExit) as done:
        import_module(f"{room}.__main__").main()
    assert not done.value.code


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_make_targets_that_are_written_of_exist(document):
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, flags=re.M))
    written = set(re.findall(r"`make ([a-z-]+)|^make ([a-z-]+)", document.read_text("utf-8"), re.M))
    assert {a or b for a, b in written} <= targets
