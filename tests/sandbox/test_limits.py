"""How fast a bot may send, by a clock that stands still until it is moved."""

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramRetryAfter
from aiogram.types import BufferedInputFile, InputMediaDocument

from sandbox.telegram import Limits, Person, Telegram
from tests.sandbox.conftest import Clock
from tests.support.telegram import local_bot

STRICT = Limits(chat_burst=1)


@pytest.fixture
def telegram(clock: Clock) -> Telegram:
    return Telegram(now=clock, limits=STRICT)


async def refused_for(bot: Bot, chat_id: int) -> int:
    with pytest.raises(TelegramRetryAfter) as refusal:
        await bot.send_message(chat_id, "x")
    assert f"retry after {refusal.value.retry_after}" in refusal.value.message
    return refusal.value.retry_after


async def test_one_a_second_to_a_chat(bot: Bot, anna: Person, clock: Clock) -> None:
    await bot.send_message(anna.id, "x")
    assert await refused_for(bot, anna.id) == 1
    clock.forward(seconds=1)
    await bot.send_message(anna.id, "x")


async def test_a_burst_is_let_through(clock: Clock) -> None:
    telegram = Telegram(now=clock, limits=Limits(chat_burst=5))
    bot = local_bot(telegram)
    anna = telegram.add_person("Анна")
    telegram.start(anna.id)
    for _ in range(5):
        await bot.send_message(anna.id, "x")
    await refused_for(bot, anna.id)
    clock.forward(seconds=2)
    for _ in range(2):
        await bot.send_message(anna.id, "x")
    await refused_for(bot, anna.id)
    assert telegram.world.pace.violations == {"chat": 2}


async def test_twenty_a_minute_to_a_group(
    bot: Bot, telegram: Telegram, anna: Person, clock: Clock
) -> None:
    group = telegram.add_group("Менеджеры", [anna.id])
    for _ in range(20):
        await bot.send_message(group.id, "x")
        clock.forward(seconds=1)
    assert await refused_for(bot, group.id) == 40
    clock.forward(seconds=40)
    await bot.send_message(group.id, "x")


async def test_thirty_a_second_in_all(bot: Bot, telegram: Telegram, clock: Clock) -> None:
    people = [telegram.add_person(str(number)).id for number in range(31)]
    for person in people:
        telegram.start(person)
    for person in people[:30]:
        await bot.send_message(person, "x")
    assert await refused_for(bot, people[30]) == 1
    clock.forward(seconds=1)
    await bot.send_message(people[30], "x")


async def test_an_album_counts_as_its_messages(
    bot: Bot, telegram: Telegram, anna: Person, clock: Clock
) -> None:
    media = [InputMediaDocument(media=BufferedInputFile(b"x", f"{n}.txt")) for n in range(3)]
    await bot.send_media_group(anna.id, media)
    assert telegram.world.pace.sent == 3
    assert await refused_for(bot, anna.id) == 3
    clock.forward(seconds=3)
    await bot.send_message(anna.id, "x")


async def test_a_refusal_sends_nothing(bot: Bot, telegram: Telegram, anna: Person) -> None:
    await bot.send_message(anna.id, "x")
    before = len(telegram.messages(anna.id))
    await refused_for(bot, anna.id)
    assert len(telegram.messages(anna.id)) == before


async def test_paid_broadcasts_go_a_thousand_a_second_beside_the_free_ones(
    bot: Bot, telegram: Telegram, clock: Clock
) -> None:
    people = [telegram.add_person(str(number)).id for number in range(1002)]
    for person in people:
        telegram.start(person)
    for person in people[:1000]:
        await bot.send_message(person, "x", allow_paid_broadcast=True)
    with pytest.raises(TelegramRetryAfter):
        await bot.send_message(people[1000], "x", allow_paid_broadcast=True)
    assert telegram.world.pace.violations == {"paid": 1}
    await bot.send_message(people[1001], "x")
    clock.forward(seconds=1)
    await bot.send_message(people[1000], "x", allow_paid_broadcast=True)
    # A chat's own pace no money moves.
    with pytest.raises(TelegramRetryAfter):
        await bot.send_message(people[1000], "x", allow_paid_broadcast=True)


async def test_a_storm_refuses_everything_and_counts_who_does_not_wait(
    bot: Bot, telegram: Telegram, anna: Person, clock: Clock
) -> None:
    telegram.storm(20)
    assert await refused_for(bot, anna.id) == 20
    clock.forward(seconds=1)
    assert await refused_for(bot, anna.id) == 19  # It was on its way.
    assert telegram.world.pace.violations == {}
    clock.forward(seconds=1)
    with pytest.raises(TelegramRetryAfter):
        await bot.get_me()
    assert telegram.world.pace.violations == {"storm": 1}
    assert telegram.world.pace.refused_by_storms == 3
    clock.forward(seconds=18)
    await bot.send_message(anna.id, "x")
