"""Topics of forums: made, renamed, closed, opened, deleted."""

from sandbox.core import chats, messages, topics
from sandbox.core.errors import bad_request
from sandbox.core.registry import method
from sandbox.core.schema import Params
from sandbox.core.state import Chat, Json, Topic
from sandbox.core.world import World

COLOURS = (0x6FB9F0, 0xFFD67E, 0xCB86DB, 0x8EEE98, 0xFF93B2, 0xFB6F5F)
_ONE = "chat_id message_thread_id"


@method("createForumTopic", "chat_id name icon_color")
async def create_forum_topic(world: World, p: Params) -> Json:
    chat = _forum(world, p)
    name = _name(p)
    colour = p.get("icon_color", COLOURS[0])
    if colour not in COLOURS:
        raise bad_request("TOPIC_ICON_COLOR_INVALID")
    about = {"name": name, "icon_color": colour}
    message = messages.post(world, chat, world.bot_user(), {"forum_topic_created": about})
    # A topic's id is the id of the message that made it.
    topic = Topic(id=message["message_id"], name=name, icon_color=colour)
    chat.topics[topic.id] = topic
    message |= {"message_thread_id": topic.id, "is_topic_message": True}
    world.tell("chats")
    return {"message_thread_id": topic.id} | about


@method("editForumTopic", _ONE, "name")
async def edit_forum_topic(world: World, p: Params) -> bool:
    chat, topic = _topic(world, p)
    if p.get("name") is None:
        return True
    name = _name(p)
    if name == topic.name:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.name = name
    return _told(world, chat, topic.id, {"forum_topic_edited": {"name": name}})


@method("closeForumTopic", _ONE)
async def close_forum_topic(world: World, p: Params) -> bool:
    chat, topic = _topic(world, p)
    if topic.closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.closed = True
    return _told(world, chat, topic.id, {"forum_topic_closed": {}})


@method("reopenForumTopic", _ONE)
async def reopen_forum_topic(world: World, p: Params) -> bool:
    chat, topic = _topic(world, p)
    if not topic.closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.closed = False
    return _told(world, chat, topic.id, {"forum_topic_reopened": {}})


@method("deleteForumTopic", _ONE)
async def delete_forum_topic(world: World, p: Params) -> bool:
    chat, topic = _topic(world, p)
    within = [
        number
        for number, message in chat.messages.items()
        if message.get("message_thread_id") == topic.id
    ]
    del chat.topics[topic.id]
    messages.remove(world, chat, within)
    world.tell("chats")
    return True


@method("closeGeneralForumTopic", "chat_id")
async def close_general_forum_topic(world: World, p: Params) -> bool:
    chat = _forum(world, p)
    if chat.general_closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    chat.general_closed = True
    return _told(world, chat, None, {"forum_topic_closed": {}})


@method("reopenGeneralForumTopic", "chat_id")
async def reopen_general_forum_topic(world: World, p: Params) -> bool:
    chat = _forum(world, p)
    if not chat.general_closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    chat.general_closed = False
    return _told(world, chat, None, {"forum_topic_reopened": {}})


def _forum(world: World, p: Params) -> Chat:
    chat = chats.present(world, p.get("chat_id"))
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    if chat.bot != "administrator":
        raise bad_request("not enough rights to create a topic")
    return chat


def _topic(world: World, p: Params) -> tuple[Chat, Topic]:
    chat = _forum(world, p)
    return chat, topics.found(chat, p["message_thread_id"])


def _name(p: Params) -> str:
    name = str(p.get("name", "")).strip()
    if not 1 <= len(name) <= 128:
        raise bad_request("TOPIC_TITLE_EMPTY" if not name else "TOPIC_TITLE_INVALID")
    return name


def _told(world: World, chat: Chat, thread_id: int | None, content: Json) -> bool:
    messages.post(world, chat, world.bot_user(), content, thread_id=thread_id)
    world.tell("chats")
    return True
