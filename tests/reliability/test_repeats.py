"""The same update again: delivered thrice, fetched again after a restart, handled again after a
death; and one that nobody can read."""

import copy
import json
from collections.abc import Awaitable, Callable
from decimal import Decimal

import pytest
from sqlalchemy import select, update

from bot.db.models import Conversation, InboxState, InboxUpdate
from bot.handlers.states import Asking
from tests.reliability.ordering import answers, in_carts, orders, reads, to_confirm
from tests.support.world import Person, World

Act = Callable[[World, Person], Awaitable[object]]


async def test_an_update_delivered_three_times_is_one(world: World) -> None:
    """Guard: `update_id` is unique in the inbox, and what is there stays as it is."""
    anna = await world.buyer()
    before = answers(anna)
    world.telegram.send_text(anna.id, "0893106 10")
    raw = world.telegram.world.state.updates[-1]
    await world.app.inbox.store([raw, raw])
    await world.app.inbox.idle()
    await world.app.inbox.store([copy.deepcopy(raw)])
    await world.settle()
    assert await in_carts(world) == {"0893106": Decimal(10)}
    assert answers(anna) == before + 1


async def test_a_confirmation_delivered_three_times_is_one_order(world: World) -> None:
    """Guard: as above; and the draft's key, where the update is handled more than once."""
    anna = await world.buyer()
    card = await to_confirm(anna)
    anna.press(anna.data_of("Подтвердить заказ"), card)
    raw = world.telegram.world.state.updates[-1]
    for _ in range(3):
        await world.app.inbox.store([raw])
        await world.app.inbox.idle()
    await world.settle()
    assert len(await orders(world)) == 1
    assert "оформлен" in reads(anna, card)


async def test_what_was_handled_and_not_confirmed_is_fetched_again_and_left(world: World) -> None:
    """Guard: an update stays in the inbox long after it was handled."""
    anna = await world.buyer()
    before = answers(anna)
    world.telegram.send_text(anna.id, "0893106 10")
    assert await world.app.polling.once() == 1
    await world.app.inbox.idle()
    await world.restart()
    assert await world.app.polling.once() == 1, "Telegram was not told yet, so it comes again"
    await world.settle()
    assert await in_carts(world) == {"0893106": Decimal(10)}
    assert answers(anna) == before + 1


async def typed(world: World, anna: Person) -> None:
    await anna.send("0893106 3")


async def typed_list(world: World, anna: Person) -> None:
    await anna.send("7721 2\n0714-13 1")


async def arithmetic(world: World, anna: Person) -> None:
    await anna.send("/cart")
    await again(world)
    await anna.reply("1 +5")


async def undone(world: World, anna: Person) -> None:
    await anna.send("/undo")


async def from_a_row(world: World, anna: Person) -> None:
    await anna.send("/search 7721")
    await anna.click("+", row="7721")


async def from_a_card(world: World, anna: Person) -> None:
    await anna.send("/search 7721")
    await anna.click("1", row="7721")
    await anna.click("В корзину")


async def taken_back(world: World, anna: Person) -> None:
    await anna.send("0893106 4")
    await again(world)
    await anna.click("Отменить")


async def repeated(world: World, anna: Person) -> None:
    await anna.send("/repeat")
    await anna.click("Добавить в корзину")


@pytest.mark.parametrize(
    "act",
    [typed, arithmetic, undone, from_a_row, from_a_card, taken_back, repeated],
    ids=lambda act: act.__name__,
)
async def test_whatever_is_handled_twice_changes_the_cart_once(world: World, act: Act) -> None:
    """Guard: the key of a change is the update's (`update_key`), or the message's."""
    anna = await world.buyer()
    await to_confirm(anna, "0893106 10")
    await anna.click("Подтвердить заказ")
    await anna.send("0893106 1")
    await anna.send("0893106 2")
    await act(world, anna)
    once = await in_carts(world)
    await again(world)
    await again(world)
    assert await in_carts(world) == once
    assert len(await orders(world)) == 1


