"""Inline mode: what a bot may answer to `@bot words`, and which message it can edit afterwards."""

import re
from dataclasses import dataclass, field
from typing import Any

from sandbox.core import entities, keyboards
from sandbox.core.errors import bad_request, not_modelled
from sandbox.core.rich import rich_message
from sandbox.core.state import Chat, Json
from sandbox.core.world import World

MOST_RESULTS = 50
MOST_ID_BYTES = 64
MOST_OFFSET_BYTES = 64
_ARTICLE = ("type", "id", "title", "description", "input_message_content", "reply_markup")
_TEXT = ("message_text", "parse_mode", "entities", "link_preview_options")


@dataclass(frozen=True)
class Content:
    """What choosing a result posts."""

    message: Json
    markup: Json | None


@dataclass
class InlineQuery:
    """Words after the bot's name, until and after the bot answers them. `answer` is
    `{"results", "next_offset", "button"}`, the results as the bot gave them; `contents` is what
    each of them posts, by its id."""

    id: str
    user_id: int
    chat_id: int
    query: str
    offset: str
    at: float
    answer: Json | None = None
    contents: dict[str, Content] = field(default_factory=dict)


def checked_results(results: list[Json]) -> dict[str, Content]:
    """What each result posts, by its id; 400 where Telegram refuses one."""
    if len(results) > MOST_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    made: dict[str, Content] = {}
    for result in results:
        number = str(result.get("id", ""))
        if not 1 <= len(number.encode()) <= MOST_ID_BYTES:
            raise bad_request("RESULT_ID_INVALID")
        if number in made:
            raise bad_request("RESULT_ID_DUPLICATE")
        made[number] = _article(result)
    return made


def checked_offset(offset: str) -> str:
    if len(offset.encode()) > MOST_OFFSET_BYTES:
        raise bad_request("NEXT_OFFSET_INVALID")
    return offset


def checked_button(button: Json | None) -> Json | None:
    """The button above the results: it leads to the private chat, with a start parameter."""
    if button is None:
        return None
    if button.get("web_app") is not None:
        raise not_modelled("the button field web_app")
    if not str(button.get("text", "")).strip():
        raise bad_request("BUTTON_TEXT_INVALID")
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", button.get("start_parameter") or ""):
        raise bad_request("START_PARAM_INVALID")
    return button


def message_of(world: World, inline_message_id: str) -> tuple[Chat, Json]:
    """The message that was posted by way of the bot; 400 where there is none (any more)."""
    chat_id, message_id = world.state.inline_messages.get(inline_message_id, (0, 0))
    chat = world.state.chats.get(chat_id)
    message = chat.messages.get(message_id) if chat else None
    if chat is None or message is None:
        raise bad_request("MESSAGE_ID_INVALID")
    return chat, message


def id_of(world: World, chat: Chat, message: Json) -> str | None:
    """The inline_message_id of a message, where it has one."""
    if "via_bot" not in message:
        return None
    place = (chat.id, message["message_id"])
    posted = world.state.inline_messages.items()
    return next((number for number, where in posted if where == place), None)


def _article(result: Json) -> Content:
    if result.get("type") != "article":
        raise not_modelled(f"the inline result {result.get('type')}")
    _only(result, _ARTICLE, "InlineQueryResultArticle")
    if not str(result.get("title", "")).strip():
        raise bad_request("ARTICLE_TITLE_EMPTY")
    return Content(
        _message(result["input_message_content"]), keyboards.inline(result.get("reply_markup"))
    )


def _message(given: Json) -> Json:
    if "rich_message" in given:
        return {"rich_message": rich_message(given["rich_message"])}
    if "message_text" not in given:
        raise not_modelled(f"the message content with {', '.join(given)}")
    _only(given, _TEXT, "InputTextMessageContent")
    text, found = entities.message_text(given | {"text": given["message_text"]})
    preview = given.get("link_preview_options")
    return (
        {"text": text}
        | ({"entities": found} if found else {})
        | ({"link_preview_options": preview} if preview else {})
    )


def _only(given: Json, modelled: tuple[str, ...], of: str) -> None:
    for name, value in given.items():
        if name not in modelled and not _is_nothing(value):
            raise not_modelled(f"the field {name} of {of}")


def _is_nothing(value: Any) -> bool:
    return value in (None, "", False, [], {})
