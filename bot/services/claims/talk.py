"""Talking about a claim: what a person says goes into it once, and their changes follow."""

from bot.db.models import Card
from bot.db.session import Database
from bot.services.message_links import Linked, Matter, link_written, linked_at
from bot.services.portal.claim_models import ClaimMessage
from bot.services.portal.client import Portal

KIND = "claim"
"""Of cards and of message links: a reply to one goes into the claim."""


async def claim_at(db: Database, chat_id: int, message_id: int) -> str | None:
    """The claim that a message is about: its card, what was told of it, what was said to it."""
    async with db.read() as session:
        card = await session.get(Card, (chat_id, message_id))
    if card is not None and card.kind == KIND:
        return str(card.data["id"])
    linked = await linked_at(db, chat_id, message_id)
    return linked.matter.subject if linked and linked.matter.kind == KIND else None


async def say(
    db: Database,
    portal: Portal,
    key: str,
    claim_id: str,
    *,
    chat_id: int,
    message_id: int,
    text: str,
    uploads: list[str],
) -> ClaimMessage:
    """One message of the chat is one message about the claim, however often it is handled."""
    ref = f"telegram:{chat_id}:{message_id}"
    body = {"text": text, "uploads": uploads, "external_ref": ref}
    said = await portal.say_of_claim(key, claim_id, body)
    await link_written(db, Matter(KIND, claim_id, said.id), chat_id, message_id)
    return said


async def own_word(db: Database, chat_id: int, message_id: int) -> Linked | None:
    """What one's own message was said about."""
    linked = await linked_at(db, chat_id, message_id)
    return linked if linked and linked.own and linked.matter.kind == KIND else None
