"""Pinned messages."""

from sandbox.core import chats, messages
from sandbox.core.errors import bad_request
from sandbox.core.registry import method
from sandbox.core.schema import Params
from sandbox.core.state import Chat
from sandbox.core.world import World


@method("pinChatMessage", "chat_id message_id disable_notification")
async def pin_chat_message(world: World, p: Params) -> bool:
    chat = _pinnable(world, p)
    message = chat.messages.get(p["message_id"])
    if message is None:
        raise bad_request("message to pin not found")
    if p["message_id"] in chat.pinned:
        chat.pinned.remove(p["message_id"])
    chat.pinned.append(p["message_id"])
    messages.post(
        world, chat, world.bot_user(), {"pinned_message": messages.without_reply(message)}
    )
    _tell(world, chat)
    return True


@method("unpinChatMessage", "chat_id message_id")
async def unpin_chat_message(world: World, p: Params) -> bool:
    chat = _pinnable(world, p)
    number = p.get("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if number not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(number)
    _tell(world, chat)
    return True


@method("unpinAllChatMessages", "chat_id")
async def unpin_all_chat_messages(world: World, p: Params) -> bool:
    chat = _pinnable(world, p)
    chat.pinned.clear()
    _tell(world, chat)
    return True


def _pinnable(world: World, p: Params) -> Chat:
    chat = chats.present(world, p.get("chat_id"))
    if chat.type == "supergroup" and chat.bot != "administrator":
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return chat


def _tell(world: World, chat: Chat) -> None:
    world.tell("pinned", chat_id=chat.id, message_ids=chat.pinned)
