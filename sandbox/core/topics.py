"""Topics of a forum."""

from sandbox.core.errors import bad_request
from sandbox.core.state import Chat, Topic


def checked(chat: Chat, thread_id: int | None) -> int | None:
    """The thread that a bot may write into; None for the chat itself or its General topic."""
    if not thread_id or (thread_id == 1 and chat.is_forum):
        if chat.is_forum and chat.general_closed and chat.bot != "administrator":
            raise bad_request("TOPIC_CLOSED")
        return None
    topic = found(chat, thread_id, words="message thread not found")
    if topic.closed and chat.bot != "administrator":
        raise bad_request("TOPIC_CLOSED")
    return topic.id


def found(chat: Chat, thread_id: int, *, words: str = "TOPIC_ID_INVALID") -> Topic:
    topic = chat.topics.get(thread_id)
    if topic is None:
        raise bad_request(words)
    return topic
