"""Reads docker-compose.yml: as much of YAML as that file uses, so that no library is needed.

Mappings and lists by indentation, `[a, b]` in a line, comments, `&anchor`, `*anchor` and `<<`.
Whatever else it meets, it refuses.
"""

import re
from typing import Any

PAIR = re.compile(r"([\w./-]+|<<):(?: (.*))?$")


def read(text: str) -> dict[str, Any]:
    """The mapping that the text holds. Raises ValueError."""
    lines = [
        (len(line) - len(line.lstrip()), line.strip())
        for line in text.splitlines()
        if line.strip() and not line.lstrip().startswith("#")
    ]
    anchors: dict[str, Any] = {}
    found = _block(lines, 0, anchors)
    if lines:
        raise ValueError(f"not understood: {lines[0][1]!r}")
    if not isinstance(found, dict):
        raise ValueError("a mapping was expected")
    return found


def _block(lines: list[tuple[int, str]], indent: int, anchors: dict[str, Any]) -> Any:
    if lines[0][1].startswith("- "):
        items = []
        while lines and lines[0][0] == indent and lines[0][1].startswith("- "):
            items.append(_scalar(lines.pop(0)[1][2:]))
        return items
    mapping: dict[str, Any] = {}
    merged: dict[str, Any] = {}
    while lines and lines[0][0] == indent:
        pair = PAIR.match(lines[0][1])
        if pair is None:
            raise ValueError(f"not understood: {lines[0][1]!r}")
        lines.pop(0)
        key, rest = pair[1], pair[2] or ""
        if key == "<<":
            merged = anchors[rest.removeprefix("*")]
            continue
        anchor, rest = (rest[1:], "") if rest.startswith("&") else ("", rest)
        if rest:
            value = _scalar(rest)
        else:
            deeper = bool(lines) and lines[0][0] > indent
            value = _block(lines, lines[0][0], anchors) if deeper else None
        if key in mapping:
            raise ValueError(f"{key} is there twice")
        mapping[key] = value
        if anchor:
            anchors[anchor] = value
    return merged | mapping


def _scalar(text: str) -> Any:
    if text.startswith("["):
        return [
            _scalar(item.strip()) for item in text.removeprefix("[").removesuffix("]").split(",")
        ]
    if text.startswith('"') and text.endswith('"'):
        return text[1:-1]
    if text[0] in "&*{|>'\"":
        raise ValueError(f"not understood: {text!r}")
    return text
