"""Text and rich messages: sent, edited, deleted."""

from typing import Any

from sandbox.core import chats, entities, inline, messages
from sandbox.core.errors import ApiError, bad_request
from sandbox.core.registry import REPLYING, SENDING, method
from sandbox.core.rich import rich_message
from sandbox.core.schema import Params
from sandbox.core.state import Chat, Json
from sandbox.core.world import World

_TEXT = ("text", "entities", "rich_message", "link_preview_options")
_EDITING = "chat_id message_id inline_message_id reply_markup"
_PREVIEW = "link_preview_options disable_web_page_preview"


@method("sendMessage", SENDING, REPLYING, _PREVIEW, "text parse_mode entities")
async def send_message(world: World, p: Params) -> Json:
    return messages.send(world, p, _text(p))


@method("sendRichMessage", SENDING, "rich_message")
async def send_rich_message(world: World, p: Params) -> Json:
    return messages.send(world, p, {"rich_message": rich_message(p["rich_message"])})


@method("editMessageText", _EDITING, _PREVIEW, "text parse_mode entities rich_message")
async def edit_message_text(world: World, p: Params) -> Json | bool:
    if "rich_message" in p and "text" in p:
        raise bad_request("text and rich_message can't be specified at once")
    if "rich_message" in p:
        content: Json = {"rich_message": rich_message(p["rich_message"])}
    else:
        content = _text(p)
    chat, message = _editable(world, p)
    if "text" not in message and "rich_message" not in message:
        raise bad_request("there is no text in the message to edit")
    return _edited(p, messages.edit(world, chat, message, p, content, _TEXT))


@method("editMessageReplyMarkup", _EDITING)
async def edit_message_reply_markup(world: World, p: Params) -> Json | bool:
    chat, message = _editable(world, p)
    return _edited(p, messages.edit(world, chat, message, p, {}, ()))


@method("deleteMessage", "chat_id message_id")
async def delete_message(world: World, p: Params) -> bool:
    chat = chats.present(world, p.get("chat_id"))
    message = chat.messages.get(p["message_id"])
    if message is None:
        raise bad_request("message to delete not found")
    messages.deletable(world, chat, message)
    messages.remove(world, chat, [p["message_id"]])
    return True


@method("deleteMessages", "chat_id message_ids")
async def delete_messages(world: World, p: Params) -> bool:
    """Those that can be deleted are; the rest are passed over, as Telegram does."""
    if not 1 <= len(p["message_ids"]) <= 100:
        raise bad_request("message identifiers must be 1 to 100")
    chat = chats.present(world, p.get("chat_id"))
    for number in p["message_ids"]:
        message: Any = chat.messages.get(number)
        if message is not None:
            try:
                messages.deletable(world, chat, message)
            except ApiError:
                continue
            messages.remove(world, chat, [number])
    return True


def _editable(world: World, p: Params) -> tuple[Chat, Json]:
    if number := p.get("inline_message_id"):
        return inline.message_of(world, number)
    return messages.editable(world, p)


def _edited(p: Params, message: Json) -> Json | bool:
    """Of a message posted by way of the bot it is told nothing: it may not be in that chat."""
    return True if p.get("inline_message_id") else message


def _text(p: Params) -> Json:
    text, found = entities.message_text(p)
    content: Json = {"text": text}
    if found:
        content["entities"] = found
    preview = p.get("link_preview_options")
    if p.get("disable_web_page_preview"):
        preview = {"is_disabled": True}
    if preview:
        content["link_preview_options"] = preview
    return content
