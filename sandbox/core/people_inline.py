"""What people do in inline mode: ask the bot from any chat, and post one of its results."""

import asyncio

from sandbox.core import people
from sandbox.core.errors import PersonError
from sandbox.core.inline import InlineQuery
from sandbox.core.state import Chat, Json, Person
from sandbox.core.world import World

LONGEST_QUERY = 256
KEPT_QUERIES = 200
"""The oldest go first: nobody chooses from what they asked so long ago."""


def ask(world: World, person: Person, chat: Chat, query: str, offset: str = "") -> InlineQuery:
    """Type `@bot QUERY` into a chat, whether the bot is in it or not; `offset` asks for more of
    the same. What the bot has allowed to keep is answered at once, without asking it."""
    if not world.inline_mode:
        raise PersonError("the bot has no inline mode: /setinline at @BotFather switches it on")
    if len(query) > LONGEST_QUERY:
        raise PersonError(f"an inline query may have {LONGEST_QUERY} characters at most")
    world.state.last_inline += 1
    asked = InlineQuery(
        id=str(6_000_000_000_000_000_000 + world.state.last_inline),
        user_id=person.id,
        chat_id=chat.id,
        query=query,
        offset=offset,
        at=world.timestamp(),
    )
    queries = world.inline_queries
    queries[asked.id] = asked
    while len(queries) > KEPT_QUERIES:
        gone = next(iter(queries))
        del queries[gone]
        world.answered.pop(gone, None)
    for key in ((query, offset, person.id), (query, offset, None)):
        kept = world.inline_cache.get(key)
        if kept and kept[0] > world.timestamp():
            asked.answer, asked.contents = kept[1].answer, kept[1].contents
            return asked
    world.answered[asked.id] = asyncio.Event()
    world.update(
        "inline_query",
        {
            "id": asked.id,
            "from": person.as_user(),
            "query": query,
            "offset": offset,
            "chat_type": "sender" if chat.type == "private" else chat.type,
        },
    )
    return asked


def choose(
    world: World,
    person: Person,
    chat: Chat,
    result_id: str,
    *,
    reply_to: int | None = None,
    thread_id: int | None = None,
) -> Json:
    """Post a result that the person sees in this chat. The message is theirs, by way of the bot."""
    seen = (
        query
        for query in reversed(world.inline_queries.values())
        if (query.user_id, query.chat_id) == (person.id, chat.id)
    )
    query = next((one for one in seen if result_id in one.contents), None)
    if query is None:
        raise PersonError(f"there is no result {result_id} before this person")
    content = query.contents[result_id]
    message = people.write(
        world,
        person,
        chat,
        content.message
        | {"via_bot": world.bot_user()}
        | ({"reply_markup": content.markup} if content.markup else {}),
        reply_to=reply_to,
        thread_id=thread_id,
    )
    chosen: Json = {"result_id": result_id, "from": person.as_user(), "query": query.query}
    if content.markup:
        # Only a message with a keyboard can be edited later, so only it gets an id for that.
        number = f"BAAAA{len(world.state.inline_messages) + 1:010d}"
        world.state.inline_messages[number] = (chat.id, message["message_id"])
        chosen["inline_message_id"] = number
    if world.inline_feedback:
        world.update("chosen_inline_result", chosen)
    return message
