"""A list as a person sends it, and the draft that comes of it."""

import pytest

from tests.bot.speaking import forge, shown, spaced
from tests.support.world import Person, World

MESS = """Добрый день! Прошу выставить счёт:

Артикул    Кол-во
1. 0893106 - 10шт по 412,50 руб
2. WD 40 400   2 уп
3. DIN9338-40; 1 000
4. 7721 3
5) O89O1O8715 x 4
• DIN934-8 200
HSS-3.2 - 20 шт, HSS-5.0 - 10 шт
0714-13 = 2
0714-17: 2
SDS-6-110 (5)
10 шт SDS-8-160
4006825123456 5
GLV-NIT-9\t24
SEAL-280 12 шт. 245 руб/шт
FOAM-750    12
WIRE-1.2 7,5 кг
RAG-10 10
CIRC-125-1 50
CIRC-230-2 25
DB-6-40 200
DB-8-80 100
SAM-4.2-16 1 000
SAM-4.2-19 1000
DIN125-6 500
DIN125-8 500
DIN975-8 10
GEDORE-1992 1
саморез с прессшайбой 4,2х16 - 1000
DIN933-6-30 100
0893017 2
нет-такого-артикула 5
Итого: 27 позиций
С уважением, Анна"""


def lines_of(text: str) -> list[str]:
    return [line for line in spaced(text).splitlines() if " | " in line]


def row(person: Person, number: int) -> str:
    """The row of the draft with this number."""
    return next(line for line in lines_of(person.last) if line.startswith(f"{number} | "))


async def test_thirty_lines_of_mess(world: World) -> None:
    anna = await world.buyer()
    await anna.send(MESS)
    said = spaced(anna.last)
    assert "Список" in said
    assert "Пропущено: 4" in said
    assert "Артикул Кол-во" in said
    assert "Очиститель тормозов Würth 500 мл (вместе со строкой 13) | 15 шт" in row(anna, 1)
    assert "WD-40-400 Смазка WD-40 универсальная 400 мл | 24 шт" in row(anna, 2)
    assert "DIN933-8-40 Болт DIN 933 М8×40 8.8 цинк | 1 000 шт" in row(anna, 3)
    assert "O89O1O8715 x 4 — не найдено" in row(anna, 5)
    assert "HSS-3.2 Сверло" in row(anna, 7)
    assert "HSS-5.0 Сверло" in row(anna, 8)
    await anna.click("Ещё")
    assert "SDS-8-160 Бур SDS-plus 8×160 Bosch | 10 шт" in row(anna, 12)
    assert "(просили 7,5 кг, округлили до упаковки) | 8 кг" in row(anna, 17)
    assert not [line for line in lines_of(anna.last) if line.startswith("13 | ")]


async def test_what_waits_and_what_is_missing_is_said(world: World) -> None:
    anna = await world.buyer()
    await anna.send("0893106 10\nсаморез с прессшайбой 4,2х16 - 1000\nнет-такого-артикула 5")
    said = spaced(anna.last)
    assert "Найдено: 1" in said
    assert "Выбрать или подтвердить: 1" in said
    assert "Не найдено: 1" in said
    assert "саморез с прессшайбой 4,2х16 - 1000 — похоже: SAM-4.2-16" in row(anna, 2)
    assert "нет-такого-артикула 5 — не найдено" in row(anna, 3)
    assert "Добавить в корзину" in anna.buttons
    assert "Корзина пуста" in await anna.send("/cart")


async def test_only_what_is_certain_or_confirmed_goes_to_the_cart(world: World) -> None:
    anna = await world.buyer()
    await anna.send("0893106 10\nсаморез с прессшайбой 4,2х16 - 1000\nнет-такого-артикула 5")
    draft = anna.last_message["message_id"]
    await anna.click("Добавить в корзину")
    said = spaced(anna.last)
    assert "Положили в корзину 1 строку" in said
    assert "Выбрать или подтвердить: 1" in said
    assert "Не нашли\nнет-такого-артикула 5" in said
    cart = spaced(await anna.send("/cart"))
    assert "0893106" in cart
    assert "SAM-4.2-16" not in cart
    await anna.click("Да", message=draft)
    await anna.click("Добавить в корзину", message=draft)
    assert "Положили в корзину 1 строку" in spaced(anna.last)
    assert "SAM-4.2-16" in spaced(await anna.send("/cart"))


