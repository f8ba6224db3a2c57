"""Formatted text: `parse_mode`, given entities, and what Telegram finds in a text by itself.

Offsets and lengths are in UTF-16 code units, as everywhere in the Bot API.
"""

import re
from typing import Any

from sandbox.core.errors import bad_request, not_modelled
from sandbox.core.html import parse_html
from sandbox.core.state import Json

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
MOST_ENTITIES = 100

_FOUND_BY_ITSELF = (
    ("bot_command", re.compile(r"(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])")),
    (
        "url",
        re.compile(
            r"(?<![\w@.])(?:(?:https?|tg)://[^\s<>«»\"]+|(?:[\w-]+\.)+"
            r"(?:com|ru|org|net|me|io|dev|info|рф|su|by|kz)(?:/[^\s<>«»\"]*)?(?![\w@-]))",
            re.IGNORECASE,
        ),
    ),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("mention", re.compile(r"(?<!\w)@[A-Za-z][A-Za-z0-9_]{3,31}\b")),
    ("hashtag", re.compile(r"(?<![\w#])#\w*[^\W\d_]\w*")),
    ("phone_number", re.compile(r"(?<![\w+])\+\d[\d ()-]{8,17}\d(?!\w)")),
)
_OPAQUE = ("code", "pre", "text_link", "text_mention", "custom_emoji")


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def formatted(
    text: str,
    parse_mode: str | None,
    entities: list[Json] | None,
) -> tuple[str, list[Json]]:
    """The text as it is shown and its entities; 400 where it can't be parsed."""
    if parse_mode:
        text, found = _parsed(text, parse_mode)
    else:
        found = _checked(text, entities or [])
    text, found = _trimmed(text, found)
    found += detected(text, found)
    found.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return text, found[:MOST_ENTITIES]


def detected(text: str, taken: list[Json] | None = None) -> list[Json]:
    """Commands, links, mentions and the like, outside of what is already `taken`."""
    busy = [
        (entity["offset"], entity["offset"] + entity["length"])
        for entity in taken or []
        if entity["type"] in _OPAQUE
    ]
    found: list[Json] = []
    for kind, pattern in _FOUND_BY_ITSELF:
        for match in pattern.finditer(text):
            matched = match.group().rstrip(".,;:!?)") if kind == "url" else match.group()
            start = utf16_length(text[: match.start()])
            end = start + utf16_length(matched)
            if all(end <= other_start or start >= other_end for other_start, other_end in busy):
                busy.append((start, end))
                found.append({"type": kind, "offset": start, "length": end - start})
    return sorted(found, key=lambda entity: int(entity["offset"]))


def message_text(p: dict[str, Any]) -> tuple[str, list[Json]]:
    """The text of sendMessage and editMessageText: neither empty nor too long."""
    given = p.get("text", "")
    if not given:
        raise bad_request("message text is empty")
    text, entities = formatted(given, p.get("parse_mode"), p.get("entities"))
    if not text:
        raise bad_request("text must be non-empty")
    if len(text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return text, entities


def caption(p: dict[str, Any]) -> Json:
    """`caption` and `caption_entities` as a message has them; nothing where it is empty."""
    text, entities = formatted(
        p.get("caption") or "", p.get("parse_mode"), p.get("caption_entities")
    )
    if len(text) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    if not text:
        return {}
    return {"caption": text} | ({"caption_entities": entities} if entities else {})


def _parsed(text: str, parse_mode: str) -> tuple[str, list[Json]]:
    mode = parse_mode.lower()
    if mode == "html":
        return parse_html(text)
    if mode in ("markdown", "markdownv2"):
        raise not_modelled(f"parse_mode {parse_mode}")
    raise bad_request("unsupported parse_mode")


def _checked(text: str, entities: list[Json]) -> list[Json]:
    length = utf16_length(text)
    for entity in entities:
        if entity["offset"] < 0 or entity["length"] <= 0:
            raise bad_request("can't parse entities: entity offset or length is invalid")
        if entity["offset"] + entity["length"] > length:
            raise bad_request(
                f"entity beginning at UTF-16 offset {entity['offset']} "
                f"ends after the end of the text at UTF-16 offset "
                f"{entity['offset'] + entity['length']}"
            )
    return [{k: v for k, v in entity.items() if v is not None} for entity in entities]


def _trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Telegram drops the space around a message, and what formats nothing but it."""
    cut = utf16_length(text) - utf16_length(text.lstrip())
    text = text.strip()
    length = utf16_length(text)
    kept = []
    for entity in entities:
        start = max(entity["offset"] - cut, 0)
        end = min(entity["offset"] + entity["length"] - cut, length)
        if end > start:
            kept.append(entity | {"offset": start, "length": end - start})
    return text, kept
