"""Groups: who is in them, what the bot is there, and what it hears when that changes."""

from collections.abc import Sequence
from typing import Literal

from aiogram.types import ChatMemberAdministrator

from sandbox.core import chats, messages
from sandbox.core.state import PRESENT, Chat, Json, Person, Status
from sandbox.core.world import World

Kind = Literal["group", "supergroup"]

_RIGHTS = [
    name
    for name, about in ChatMemberAdministrator.model_fields.items()
    if name.startswith("can_") and about.is_required()
]
"""What an administrator may do, all of which ours may; new ones come with new aiograms."""


def make(
    world: World,
    title: str,
    members: Sequence[int],
    *,
    is_forum: bool = False,
    kind: Kind = "supergroup",
    bot: Status = "member",
) -> Chat:
    """A group owned by the first of `members`; the bot, if it is in, hears that it was added."""
    world.state.last_group_id += 1
    number = world.state.last_group_id
    chat = Chat(
        id=-number if kind == "group" else -1_000_000_000_000 - number,
        type=kind,
        title=title,
        members={user_id: "member" if at else "creator" for at, user_id in enumerate(members)},
        bot="left",
        is_forum=is_forum,
    )
    world.state.chats[chat.id] = chat
    world.tell("chats")
    if bot != "left" and members:
        set_bot(world, chat, world.person(members[0]), bot)
    else:
        chat.bot = bot
    return chat


def set_bot(world: World, chat: Chat, by: Person, status: Status) -> None:
    """Add the bot to a group, make it an administrator, or remove it."""
    was, chat.bot = chat.bot, status
    if was == status:
        return
    membership_update(world, chat, by, was, status)
    if was not in PRESENT and status in PRESENT:
        service(world, chat, by, {"new_chat_members": [world.bot_user()]})
    elif was in PRESENT and status not in PRESENT:
        service(world, chat, by, {"left_chat_member": world.bot_user()}, heard=False)
    world.tell("chats")


def add_member(world: World, chat: Chat, by: Person, person: Person) -> None:
    was = chat.members.get(person.id, "left")
    chat.members[person.id] = "member"
    service(world, chat, by, {"new_chat_members": [person.as_user()]})
    _member_update(world, chat, by, person, was, "member")


def remove_member(world: World, chat: Chat, by: Person, person: Person) -> None:
    was = chat.members.get(person.id, "left")
    status: Status = "left" if by.id == person.id else "kicked"
    chat.members[person.id] = status
    chat.keyboards.pop(person.id, None)
    service(world, chat, by, {"left_chat_member": person.as_user()})
    _member_update(world, chat, by, person, was, status)


def upgrade(world: World, chat: Chat, by: Person) -> Chat:
    """Turn a basic group into a supergroup, as Telegram does by itself: the old id is dead."""
    number = world.state.last_group_id = world.state.last_group_id + 1
    new = Chat(
        id=-1_000_000_000_000 - number,
        type="supergroup",
        title=chat.title,
        members=dict(chat.members),
        bot=chat.bot,
    )
    world.state.chats[new.id] = new
    service(world, chat, by, {"migrate_to_chat_id": new.id})
    chat.migrated_to = new.id
    service(world, new, by, {"migrate_from_chat_id": chat.id})
    world.tell("chats")
    return new


def service(
    world: World,
    chat: Chat,
    by: Person,
    content: Json,
    *,
    heard: bool = True,
    thread_id: int | None = None,
) -> Json:
    """A service message that a person's act leaves in the chat."""
    message = messages.post(world, chat, by.as_user(), content, thread_id=thread_id)
    if heard and chat.bot in PRESENT:
        world.update("message", message)
    return message


def _member_update(
    world: World, chat: Chat, by: Person, person: Person, was: str, became: str
) -> None:
    world.tell("chats")
    if chat.bot == "administrator":
        _changed(world, "chat_member", chat, by, person.as_user(), was, became)


def membership_update(world: World, chat: Chat, by: Person, was: str, became: str) -> None:
    """`my_chat_member`: what became of the bot in a chat."""
    _changed(world, "my_chat_member", chat, by, world.bot_user(), was, became)


def member_json(user: Json, status: str) -> Json:
    """A ChatMember, as the Bot API shows it for each status."""
    member: Json = {"user": user, "status": status}
    if status == "kicked":
        member["until_date"] = 0
    elif status == "creator":
        member["is_anonymous"] = False
    elif status == "administrator":
        member |= dict.fromkeys(_RIGHTS, True) | {"can_be_edited": False, "is_anonymous": False}
    return member


def _changed(
    world: World, kind: str, chat: Chat, by: Person, whom: Json, was: str, became: str
) -> None:
    world.update(
        kind,
        {
            "chat": chats.chat_json(world, chat),
            "from": by.as_user(),
            "date": world.date(),
            "old_chat_member": member_json(whom, was),
            "new_chat_member": member_json(whom, became),
        },
    )
