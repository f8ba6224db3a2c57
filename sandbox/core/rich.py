"""Rich messages: from the blocks that a bot sends to the blocks that a message has."""

from collections.abc import Iterator
from typing import Any

from sandbox.core import keyboards
from sandbox.core.errors import bad_request, not_modelled
from sandbox.core.state import Json

MOST_CHARACTERS = 32_768
MOST_BLOCKS = 500
MOST_COLUMNS = 20
MOST_DEPTH = 16
MOST_IN_A_ROW = 8
STYLES = ("danger", "success", "primary", "link")

_PLAIN_BLOCKS = {
    "paragraph": ("text",),
    "heading": ("text",),
    "pre": ("text",),
    "footer": ("text",),
    "divider": (),
    "anchor": (),
    "pullquote": ("text", "credit"),
    "expandable_blockquote": ("text", "credit"),
}
_NESTING_TEXTS = (
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
    "subscript",
    "superscript",
    "marked",
    "code",
    "url",
    "email_address",
    "phone_number",
    "bank_card_number",
    "mention",
    "text_mention",
    "hashtag",
    "cashtag",
    "bot_command",
    "date_time",
    "anchor_link",
    "reference",
    "reference_link",
)


class _Count:
    def __init__(self) -> None:
        self.characters = 0
        self.blocks = 0

    def block(self, depth: int) -> None:
        self.blocks += 1
        if self.blocks > MOST_BLOCKS:
            raise bad_request("RICH_MESSAGE_BLOCKS_TOO_MANY")
        if depth > MOST_DEPTH:
            raise bad_request("RICH_MESSAGE_DEPTH_INVALID")

    def text(self, text: str) -> None:
        self.characters += len(text)
        if self.characters > MOST_CHARACTERS:
            raise bad_request("message is too long")


def rich_message(given: Json) -> Json:
    """`InputRichMessage` as the `RichMessage` of the message; 400 where Telegram refuses it."""
    forms = [name for name in ("html", "markdown", "blocks") if given.get(name) is not None]
    if len(forms) != 1:
        raise bad_request("exactly one of html, markdown, and blocks must be specified")
    if forms != ["blocks"]:
        raise not_modelled(f"rich_message.{forms[0]}")
    if given.get("media"):
        raise not_modelled("rich_message.media")
    count = _Count()
    blocks = [_block(block, count, 1) for block in given["blocks"]]
    if not blocks:
        raise bad_request("message text is empty")
    message: Json = {"blocks": blocks}
    if given.get("is_rtl"):
        message["is_rtl"] = True
    return message