async def test_each_step_of_an_order_may_be_handled_twice(world: World) -> None:
    """Guard: every step ends in an edit or a key, never in a bare effect."""
    anna = await world.buyer()
    for text in ("0893106 10", "/cart"):
        await anna.send(text)
        await again(world)
    await anna.click("Оформить заказ")
    await again(world)
    await anna.send("Тверь, ул. Новая, 7")
    await again(world)
    await anna.click("Без комментария")
    await again(world)
    await anna.click("Подтвердить заказ")
    card = anna.last_message["message_id"]
    await again(world)
    await again(world)
    assert await orders(world) == [{"0893106": Decimal(10)}]
    assert await in_carts(world) == {}
    assert "оформлен" in reads(anna, card)
    await anna.click("Отменить заказ", message=card)
    await again(world)
    await anna.click(next(text for text in anna.buttons if "тмен" in text))
    await again(world)
    assert "отменён" in anna.last.lower()


async def test_the_button_of_a_card_that_is_shown_again_is_good(world: World) -> None:
    """It was pressed between the death and the next life. Guard: `drafts.keep_once`."""
    anna = await world.buyer()
    card = await to_confirm(anna)
    pressed = anna.data_of("Подтвердить заказ")
    await again(world)
    anna.press(pressed, card)
    await world.settle()
    assert await orders(world) == [{"0893106": Decimal(10)}]
    assert "оформлен" in reads(anna, card)


@pytest.mark.parametrize("comment", ["0893106 3", "Пропуск на 12:00"])
async def test_an_answer_that_is_handled_again_is_no_order_of_its_own(
    world: World, comment: str
) -> None:
    """Guard: what was answered last is kept (`AnswerOnce`)."""
    anna = await world.buyer()
    card = await to_confirm(anna, comment=comment)
    said = answers(anna)
    await again(world)
    await again(world)
    assert await in_carts(world) == {"0893106": Decimal(10)}
    assert answers(anna) == said
    assert f"Комментарий: {comment}" in reads(anna, card)
    await anna.send("7721 2")
    assert await in_carts(world) == {"0893106": Decimal(10), "7721": Decimal(2)}


async def test_an_answer_cut_off_between_its_two_marks_is_not_taken_again(world: World) -> None:
    """Guard: `done` is kept before the question is forgotten (`answered`, `AnswerOnce`)."""
    anna = await world.buyer()
    await to_confirm(anna, comment="Пропуск на 12:00")
    said = answers(anna)
    async with world.app.db.write() as session:
        asked = Asking.comment.state
        await session.execute(update(Conversation).values(state=asked))
    await again(world)
    assert answers(anna) == said
    await anna.send("7721 2")
    assert await in_carts(world) == {"0893106": Decimal(10), "7721": Decimal(2)}


async def again(world: World) -> None:
    """As after a death between the last update's answer and its mark: it is handled once more."""
    async with world.app.db.write() as session:
        last = select(InboxUpdate.update_id).order_by(InboxUpdate.update_id.desc()).limit(1)
        await session.execute(
            update(InboxUpdate)
            .where(InboxUpdate.update_id.in_(last))
            .values(state=InboxState.NEW, attempts=0)
        )
    await world.restart()
    await world.settle()


async def test_one_undecodable_update_among_fifty(world: World) -> None:
    """Guard: updates are stored raw and decoded one by one (`GetRawUpdates`, `Inbox._handle`)."""
    people = [world.person(f"Гость {number}") for number in range(10)]
    for number in range(50):
        world.telegram.send_text(people[number % 10].id, f"/help {number}")
    odd = world.telegram.world.state.updates[25]
    odd["message"]["chat"] = {"id": "не число", "type": 7}
    odd["message"]["date"] = "вчера"
    await world.settle()
    assert sum(answers(person) for person in people) == 49
    async with world.app.db.read() as session:
        aside = list(
            await session.scalars(select(InboxUpdate).where(InboxUpdate.state != InboxState.DONE))
        )
    assert [(row.update_id, row.state) for row in aside] == [
        (odd["update_id"], InboxState.SET_ASIDE)
    ]
    assert json.loads(aside[0].body) == odd
    await people[5].send("/help")
    assert answers(people[5]) == 5, "who sent it is answered again"
