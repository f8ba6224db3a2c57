"""A buyer writes to the manager, and the manager answers: with photos, changes and deletions."""

from typing import Any

from PIL import Image
from sqlalchemy import func, select, update

from portal.db.models import Absence, Company, ConversationMessage, Person, Staff
from tests.bot.speaking import forge, handle_again
from tests.support.files import png
from tests.support.portal import ROMASHKA
from tests.support.world import World

PHOTO = png(Image.new("RGB", (8, 8), "red"))


async def responsible(world: World, name: str) -> None:
    """For ООО «Ромашка»."""
    async with world.portal_db.write() as session:
        staff = await session.scalar(
            select(Staff.id).join(Person, Person.id == Staff.person_id).where(Person.name == name)
        )
        await session.execute(
            update(Company).where(Company.inn == ROMASHKA).values(manager_id=staff)
        )


async def kept(world: World) -> list[tuple[str, bool]]:
    async with world.portal_db.read() as session:
        rows = await session.execute(
            select(ConversationMessage.text, ConversationMessage.from_staff).order_by(
                ConversationMessage.id
            )
        )
        return [(text, from_staff) for text, from_staff in rows]


def last_in(world: World, chat: int) -> dict[str, Any]:
    return world.telegram.last(chat)


async def test_there_and_back(world: World) -> None:
    igor, anna, olga = await world.manager(), await world.buyer(), await world.owner()
    other = await world.manager("Нил")
    await responsible(world, "Игорь")
    await anna.send("/help")
    await anna.click("Написать менеджеру")
    assert "Ваш менеджер: Игорь" in anna.last
    await anna.send("Когда приедет?")
    assert "Передали: Игорь" in anna.last
    await anna.photo(PHOTO, "Вот такой")
    await anna.click("Готово")
    await world.tell()
    first, second = igor.messages[-2:]
    assert "Анна, ООО «Ромашка»" in first
    assert "Когда приедет?" in first
    assert igor.from_bot[-1]["photo"]
    assert "Вот такой" in igor.from_bot[-1]["caption"]
    assert "Анна" in igor.from_bot[-1]["caption"]
    assert second
    # Nobody else's: neither a colleague's of the buyer nor another manager's.
    assert "Когда приедет?" not in "".join([*olga.messages, *other.messages])
    await igor.reply("Завтра к десяти")
    assert "Отправили: Анна" in igor.last
    await world.tell()
    assert "Игорь, менеджер" in anna.last
    assert "Завтра к десяти" in anna.last
    # A reply goes on, and is no search.
    await anna.reply("Спасибо")
    await world.tell()
    assert "Спасибо" in igor.last
    await igor.click("Ответить")
    assert "Завтра к десяти" in igor.last
    await igor.photo(PHOTO)
    await world.tell()
    assert anna.from_bot[-1]["photo"]
    assert await kept(world) == [
        ("Когда приедет?", False),
        ("Вот такой", False),
        ("Завтра к десяти", True),
        ("Спасибо", False),
        ("", True),
    ]
    # After «Готово» a typed article is an article again.
    assert "0893106" in await anna.send("0893106")


async def test_about_an_order(world: World) -> None:
    from tests.bot.test_kept import ordered

    igor, anna = await world.manager(), await world.buyer()
    await responsible(world, "Игорь")
    await ordered(anna, "0893106 5")
    await anna.send("/orders 1001")
    await anna.click("Ещё")
    await anna.click("Написать менеджеру")
    assert "заказ № 1001" in anna.last
    await anna.send("Можно раньше?")
    await world.tell()
    assert "заказ № 1001" in igor.last


async def test_nothing_is_said_twice(world: World) -> None:
    igor, anna = await world.manager(), await world.buyer()
    await responsible(world, "Игорь")
    await anna.send("/manager")
    await anna.send("Ау")
    await handle_again(world)
    await anna.photo(PHOTO, "Фото")
    await handle_again(world)
    await world.app.feed.step()
    await world.restart()
    await world.tell()
    assert await kept(world) == [("Ау", False), ("Фото", False)]
    assert sum("Ау" in text for text in igor.messages) == 1


