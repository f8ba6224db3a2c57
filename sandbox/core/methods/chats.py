"""Chats and who is in them."""

from sandbox.core import chats, groups, messages
from sandbox.core.errors import bad_request
from sandbox.core.registry import method
from sandbox.core.schema import Params
from sandbox.core.state import PRESENT, Chat, Json, Status
from sandbox.core.world import World

ACTIONS = (
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
)


@method("getChat", "chat_id")
async def get_chat(world: World, p: Params) -> Json:
    chat = chats.present(world, p.get("chat_id"))
    about = chats.chat_json(world, chat)
    about.pop("all_members_are_administrators", None)
    about |= {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            (
                "unlimited_gifts",
                "limited_gifts",
                "unique_gifts",
                "premium_subscription",
                "gifts_from_channels",
            ),
            False,
        ),
    }
    if chat.pinned:
        about["pinned_message"] = messages.without_reply(chat.messages[chat.pinned[-1]])
    return about


@method("getChatMember", "chat_id user_id")
async def get_chat_member(world: World, p: Params) -> Json:
    chat = chats.present(world, p.get("chat_id"))
    user_id = p["user_id"]
    if user_id == world.bot_id:
        return groups.member_json(world.bot_user(), chat.bot)
    if user_id not in world.state.people:
        raise bad_request("PARTICIPANT_ID_INVALID")
    return groups.member_json(world.user(user_id), chat.members.get(user_id, "left"))


@method("getChatAdministrators", "chat_id")
async def get_chat_administrators(world: World, p: Params) -> list[Json]:
    """Bots other than the asking one are left out; so it is in its own list, if it is one."""
    chat = _group(world, p)
    listed = [
        groups.member_json(world.user(user_id), status)
        for user_id, status in chat.members.items()
        if status in ("creator", "administrator")
    ]
    if chat.bot == "administrator":
        listed.append(groups.member_json(world.bot_user(), chat.bot))
    return listed


@method("getChatMemberCount", "chat_id")
async def get_chat_member_count(world: World, p: Params) -> int:
    chat = chats.present(world, p.get("chat_id"))
    return sum(status in PRESENT for status in chat.members.values()) + 1


@method("leaveChat", "chat_id")
async def leave_chat(world: World, p: Params) -> bool:
    chat = chats.present(world, p.get("chat_id"))
    if chat.type == "private":
        raise bad_request("chat member status can't be changed in private chats")
    left: Status = "left"
    chat.bot = left
    messages.post(world, chat, world.bot_user(), {"left_chat_member": world.bot_user()})
    world.tell("chats")
    return True


@method("sendChatAction", "chat_id action message_thread_id")
async def send_chat_action(world: World, p: Params) -> bool:
    if p.get("action") not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = chats.writable(world, p.get("chat_id"))
    world.events.publish(
        "chat_action",
        chat_id=chat.id,
        thread_id=p.get("message_thread_id"),
        action=p["action"],
    )
    return True


@method("setChatMenuButton", "chat_id menu_button")
async def set_chat_menu_button(world: World, p: Params) -> bool:
    button = p.get("menu_button") or {"type": "default"}
    world.state.menu_buttons[p.get("chat_id", 0)] = button
    world.tell("commands")
    return True


@method("getChatMenuButton", "chat_id")
async def get_chat_menu_button(world: World, p: Params) -> Json:
    buttons = world.state.menu_buttons
    default = buttons.get(0, {"type": "commands"})
    button = buttons.get(p.get("chat_id", 0), default)
    return default if button["type"] == "default" else button


def _group(world: World, p: Params) -> Chat:
    chat = chats.present(world, p.get("chat_id"))
    if chat.type == "private":
        raise bad_request("there are no administrators in the private chat")
    return chat