async def test_a_double_tap_adds_once(world: World) -> None:
    anna = await world.buyer()
    await anna.send("0893106 10\nWD-40-400 2 уп")
    data, message = anna.data_of("Добавить в корзину"), anna.last_message["message_id"]
    await anna.click("Добавить в корзину", times=2)
    await forge(world, anna, data, message)
    cart = spaced(await anna.send("/cart"))
    assert "| 10 шт |" in cart
    assert "| 24 шт |" in cart


async def test_added_lines_can_be_taken_back_and_added_again(world: World) -> None:
    anna = await world.buyer()
    await anna.send("0893106 10\nWD-40-400 2 уп")
    draft = anna.last_message["message_id"]
    await anna.click("Добавить в корзину")
    await anna.click("Отменить", times=2)
    assert "Убрали из корзины 2 строки" in spaced(anna.messages[-1])
    assert "Корзина пуста" in await anna.send("/cart")
    await anna.click("Добавить в корзину", message=draft)
    assert "| 10 шт |" in spaced(await anna.send("/cart"))


async def test_what_was_taken_back_leads_to_the_list(world: World) -> None:
    anna = await world.buyer()
    await anna.send("0893106 10\nWD-40-400 2 уп")
    await anna.click("Добавить в корзину")
    put = anna.from_bot[-1]["message_id"]
    await anna.click("Отменить")
    await anna.click("Открыть список", message=put)
    assert "Найдено: 2" in shown(anna, put)


async def test_repeated_articles_add_up(world: World) -> None:
    """Two of twelve and two of twelve are four of twelve: one pack, not two."""
    anna = await world.buyer()
    await anna.send("WD-40-400 2\n0893106 1\nwd 40 400 - 2 шт")
    assert "просили 4 шт, округлили до упаковки) | 12 шт" in row(anna, 1)
    assert "Найдено: 2" in spaced(anna.last)
    await anna.click("Добавить в корзину")
    assert "| 12 шт |" in spaced(await anna.send("/cart"))


async def test_a_choice_of_several(world: World) -> None:
    anna = await world.buyer()
    await anna.send("0893106 1\nБолт DIN 933 М6 - 100")
    assert "Болт DIN 933 М6 - 100 — подходят 3 товара" in row(anna, 2)
    await anna.click("Выбрать", row="2 | ")
    assert "Подходит несколько товаров. Какой нужен?" in anna.last
    await anna.click("Выбрать", row="DIN933-6-25")
    assert "DIN933-6-25 Болт DIN 933 М6×25 8.8 цинк | 100 шт" in row(anna, 2)
    assert "Найдено: 2" in spaced(anna.last)
    assert "Выбрать или подтвердить" not in anna.last


async def test_the_nearest_two_of_what_is_not_there(world: World) -> None:
    anna = await world.buyer()
    await anna.send("0893106 1\nключ комбинированный 19 мм - 3")
    assert "не найдено. Рядом: 0714-13, 0714-17" in row(anna, 2)
    await anna.click("Похожие", row="2 | ")
    assert "Такого нет. Может быть, один из этих?" in anna.last
    await anna.click("Выбрать", row="0714-17")
    assert "0714-17 Ключ комбинированный 17 мм | 3 шт" in row(anna, 2)


async def test_a_shortage_has_its_analogue_at_hand(world: World) -> None:
    anna = await world.buyer()
    await anna.send("0893106 1\nDIN933-6-30 100")
    assert "нет в наличии" in row(anna, 2)
    await anna.click("Аналог", row="2 | ")
    assert "Столько нет. Чем можно заменить:" in anna.last
    await anna.click("Выбрать", row="DIN933-6-25")
    assert "DIN933-6-25 Болт DIN 933 М6×25 8.8 цинк | 100 шт" in row(anna, 2)


