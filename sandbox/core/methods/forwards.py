"""Messages sent on: forwarded with their origin, or copied without it."""

from typing import Any

from sandbox.core import chats, entities, keyboards, messages, topics
from sandbox.core.errors import bad_request, not_modelled
from sandbox.core.methods.media import next_album
from sandbox.core.registry import REPLYING, method
from sandbox.core.schema import Params
from sandbox.core.state import Chat, Json
from sandbox.core.world import World

CARRIED = (
    "text",
    "entities",
    "rich_message",
    "photo",
    "document",
    "video",
    "contact",
    "caption",
    "caption_entities",
    "link_preview_options",
    "show_caption_above_media",
    "has_media_spoiler",
    "media_group_id",
)
_SENDING_ON = "chat_id from_chat_id message_thread_id disable_notification protect_content"


@method("forwardMessage", _SENDING_ON, "message_id")
async def forward_message(world: World, p: Params) -> Json:
    source, message = _source(world, p, p["message_id"], "forward")
    return _pass_on(world, p, forwarded(message, source), message.get("reply_markup"))


@method("forwardMessages", _SENDING_ON, "message_ids")
async def forward_messages(world: World, p: Params) -> list[Json]:
    """Those that are gone are passed over."""
    chat = chats.present(world, p.get("from_chat_id"))
    found = [chat.messages[number] for number in p["message_ids"] if number in chat.messages]
    sent = [_pass_on(world, p, forwarded(message, chat), None) for message in found]
    return [{"message_id": message["message_id"]} for message in sent]


@method(
    "copyMessage",
    _SENDING_ON,
    REPLYING,
    "message_id caption parse_mode caption_entities show_caption_above_media reply_parameters "
    "reply_markup allow_paid_broadcast",
)
async def copy_message(world: World, p: Params) -> Json:
    _, message = _source(world, p, p["message_id"], "copy")
    content = _copied(message)
    if "caption" in p:
        content = {k: v for k, v in content.items() if not k.startswith("caption")}
        content |= entities.caption(p)
    sent = messages.send(world, p, content)
    return {"message_id": sent["message_id"]}


@method("copyMessages", _SENDING_ON, "message_ids remove_caption")
async def copy_messages(world: World, p: Params) -> list[Json]:
    chat = chats.present(world, p.get("from_chat_id"))
    found = [chat.messages[number] for number in p["message_ids"] if number in chat.messages]
    copies = [_copied(message) for message in found]
    if p.get("remove_caption"):
        copies = [{k: v for k, v in c.items() if not k.startswith("caption")} for c in copies]
    # Albums stay albums.
    albums = {each["media_group_id"] for each in found if "media_group_id" in each}
    groups = {album: next_album(world) for album in albums}
    for content, each in zip(copies, found, strict=True):
        if "media_group_id" in each:
            content["media_group_id"] = groups[each["media_group_id"]]
    sent = [_pass_on(world, p, content, None) for content in copies]
    return [{"message_id": message["message_id"]} for message in sent]


def forwarded(message: Json, chat: Chat) -> Json:
    """The content of a forward, with where it comes from."""
    content = {name: message[name] for name in CARRIED if name in message}
    origin = message.get("forward_origin") or {
        "type": "user",
        "sender_user": message["from"],
        "date": message["date"],
    }
    return content | {"forward_origin": origin}


def is_service(message: Json) -> bool:
    return not any(name in message for name in CARRIED)


def _copied(message: Json) -> Json:
    return {k: message[k] for k in CARRIED if k in message and k != "media_group_id"}


def _source(world: World, p: Params, message_id: int, verb: str) -> tuple[Chat, Json]:
    chat = chats.present(world, p.get("from_chat_id"))
    message = chat.messages.get(message_id)
    if message is None:
        raise bad_request(f"message to {verb} not found")
    if is_service(message) or message.get("has_protected_content"):
        words = "forwarded" if verb == "forward" else "copied"
        raise bad_request(f"the message can't be {words}")
    if "rich_message" in message and verb == "copy":
        raise not_modelled("a copy of a rich message")
    return chat, message


def _pass_on(world: World, p: Params, content: Json, markup: Any) -> Json:
    inline = keyboards.inline(markup)
    chat = chats.writable(world, p.get("chat_id"))
    thread_id = topics.checked(chat, p.get("message_thread_id"))
    world.pace.spend(chat.id, world.timestamp(), is_group=chats.is_group(chat))
    content = content | ({"reply_markup": inline} if inline else {})
    if p.get("protect_content"):
        content |= {"has_protected_content": True}
    return messages.post(world, chat, world.bot_user(), content, thread_id=thread_id)
