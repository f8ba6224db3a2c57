"""What people do: write, press, share, block. Each becomes an update, where the bot may see it."""

import asyncio
import re

from sandbox.core import chats, entities, groups, inline, messages, rich
from sandbox.core.errors import PersonError
from sandbox.core.state import PRESENT, Callback, Chat, Json, Person
from sandbox.core.world import World


def chat_of(world: World, user_id: int, chat_id: int | None) -> Chat:
    """The chat a person acts in: by default, their private chat with the bot."""
    if user_id not in world.state.people:
        raise PersonError(f"there is no person {user_id}")
    if chat_id is None or chat_id == user_id:
        return chats.private(world, user_id)
    chat = world.state.chats.get(chat_id)
    if chat is None or chat.migrated_to is not None:
        raise PersonError(f"there is no chat {chat_id}")
    if chat.members.get(user_id) not in PRESENT:
        raise PersonError("this person is not in the chat")
    return chat


def message_of(chat: Chat, message_id: int) -> Json:
    message = chat.messages.get(message_id)
    if message is None:
        raise PersonError(f"there is no message {message_id} in the chat")
    return message


def write(
    world: World,
    person: Person,
    chat: Chat,
    content: Json,
    *,
    reply_to: int | None = None,
    thread_id: int | None = None,
) -> Json:
    """Post what a person sends and let the bot see it, if it may."""
    if chat.type == "private":
        if person.blocked:
            raise PersonError("the bot is blocked: unblock it first")
        person.started = True
    topic = chat.topics.get(thread_id or 0)
    if topic is not None and topic.closed and chat.members[person.id] == "member":
        raise PersonError("the topic is closed")
    reply = message_of(chat, reply_to) if reply_to else None
    message = messages.post(
        world,
        chat,
        person.as_user(),
        content,
        thread_id=thread_id or (reply or {}).get("message_thread_id"),
        reply=reply,
    )
    _put_keyboard_away(world, chat, person, message)
    if bot_sees(world, chat, message):
        world.update("message", message)
    return message


def text_content(text: str) -> Json:
    text = text.strip()
    if not text:
        raise PersonError("an empty message can't be sent")
    if len(text) > entities.LONGEST_TEXT:
        raise PersonError(f"a message may have {entities.LONGEST_TEXT} characters at most")
    found = entities.detected(text)
    return {"text": text} | ({"entities": found} if found else {})


def parts(text: str) -> list[str]:
    """A long text as the apps send it: in several messages, cut at a line's end where they can."""
    cut: list[str] = []
    text = text.strip()
    while len(text) > entities.LONGEST_TEXT:
        head = text[: entities.LONGEST_TEXT]
        at = max(head.rfind("\n"), 0) or max(head.rfind(" "), 0) or len(head)
        cut.append(text[:at])
        text = text[at:].lstrip()
    return [*cut, text]


def bot_sees(world: World, chat: Chat, message: Json) -> bool:
    """In a group, privacy mode: commands, replies to the bot, mentions, what is posted by way of
    it, and service messages;
    everything where the bot is an administrator."""
    if chat.type == "private":
        return True
    if chat.bot not in PRESENT:
        return False
    if chat.bot == "administrator" or not ("text" in message or _media(message)):
        return True
    if message.get("via_bot", {}).get("id") == world.bot_id:
        return True
    if message.get("reply_to_message", {}).get("from", {}).get("id") == world.bot_id:
        return True
    text = message.get("text") or message.get("caption") or ""
    if f"@{world.username}".lower() in text.lower():
        return True
    command = re.match(r"/\w+(?:@(\w+))?", text)
    return bool(command) and command is not None and command.group(1) is None


def press(world: World, person: Person, chat: Chat, message_id: int, data: str) -> Callback:
    """Press the button that bears `data`, under the message or within it."""
    message = message_of(chat, message_id)
    if data not in pressable(message):
        raise PersonError("there is no such button in the message")
    if chat.type == "private" and person.blocked:
        raise PersonError("the bot is blocked: unblock it first")
    world.state.last_callback += 1
    callback = Callback(
        id=str(4_000_000_000_000_000_000 + world.state.last_callback),
        user_id=person.id,
        chat_id=chat.id,
        message_id=message_id,
        data=data,
        at=world.timestamp(),
    )
    world.state.callbacks[callback.id] = callback
    world.answered[callback.id] = asyncio.Event()
    inline_message_id = inline.id_of(world, chat, message)
    where = {"inline_message_id": inline_message_id} if inline_message_id else {"message": message}
    world.update(
        "callback_query",
        {
            "id": callback.id,
            "from": person.as_user(),
            **where,
            "chat_instance": str(-7_000_000_000_000_000_000 + chat.id),
            "data": data,
        },
    )
    return callback


def pressable(message: Json) -> list[str]:
    """The callback data of every button of a message, those under it last."""
    within = rich.buttons(message.get("rich_message", {}).get("blocks", []))
    under = [
        button
        for row in message.get("reply_markup", {}).get("inline_keyboard", [])
        for button in row
    ]
    return [button["callback_data"] for button in (*within, *under) if "callback_data" in button]


def contact_content(person: Person, *, own: bool) -> Json:
    """A contact: one's own (which bears `user_id`), or somebody's from the address book."""
    if not own:
        return {"contact": {"phone_number": "+79990000000", "first_name": "Справочная"}}
    contact = {
        "phone_number": person.phone,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "user_id": person.id,
    }
    return {"contact": {name: value for name, value in contact.items() if value is not None}}


def block(world: World, person: Person, *, blocked: bool) -> None:
    """Block the bot, or let it write again; it hears of either."""
    if person.blocked == blocked:
        return
    chat = chats.private(world, person.id)
    person.blocked = blocked
    was, became = ("member", "kicked") if blocked else ("kicked", "member")
    world.tell("blocked", chat_id=chat.id, user_id=person.id, blocked=blocked)
    groups.membership_update(world, chat, person, was, became)


def _media(message: Json) -> bool:
    return any(name in message for name in ("photo", "document", "video", "contact"))


def _put_keyboard_away(world: World, chat: Chat, person: Person, message: Json) -> None:
    """A one-time keyboard goes once used; a forced reply, once anything is written."""
    keyboard = chat.keyboards.get(person.id)
    if keyboard is None:
        return
    texts = [button["text"] for row in keyboard.get("keyboard", []) for button in row]
    used = message.get("text") in texts or "contact" in message
    if "force_reply" in keyboard or (keyboard.get("one_time_keyboard") and used):
        del chat.keyboards[person.id]
        messages.tell_keyboard(world, chat, person.id)
