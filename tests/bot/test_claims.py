"""A claim from the first tap to the rating, as its buyer sees it."""

from typing import Any

from sqlalchemy import select

from bot.db.models import ClaimDraft
from tests.bot.claiming import album, claims_made, delivered, picture, pictures, shipped, to_parts
from tests.bot.speaking import forge, handle_again, shown, spaced
from tests.support.portal import KREPEZH
from tests.support.world import World


async def test_a_claim_in_a_minute(world: World) -> None:
    anna = await world.buyer()
    await shipped(world, anna)
    await anna.send("/claim")
    assert "По какому заказу?" in anna.last
    [order] = [button for button in anna.buttons if button.startswith("№")]
    await anna.click(order)
    assert "Что случилось?" in anna.last
    await anna.click("Недостача")
    assert "отметьте товары" in anna.last
    await anna.send("1: 3")
    assert "3 шт" in spaced(anna.last)
    await anna.click("Дальше: 1 строка")
    await anna.click("Заменить")
    assert "по одному или альбомом" in anna.last
    before = len(anna.from_bot)
    await album(anna, pictures(3), "Коробка вскрыта")
    # One card under the album, whatever number of parts it has.
    assert len(anna.from_bot) == before + 1
    assert "3 файла" in spaced(anna.last)
    await anna.send("Не хватает трёх баллонов")
    await anna.click("Готово")
    card = spaced(anna.last)
    assert "Отправить претензию" in anna.buttons
    assert "Коробка вскрыта" in card
    await anna.click("Отправить претензию", times=2)
    card = spaced(anna.last)
    assert "Претензия № 1001" in card
    assert "новая" in card
    assert "Решим до" in card
    assert "скоро возьмёт менеджер" in card
    [(claim, files, _)] = await claims_made(world)
    assert (claim.words, len(files)) == ("Коробка вскрыта\nНе хватает трёх баллонов", 3)
    assert claim.at_stake == 3 * 400_13 or claim.at_stake > 0
    await anna.send("/claims")
    assert "1001" in anna.last
    assert "новая" in anna.last


async def test_more_than_was_shipped_is_refused_at_once(world: World) -> None:
    anna = await world.buyer()
    await shipped(world, anna)
    await anna.send("/claim")
    await anna.click(next(button for button in anna.buttons if button.startswith("№")))
    await anna.click("Брак")
    await anna.send("1: 11")
    assert "Можно указать не больше 10" in anna.last
    await anna.send("7: 1")
    assert "Строки 7 в этом заказе нет" in anna.last
    await anna.send("много")
    assert "Напишите номер строки" in anna.last
    await anna.click("☐ 2", message=anna.from_bot[-4]["message_id"])
    await anna.click("☑ 2")
    assert "Дальше: 1 строка" not in anna.buttons


async def test_a_draft_is_left_and_taken_up_again_after_a_restart(world: World) -> None:
    anna = await world.buyer()
    await to_parts(world, anna)
    await anna.photo(picture(1), "Вот")
    await anna.send("/cart")
    await anna.send("0893107")
    assert await claims_made(world) == []
    await world.restart()
    await anna.send("/claim")
    resume = next(button for button in anna.buttons if button.startswith("Продолжить"))
    await anna.click(resume)
    assert "Отправить претензию" in anna.buttons
    assert "Вот" in anna.last
    await anna.click("Отправить претензию")
    [(claim, files, _)] = await claims_made(world)
    assert (claim.words, len(files)) == ("Вот", 1)
    # What was left is left no more.
    await anna.send("/claim")
    assert not any(button.startswith("Продолжить") for button in anna.buttons)


async def test_photos_come_when_they_come(world: World) -> None:
    """Guard: at every step of a claim, files go into it, and what was asked is asked again."""
    anna = await world.buyer()
    await shipped(world, anna)
    await anna.send("/claim")
    await anna.click(next(button for button in anna.buttons if button.startswith("№")))
    assert "Что случилось?" in await anna.photo(picture(1))
    await anna.click("Недостача")
    assert "отметьте товары" in await anna.photo(picture(2))
    await anna.click("☐ 1")
    await anna.click("Дальше: 1 строка")
    assert "Что нужно?" in await anna.photo(picture(3))
    assert "0893106" in await anna.send("0893106"), "a text is what it always is"
    await anna.send("/claim")
    await anna.click(next(button for button in anna.buttons if "родолжить" in button))
    await anna.click("Заменить")
    await anna.click("Отправить претензию")
    [(_, files, _)] = await claims_made(world)
    assert len(files) == 3


