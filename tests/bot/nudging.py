"""What the tests of reminders share."""

from typing import Any

import httpx
from sqlalchemy import select

from bot.db.models import User
from bot.services.portal.models import CartChangeIn
from tests.bot.speaking import spaced
from tests.support.world import Person, World


async def placed(world: World, person: Person, *wanted: tuple[str, int]) -> None:
    """An order of articles and quantities, by the portal's API: as in the chat, and faster."""
    portal = await world.portal_of(person)
    changes = [
        CartChangeIn(product_id=(await portal.products(article)).items[0].id, op="set",
                     quantity=str(quantity))
        for article, quantity in wanted
    ]  # fmt: skip
    key = f"{person.id}.{world.clock()}"
    await portal.change_cart(key, changes)
    quote = await portal.quote()
    lines = [
        {"product_id": line.product_id, "quantity": str(line.quantity), "price": str(line.price)}
        for line in quote.lines
    ]
    await portal.place_order(
        f"{key}.o", {"cart_id": quote.cart_id, "lines": lines, "total": str(quote.total)}
    )


async def staff_call(world: World, staff: Person, method: str, path: str, body: Any = None) -> Any:
    """The portal's API in the name of one of the staff."""
    async with world.app.db.read() as session:
        token = await session.scalar(select(User.token).where(User.id == staff.id))
    asgi = httpx.ASGITransport(world.portal_app)
    async with httpx.AsyncClient(transport=asgi, base_url="http://portal/api/v1") as client:
        headers = {"Authorization": f"Bearer {token}"}
        answer = await client.request(method, path, json=body, headers=headers)
    assert answer.status_code < 300, answer.text
    return answer.json()


def said(person: Person, words: str) -> int:
    """In how many of the bot's messages these words are."""
    return sum(words in spaced(text) for text in person.messages)
