"""A manager writes to many: whom it reaches, how it looks, when it goes, how it is stopped."""

from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image
from sqlalchemy import func, select, update

from bot.db.models import Broadcast, OutboxMessage
from bot.handlers.broadcast_sending import moment_of
from portal.db.models import Company
from sandbox.core.people_files import Upload
from tests.bot.speaking import forge, spaced
from tests.support.files import png
from tests.support.portal import KREPEZH, NOVICHOK
from tests.support.world import Person, World


def picture(width: int = 20) -> bytes:
    return png(Image.new("RGB", (width, 20), "navy"))


async def composed(world: World, said: str = "Скидка на крепёж до пятницы!") -> Person:
    igor = await world.manager()
    await igor.send("/broadcast")
    await igor.send(said)
    return igor


async def send_now(world: World, igor: Person) -> None:
    await igor.click("Запланировать")
    await igor.click("Сейчас")
    await world.outbox()
    await world.app.broadcasting.tick()


def got(person: Person, words: str) -> int:
    return sum(words in spaced(text) for text in person.messages)


async def test_from_the_first_word_to_the_last(world: World) -> None:
    anna, boris = await world.buyer(), await world.buyer("Борис", KREPEZH)
    igor = await composed(world)
    shown = spaced(igor.last)
    assert "Скидка на крепёж" in shown
    assert "Получат: 2 из 2" in shown
    assert "Кому: всем" in shown
    await send_now(world, igor)
    for person in (anna, boris):
        assert got(person, "Скидка на крепёж") == 1
        assert "Не присылать: Новости" in person.buttons
    assert "Рассылка закончена" in igor.last
    assert "2 / 2" in igor.last
    # The tick again, and another life: nobody gets it twice.
    await world.restart()
    await world.app.broadcasting.tick()
    await world.outbox()
    assert got(anna, "Скидка на крепёж") == 1


async def test_whom_it_reaches(world: World) -> None:
    anna, boris = await world.buyer(), await world.buyer("Борис", KREPEZH)
    async with world.portal_db.write() as session:
        await session.execute(update(Company).where(Company.inn == KREPEZH).values(region="Сибирь"))
    igor = await composed(world)
    await igor.click("Выбрать получателей")
    await igor.click("Регион")
    await igor.click("Сибирь")
    assert "Регион: Сибирь" in spaced(igor.last)
    await igor.click("Назад")
    assert "Получат: 1 из 1" in spaced(igor.last)
    await send_now(world, igor)
    assert (got(anna, "Скидка"), got(boris, "Скидка")) == (0, 1)


async def test_nobody_fits(world: World) -> None:
    await world.buyer()
    igor = await composed(world)
    await igor.click("Выбрать получателей")
    await igor.click("Долг")
    await igor.click("просрочен")
    await igor.click("Давно не заказывали")
    await igor.click("180 дней и дольше")
    assert "Долг: просрочен; Давно не заказывали: 180 дней и дольше" in spaced(igor.last)
    await igor.click("Сбросить всё")
    assert "Кому: всем" in spaced(igor.last)


async def test_who_has_unsubscribed(world: World) -> None:
    anna = await world.buyer()
    igor = await composed(world)
    await send_now(world, igor)
    await anna.click("Не присылать: Новости")
    assert anna.toast is not None
    assert "Больше не пришлём" in anna.toast
    await igor.send("/broadcast")
    await igor.send("И ещё новость")
    assert "Получат: 0 из 1" in spaced(igor.last)
    await igor.click("Сменить вид: Акции")
    assert "Получат: 1 из 1" in spaced(igor.last)
    await send_now(world, igor)
    assert got(anna, "И ещё новость") == 1


async def test_each_company_its_own_price(world: World) -> None:
    """Anna's company has 3% off the retail price, Boris' the wholesale one, Nina's no contract."""
    anna, boris = await world.buyer(), await world.buyer("Борис", KREPEZH)
    nina = await world.buyer("Нина", NOVICHOK)
    igor = await composed(world, "Очиститель всего за {price}!")
    await igor.click("Запланировать")
    assert "добавьте кнопку с артикулом" in (igor.toast or "")
    await igor.click("Добавить кнопку")
    await igor.send("0893106")
    assert "Кнопка: 0893106 Очиститель" in spaced(igor.last)
    await igor.click("Показать")
    await world.outbox()
    assert "Очиститель всего за" in igor.last
    message = igor.last_message["message_id"]
    assert igor.from_bot[-1]["message_id"] == message
    card = next(each for each in reversed(igor.from_bot) if "Получат" in str(each))
    await igor.click("Запланировать", message=card["message_id"])
    await igor.click("Сейчас")
    await world.outbox()
    assert got(anna, "всего за 400,13 ₽!") == 1, anna.last
    assert got(boris, "всего за") == 1
    assert got(boris, "400,13") == 0
    assert got(nina, "всего за цену подскажет менеджер!") == 1
    await anna.click("0893106 Очиститель тормозов Würth 500 мл")
    assert "Артикул: 0893106" in anna.last
    await world.app.broadcasting.tick()
    await igor.click("Кто открыл")
    assert "Анна" in igor.last
    assert "Ромашка" in igor.last


