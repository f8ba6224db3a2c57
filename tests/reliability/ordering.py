"""What these tests do again and again: lead somebody to the card to confirm, count what came."""

from decimal import Decimal

from sqlalchemy import func, select, update

from portal.db.models import ActiveCart, CartLine, Order, OrderLine, Product
from portal.db.models import Person as PortalPerson
from tests.support.reading import Json
from tests.support.world import Person, World

NBSP = "\u00a0"


async def to_confirm(person: Person, line: str = "0893106 10", comment: str = "") -> int:
    """Puts `line` into the cart and goes up to the card; which message it is."""
    if line:
        await person.send(line)
    await person.send("/cart")
    await person.click("Оформить заказ")
    await person.click("Самовывоз")
    if comment:
        await person.send(comment)
    else:
        await person.click("Без комментария")
    assert "Подтвердить заказ" in person.buttons, person.last
    return int(person.last_message["message_id"])


def reads(person: Person, message_id: int) -> str:
    """How a message of the bot's reads now."""
    texts = zip(person.from_bot, person.messages, strict=True)
    return next(
        text.replace(NBSP, " ") for message, text in texts if message["message_id"] == message_id
    )


def answers(person: Person) -> int:
    """How many messages the bot has sent."""
    return len(person.from_bot)


async def orders(world: World) -> list[dict[str, Decimal]]:
    """Of each order, what was ordered how many times, the oldest first."""
    async with world.portal_db.read() as session:
        rows = await session.execute(
            select(Order.id, Product.article, OrderLine.quantity)
            .join(OrderLine, OrderLine.order_id == Order.id)
            .join(Product, Product.id == OrderLine.product_id)
            .order_by(Order.id)
        )
        found: dict[int, dict[str, Decimal]] = {}
        for order_id, article, quantity in rows:
            found.setdefault(order_id, {})[article] = Decimal(quantity) / 1000
    return list(found.values())


async def in_carts(world: World) -> dict[str, Decimal]:
    """What lies in all carts together."""
    async with world.portal_db.read() as session:
        rows = await session.execute(
            select(Product.article, func.sum(CartLine.quantity))
            .join(Product, Product.id == CartLine.product_id)
            .group_by(Product.article)
        )
        return {article: Decimal(quantity) / 1000 for article, quantity in rows}


async def share_cart(world: World, theirs: str, ours: str) -> None:
    """From now on the person called `ours` fills the cart of the one called `theirs`."""
    async with world.portal_db.write() as session:
        ids = dict((await session.execute(select(PortalPerson.name, PortalPerson.id))).all())
        cart = await session.scalar(
            select(ActiveCart.cart_id).where(ActiveCart.person_id == ids[theirs])
        )
        assert cart is not None
        done = await session.execute(
            update(ActiveCart).where(ActiveCart.person_id == ids[ours]).values(cart_id=cart)
        )
        assert done.rowcount == 1  # type: ignore[attr-defined]


def refused(world: World) -> list[Json]:
    """The calls that Telegram refused."""
    return [call for call in world.telegram.world.calls if not call["ok"]]
