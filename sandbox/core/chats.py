"""Which chat is meant, how it looks in JSON, and whether the bot may speak in it."""

from typing import Any

from sandbox.core.errors import ApiError, bad_request, forbidden
from sandbox.core.state import PRESENT, Chat, Json
from sandbox.core.world import World


def chat_json(world: World, chat: Chat) -> Json:
    if chat.type == "private":
        user = world.person(chat.id).as_user()
        names = ("id", "first_name", "last_name", "username")
        return {name: user[name] for name in names if name in user} | {"type": "private"}
    about: Json = {"id": chat.id, "title": chat.title, "type": chat.type}
    if chat.is_forum:
        about["is_forum"] = True
    if chat.type == "group":
        about["all_members_are_administrators"] = True
    return about


def known(world: World, chat_id: Any) -> Chat:
    """The chat that a bot means; 400 where it has never met it."""
    if chat_id is None or chat_id == "":
        raise bad_request("chat_id is empty")
    chat = _by_username(world, chat_id) if isinstance(chat_id, str) else _by_id(world, chat_id)
    if chat is None:
        raise bad_request("chat not found")
    return chat


def present(world: World, chat_id: Any) -> Chat:
    """The chat, if the bot is in it: what reading and editing need."""
    chat = known(world, chat_id)
    if chat.migrated_to is not None:
        raise ApiError(
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            {"migrate_to_chat_id": chat.migrated_to},
        )
    kind = "supergroup" if chat.type == "supergroup" else "group"
    if chat.bot == "kicked":
        raise forbidden(f"bot was kicked from the {kind} chat")
    if chat.bot == "left":
        raise forbidden(f"bot is not a member of the {kind} chat")
    return chat


def writable(world: World, chat_id: Any) -> Chat:
    """The chat, if the bot may write there now."""
    chat = present(world, chat_id)
    if chat.type == "private":
        person = world.person(chat.id)
        if person.blocked:
            raise forbidden("bot was blocked by the user")
        if not person.started:
            raise forbidden("bot can't initiate conversation with a user")
    return chat


def is_group(chat: Chat) -> bool:
    return chat.type != "private"


def private(world: World, user_id: int) -> Chat:
    """The person's chat with the bot, made when they first need it."""
    chat = world.state.chats.get(user_id)
    if chat is None:
        chat = Chat(id=user_id, type="private", members={user_id: "member"})
        world.state.chats[user_id] = chat
    return chat


def has_met(world: World, user_id: int) -> bool:
    """Whether the bot has seen this person: in private, or in a group that both are in."""
    if world.person(user_id).started:
        return True
    return any(
        chat.members.get(user_id) in PRESENT and chat.bot in PRESENT
        for chat in world.chats()
        if is_group(chat)
    )


def _by_id(world: World, chat_id: int) -> Chat | None:
    if chat_id in world.state.people:
        return private(world, chat_id) if has_met(world, chat_id) else None
    return world.state.chats.get(chat_id)


def _by_username(world: World, username: str) -> Chat | None:
    # Telegram finds channels and supergroups by @name, never a person; none here has a name.
    return None