async def test_changes_and_deletions_follow(world: World) -> None:
    igor, anna = await world.manager(), await world.buyer()
    await responsible(world, "Игорь")
    await anna.send("/manager")
    await anna.send("Где зоказ?")
    words = world.telegram.messages(anna.id)
    mine = next(m["message_id"] for m in words if m.get("text") == "Где зоказ?")
    await anna.photo(PHOTO, "Првиет")
    picture = next(
        m["message_id"] for m in world.telegram.messages(anna.id) if m.get("caption") == "Првиет"
    )
    # What was changed before it was passed on goes as it is now.
    world.telegram.edit_text(anna.id, mine, "Где заказ?")
    await world.settle()
    await world.tell()
    assert "Где заказ?" in igor.messages[-2]
    world.telegram.edit_text(anna.id, mine, "Где мой заказ?")
    world.telegram.edit_text(anna.id, picture, "Привет")
    await world.settle()
    await world.tell()
    assert "Где мой заказ?" in igor.messages[-2]
    assert "Привет" in igor.from_bot[-1]["caption"]
    before = len(igor.from_bot)
    await anna.send("/delete", to=mine)
    assert "Удалили" in anna.last
    await world.tell()
    assert len(igor.from_bot) == before - 1
    assert "заказ" not in "".join(igor.messages[-2:])
    assert "/delete" in await anna.send("/delete")
    # The manager deletes nothing of the buyer's.
    passed_on = igor.from_bot[-1]["message_id"]
    assert "/delete" in await igor.send("/delete", to=passed_on)


async def test_a_deputy_hears_while_the_manager_is_away(world: World) -> None:
    igor, anna = await world.manager(), await world.buyer()
    nil = await world.manager("Нил")
    await responsible(world, "Игорь")
    today = world.clock().date()
    async with world.portal_db.write() as session:
        ids = dict(
            (
                await session.execute(
                    select(Person.name, Staff.id).join(Staff, Staff.person_id == Person.id)
                )
            ).all()
        )
        session.add(
            Absence(staff_id=ids["Игорь"], deputy_id=ids["Нил"], first_day=today, last_day=today)
        )
    await anna.send("/manager")
    assert "Ваш менеджер: Нил" in anna.last
    await anna.send("Срочно")
    await world.tell()
    assert "Срочно" in nil.last
    assert "Срочно" not in "".join(igor.messages)


async def test_who_waits(world: World) -> None:
    igor, anna = await world.manager(), await world.buyer()
    await anna.send("/manager")
    await anna.send("Есть кто?")
    await igor.send("/messages")
    assert "Анна, ООО «Ромашка»" in igor.last
    await igor.click("1")
    assert "Есть кто?" in igor.last
    await igor.send("Я здесь")
    await world.tell()
    assert "Я здесь" in anna.last
    assert "На все сообщения ответили" in await igor.send("/messages")


async def test_a_strangers_conversation_is_not_there(world: World) -> None:
    anna, boris = await world.buyer(), await world.buyer("Борис")
    await anna.send("/manager")
    await anna.send("Тайна")
    for data in ("zn:1", "zg:1"):
        assert "Не нашли" in await forge(world, boris, data)
    assert "нет прав" in await boris.send("/messages")
    async with world.portal_db.read() as session:
        count = select(func.count()).select_from(ConversationMessage)
        assert await session.scalar(count) == 1


async def test_words_too_long_for_a_caption_stand_below_the_photo(world: World) -> None:
    igor, anna = await world.manager(), await world.buyer()
    await responsible(world, "Игорь")
    await anna.send("/manager")
    await anna.photo(PHOTO, "д" * 1010)
    await world.tell()
    assert igor.from_bot[-2]["photo"]
    assert "д" * 1010 in igor.last
