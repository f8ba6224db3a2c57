"""What the conversation's tests share."""

import itertools
import json

from aiogram.types import Update
from sqlalchemy import select

from bot.db.models import InboxUpdate
from tests.support.world import Person, World

NBSP = "\u00a0"
_numbers = itertools.count(900_000_000)


def spaced(text: str) -> str:
    """With the spaces that a keyboard has."""
    return text.replace(NBSP, " ")


def shown(person: Person, message_id: int) -> str:
    """How a message of the bot's reads now."""
    texts = zip(person.from_bot, person.messages, strict=True)
    return next(spaced(text) for message, text in texts if message["message_id"] == message_id)


async def forge(world: World, person: Person, data: str, message_id: int | None = None) -> str:
    """A press of a button that the person was never shown; what the bot says to it."""
    shown = person.last_message
    message = shown | {"message_id": message_id or shown["message_id"]}
    number = next(_numbers)
    sender = {"id": person.id, "is_bot": False, "first_name": "Anna", "language_code": "ru"}
    press = {
        "id": str(number), "from": sender, "chat_instance": "1", "data": data, "message": message,
    }  # fmt: skip
    await world.app.inbox.store([{"update_id": number, "callback_query": press}])
    await world.app.inbox.idle()
    return spaced(person.last)


async def handle_again(world: World) -> None:
    """The last update, as after a death just before it was marked as done."""
    newest = select(InboxUpdate).order_by(InboxUpdate.update_id.desc()).limit(1)
    async with world.app.db.read() as session:
        row = await session.scalar(newest)
    assert row is not None
    update = Update.model_validate(json.loads(row.body), context={"bot": world.app.bot})
    await world.app.dispatcher.feed_update(world.app.bot, update)
