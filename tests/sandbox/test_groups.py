"""Groups: what the bot sees in them, topics, who is who, forwards."""

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest

from sandbox.telegram import Chat, Person, PersonError, Telegram


@pytest.fixture
def group(telegram: Telegram, igor: Person) -> Chat:
    return telegram.add_group("Менеджеры", [igor.id])


async def heard(bot: Bot) -> list[str]:
    updates = await bot.get_updates()
    return [update.message.text for update in updates if update.message and update.message.text]


async def test_privacy_mode(bot: Bot, telegram: Telegram, group: Chat, igor: Person) -> None:
    card = await bot.send_message(group.id, "Претензия 5")
    seen = ["/claims", "/claims@artikul_local_bot", "@artikul_local_bot найди болт"]
    unseen = ["Кто возьмёт?", "/claims@other_bot", "артикул 0893106"]
    for text in [*seen, *unseen]:
        telegram.send_text(igor.id, text, chat_id=group.id)
    telegram.send_text(igor.id, "Проверим", chat_id=group.id, reply_to=card.message_id)
    assert await heard(bot) == [*seen, "Проверим"]


async def test_an_administrator_sees_all(
    bot: Bot, telegram: Telegram, group: Chat, igor: Person
) -> None:
    telegram.set_bot(group.id, "administrator")
    telegram.send_text(igor.id, "Кто возьмёт?", chat_id=group.id)
    assert await heard(bot) == ["Кто возьмёт?"]
    kinds = [update.event_type for update in await bot.get_updates()]
    assert kinds == ["my_chat_member", "message", "my_chat_member", "message"]


async def test_a_bot_that_was_removed_sees_nothing(
    bot: Bot, telegram: Telegram, group: Chat, igor: Person
) -> None:
    telegram.set_bot(group.id, "kicked")
    telegram.send_text(igor.id, "/claims", chat_id=group.id)
    assert await heard(bot) == []
    *_, update = await bot.get_updates()
    assert update.my_chat_member is not None
    assert update.my_chat_member.new_chat_member.status == "kicked"


async def test_only_members_write(telegram: Telegram, group: Chat, anna: Person) -> None:
    with pytest.raises(PersonError, match="not in the chat"):
        telegram.send_text(anna.id, "x", chat_id=group.id)
    telegram.add_member(group.id, anna.id)
    telegram.send_text(anna.id, "x", chat_id=group.id)
    telegram.remove_member(group.id, anna.id)
    with pytest.raises(PersonError, match="not in the chat"):
        telegram.send_text(anna.id, "x", chat_id=group.id)


async def test_who_is_who(
    bot: Bot, telegram: Telegram, group: Chat, igor: Person, anna: Person
) -> None:
    assert (await bot.get_chat_member(group.id, igor.id)).status == "creator"
    assert (await bot.get_chat_member(group.id, anna.id)).status == "left"
    assert (await bot.get_chat_member(group.id, bot.id)).status == "member"
    assert len(await bot.get_chat_administrators(group.id)) == 1
    assert await bot.get_chat_member_count(group.id) == 2
    assert (await bot.get_chat(group.id)).title == "Менеджеры"


async def test_what_only_administrators_may(
    bot: Bot, telegram: Telegram, group: Chat, igor: Person
) -> None:
    card = await bot.send_message(group.id, "Претензия 5")
    theirs = telegram.send_text(igor.id, "/claims", chat_id=group.id)
    with pytest.raises(TelegramBadRequest, match="not enough rights to manage pinned messages"):
        await card.pin()
    with pytest.raises(TelegramBadRequest, match="message can't be deleted"):
        await bot.delete_message(group.id, theirs["message_id"])
    telegram.set_bot(group.id, "administrator")
    await card.pin()
    assert telegram.last(group.id)["pinned_message"]["text"] == "Претензия 5"
    pinned = (await bot.get_chat(group.id)).pinned_message
    assert pinned is not None
    assert pinned.message_id == card.message_id
    await bot.delete_message(group.id, theirs["message_id"])


async def test_topics(bot: Bot, telegram: Telegram, igor: Person) -> None:
    forum = telegram.add_group("Форум", [igor.id], is_forum=True)
    with pytest.raises(TelegramBadRequest, match="not enough rights to create a topic"):
        await bot.create_forum_topic(forum.id, "Претензии")
    telegram.set_bot(forum.id, "administrator")
    topic = await bot.create_forum_topic(forum.id, "Претензии")
    thread = topic.message_thread_id
    card = await bot.send_message(forum.id, "Претензия 5", message_thread_id=thread)
    assert card.is_topic_message
    telegram.send_text(igor.id, "Беру", chat_id=forum.id, reply_to=card.message_id)
    assert telegram.last(forum.id)["message_thread_id"] == thread
    await bot.close_forum_topic(forum.id, thread)
    telegram.set_bot(forum.id, "member")
    with pytest.raises(TelegramBadRequest, match="TOPIC_CLOSED"):
        await bot.send_message(forum.id, "x", message_thread_id=thread)
    with pytest.raises(TelegramBadRequest, match="message thread not found"):
        await bot.send_message(forum.id, "x", message_thread_id=1)
    telegram.set_bot(forum.id, "administrator")
    with pytest.raises(TelegramBadRequest, match="TOPIC_NOT_MODIFIED"):
        await bot.close_forum_topic(forum.id, thread)
    await bot.delete_forum_topic(forum.id, thread)
    assert all(m.get("message_thread_id") != thread for m in telegram.messages(forum.id))


async def test_a_basic_group_becomes_a_supergroup(
    bot: Bot, telegram: Telegram, igor: Person
) -> None:
    group = telegram.add_group("Склад", [igor.id], kind="group")
    new = telegram.upgrade_group(group.id)
    *_, there, here = await bot.get_updates()
    assert there.message is not None
    assert there.message.migrate_to_chat_id == new.id
    assert here.message is not None
    assert here.message.migrate_from_chat_id == group.id


async def test_forwards_say_where_they_come_from(
    bot: Bot, telegram: Telegram, anna: Person
) -> None:
    listed = telegram.send_text(anna.id, "0893106 10")
    telegram.forward(anna.id, listed["message_id"])
    *_, update = await bot.get_updates()
    assert update.message is not None
    assert update.message.forward_origin is not None
    assert update.message.forward_origin.type == "user"
    protected = await bot.send_message(anna.id, "Цены", protect_content=True)
    with pytest.raises(PersonError, match="protected"):
        telegram.forward(anna.id, protected.message_id)
    with pytest.raises(TelegramBadRequest, match="the message can't be copied"):
        await protected.copy_to(anna.id)
