"""What people send beyond words: photos, documents, albums; and what they do to messages."""

from collections.abc import Sequence
from typing import Literal

from sandbox.core import entities, files, messages, people
from sandbox.core.errors import ApiError, PersonError
from sandbox.core.methods.forwards import forwarded, is_service
from sandbox.core.methods.media import next_album
from sandbox.core.schema import Upload
from sandbox.core.state import PRESENT, Chat, Json, Person
from sandbox.core.world import World

As = Literal["photo", "document"]


def send(
    world: World,
    person: Person,
    chat: Chat,
    uploads: Sequence[Upload],
    kind: As,
    *,
    caption: str = "",
    reply_to: int | None = None,
    thread_id: int | None = None,
) -> list[Json]:
    """One message a file; more than one are an album, which the bot gets as so many updates."""
    if not 1 <= len(uploads) <= 10:
        raise PersonError("one to ten files can be sent at once")
    try:
        contents = [files.take(world, upload, kind) for upload in uploads]
    except ApiError as error:
        raise PersonError(error.description) from error
    if caption.strip():
        if len(caption.strip()) > entities.LONGEST_CAPTION:
            raise PersonError(f"a caption may have {entities.LONGEST_CAPTION} characters at most")
        # Apps put the caption of an album of photos on its first, that of documents on the last.
        at = 0 if kind == "photo" else -1
        contents[at] = contents[at] | _caption(caption.strip())
    album = {"media_group_id": next_album(world)} if len(contents) > 1 else {}
    return [
        people.write(world, person, chat, content | album, reply_to=reply_to, thread_id=thread_id)
        for content in contents
    ]


def edit(world: World, person: Person, chat: Chat, message_id: int, text: str) -> Json:
    """Change one's own words; the bot hears of it as of an `edited_message`."""
    message = _own(person, chat, message_id)
    if "text" in message:
        dropped: tuple[str, ...] = ("text", "entities")
        content = people.text_content(text)
    elif any(kind in message for kind in ("photo", "document", "video")):
        dropped = ("caption", "caption_entities")
        content = _caption(text.strip()) if text.strip() else {}
    else:
        raise PersonError("this message can't be edited")
    kept = {name: value for name, value in message.items() if name not in dropped}
    changed = kept | content | {"edit_date": world.date()}
    messages.replace(world, chat, changed)
    if people.bot_sees(world, chat, changed):
        world.update("edited_message", changed)
    return changed


def delete(world: World, person: Person, chat: Chat, message_ids: Sequence[int]) -> None:
    """Delete for everyone; a bot never hears of that."""
    owner = chat.members.get(person.id) in ("creator", "administrator")
    for message_id in message_ids:
        if chat.type != "private" and not owner:
            _own(person, chat, message_id)
    messages.remove(world, chat, list(message_ids))


def forward(
    world: World, person: Person, source: Chat, message_ids: Sequence[int], chat: Chat
) -> list[Json]:
    found = [people.message_of(source, message_id) for message_id in message_ids]
    if any(is_service(message) for message in found):
        raise PersonError("a service message can't be forwarded")
    if any(message.get("has_protected_content") for message in found):
        raise PersonError("this message is protected from forwarding")
    return [people.write(world, person, chat, forwarded(message, source)) for message in found]


def _own(person: Person, chat: Chat, message_id: int) -> Json:
    message = people.message_of(chat, message_id)
    if message["from"]["id"] != person.id:
        raise PersonError("this message is somebody else's")
    if chat.members.get(person.id) not in PRESENT:
        raise PersonError("this person is not in the chat")
    return message


def _caption(text: str) -> Json:
    found = entities.detected(text)
    return {"caption": text} | ({"caption_entities": found} if found else {})
