"""What nobody can ask for any more is forgotten; an order in doubt never is."""

from datetime import timedelta

from sqlalchemy import select, update

from bot.db.models import Draft, DraftState, Linking, OutboxMessage
from bot.jobs import prune
from bot.outbox import content, rows
from tests.support.world import World


async def test_old_codes_and_drafts_are_forgotten_but_not_an_order_in_doubt(world: World) -> None:
    anna = await world.buyer("Анна")
    for _ in range(2):
        await anna.send("0893106 10")
        await anna.send("/cart")
        await anna.click("Оформить заказ")
        await anna.click("Самовывоз")
        await anna.click("Без комментария")
    async with world.app.db.write() as session:
        shown = Draft.state == DraftState.SHOWN
        await session.execute(update(Draft).where(shown).values(state=DraftState.PLACING))
    await prune(world.app)
    async with world.app.db.read() as session:
        assert len(list(await session.scalars(select(Draft)))) == 2
        assert len(list(await session.scalars(select(Linking)))) == 1
    world.clock.forward(days=400)
    await prune(world.app)
    async with world.app.db.read() as session:
        assert [one.state for one in await session.scalars(select(Draft))] == [DraftState.PLACING]
        assert list(await session.scalars(select(Linking))) == []


async def test_what_was_sent_long_ago_is_forgotten_and_what_waits_is_not(world: World) -> None:
    anna = await world.buyer("Анна")
    for key in ("sent", "waits"):
        async with world.app.db.write() as session:
            later = world.clock() + timedelta(days=900) if key == "waits" else None
            await world.app.outbox.put(
                session,
                key=key,
                chat_id=anna.id,
                method="sendMessage",
                payload=content.text(key)[1],
                not_before=later,
            )
    await world.app.outbox.drain()
    assert await keys(world) == {"sent", "waits"}
    await prune(world.app)
    assert await keys(world) == {"sent", "waits"}
    world.clock.forward(days=rows.KEPT.days + 1)
    await prune(world.app)
    assert await keys(world) == {"waits"}


async def keys(world: World) -> set[str]:
    async with world.app.db.read() as session:
        found = await session.scalars(select(OutboxMessage.key))
        return {key for key in found if key in ("sent", "waits")}