async def test_by_number_from_the_order_and_what_is_not_ones_own(world: World) -> None:
    anna = await world.buyer()
    await shipped(world, anna)
    await anna.send("/claim 1001")
    assert "Претензия по заказу № 1001" in anna.last
    await anna.send("/claim")
    await anna.send("№ 1001")
    assert "Претензия по заказу № 1001" in anna.last
    await anna.send("/claim 555")
    assert "Заказа № 555 у вашей компании нет" in anna.last
    await anna.send("/orders 1001")
    await anna.click("Претензия")
    assert "Что случилось?" in anna.last
    vera = await world.buyer("Вера", KREPEZH)
    await vera.send("/claim 1001")
    assert "Заказа № 1001 у вашей компании нет" in vera.last
    async with world.app.db.read() as session:
        key = await session.scalar(select(ClaimDraft.key))
    # A forged button finds nothing.
    for data in (f"qs:{key}", f"qk:{key}:defect", f"qz:{key}", f"qd:{key}"):
        assert "уже отправлена или удалена" in await forge(world, vera, data)
    assert await claims_made(world) == []


async def test_a_file_that_is_not_taken_is_told_and_left_out(world: World) -> None:
    anna = await world.buyer()
    await to_parts(world, anna)
    await anna.document(b"PK\x03\x04 no picture", "foto.jpg")
    assert "Такой файл не подойдёт" in anna.last
    await anna.document(b"<svg onload='alert(1)'/>", "foto.svg")
    assert "Такой файл не подойдёт" in anna.last
    await anna.photo(picture(2))
    assert "1 файл" in spaced(anna.last)
    await anna.click("Готово")
    await anna.click("Отправить претензию")
    [(_, files, _)] = await claims_made(world)
    assert len(files) == 1


async def test_handled_again_it_is_one_claim_with_each_part_once(world: World) -> None:
    anna = await world.buyer()
    await to_parts(world, anna)
    await album(anna, pictures(2))
    await handle_again(world)
    await anna.send("Слова")
    await handle_again(world)
    assert anna.last.count("Слова") == 1
    await anna.click("Готово")
    await handle_again(world)
    await anna.click("Отправить претензию")
    await handle_again(world)
    [(claim, files, said)] = await claims_made(world)
    assert (claim.words, len(files), said) == ("Слова", 2, [])


async def test_what_comes_after_it_was_sent_goes_into_it(world: World) -> None:
    anna = await world.buyer()
    await to_parts(world, anna)
    sent = world.telegram.upload(anna.id, pictures(4), "photo")
    held = await _hold_back(world, {message["message_id"] for message in sent[2:]})
    await anna.click("Готово")
    await anna.click("Отправить претензию")
    await world.app.inbox.store(held)
    await world.app.inbox.idle()
    [(_, files, said)] = await claims_made(world)
    assert (len(files), len(set(files)), said) == (4, 4, ["", ""])


async def _hold_back(world: World, message_ids: set[int]) -> list[Any]:
    """Telegram delivers all but these; they are given back, to come later."""
    held: list[Any] = []
    store = world.app.inbox.store

    async def some(raws: Any) -> None:
        raws = list(raws)
        late = [raw for raw in raws if raw.get("message", {}).get("message_id") in message_ids]
        held.extend(late)
        await store([raw for raw in raws if raw not in late])

    world.app.inbox.store = some  # type: ignore[method-assign]
    await world.settle()
    world.app.inbox.store = store  # type: ignore[method-assign]
    return held


