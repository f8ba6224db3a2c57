"""What a message is, as a method of the Bot API and its JSON-able parameters without the chat.

Pictures and documents are Telegram's file ids, http addresses, bytes that we bring along
(`attached`): then in the row, so small ones; or what is fetched just before it is sent (`stored`).
Keyboards are `InlineKeyboardMarkup` as JSON.
"""

from base64 import b64encode
from collections.abc import Sequence
from typing import Any

Json = dict[str, Any]
Content = tuple[str, Json]
File = str | Json
ATTACHED = "attached"
STORED = "stored"
LONGEST_ALBUM = 10


def attached(name: str, data: bytes) -> Json:
    return {ATTACHED: {"name": name, "base64": b64encode(data).decode()}}


def stored(name: str, **where: Any) -> Json:
    """A file that is kept elsewhere: the `fetch` of the Outbox finds it by `where`."""
    return {STORED: {"name": name} | where}


def text(html: str, *, markup: Json | None = None, silent: bool = False) -> Content:
    no_preview = {"link_preview_options": {"is_disabled": True}}
    return "sendMessage", {"text": html} | HTML | no_preview | _more(markup, silent)


def photo(
    file: File, *, caption: str = "", markup: Json | None = None, silent: bool = False
) -> Content:
    return "sendPhoto", {"photo": file} | _captioned(caption) | _more(markup, silent)


def document(
    file: File, *, caption: str = "", markup: Json | None = None, silent: bool = False
) -> Content:
    return "sendDocument", {"document": file} | _captioned(caption) | _more(markup, silent)


def single(kind: str, file: File, *, caption: str = "") -> Content:
    """A `photo`, `video` or `document`."""
    return f"send{kind.capitalize()}", {kind: file} | _captioned(caption)


def album(items: Sequence[tuple[str, File]], *, caption: str = "") -> Content:
    """2 to 10 of `("photo", file)`, `("video", file)` or, all of them, `("document", file)`.

    An album bears no keyboard. The caption is the first one's.
    """
    media = [{"type": kind, "media": file} for kind, file in items]
    media[0] |= _captioned(caption)
    return "sendMediaGroup", {"media": media}


def copy(from_chat_id: int, message_id: int, *, markup: Json | None = None) -> Content:
    """Any message, as it is there when it is sent."""
    return "copyMessage", {"from_chat_id": from_chat_id, "message_id": message_id} | _more(markup)


def copies(from_chat_id: int, message_ids: Sequence[int]) -> Content:
    """An album, or any messages in their order; without a keyboard."""
    return "copyMessages", {"from_chat_id": from_chat_id, "message_ids": sorted(message_ids)}


def edit(message_id: int, html: str, *, markup: Json | None = None) -> Content:
    no_preview = {"link_preview_options": {"is_disabled": True}}
    given = {"message_id": message_id, "text": html}
    return "editMessageText", given | HTML | no_preview | _more(markup)


def is_edit(method: str) -> bool:
    """Done twice, it comes to the same."""
    return method.startswith("edit")


def messages_of(payload: Json) -> int:
    """How many messages it is to Telegram's limits."""
    return max(len(payload.get("media", ())), len(payload.get("message_ids", ())), 1)


HTML = {"parse_mode": "HTML"}


def _captioned(caption: str) -> Json:
    return {"caption": caption} | HTML if caption else {}


def _more(markup: Json | None, silent: bool = False) -> Json:
    more: Json = {"reply_markup": markup} if markup else {}
    return more | ({"disable_notification": True} if silent else {})