async def test_what_is_not_sold_waits(world: World) -> None:
    anna = await world.buyer()
    await anna.send("0893106 1\nNOPRICE-1 1")
    assert "Не продаётся: NOPRICE-1" in row(anna, 2)
    await anna.click("Добавить в корзину")
    assert "NOPRICE-1" not in await anna.send("/cart")


async def test_questions_only(world: World) -> None:
    anna = await world.buyer()
    await anna.send("0893106 1\nсаморез с прессшайбой 4,2х16 - 1000\n7721 1\nнет-такого 5")
    await anna.click("Только вопросы (2)")
    assert [line.split(" | ")[0] for line in lines_of(anna.last)[1:]] == ["2", "4"]
    await anna.click("Да", row="2 | ")
    assert [line.split(" | ")[0] for line in lines_of(anna.last)[1:]] == ["4"]
    await anna.click("Все строки")
    assert len(lines_of(anna.last)) == 5


async def test_several_likenesses_are_confirmed_as_shown(world: World) -> None:
    anna = await world.buyer()
    await anna.send("0893106 1\nсаморез прессшайбой 4,2х16 - 1000\nсаморез прессшайбой 4,2х19 1000")
    assert "Выбрать или подтвердить: 2" in spaced(anna.last)
    await anna.click("Подтвердить показанное")
    assert "Найдено: 3" in spaced(anna.last)
    assert "Подтвердили 2 строки" in spaced(anna.toast or "")


async def test_a_cancelled_draft_is_over(world: World) -> None:
    anna = await world.buyer()
    await anna.send("0893106 1\n7721 1")
    data, message = anna.data_of("Добавить в корзину"), anna.last_message["message_id"]
    await anna.click("Отменить")
    assert "Список отменён. В корзину ничего не попало." in anna.last
    await forge(world, anna, data, message)
    assert "Этот список устарел" in (anna.toast or anna.last)
    assert "Корзина пуста" in await anna.send("/cart")


async def test_a_cancelled_draft_can_be_brought_back(world: World) -> None:
    anna, boris = await world.buyer(), await world.buyer("Борис")
    await anna.send("0893106 1\n7721 1")
    await anna.click("Отменить")
    data, message = anna.data_of("Вернуть список"), anna.last_message["message_id"]
    await boris.send("/cart")
    await forge(world, boris, data, boris.last_message["message_id"])
    assert "Этот список устарел" in (boris.toast or boris.last)
    await anna.click("Вернуть список", times=2)
    assert len(lines_of(anna.last)) == 3
    await forge(world, anna, data, message)
    await anna.click("Добавить в корзину")
    assert "Положили в корзину 2 строки" in spaced(anna.last)


async def test_what_is_short_is_counted_and_what_is_left_of_old_goods_is_told(world: World) -> None:
    anna = await world.buyer()
    await anna.send("0893106 100000\n7721 1\nOLD-1 100000")
    assert "Из них на складе не хватает: 1" in spaced(anna.last)
    assert "Снят с производства, столько уже нет: OLD-1" in row(anna, 3)
    await anna.reply("3: 1")
    assert "Снят с производства" not in row(anna, 3)
    assert "Найдено: 3" in spaced(anna.last)


async def test_a_draft_outlives_a_restart(world: World) -> None:
    anna = await world.buyer()
    await anna.send("0893106 1\nсаморез с прессшайбой 4,2х16 - 1000")
    await world.restart()
    await anna.click("Да", row="2 | ")
    await anna.click("Добавить в корзину")
    assert "Положили в корзину 2 строки" in spaced(anna.last)


async def test_nobody_else_can_press_it(world: World) -> None:
    anna, boris = await world.buyer(), await world.buyer("Борис")
    await anna.send("0893106 1\n7721 1")
    data = anna.data_of("Добавить в корзину")
    await boris.send("0893106 1")
    await forge(world, boris, data)
    assert "| 7721 |" not in await boris.send("/cart")


