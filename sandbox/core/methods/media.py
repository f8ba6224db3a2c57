"""Photos, documents, videos, albums and contacts: sent, changed, fetched."""

from typing import cast

from sandbox.core import chats, entities, files, keyboards, messages, topics
from sandbox.core.errors import bad_request, not_modelled
from sandbox.core.registry import REPLYING, SENDING, method
from sandbox.core.schema import Params
from sandbox.core.state import Json
from sandbox.core.world import World

_CAPTION = "caption parse_mode caption_entities"
_EDITING = "chat_id message_id inline_message_id reply_markup"
_SHOWN = "show_caption_above_media has_spoiler"
MEDIA = ("photo", "document", "video")
_CAPTIONS = ("caption", "caption_entities", "show_caption_above_media")


@method("sendPhoto", SENDING, REPLYING, _CAPTION, _SHOWN, "photo")
async def send_photo(world: World, p: Params) -> Json:
    return messages.send(world, p, _content(world, p, "photo"))


@method("sendDocument", SENDING, REPLYING, _CAPTION, "document disable_content_type_detection")
async def send_document(world: World, p: Params) -> Json:
    return messages.send(world, p, _content(world, p, "document"))


@method(
    "sendVideo",
    SENDING,
    REPLYING,
    _CAPTION,
    _SHOWN,
    "video width height duration supports_streaming",
)
async def send_video(world: World, p: Params) -> Json:
    return messages.send(world, p, _content(world, p, "video"))


@method(
    "sendMediaGroup",
    "chat_id media message_thread_id disable_notification protect_content reply_parameters "
    "allow_paid_broadcast",
    REPLYING,
)
async def send_media_group(world: World, p: Params) -> list[Json]:
    if not 2 <= len(p["media"]) <= 10:
        raise bad_request("local Telegram: an album has 2 to 10 items")
    kinds = {item["type"] for item in p["media"]}
    if "document" in kinds and len(kinds) > 1:
        raise bad_request("can't use the media of the specified type in the album")
    contents = [_item(world, p, item) for item in p["media"]]
    chat = chats.writable(world, p.get("chat_id"))
    thread_id = topics.checked(chat, p.get("message_thread_id"))
    reply = messages.reply_target(world, chat, p)
    world.pace.spend(
        chat.id,
        world.timestamp(),
        is_group=chats.is_group(chat),
        messages=len(contents),
        paid=bool(p.get("allow_paid_broadcast")),
    )
    album = next_album(world)
    protected = {"has_protected_content": True} if p.get("protect_content") else {}
    return [
        messages.post(
            world,
            chat,
            world.bot_user(),
            content | protected | {"media_group_id": album},
            thread_id=thread_id or (reply or {}).get("message_thread_id"),
            reply=reply,
        )
        for content in contents
    ]


@method("sendContact", SENDING, REPLYING, "phone_number first_name last_name vcard")
async def send_contact(world: World, p: Params) -> Json:
    if not p.get("phone_number") or not p.get("first_name"):
        raise bad_request("phone number and first name of the contact must be non-empty")
    names = ("phone_number", "first_name", "last_name", "vcard")
    return messages.send(world, p, {"contact": {name: p[name] for name in names if name in p}})


@method("editMessageCaption", _EDITING, _CAPTION, "show_caption_above_media")
async def edit_message_caption(world: World, p: Params) -> Json:
    caption = entities.caption(p)
    chat, message = messages.editable(world, p)
    if not any(kind in message for kind in MEDIA):
        raise bad_request("there is no caption in the message to edit")
    return messages.edit(world, chat, message, p, caption | _above(p), _CAPTIONS)


@method("editMessageMedia", _EDITING, "media")
async def edit_message_media(world: World, p: Params) -> Json:
    content = _item(world, p, p["media"])
    chat, message = messages.editable(world, p)
    if "media_group_id" in message and not any(kind in message for kind in content):
        raise bad_request("can't use the media of the specified type in the album")
    dropped = (*MEDIA, *_CAPTIONS, "text", "entities", "rich_message", "link_preview_options")
    return messages.edit(world, chat, message, p, content, dropped)


@method("getFile", "file_id")
async def get_file(world: World, p: Params) -> Json:
    file = world.state.files.get(p.get("file_id", ""))
    if file is None:
        raise bad_request("invalid file_id")
    if file.size > files.LARGEST_DOWNLOAD:
        raise bad_request("file is too big")
    return {
        "file_id": file.id,
        "file_unique_id": file.unique_id,
        "file_size": file.size,
        "file_path": file.path,
    }


def next_album(world: World) -> str:
    world.state.last_album += 1
    return str(13_000_000_000_000_000 + world.state.last_album)


def _content(world: World, p: Params, kind: files.Kind) -> Json:
    caption = entities.caption(p)
    keyboards.check(p.get("reply_markup"))
    content = files.content_of(world, p.get(kind), kind, p.uploads, p)
    return content | caption | _above(p)


def _item(world: World, p: Params, item: Json) -> Json:
    """One InputMedia of an album or of an edit."""
    if item["type"] not in MEDIA:
        raise not_modelled(f"media of the type {item['type']}")
    modelled = (
        "type media caption parse_mode caption_entities show_caption_above_media has_spoiler "
        "width height duration supports_streaming disable_content_type_detection"
    )
    for name, value in item.items():
        if name not in modelled.split() and value:
            raise not_modelled(f"the field {name} of media")
    kind = cast(files.Kind, item["type"])
    caption = entities.caption(item)
    content = files.content_of(world, item["media"], kind, p.uploads, item)
    return content | caption | _above(item)


def _above(p: Json) -> Json:
    shown: Json = {}
    if p.get("show_caption_above_media"):
        shown["show_caption_above_media"] = True
    if p.get("has_spoiler"):
        shown["has_media_spoiler"] = True
    return shown