async def test_what_the_staff_says_and_decides_reaches_the_buyer(world: World) -> None:
    anna = await world.buyer()
    igor = await world.manager()
    await to_parts(world, anna)
    await anna.click("Готово")
    await anna.click("Отправить претензию")
    card = anna.last_message["message_id"]
    await world.tell()
    staff = await world.portal_of(igor)
    await staff.work_on_claim("t", "1", "take")
    await world.tell()
    assert "Занимается Игорь" in spaced(anna.last)
    assert "Занимается: Игорь" in shown(anna, card)
    assert "в работе" in shown(anna, card)
    await staff.work_on_claim("a", "1", "ask", {"text": "Пришлите фото коробки"})
    inside = {"text": "Опять склад", "internal": True}
    await staff.say_of_claim("i", "1", inside)
    await world.tell()
    assert "Пришлите фото коробки" in anna.last
    assert "ждём вашего ответа" in shown(anna, card)
    assert not any("Опять склад" in text for text in anna.messages)
    # A reply to it goes into the claim; changed, it is changed there.
    said = world.telegram.send_text(
        anna.id, "Вот коробка", reply_to=anna.last_message["message_id"]
    )
    await world.settle()
    assert "Передали: претензия № 1001" in anna.last
    world.telegram.edit_text(anna.id, said["message_id"], "Вот она, коробка")
    await world.settle()
    [*_, answer] = (await staff.claim_messages("1")).items
    assert (answer.text, answer.from_staff) == ("Вот она, коробка", False)
    assert (await staff.claim("1")).state == "answered"
    # A photo from the staff arrives as a photo.
    path = world.folder / "photo.jpg"
    path.write_bytes(picture(77))
    brought = await staff.bring_file(path, "упаковка.jpg")
    sent = await staff.say_of_claim("p", "1", {"text": "Так паковали", "uploads": [brought.id]})
    await world.tell()
    assert any("photo" in message for message in anna.from_bot)
    assert any("Так паковали" in text for text in anna.messages)
    await staff.edit_claim_message("1", sent.id, "Так упаковали")
    await world.tell()
    assert not any("Так паковали" in text for text in anna.messages)
    assert any("Так упаковали" in text for text in anna.messages)
    decided = {
        "by": "refund", "amount": "400.00", "words": "Вернём на счёт",
        "stage": "packing", "culprit": "Склад", "loss": "400.00",
    }  # fmt: skip
    await staff.work_on_claim("r", "1", "resolve", decided)
    await world.tell()
    last = spaced(anna.last)
    assert "возврат денег: 400,00 ₽" in last
    assert "Вернём на счёт" in last
    assert "Склад" not in last
    await anna.click("5 ★")
    assert "закрыта" in anna.last
    assert "★★★★★" in anna.last
    assert (await staff.claim("1")).rating == 5


async def test_who_does_not_agree_has_it_looked_at_again(world: World) -> None:
    anna = await world.buyer()
    igor = await world.manager()
    await to_parts(world, anna)
    await anna.click("Готово")
    await anna.click("Отправить претензию")
    staff = await world.portal_of(igor)
    await staff.work_on_claim("d", "1", "decline", {"reason": "Всё на месте"})
    await world.tell()
    assert "отказ" in anna.last
    await anna.click("Не согласны")
    await anna.send("Не всё: баллонов семь")
    assert "рассматриваем снова" in spaced(anna.last)
    [*_, said] = (await staff.claim_messages("1")).items
    assert said.text == "Не всё: баллонов семь"


async def test_accepting_makes_a_filled_in_claim(world: World) -> None:
    anna = await world.buyer()
    await shipped(world, anna, "0893106 10", "7721 4", "0893107 2")
    await anna.send("/orders 1001")
    await anna.click("Приёмка")
    assert "Отметьте, что пришло целиком" in anna.last
    await anna.click("☐ 3")
    await anna.send("1: 8 брак 1")
    assert "8, из них с браком 1" in anna.last
    await anna.click("Готово, не пришла 1 строка")
    assert "Что нужно?" in anna.last
    await anna.click("Вернуть деньги")
    card = spaced(anna.last)
    assert "Недостача" in card
    assert "0893106: 2 шт; 7721: 4 шт" in card
    await anna.click("Отправить претензию")
    [(claim, _, _)] = await claims_made(world)
    assert spaced(claim.words) == (
        "Не пришло — 0893106: 2 шт; 7721: 4 шт\nПовреждено — 0893106: 1 шт"
    )
    assert (claim.kind, claim.wanted) == ("shortage", "refund")


async def test_all_has_come(world: World) -> None:
    anna = await world.buyer()
    await shipped(world, anna)
    await delivered(world)
    await world.tell()
    assert "доставлен" in anna.last
    await anna.click("Приёмка")
    await anna.click("Всё пришло", times=2)
    assert await claims_made(world) == []
    assert any("Приёмка без замечаний" in text for text in anna.messages)


async def test_what_the_staff_says_at_night_comes_in_the_morning_with_its_photos(
    world: World,
) -> None:
    anna = await world.buyer()
    igor = await world.manager()
    await to_parts(world, anna)
    await anna.click("Готово")
    await anna.click("Отправить претензию")
    await world.tell()
    world.clock.forward(hours=11)  # Until 23:00 in Moscow.
    staff = await world.portal_of(igor)
    path = world.folder / "photo.jpg"
    path.write_bytes(picture(77))
    brought = await staff.bring_file(path, "упаковка.jpg")
    before = len(anna.from_bot)
    await staff.say_of_claim("p", "1", {"text": "Так паковали", "uploads": [brought.id]})
    await world.tell()
    assert len(anna.from_bot) == before
    world.clock.forward(hours=9)
    await world.outbox()
    photo, words = anna.from_bot[before:]
    assert "photo" in photo
    assert "Так паковали" in str(words)
