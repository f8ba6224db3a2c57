"""What the bot's messages show, so that a reply to one can be understood."""

from sqlalchemy import select

from bot.db.models import Card
from bot.db.session import Database


async def card_at(db: Database, chat_id: int, message_id: int | None) -> Card | None:
    if message_id is None:
        return None
    async with db.read() as session:
        return await session.get(Card, (chat_id, message_id))


async def last_card(db: Database, chat_id: int) -> Card | None:
    """What was shown last in the chat, of the things that can be answered."""
    newest = select(Card).where(Card.chat_id == chat_id).order_by(Card.message_id.desc()).limit(1)
    async with db.read() as session:
        return await session.scalar(newest)