async def test_a_link_is_counted_and_led_to(world: World) -> None:
    anna = await world.buyer()
    igor = await composed(world)
    await igor.click("Добавить кнопку")
    await igor.send("Каталог https://example.ru/new")
    await send_now(world, igor)
    await anna.click("Каталог")
    await anna.click("Каталог", message=anna.from_bot[-2]["message_id"])
    assert "Перейти" in anna.buttons
    await igor.click("Кто открыл")
    assert "Анна" in igor.last
    assert igor.last.count("Ромашка") == 1


async def test_a_photo_and_an_album_go_as_they_are(world: World) -> None:
    anna, igor = await world.buyer(), await world.manager()
    await igor.send("/broadcast")
    await igor.photo(picture(), "Новинка")
    assert "с вложением" in igor.last
    await send_now(world, igor)
    copied = next(each for each in anna.from_bot if "photo" in each)
    assert copied["caption"] == "Новинка"
    await igor.send("/broadcast")
    album = [Upload(picture(width), f"{width}.png", "image/png") for width in (20, 30)]
    world.telegram.upload(igor.id, album, "photo", caption="Две новинки")
    await world.settle()
    assert "альбом, 2 вложения" in spaced(igor.last)
    async with world.app.db.read() as session:
        assert await session.scalar(select(func.count()).select_from(Broadcast)) == 2
    await send_now(world, igor)
    albums = [each for each in anna.from_bot if each.get("media_group_id")]
    assert len(albums) == 2
    assert len({each["media_group_id"] for each in albums}) == 1
    assert "Не присылать: Новости" in anna.buttons


async def test_at_a_time_and_not_at_night(world: World) -> None:
    anna = await world.buyer()
    igor = await composed(world)
    await igor.click("Запланировать")
    await igor.send("послезавтра")
    assert "Не понял время" in igor.last
    await igor.send("23:00")
    assert "Уйдёт" in igor.last
    await world.app.broadcasting.tick()
    await world.outbox()
    assert got(anna, "Скидка") == 0
    world.clock.forward(hours=14)
    await world.app.broadcasting.tick()
    await world.outbox()
    night = got(anna, "Скидка")
    world.clock.forward(hours=10)
    await world.outbox()
    assert (night, got(anna, "Скидка")) == (0, 1)


async def test_stopped_nothing_more_goes(world: World) -> None:
    people = [await world.buyer(f"Человек {n}") for n in range(3)]
    igor = await composed(world)
    await igor.click("Запланировать")
    await igor.click("Сейчас")
    await world.app.outbox.step()
    await igor.click("Остановить")
    assert "Рассылка остановлена" in igor.last
    before = sum(got(person, "Скидка") for person in people)
    await world.outbox()
    await world.app.broadcasting.tick()
    assert sum(got(person, "Скидка") for person in people) == before
    await igor.send("/broadcast")


async def test_a_death_while_it_is_filled(world: World) -> None:
    """Half of it was put in; the rest is added, and nothing twice."""
    anna, boris = await world.buyer(), await world.buyer("Борис")
    igor = await composed(world)
    await igor.click("Запланировать")
    await igor.click("Сейчас")
    async with world.app.db.write() as session:
        row = await session.scalar(select(OutboxMessage).where(OutboxMessage.chat_id == anna.id))
        await session.delete(row)
        await session.execute(update(Broadcast).values(state="filling"))
    await world.restart()
    await world.app.broadcasting.tick()
    await world.outbox()
    assert (got(anna, "Скидка"), got(boris, "Скидка")) == (1, 1)


async def test_who_may(world: World) -> None:
    anna = await world.buyer()
    await anna.send("/broadcast")
    assert "нет прав" in anna.last
    igor = await composed(world)
    key = igor.data_of("Запланировать").split(":")[1]
    oleg = await world.manager("Олег")
    await oleg.send("/help")
    assert "Такой рассылки уже нет" in await forge(world, oleg, f"gt:{key}:0")
    assert "Такой рассылки уже нет" in await forge(world, anna, f"gx:{key}")


async def test_what_was_decided_is_not_changed(world: World) -> None:
    await world.buyer()
    igor = await composed(world)
    key = igor.data_of("Запланировать").split(":")[1]
    await send_now(world, igor)
    assert "уже запланирована" in await forge(world, igor, f"gk:{key}:offers")


@pytest.mark.parametrize("said", ["0:99", "31.02 10:00", "01.01.2020 10:00", "x"])
def test_what_is_no_time(said: str) -> None:
    assert moment_of(said, datetime(2026, 3, 1, 9, tzinfo=UTC)) is None


def test_times_as_they_are_written() -> None:
    now = datetime(2026, 3, 1, 9, tzinfo=UTC)
    assert moment_of("14:30", now) == now + timedelta(hours=5, minutes=30)
    assert moment_of("8:00", now) == now + timedelta(hours=23)
    assert moment_of("2.3 9:00", now) == now + timedelta(days=1)
    assert moment_of("28.02 9:00", now) == datetime(2027, 2, 28, 9, tzinfo=UTC)