def plain_text(value: Any) -> str:
    """All words of a rich text or of blocks, in their order."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "".join(plain_text(item) for item in value)
    if isinstance(value, dict):
        parts = (value.get(name) for name in ("summary", "text", "button", "blocks", "cells"))
        return "".join(plain_text(part) for part in parts if part is not None)
    return ""


def buttons(value: Any) -> Iterator[Json]:
    """Every button within blocks: in rows of their own, in cells, in the midst of a text."""
    if isinstance(value, list):
        for item in value:
            yield from buttons(item)
    elif isinstance(value, dict):
        if value.get("type") == "button":
            yield value["button"]
        elif value.get("type") == "buttons":
            yield from value["buttons"]
        else:
            for item in value.values():
                yield from buttons(item)


def _block(block: Json, count: _Count, depth: int) -> Json:
    count.block(depth)
    kind = block["type"]
    made: Json = {name: value for name, value in block.items() if value is not None}
    if kind in _PLAIN_BLOCKS:
        _texts(made, _PLAIN_BLOCKS[kind], count, depth)
        if kind == "heading" and not 1 <= block["size"] <= 6:
            raise bad_request("invalid heading size specified")
    elif kind == "details":
        _texts(made, ("summary",), count, depth)
        made["blocks"] = [_block(inner, count, depth + 1) for inner in block["blocks"]]
    elif kind == "blockquote":
        _texts(made, ("credit",), count, depth)
        made["blocks"] = [_block(inner, count, depth + 1) for inner in block["blocks"]]
    elif kind == "list":
        made["items"] = _items(block["items"], count, depth)
    elif kind == "table":
        _texts(made, ("caption",), count, depth)
        made["cells"] = _rows(block["cells"], count, depth)
    elif kind == "buttons":
        made["buttons"] = _button_row(block, count)
    else:
        raise not_modelled(f"the rich block {kind}")
    return made


def _texts(made: Json, names: tuple[str, ...], count: _Count, depth: int) -> None:
    for name in names:
        if name in made:
            made[name] = _text(made[name], count, depth)


def _text(text: Any, count: _Count, depth: int) -> Any:
    if depth > MOST_DEPTH:
        raise bad_request("RICH_MESSAGE_DEPTH_INVALID")
    if isinstance(text, str):
        count.text(text)
        return text
    if isinstance(text, list):
        return [_text(item, count, depth) for item in text]
    kind = text["type"]
    made = {name: value for name, value in text.items() if value is not None}
    if kind == "button":
        made["button"] = _button(text["button"], count)
    elif kind in _NESTING_TEXTS:
        made["text"] = _text(text["text"], count, depth + 1)
        if kind == "url" and not str(text["url"]).startswith("#"):
            made["url"] = keyboards.checked_url(text["url"])
    elif kind != "anchor":
        raise not_modelled(f"the rich text {kind}")
    return made


def _rows(rows: list[list[Json]], count: _Count, depth: int) -> list[list[Json]]:
    made = []
    for row in rows:
        count.block(depth + 1)
        if sum(cell.get("colspan") or 1 for cell in row) > MOST_COLUMNS:
            raise bad_request("RICH_MESSAGE_TABLE_COLUMNS_TOO_MANY")
        made.append([_cell(cell, count, depth + 1) for cell in row])
    return made


def _cell(cell: Json, count: _Count, depth: int) -> Json:
    if cell.get("align") not in ("left", "center", "right"):
        raise bad_request("invalid table cell horizontal alignment specified")
    if cell.get("valign") not in ("top", "middle", "bottom"):
        raise bad_request("invalid table cell vertical alignment specified")
    made = {name: value for name, value in cell.items() if value is not None}
    _texts(made, ("text",), count, depth)
    return made


def _items(items: list[Json], count: _Count, depth: int) -> list[Json]:
    made = []
    for number, item in enumerate(items, start=1):
        count.block(depth + 1)
        blocks = [_block(inner, count, depth + 2) for inner in item["blocks"]]
        kept = {name: value for name, value in item.items() if value is not None}
        made.append(kept | {"label": _label(item, number), "blocks": blocks})
    return made


def _label(item: Json, number: int) -> str:
    if item.get("type") is None and item.get("value") is None:
        return "•"
    if item.get("type") not in (None, "1"):
        raise not_modelled(f"the list label {item['type']}")
    return f"{item.get('value') or number}."


def _button_row(block: Json, count: _Count) -> list[Json]:
    row = block["buttons"]
    if not 1 <= len(row) <= MOST_IN_A_ROW:
        raise bad_request("a row of buttons must have from 1 to 8 of them")
    if block.get("align") not in (None, "left", "center", "right"):
        raise bad_request("invalid buttons alignment specified")
    return [_button(button, count) for button in row]


def _button(button: Json, count: _Count) -> Json:
    if not plain_text(button["text"]).strip():
        raise bad_request("text of a button must be non-empty")
    style = button.get("style")
    if style is not None and style not in STYLES:
        raise bad_request("invalid button style specified")
    if style == "link" and button.get("callback_data") is None:
        raise bad_request("the style link is allowed only for callback buttons")
    made = keyboards.button_action(button) | {"text": _button_text(button["text"], count)}
    return made | ({"style": style} if style else {})


def _button_text(text: Any, count: _Count) -> Any:
    if isinstance(text, str):
        count.text(text)
        return text
    if isinstance(text, list):
        return [_button_text(item, count) for item in text]
    if text["type"] in ("custom_emoji", "date_time"):
        raise not_modelled(f"{text['type']} in a button")
    raise bad_request("a button may contain only plain text, custom emoji and dates")
