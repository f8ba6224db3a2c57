"""Rich messages: tables, buttons in their rows, limits."""

from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramServerError
from aiogram.types import (
    InputRichBlockButtons,
    InputRichBlockDetails,
    InputRichBlockFooter,
    InputRichBlockParagraph,
    InputRichBlockSectionHeading,
    InputRichBlockTable,
    InputRichMessage,
    RichBlockTable,
    RichBlockTableCell,
    RichMessageButton,
    RichTextBold,
    RichTextButton,
)

from sandbox.core.rich import plain_text, rich_message
from sandbox.telegram import ApiError, Person, PersonError, Telegram


def button(text: str, data: str) -> RichMessageButton:
    return RichMessageButton(text=text, callback_data=data)


def cell(text: Any, align: str = "left") -> RichBlockTableCell:
    return RichBlockTableCell(text=text, align=align, valign="middle")


def cart() -> InputRichMessage:
    add = RichTextButton(button=button("+", "add:1"))
    return InputRichMessage(
        blocks=[
            InputRichBlockSectionHeading(text="Корзина", size=2),
            InputRichBlockTable(
                cells=[[cell(RichTextBold(text="Болт")), cell(["10 ", add], "right")]],
                is_bordered=True,
            ),
            InputRichBlockDetails(
                summary="Ещё",
                blocks=[InputRichBlockButtons(buttons=[button("Убрать", "drop:1")])],
            ),
            InputRichBlockFooter(text="Остатки на 9:00"),
        ]
    )


async def test_a_table_with_buttons_in_it(bot: Bot, telegram: Telegram, anna: Person) -> None:
    message = await bot.send_rich_message(anna.id, cart())
    assert message.rich_message is not None
    table = message.rich_message.blocks[1]
    assert isinstance(table, RichBlockTable)
    assert plain_text(telegram.last(anna.id)["rich_message"]["blocks"][1]) == "Болт10 +"
    for data in ("add:1", "drop:1"):
        telegram.press(anna.id, message.message_id, data)
        *_, update = await bot.get_updates()
        assert update.callback_query is not None
        assert update.callback_query.data == data
        assert isinstance(update.callback_query.message, type(message))
        assert update.callback_query.message.rich_message is not None
    with pytest.raises(PersonError, match="no such button"):
        telegram.press(anna.id, message.message_id, "add:2")


async def test_a_rich_message_is_edited(bot: Bot, telegram: Telegram, anna: Person) -> None:
    message = await bot.send_rich_message(anna.id, cart())
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await bot.edit_message_text(
            chat_id=anna.id, message_id=message.message_id, rich_message=cart()
        )
    placed = InputRichMessage(blocks=[InputRichBlockParagraph(text="Заказ 1001")])
    await bot.edit_message_text(chat_id=anna.id, message_id=message.message_id, rich_message=placed)
    assert telegram.last(anna.id)["rich_message"]["blocks"][0]["text"] == "Заказ 1001"
    await bot.edit_message_text("Заказ 1001", chat_id=anna.id, message_id=message.message_id)
    assert "rich_message" not in telegram.last(anna.id)


def paragraph(text: Any = "x") -> dict[str, Any]:
    return {"type": "paragraph", "text": text}


def nested(depth: int) -> dict[str, Any]:
    if depth == 1:
        return paragraph()
    return {"type": "details", "summary": "s", "blocks": [nested(depth - 1)]}


def row(length: int, **about: Any) -> list[dict[str, Any]]:
    return [{"text": "x", "align": "left", "valign": "top"} | about] * length


def table(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "table", "cells": list(rows)}


def buttons(*row: dict[str, Any]) -> dict[str, Any]:
    return {"type": "buttons", "buttons": list(row)}


PRESS = {"text": "Да", "callback_data": "1"}
FITS: dict[str, list[dict[str, Any]]] = {
    "500 blocks": [paragraph()] * 500,
    "499 rows": [table(*[row(1)] * 499)],
    "characters": [paragraph("я" * 32_768)],
    "20 columns": [table(row(20))],
    "8 buttons": [buttons(*[PRESS] * 8)],
    "depth": [nested(16)],
}
DOES_NOT_FIT: dict[str, list[dict[str, Any]]] = {
    "501 blocks": [paragraph()] * 501,
    "500 rows": [table(*[row(1)] * 500)],
    "characters": [paragraph("я" * 32_768), paragraph("я")],
    "21 columns": [table(row(21))],
    "columns that span": [table(row(1, colspan=21))],
    "9 buttons": [buttons(*[PRESS] * 9)],
    "no button": [buttons()],
    "depth": [nested(17)],
    "alignment": [table(row(1, align="middle"))],
    "heading": [{"type": "heading", "text": "x", "size": 7}],
    "data": [buttons({"text": "Да", "callback_data": "я" * 33})],
    "two actions": [buttons(PRESS | {"url": "https://ya.ru"})],
    "no action": [buttons({"text": "Да"})],
    "no words": [buttons({"text": " ", "callback_data": "1"})],
    "bold in a button": [buttons({"text": {"type": "bold", "text": "x"}, "callback_data": "1"})],
    "style": [buttons(PRESS | {"style": "golden"})],
    "style of a link": [buttons({"text": "x", "url": "https://ya.ru", "style": "link"})],
    "nothing": [],
}


@pytest.mark.parametrize("case", FITS)
def test_what_fits(case: str) -> None:
    assert rich_message({"blocks": FITS[case]})["blocks"]


@pytest.mark.parametrize("case", DOES_NOT_FIT)
def test_what_does_not_fit(case: str) -> None:
    with pytest.raises(ApiError) as refusal:
        rich_message({"blocks": DOES_NOT_FIT[case]})
    assert refusal.value.error_code == 400


async def test_what_is_not_modelled_is_loud(bot: Bot, anna: Person) -> None:
    with pytest.raises(TelegramServerError, match=r"does not model rich_message\.html"):
        await bot.send_rich_message(anna.id, InputRichMessage(html="<p>x</p>"))
    with pytest.raises(TelegramBadRequest, match="exactly one of html, markdown, and blocks"):
        await bot.send_rich_message(anna.id, InputRichMessage())


async def test_a_field_that_no_block_has(telegram: Telegram, anna: Person) -> None:
    blocks = [paragraph() | {"colour": "red"}]
    with pytest.raises(ApiError, match="unknown field colour"):
        await telegram.call(
            "sendRichMessage", {"chat_id": anna.id, "rich_message": {"blocks": blocks}}
        )
