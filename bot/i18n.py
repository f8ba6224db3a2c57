"""A strict translator: a missing key, a missing or a superfluous argument raises.

A wrong word is found by the tests that way, not by a buyer.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import ast
from fluent.syntax.visitor import Visitor

LOCALES = Path(__file__).parent.parent / "locales"
"""Beside the package both in a checkout and in an installed wheel."""

_LONGEST_ARGUMENT = 2000
"""fluent.runtime refuses a placeable above 2,500 characters; a buyer's comment may have 4,000."""


class TranslationError(Exception):
    """Words that the code asks for and the locale does not have as asked."""


class Translator:
    """The words of one language: `t("order-placed", number="1001")`."""

    def __init__(self, language: str, texts: Iterable[str]) -> None:
        self.language = language
        self._bundle = FluentBundle([language], use_isolating=False)
        self._entries: dict[str, ast.Message | ast.Term] = {}
        for text in texts:
            resource = _parsed(text)
            for entry in resource.body:
                if isinstance(entry, ast.Junk):
                    raise TranslationError(f"{language}: not Fluent: {entry.content!r}")
                if isinstance(entry, ast.Message | ast.Term):
                    name = _name(entry)
                    if name in self._entries:
                        raise TranslationError(f"{language}: {name} is there twice")
                    self._entries[name] = entry
            self._bundle.add_resource(resource)
        self._arguments: dict[str, frozenset[str]] = {}

    def __call__(self, key: str, /, **args: Any) -> str:
        """The message `key`, or the attribute `key.attribute`. Raises TranslationError."""
        expected = self.arguments(key)
        if expected != args.keys():
            raise TranslationError(
                f"{self.language}: {key} takes {sorted(expected)}, was given {sorted(args)}"
            )
        long = {
            f"\ue000{name}\ue001": value
            for name, value in args.items()
            if isinstance(value, str) and len(value) > _LONGEST_ARGUMENT
        }
        for stand_in in long:
            args[stand_in[1:-1]] = stand_in
        pattern = self._pattern(key)
        text, errors = self._bundle.format_pattern(pattern, args)
        if errors:
            raise TranslationError(f"{self.language}: {key}: {errors[0]}") from errors[0]
        result = str(text)
        for stand_in, value in long.items():
            result = result.replace(stand_in, value)
        return result

    def __contains__(self, key: str) -> bool:
        return not key.startswith("-") and key in self._entries

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._entries if not name.startswith("-"))

    def arguments(self, key: str) -> frozenset[str]:
        """The names of the arguments that the message takes, through whatever it refers to."""
        if key not in self._arguments:
            message, _, attribute = key.partition(".")
            self._arguments[key] = frozenset(self._collect(message, attribute, set()))
        return self._arguments[key]

    def _collect(self, name: str, attribute: str, seen: set[str]) -> set[str]:
        if (reference := f"{name}.{attribute}") in seen:
            return set()
        seen.add(reference)
        entry = None if name.startswith("-") else self._entries.get(name)
        pattern = entry and (
            next((item.value for item in entry.attributes if item.id.name == attribute), None)
            if attribute
            else entry.value
        )
        if not pattern:
            raise TranslationError(f"{self.language}: no {name}{'.' * bool(attribute)}{attribute}")
        references = _References()
        references.visit(pattern)
        for other, other_attribute in references.messages:
            references.variables |= self._collect(other, other_attribute, seen)
        return references.variables

    def _pattern(self, key: str) -> Any:
        message, _, attribute = key.partition(".")
        found = self._bundle.get_message(message)
        return found.attributes[attribute] if attribute else found.value


@lru_cache(maxsize=128)
def _parsed(text: str) -> ast.Resource:
    """Once a process: it is most of what opening the bot again costs."""
    return FluentResource(text)


class _References(Visitor):
    """What a pattern refers to. A term sees only what is passed to it, so it is not looked into."""

    def __init__(self) -> None:
        self.variables: set[str] = set()
        self.messages: set[tuple[str, str]] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802
        self.variables.add(node.id.name)

    def visit_MessageReference(self, node: ast.MessageReference) -> None:  # noqa: N802
        self.messages.add((node.id.name, node.attribute.name if node.attribute else ""))


class Translators:
    """The languages of a directory that holds `LANGUAGE/*.ftl`."""

    def __init__(self, directory: Path = LOCALES, default: str = "ru") -> None:
        self._languages = {
            path.name: Translator(
                path.name, [file.read_text("utf-8") for file in sorted(path.glob("*.ftl"))]
            )
            for path in sorted(directory.iterdir())
            if path.is_dir()
        }
        self._default = self._languages[default]

    def __getitem__(self, language: str) -> Translator:
        return self._languages[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._languages)

    def speaking(self, *wishes: str | None) -> Translator:
        """The first wish that there is (`en-GB` counts as `en`), else the default."""
        for wish in wishes:
            if wish and (found := self._languages.get(wish.replace("_", "-").split("-")[0])):
                return found
        return self._default


def _name(entry: ast.Message | ast.Term) -> str:
    return f"-{entry.id.name}" if isinstance(entry, ast.Term) else entry.id.name
