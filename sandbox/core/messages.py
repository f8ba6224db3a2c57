"""Messages: put into a chat, found, changed, removed."""

from typing import Any

from sandbox.core import chats, keyboards, topics
from sandbox.core.errors import bad_request, not_modelled
from sandbox.core.schema import Params
from sandbox.core.state import PRESENT, Chat, Json
from sandbox.core.world import World

DELETABLE_SECONDS = 48 * 3600


def send(world: World, p: Params, content: Json) -> Json:
    """What every send method does once its content is known: check, count, post."""
    markup = keyboards.check(p.get("reply_markup"))
    chat = chats.writable(world, p.get("chat_id"))
    thread_id = topics.checked(chat, p.get("message_thread_id"))
    reply = reply_target(world, chat, p)
    paid = bool(p.get("allow_paid_broadcast"))
    world.pace.spend(chat.id, world.timestamp(), is_group=chats.is_group(chat), paid=paid)
    if p.get("protect_content"):
        content = content | {"has_protected_content": True}
    inline = markup if markup and "inline_keyboard" in markup else None
    message = post(
        world,
        chat,
        world.bot_user(),
        content | ({"reply_markup": inline} if inline else {}),
        thread_id=thread_id or (reply or {}).get("message_thread_id"),
        reply=reply,
    )
    if markup and not inline:
        show_keyboard(world, chat, markup, message)
    return message


def post(
    world: World,
    chat: Chat,
    sender: Json,
    content: Json,
    *,
    thread_id: int | None = None,
    reply: Json | None = None,
) -> Json:
    """Put a message into the chat and show it. It is Bot API JSON, as the bot gets it too."""
    message: Json = {
        "message_id": next_id(world, chat),
        "from": sender,
        "chat": chats.chat_json(world, chat),
        "date": world.date(),
    }
    if thread_id:
        message |= {"message_thread_id": thread_id, "is_topic_message": True}
    if reply:
        message["reply_to_message"] = without_reply(reply)
    message |= content
    chat.messages[message["message_id"]] = message
    world.tell("message", chat_id=chat.id, message=message)
    return message


def next_id(world: World, chat: Chat) -> int:
    if chat.type == "supergroup":
        chat.last_message_id += 1
        return chat.last_message_id
    world.state.last_message_id += 1
    chat.last_message_id = world.state.last_message_id
    return chat.last_message_id


def without_reply(message: Json) -> Json:
    return {name: value for name, value in message.items() if name != "reply_to_message"}


def reply_target(world: World, chat: Chat, p: Params) -> Json | None:
    """The message that a bot replies to; None where it is gone and the bot does not mind."""
    given = p.get("reply_parameters") or {}
    for name in given:
        if name not in ("message_id", "chat_id", "allow_sending_without_reply"):
            raise not_modelled(f"reply_parameters.{name}")
    message_id = given.get("message_id", p.get("reply_to_message_id"))
    if not message_id:
        return None
    if given.get("chat_id") not in (None, chat.id):
        raise not_modelled("a reply into another chat")
    message = chat.messages.get(message_id)
    lenient = given.get("allow_sending_without_reply") or p.get("allow_sending_without_reply")
    if message is None and not lenient:
        raise bad_request("message to be replied not found")
    return message


def editable(world: World, p: Params) -> tuple[Chat, Json]:
    """The bot's own message that an edit means."""
    if p.get("inline_message_id"):
        raise not_modelled("inline_message_id")
    chat = chats.present(world, p.get("chat_id"))
    message_id = p.get("message_id")
    if not message_id:
        raise bad_request("message identifier is not specified")
    message = chat.messages.get(message_id)
    if message is None:
        raise bad_request("message to edit not found")
    if message["from"]["id"] != world.bot_id or "forward_origin" in message:
        raise bad_request("message can't be edited")
    return chat, message


def edit(world: World, chat: Chat, message: Json, p: Params, content: Json, drop: Any) -> Json:
    """Give the message `content` in place of the fields `drop`, and the keyboard of `p`."""
    markup = keyboards.inline(p.get("reply_markup"))
    kept = {k: v for k, v in message.items() if k not in drop and k != "reply_markup"}
    changed = kept | content | ({"reply_markup": markup} if markup else {})
    if changed == message:
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly "
            "the same as a current content and reply markup of the message"
        )
    changed["edit_date"] = world.date()
    replace(world, chat, changed)
    return changed


def replace(world: World, chat: Chat, message: Json) -> None:
    chat.messages[message["message_id"]] = message
    world.tell("edited", chat_id=chat.id, message=message)


def deletable(world: World, chat: Chat, message: Json) -> None:
    """Refuse what a bot may not delete."""
    if world.timestamp() - message["date"] > DELETABLE_SECONDS:
        raise bad_request("message can't be deleted for everyone")
    own = message["from"]["id"] == world.bot_id
    if not own and chats.is_group(chat) and chat.bot != "administrator":
        raise bad_request("message can't be deleted")


def remove(world: World, chat: Chat, message_ids: list[int]) -> None:
    gone = [number for number in message_ids if chat.messages.pop(number, None) is not None]
    chat.pinned = [number for number in chat.pinned if number not in gone]
    if gone:
        world.tell("deleted", chat_id=chat.id, message_ids=gone)


def show_keyboard(world: World, chat: Chat, markup: Json, message: Json) -> None:
    """Show (or take away) a reply keyboard to those who see it: with `selective`, to the one who
    is replied to."""
    viewers = [user_id for user_id, status in chat.members.items() if status in PRESENT]
    if markup.get("selective") and chats.is_group(chat):
        replied = message.get("reply_to_message", {}).get("from", {}).get("id")
        viewers = [user_id for user_id in viewers if user_id == replied]
    for user_id in viewers:
        if markup.get("remove_keyboard"):
            chat.keyboards.pop(user_id, None)
        else:
            chat.keyboards[user_id] = markup | {"message_id": message["message_id"]}
        tell_keyboard(world, chat, user_id)


def tell_keyboard(world: World, chat: Chat, user_id: int) -> None:
    keyboard = chat.keyboards.get(user_id)
    world.tell("reply_keyboard", chat_id=chat.id, user_id=user_id, keyboard=keyboard)
