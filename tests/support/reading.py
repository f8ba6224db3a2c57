"""A bot's message as a person reads it, rich or plain."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Pressable:
    """A button in or under a message. `row` is the text of the table's row that it stands in."""

    text: str
    data: str | None
    url: str | None
    row: str = ""


def text_of(message: Json) -> str:
    """All words: a line a block, a table's row with its cells divided by ` | `."""
    if "rich_message" in message:
        return "\n".join(_lines(message["rich_message"]["blocks"]))
    return str(message.get("text") or message.get("caption") or "")


def pressables(message: Json) -> list[Pressable]:
    found = list(_within(message.get("rich_message", {}).get("blocks", []), ""))
    lines = text_of(message).splitlines() if "rich_message" not in message else []
    under = message.get("reply_markup", {}).get("inline_keyboard", [])
    found += [
        _pressable(button, _line_of(button["text"], lines)) for row in under for button in row
    ]
    return found


def _line_of(label: str, lines: list[str]) -> str:
    """In plain text a row's button bears its number: `3 +` belongs to the line `3. ...`."""
    number = label.split(" ")[0]
    return next((line for line in lines if line.startswith(f"{number}. ")), "")


def _lines(blocks: list[Json]) -> Iterator[str]:
    for block in blocks:
        match block["type"]:
            case "table":
                for row in block["cells"]:
                    yield " | ".join(words(cell.get("text", "")).strip() for cell in row)
            case "details":
                yield words(block["summary"])
                yield from _lines(block["blocks"])
            case "buttons":
                yield " ".join(f"[{words(button['text'])}]" for button in block["buttons"])
            case _:
                yield words(block.get("text", ""))


def words(text: Any) -> str:
    if isinstance(text, str):
        return text
    if isinstance(text, list):
        return "".join(words(piece) for piece in text)
    if text.get("type") == "button":
        return words(text["button"]["text"])
    return words(text.get("text", ""))


def _within(value: Any, row: str) -> Iterator[Pressable]:
    if isinstance(value, list):
        for item in value:
            yield from _within(item, row)
    elif isinstance(value, dict):
        if value.get("type") == "button":
            yield _pressable(value["button"], row)
        elif value.get("type") == "buttons":
            for button in value["buttons"]:
                yield _pressable(button, row)
        elif value.get("type") == "table":
            for cells in value["cells"]:
                of_row = " | ".join(words(cell.get("text", "")) for cell in cells)
                yield from _within([cell.get("text", "") for cell in cells], of_row)
        else:
            for item in value.values():
                yield from _within(item, row)


def _pressable(button: Json, row: str) -> Pressable:
    return Pressable(words(button["text"]), button.get("callback_data"), button.get("url"), row)
