"""Topics of a forum, as far as sending into them goes."""

from sandbox.core.errors import bad_request
from sandbox.core.state import Chat, Topic


def checked(chat: Chat, thread_id: int | None) -> int | None:
    """The thread that a bot may write into; None for the chat itself or its General topic.
    Telegram refuses 1, the General topic's own number: one leaves it out."""
    if not thread_id:
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
