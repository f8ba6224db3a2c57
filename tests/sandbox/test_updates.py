"""The queue: kept until confirmed, one poller at a time."""

import asyncio

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramConflictError

from sandbox.telegram import ApiError, Person, Telegram
from tests.sandbox.conftest import Clock


async def ids(bot: Bot, **how: int) -> list[int]:
    return [update.update_id for update in await bot.get_updates(**how)]


async def test_updates_stay_until_confirmed(bot: Bot, telegram: Telegram, anna: Person) -> None:
    for text in "abc":
        telegram.send_text(anna.id, text)
    first, second, third, fourth = await ids(bot)
    assert await ids(bot) == [first, second, third, fourth]
    assert await ids(bot, limit=2) == [first, second]
    assert await ids(bot, offset=third) == [third, fourth]
    assert await ids(bot) == [third, fourth]
    assert await ids(bot, offset=-1) == [fourth]
    assert await ids(bot) == [fourth]
    assert await ids(bot, offset=fourth + 1) == []


async def test_ids_go_on_after_all_are_confirmed(
    bot: Bot, telegram: Telegram, anna: Person
) -> None:
    (last,) = await ids(bot)
    await ids(bot, offset=last + 1)
    telegram.send_text(anna.id, "x")
    assert await ids(bot) == [last + 1]


async def test_a_poll_waits_for_news(bot: Bot, telegram: Telegram, anna: Person) -> None:
    (last,) = await ids(bot)
    poll = asyncio.create_task(ids(bot, offset=last + 1, timeout=30))
    await asyncio.sleep(0)
    assert not poll.done()
    telegram.send_text(anna.id, "x")
    assert await poll == [last + 1]
    assert await ids(bot, offset=last + 2, timeout=0) == []


async def test_the_newer_of_two_pollers_stays(bot: Bot, telegram: Telegram) -> None:
    old = asyncio.create_task(ids(bot, timeout=30))
    await asyncio.sleep(0)
    new = asyncio.create_task(ids(bot, timeout=30))
    with pytest.raises(TelegramConflictError, match="terminated by other getUpdates request"):
        await old
    assert not new.done()
    telegram.start(telegram.add_person("Анна").id)
    assert len(await new) == 1


async def test_no_polling_beside_a_webhook(bot: Bot, telegram: Telegram, anna: Person) -> None:
    await bot.set_webhook("https://bot.example.com/hook")
    with pytest.raises(TelegramConflictError, match="can't use getUpdates method while webhook"):
        await bot.get_updates()
    info = await bot.get_webhook_info()
    assert (info.url, info.pending_update_count) == ("https://bot.example.com/hook", 1)
    await bot.delete_webhook(drop_pending_updates=True)
    assert await ids(bot) == []


async def test_only_what_is_asked_for(bot: Bot, telegram: Telegram, anna: Person) -> None:
    await bot.get_updates(offset=-1, allowed_updates=["callback_query", "my_chat_member"])
    telegram.send_text(anna.id, "x")
    telegram.block(anna.id)
    kinds = [update.event_type for update in await bot.get_updates()]
    assert kinds == ["message", "my_chat_member"]


async def test_a_day_is_all_they_are_kept(
    bot: Bot, telegram: Telegram, anna: Person, clock: Clock
) -> None:
    clock.forward(hours=23)
    telegram.send_text(anna.id, "x")
    assert len(await ids(bot)) == 2
    clock.forward(hours=2)
    assert len(await ids(bot)) == 1


async def test_the_bot_hears_that_it_is_blocked(bot: Bot, telegram: Telegram, anna: Person) -> None:
    telegram.block(anna.id)
    *_, update = await bot.get_updates()
    assert update.my_chat_member is not None
    assert update.my_chat_member.new_chat_member.status == "kicked"
    telegram.block(anna.id, blocked=False)
    *_, update = await bot.get_updates()
    assert update.my_chat_member is not None
    assert update.my_chat_member.new_chat_member.status == "member"


async def test_a_closing_server_lets_go_of_polls(bot: Bot, telegram: Telegram) -> None:
    poll = asyncio.create_task(ids(bot, timeout=30))
    await asyncio.sleep(0)
    telegram.world.close()
    assert await poll == []


async def test_an_offset_that_is_no_number(telegram: Telegram) -> None:
    with pytest.raises(ApiError, match="can't parse offset"):
        await telegram.call("getUpdates", {"offset": "last"})
