"""Taps that come twice, and colleagues who act at the same moment."""

import asyncio
from contextlib import AsyncExitStack
from decimal import Decimal

import httpx
from aiogram.types import Update
from sqlalchemy import select

import portal.config
from bot.db.models import User
from bot.services.portal.client import Portal
from bot.services.portal.models import CartChangeIn
from tests.reliability.ordering import in_carts, orders, reads, share_cart, to_confirm
from tests.support.portals import open_portal
from tests.support.world import Person, World


async def test_a_double_tap_is_one_order_and_the_card_says_so(world: World) -> None:
    """Guard: a draft that is placed shows its order (`placing.place`)."""
    anna = await world.buyer()
    card = await to_confirm(anna)
    data = anna.data_of("Подтвердить заказ")
    taps = [anna.press(data, card) for _ in range(2)]
    await world.settle()
    assert await orders(world) == [{"0893106": Decimal(10)}]
    assert await in_carts(world) == {}
    assert "оформлен" in reads(anna, card)
    assert all(tap.answer is not None for tap in taps)


async def test_two_replicas_that_handle_two_taps_at_once_place_one_order(world: World) -> None:
    """Guard: the key is the draft's, made when the card was shown, not the tap's."""
    anna = await world.buyer()
    card = await to_confirm(anna)
    data = anna.data_of("Подтвердить заказ")
    for _ in range(4):
        anna.press(data, card)
    bot = world.app.bot
    taps = [
        Update.model_validate(raw, context={"bot": bot})
        for raw in world.telegram.world.state.updates
    ]
    assert len(taps) == 4
    await asyncio.gather(*(world.app.dispatcher.feed_update(bot, tap) for tap in taps))
    assert await orders(world) == [{"0893106": Decimal(10)}]
    assert "оформлен" in reads(anna, card)


async def test_of_two_colleagues_with_one_cart_one_orders_and_one_is_told(world: World) -> None:
    """Guard: the cart is emptied in the transaction that makes the order."""
    anna, boris = await world.buyer("Анна"), await world.buyer("Борис")
    await anna.send("0893106 10")
    await boris.send("/cart")
    await share_cart(world, "Анна", "Борис")
    cards = [await to_confirm(anna, ""), await to_confirm(boris, "")]
    anna.press(anna.data_of("Подтвердить заказ"))
    boris.press(boris.data_of("Подтвердить заказ"))
    await world.settle()
    assert await orders(world) == [{"0893106": Decimal(10)}]
    said = sorted([reads(anna, cards[0]), reads(boris, cards[1])], key=lambda it: "№" in it)
    assert "Заказ не оформлен" in said[0]
    assert "Корзина" in said[0]
    assert "оформлен" in said[1].splitlines()[0]


async def test_what_a_colleague_adds_before_the_tap_is_asked_about(world: World) -> None:
    """Guard: an order is placed only as it was shown (`portal.domain.checkout.differences`)."""
    anna, boris = await world.buyer("Анна"), await world.buyer("Борис")
    await anna.send("0893106 10")
    await boris.send("/cart")
    await share_cart(world, "Анна", "Борис")
    card = await to_confirm(anna, "")
    anna.press(anna.data_of("Подтвердить заказ"))
    world.telegram.send_text(boris.id, "7721 2")
    # Whichever comes first, nothing is ordered that Anna has not seen.
    await world.settle()
    if await orders(world):
        assert await in_carts(world) == {"7721": Decimal(2)}
    else:
        assert "7721" in reads(anna, card)
        await anna.click("Подтвердить заказ", message=card)
        assert await orders(world) == [{"0893106": Decimal(10), "7721": Decimal(2)}]
    await boris.send("0714-13 1")
    card = await to_confirm(anna, "0893106 1")
    await boris.send("0714-17 3")
    await anna.click("Подтвердить заказ", message=card)
    assert "0714-17" in reads(anna, card)
    assert "добавилось 3" in reads(anna, card)
    await anna.click("Подтвердить заказ", message=card)
    assert (await orders(world))[-1]["0714-17"] == 3
    assert await in_carts(world) == {}


async def test_what_two_colleagues_add_at_once_is_all_there(world: World) -> None:
    """Guard: a cart is read in the transaction that writes it (BEGIN IMMEDIATE)."""
    anna, boris = await world.buyer("Анна"), await world.buyer("Борис")
    await anna.send("0893106 1")
    await boris.send("/cart")
    await share_cart(world, "Анна", "Борис")
    for _ in range(10):
        world.telegram.send_text(anna.id, "0893106 1")
        world.telegram.send_text(boris.id, "0893106 1")
    await world.settle()
    assert await in_carts(world) == {"0893106": Decimal(21)}


async def test_two_portals_on_one_database_lose_no_addition(world: World) -> None:
    """Guard: a writer takes SQLite's write lock before its first read (BEGIN IMMEDIATE)."""
    anna, boris = await world.buyer("Анна"), await world.buyer("Борис")
    await anna.send("0893106 1")
    await boris.send("/cart")
    await share_cart(world, "Анна", "Борис")
    async with world.app.db.read() as session:
        users = list(await session.scalars(select(User).where(User.token.is_not(None))))
    product = await _product(world, anna)
    async with AsyncExitStack() as stack:
        portals = [await _portal(world, stack) for _ in users]
        await asyncio.gather(
            *(
                one.on_behalf(user.token, user.company_id).change_cart(
                    f"{user.id}-{number}",
                    [CartChangeIn(product_id=product, op="add", quantity="1", unit=None)],
                )
                for one, user in zip(portals, users, strict=True)
                for number in range(15)
            )
        )
    assert await in_carts(world) == {"0893106": Decimal(31)}


async def _product(world: World, person: Person) -> str:
    found = await (await world.portal_of(person)).products("0893106", limit=1)
    return str(found.items[0].id)


async def _portal(world: World, stack: AsyncExitStack) -> Portal:
    own = portal.config.Settings(_env_file=None, data_dir=world.folder)
    app = await stack.enter_async_context(open_portal(own, world.clock))
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    http = httpx.AsyncClient(transport=transport, base_url="http://portal")
    return Portal(await stack.enter_async_context(http))