async def test_old_drafts_are_forgotten(world: World) -> None:
    from bot.jobs import prune

    anna = await world.buyer()
    await anna.send("0893106 1\n7721 1")
    draft = anna.last_message["message_id"]
    world.clock.forward(days=29)
    await prune(world.app)
    await anna.click("Добавить в корзину", message=draft)
    assert "Положили" in anna.last
    world.clock.forward(days=31)
    await prune(world.app)
    await anna.click("Скачать отчёт")
    assert "устарел" in (anna.toast or "")


async def test_many_lines_turn_page_by_page(world: World) -> None:
    anna = await world.buyer()
    articles = ["0893106", "0893107", "7721", "0714-13", "0714-17"]
    await anna.send("\n".join(f"{articles[n % 5]} {n + 1} шт" for n in range(4)) + "\nx-1 1" * 21)
    assert "Страница 1 из 3" in spaced(anna.last)
    await anna.click("Ещё")
    await anna.click("Ещё")
    assert "Страница 3 из 3" in spaced(anna.last)
    assert "Ещё" not in anna.buttons
    await anna.click("Назад")
    assert "Страница 2 из 3" in spaced(anna.last)


async def test_a_list_in_plain_text(world: World) -> None:
    anna = await world.buyer()
    await anna.send("/settings")
    await anna.click("Текст")
    await anna.send("0893106 10\nБолт DIN 933 М6 - 100")
    said = spaced(anna.last)
    assert "1. 0893106 Очиститель" in said
    await anna.click("2 Выбрать")
    await anna.click("2 Выбрать")
    assert "Найдено: 2" in spaced(anna.last)


async def test_a_forwarded_list(world: World) -> None:
    anna = await world.buyer()
    sent = world.telegram.send_text(anna.id, "/help")
    await world.settle()
    text = world.telegram.send_text(anna.id, "/search 1")
    assert sent["message_id"] != text["message_id"]
    await world.settle()
    boris = world.person("Борис")
    group = world.telegram.add_group("Закупки", [anna.id, boris.id], bot="left")
    posted = world.telegram.send_text(
        boris.id, "Аня, закажи:\n0893106 10\nWD-40-400 2 уп", chat_id=group.id
    )
    world.telegram.forward(anna.id, posted["message_id"], from_chat_id=group.id)
    await world.settle()
    assert "Найдено: 2" in spaced(anna.last)


async def test_a_greeting_above_one_line_leaves_one_line(world: World) -> None:
    anna = await world.buyer()
    await anna.send("Добрый день!\n0893106 10")
    assert "0893106 Очиститель тормозов Würth 500 мл: 10 шт" in spaced(anna.last)


@pytest.mark.parametrize("role", ["accountant"])
async def test_an_accountant_orders_nothing(world: World, role: str) -> None:
    olga = await world.linked("Ольга", role)
    await olga.send("0893106 10\n7721 1")
    assert "нет прав" in olga.last


async def test_a_list_before_connecting(world: World) -> None:
    guest = world.person("Гость")
    await guest.send("0893106 10\n7721 1")
    assert "/start" in guest.last


async def test_the_card_above_stays_as_it_was_when_a_line_is_opened_and_left(world: World) -> None:
    anna = await world.buyer()
    await anna.send("0893106 1\n7721 1")
    message = anna.last_message["message_id"]
    before = shown(anna, message)
    await anna.click("2")
    assert "Строка 2" in anna.last
    await anna.click("К списку")
    assert shown(anna, message) == before


async def test_a_row_of_the_draft_is_no_wider_than_a_phone(world: World) -> None:
    """Notes, questions and buttons wrap within the name: beside the figures they did not fit."""
    anna = await world.buyer()
    await anna.send("WD-40-400 13\nБолт DIN 933 М6 - 100\nсаморез с прессшайбой 4,2х16 - 1000")
    assert all(line.count(" | ") == 3 for line in lines_of(anna.last))
    figures = [line.split(" | ")[2] for line in lines_of(anna.last)]
    assert figures == ["Кол-во", "24 шт", "—", "1 000 шт"]
