"""A claim from the first tap to the rating, as its buyer sees it."""

from typing import Any

import httpx
from sqlalchemy import select

from bot.db.models import ClaimDraft
from tests.bot.claiming import album, claims_made, picture, pictures, shipped, to_parts
from tests.bot.speaking import forge, handle_again, spaced
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
    assert "Самое большее — 10" in anna.last
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


class Silent(httpx.AsyncBaseTransport):
    """A portal that does what it is asked for and does not answer, while it is told to be so."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self.inner, self.silent = inner, ""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await self.inner.handle_async_request(request)
        if self.silent and request.method == "POST" and request.url.path.endswith(self.silent):
            raise httpx.ReadTimeout("silent")
        return response
