"""`parse_mode` HTML, with the refusals that Telegram words for it."""

import re
from dataclasses import dataclass

from sandbox.core.errors import ApiError, bad_request
from sandbox.core.state import Json

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x([0-9A-Fa-f]+)|#([0-9]+)|([A-Za-z]+));?")
_TAG = re.compile(r"<(/?)([^\s>]*)")
_ATTRIBUTE = re.compile(r"\s*([^\s=>]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[A-Za-z0-9.-]*))?")


@dataclass
class _Open:
    name: str
    attributes: dict[str, str]
    offset: int
    start: int
    """Where its text begins in the pieces gathered so far."""


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.text: list[str] = []
        self.offset = 0
        self.open: list[_Open] = []
        self.entities: list[Json] = []

    def parse(self) -> tuple[str, list[Json]]:
        at = 0
        while at < len(self.source):
            char = self.source[at]
            if char == "<":
                at = self.tag(at)
            elif char == "&" and (decoded := _reference(self.source, at)):
                self.write(decoded[0])
                at = decoded[1]
            else:
                self.write(char)
                at += 1
        if self.open:
            name = self.open[-1].name
            raise _refused(f'Can\'t find end tag corresponding to start tag "{name}"')
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return "".join(self.text), self.entities

    def write(self, char: str) -> None:
        self.text.append(char)
        self.offset += 2 if ord(char) > 0xFFFF else 1

    def tag(self, at: int) -> int:
        match = _TAG.match(self.source, at)
        begin = len(self.source[:at].encode())
        if match is None or match.end() == len(self.source):
            slash = self.source.startswith("</", at)
            raise _refused(f"Unclosed {'end' if slash else 'start'} tag at byte offset {begin}")
        name = match.group(2).lower()
        if match.group(1):
            return self.close(name, match.end(), begin)
        if name not in _KINDS:
            raise _refused(f'Unsupported start tag "{name}" at byte offset {begin}')
        attributes, end = self.attributes(name, match.end(), begin)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise _refused(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self.open.append(_Open(name, attributes, self.offset, len(self.text)))
        return end

    def attributes(self, name: str, at: int, begin: int) -> tuple[dict[str, str], int]:
        found: dict[str, str] = {}
        while True:
            while at < len(self.source) and self.source[at].isspace():
                at += 1
            if at == len(self.source):
                raise _refused(f'Unclosed start tag "{name}" at byte offset {begin}')
            if self.source[at] == ">":
                return found, at + 1
            match = _ATTRIBUTE.match(self.source, at)
            if match is None:
                raise _refused(f'Empty attribute name in the tag "{name}" at byte offset {begin}')
            if match.group(2) is None and not (
                name == "blockquote" and match.group(1) == "expandable"
            ):
                raise _refused(
                    "Expected equal sign in declaration of an attribute of the tag "
                    f'"{name}" at byte offset {begin}'
                )
            value = (match.group(2) or "").strip("\"'")
            found[match.group(1).lower()] = unescaped(value)
            at = match.end()

    def close(self, name: str, at: int, begin: int) -> int:
        if not self.open:
            raise _refused(f"Unexpected end tag at byte offset {begin}")
        while at < len(self.source) and self.source[at].isspace():
            at += 1
        if at == len(self.source) or self.source[at] != ">":
            raise _refused(f"Unclosed end tag at byte offset {begin}")
        opened = self.open[-1]
        if name and name != opened.name:
            raise _refused(
                f'Unmatched end tag at byte offset {begin}, expected "</{opened.name}>", '
                f'found "</{name}>"'
            )
        self.open.pop()
        if self.offset > opened.offset:
            self.add(opened)
        return at + 1

    def add(self, opened: _Open) -> None:
        entity: Json = {
            "type": _KINDS[opened.name],
            "offset": opened.offset,
            "length": self.offset - opened.offset,
        }
        attributes = opened.attributes
        if opened.name == "a":
            url = attributes.get("href") or "".join(self.text[opened.start :])
            if "." not in url and "://" not in url:
                return  # Telegram shows such a link as plain text
            entity["url"] = url if "://" in url else f"http://{url}"
        elif opened.name == "tg-emoji":
            entity["custom_emoji_id"] = attributes.get("emoji-id", "")
        elif opened.name == "tg-time":
            entity["unix_time"] = int(attributes.get("unix", "0") or 0)
            entity["date_time_format"] = attributes.get("format", "")
        elif opened.name == "blockquote" and "expandable" in attributes:
            entity["type"] = "expandable_blockquote"
        elif opened.name == "pre" and self._merge_code(entity):
            return
        if opened.name == "code" and "language-" in attributes.get("class", ""):
            entity["_language"] = attributes["class"].removeprefix("language-")
        self.entities.append(entity)

    def _merge_code(self, pre: Json) -> bool:
        """`<pre><code class="language-X">` is one entity, a `pre` that bears its language."""
        last = self.entities[-1] if self.entities else {}
        same = all(last.get(name) == pre[name] for name in ("offset", "length"))
        if last.get("type") == "code" and same and "_language" in last:
            last["type"] = "pre"
            last["language"] = last.pop("_language")
            return True
        return False


def parse_html(source: str) -> tuple[str, list[Json]]:
    """The text without its tags, and its entities; 400 `can't parse entities: …`."""
    text, entities = _Parser(source).parse()
    for entity in entities:
        entity.pop("_language", None)
    return text, entities


def unescaped(text: str) -> str:
    return _REFERENCE.sub(lambda match: _character(match) or match.group(), text)


def _reference(source: str, at: int) -> tuple[str, int] | None:
    match = _REFERENCE.match(source, at)
    if match is None:
        return None
    char = _character(match)
    return (char, match.end()) if char else None


def _character(match: re.Match[str]) -> str | None:
    hexadecimal, decimal, name = match.groups()
    if name:
        return _NAMED.get(name)
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(code) if 0 < code < 0x10FFFF and not 0xD800 <= code <= 0xDFFF else None


def _refused(words: str) -> ApiError:
    return bad_request(f"can't parse entities: {words}")
