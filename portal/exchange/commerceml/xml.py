"""Elements by their names alone: real files come in three namespaces and in none."""

import sys
from collections.abc import Iterator

from lxml.etree import _Element


class _Names(dict[str, str]):
    def __missing__(self, tag: str) -> str:
        name = sys.intern(tag.rpartition("}")[2])
        if len(self) < 1000:
            self[tag] = name
        return name


NAME = _Names()
"""The name of a tag without its namespace."""


def parts_of(element: _Element) -> dict[str, _Element]:
    """The children by name; of several alike the last."""
    return {NAME[child.tag]: child for child in element}


def fields_of(element: _Element) -> dict[str, str]:
    """The texts of the children by name; of several alike the last."""
    return {NAME[child.tag]: (child.text or "").strip() for child in element}


def text_of(parts: dict[str, _Element], name: str) -> str:
    """The text of the part of this name, empty where there is none."""
    part = parts.get(name)
    return "" if part is None else (part.text or "").strip()


def children(element: _Element, name: str) -> Iterator[_Element]:
    return (child for child in element if NAME[child.tag] == name)


def named(element: _Element | None, name: str) -> bool:
    return element is not None and NAME[element.tag] == name
