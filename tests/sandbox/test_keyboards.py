"""Keyboards under messages and in place of the phone's own."""

from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from sandbox.core.keyboards import checked_url
from sandbox.telegram import ApiError, Person, Telegram


def inline(*rows: list[dict[str, Any]]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(**button) for button in row] for row in rows]
    )


@pytest.mark.parametrize(
    ("button", "words"),
    [
        ({"text": "x", "callback_data": "я" * 33}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "callback_data": "y" * 65}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "url": "http://localhost/cart"}, "Wrong HTTP URL"),
        ({"text": "x", "url": "просто слова"}, "Wrong HTTP URL"),
        ({"text": "x"}, "Text buttons are unallowed in the inline keyboard"),
        ({"text": " ", "callback_data": "1"}, "Text buttons are unallowed"),
        ({"text": "x", "callback_data": "1", "url": "https://ya.ru"}, "callback_data at once"),
        ({"text": "x", "callback_data": "1", "style": "golden"}, "invalid button style"),
    ],
)
async def test_buttons_that_are_refused(
    bot: Bot, anna: Person, button: dict[str, Any], words: str
) -> None:
    with pytest.raises(TelegramBadRequest, match=words):
        await bot.send_message(anna.id, "x", reply_markup=inline([button]))


async def test_how_many_buttons(bot: Bot, anna: Person) -> None:
    button = {"text": "x", "callback_data": "y" * 64, "style": "primary"}
    await bot.send_message(anna.id, "x", reply_markup=inline(*[[button] * 10] * 10))
    with pytest.raises(TelegramBadRequest, match="reply markup is too long"):
        await bot.send_message(anna.id, "x", reply_markup=inline(*[[button] * 10] * 10, [button]))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://ya.ru", "https://ya.ru"),
        ("ya.ru/x", "http://ya.ru/x"),
        ("tg://user?id=5", "tg://user?id=5"),
        ("https://t.me/artikul_local_bot?start=X", "https://t.me/artikul_local_bot?start=X"),
    ],
)
def test_links(given: str, kept: str) -> None:
    assert checked_url(given) == kept


async def test_a_reply_keyboard_stays_until_removed(
    bot: Bot, telegram: Telegram, anna: Person
) -> None:
    rows = [[KeyboardButton(text="Поделиться телефоном", request_contact=True)]]
    keyboard = ReplyKeyboardMarkup(keyboard=rows, resize_keyboard=True)
    await bot.send_message(anna.id, "Телефон?", reply_markup=keyboard)
    await bot.send_message(anna.id, "Или код")
    shown = telegram.keyboard(anna.id)
    assert shown is not None
    assert shown["keyboard"] == [[{"text": "Поделиться телефоном", "request_contact": True}]]
    assert "reply_markup" not in telegram.last(anna.id)
    telegram.send_contact(anna.id)
    assert telegram.keyboard(anna.id) is not None
    await bot.send_message(anna.id, "Спасибо", reply_markup=ReplyKeyboardRemove())
    assert telegram.keyboard(anna.id) is None


async def test_a_one_time_keyboard_goes_once_used(
    bot: Bot, telegram: Telegram, anna: Person
) -> None:
    keyboard = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Да")]], one_time_keyboard=True)
    await bot.send_message(anna.id, "?", reply_markup=keyboard)
    telegram.send_text(anna.id, "Погодите")
    assert telegram.keyboard(anna.id) is not None
    telegram.send_text(anna.id, "Да")
    assert telegram.keyboard(anna.id) is None
    await bot.send_message(anna.id, "Сколько?", reply_markup=ForceReply())
    assert telegram.keyboard(anna.id) is not None
    telegram.send_text(anna.id, "10")
    assert telegram.keyboard(anna.id) is None


async def test_an_empty_keyboard(telegram: Telegram, anna: Person) -> None:
    with pytest.raises(ApiError, match="reply keyboard is empty"):
        await telegram.call(
            "sendMessage", {"chat_id": anna.id, "text": "x", "reply_markup": {"keyboard": []}}
        )


async def test_ones_own_contact_bears_the_user(bot: Bot, telegram: Telegram, anna: Person) -> None:
    telegram.send_contact(anna.id)
    telegram.send_contact(anna.id, own=False)
    *_, own, other = await bot.get_updates()
    assert own.message is not None
    assert own.message.contact is not None
    assert own.message.contact.user_id == anna.id
    assert own.message.contact.phone_number == "+79161234567"
    assert other.message is not None
    assert other.message.contact is not None
    assert other.message.contact.user_id is None


async def test_the_answer_to_a_press(bot: Bot, telegram: Telegram, anna: Person) -> None:
    message = await bot.send_message(
        anna.id, "x", reply_markup=inline([{"text": "Да", "callback_data": "1"}])
    )
    press = telegram.press(anna.id, message.message_id, "1")
    assert press.answer is None
    assert await telegram.answered(press, timeout=0) is None
    *_, update = await bot.get_updates()
    assert update.callback_query is not None
    await update.callback_query.answer("Нет на складе", show_alert=True)
    assert await telegram.answered(press) == {"text": "Нет на складе", "show_alert": True}
