"""What the bot shows at the page: tables, buttons, toasts, alerts, refusals, the block."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramRetryAfter,
)
from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup
from playwright.async_api import Page, expect

from tests.sandbox.page import button, cell, picture, stage, tab
from tests.support.browser import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def page() -> AsyncIterator[Page]:
    async with tab() as opened:
        yield opened


HEAD = [cell("Артикул", is_header=True), cell("Цена, ₽", "right", is_header=True), cell("")]


def results(count: int = 3) -> list[dict[str, object]]:
    rows = [
        [
            cell({"type": "code", "text": f"08931{i:02}"}),
            cell(f"{i}2,40", "right"),
            cell(button("+", f"add:{i}"), "center"),
        ]
        for i in range(1, count + 1)
    ]
    return [
        {"type": "heading", "size": 3, "text": "Нашлось 3 товара"},
        {"type": "table", "cells": [HEAD, *rows], "is_striped": True},
        {"type": "footer", "text": "Остаток на 14:05"},
    ]


async def test_a_table_with_buttons_in_its_rows(page: Page) -> None:
    async with stage(page) as s:
        await s.bot.rich(s.buyer_id, results())
        table = s.buyer.column.get_by_test_id("table")
        await expect(table.locator("th")).to_have_count(2)
        price = table.locator("tr").nth(1).locator("td").nth(1)
        await expect(price).to_have_css("text-align", "right")

        plus = table.locator("tr").nth(2).get_by_test_id("inline-button")
        await plus.click()
        pressed = (await s.bot.update()).callback_query
        assert pressed is not None
        assert pressed.data == "add:2"
        await expect(plus).to_have_attribute("aria-busy", "true")
        await s.bot.bot.answer_callback_query(pressed.id, text="Добавлено: 1 уп")
        assert await s.buyer.toast() == "Добавлено: 1 уп"
        await expect(plus).not_to_have_attribute("aria-busy", "true")
        await expect(s.manager.column.get_by_test_id("toast")).to_have_count(0)


async def test_every_known_block_is_drawn_and_an_unknown_one_is_red(page: Page) -> None:
    line = {"type": "paragraph", "text": ["Итого ", {"type": "bold", "text": "20 518,00 ₽"}]}
    blocks = [
        {"type": "heading", "size": 1, "text": "Заказ № 1001"},
        line,
        {"type": "divider"},
        {"type": "details", "summary": "3 позиции", "blocks": results()},
        {"type": "list", "items": [{"blocks": [line], "has_checkbox": True, "is_checked": True}]},
        {"type": "blockquote", "blocks": [line], "credit": "Склад"},
        {"type": "pre", "text": "0893106 10"},
        {"type": "buttons", "buttons": [{"text": "Подтвердить", "callback_data": "ok"}]},
        {"type": "footer", "text": "Мелкий текст"},
    ]
    async with stage(page) as s:
        message = await s.bot.rich(s.buyer_id, blocks)
        row = s.buyer.message("Заказ № 1001")
        await expect(row.locator("h1")).to_have_text("Заказ № 1001")
        await expect(row.get_by_test_id("not-drawn")).to_have_count(0)
        table = row.get_by_test_id("table")
        await expect(table).to_be_hidden()
        await row.locator("summary").click()
        await expect(table).to_be_visible()

        # Telegram may add kinds that nobody here has heard of.
        chat = s.telegram.world.state.chats[s.buyer_id]
        kept = chat.messages[message.message_id]
        strange = kept | {"rich_message": {"blocks": [{"type": "hologram"}]}}
        s.telegram.world.tell("edited", chat_id=s.buyer_id, message=strange)
        await expect(s.buyer.column.get_by_test_id("not-drawn")).to_contain_text("hologram")


async def test_inline_buttons_an_alert_and_a_press_that_is_not_answered(page: Page) -> None:
    rows = [
        [InlineKeyboardButton(text="Подтвердить заказ", callback_data="ok", style="success")],
        [InlineKeyboardButton(text="Номер", copy_text=CopyTextButton(text="1001"))],
        [InlineKeyboardButton(text="Сайт", url="https://example.com/")],
    ]
    markup = InlineKeyboardMarkup(inline_keyboard=rows)
    async with stage(page) as s:
        await s.bot.bot.send_message(s.buyer_id, "Проверьте заказ", reply_markup=markup)
        await s.buyer.click("Подтвердить заказ")
        pressed = (await s.bot.update()).callback_query
        assert pressed is not None
        await s.bot.bot.answer_callback_query(
            pressed.id, text="Цена изменилась.\nПроверьте ещё раз.", show_alert=True
        )
        assert await s.buyer.alert() == "Цена изменилась.\nПроверьте ещё раз."
        await expect(s.page.get_by_test_id("alert")).to_have_count(0)

        await s.buyer.click("Номер")
        assert await s.page.evaluate("navigator.clipboard.readText()") == "1001"
        site = s.buyer.column.get_by_role("link", name="Сайт")
        await expect(site).to_have_attribute("href", "https://example.com/")
        await expect(site).to_have_attribute("rel", "noopener noreferrer")


async def test_refusals_are_red_in_the_log_and_faults_can_be_asked_for(page: Page) -> None:
    async with stage(page) as s:
        await s.page.get_by_test_id("log-button").click()
        await s.bot.bot.send_message(s.buyer_id, "Здравствуйте")
        with pytest.raises(TelegramBadRequest):
            await s.bot.bot.send_message(s.buyer_id, "<b>не закрыт", parse_mode="HTML")
        log = s.page.get_by_test_id("log")
        refused = log.locator('[data-testid="log-row"][data-ok="false"]')
        await expect(refused).to_have_count(1)
        await expect(refused).to_contain_text("400: Bad Request: can't parse entities")
        await expect(log.locator('[data-method="sendMessage"][data-ok="true"]')).to_have_count(1)
        await expect(s.page.get_by_test_id("log-button").locator(".badge")).to_have_text("1")
        await refused.locator("summary").click()
        await expect(refused.locator("pre")).to_contain_text("<b>не закрыт")

        await s.page.get_by_test_id("faults-button").click()
        await s.page.get_by_test_id("dialog-submit").click()
        await expect(s.page.get_by_test_id("faults-dialog")).to_have_count(0)
        with pytest.raises(TelegramRetryAfter):
            await s.bot.bot.send_message(s.buyer_id, "Ещё раз")
        await expect(refused).to_have_count(2)
        await s.page.get_by_test_id("log-filter").fill("429")
        await expect(log.get_by_test_id("log-row")).to_have_count(1)


async def test_the_switch_blocks_the_bot_and_lets_it_back(page: Page) -> None:
    async with stage(page) as s:
        await s.buyer.column.get_by_test_id("block").check()
        member = (await s.bot.update()).my_chat_member
        assert member is not None
        assert member.new_chat_member.status == "kicked"
        await expect(s.buyer.column.get_by_test_id("composer")).to_be_hidden()
        with pytest.raises(TelegramForbiddenError):
            await s.bot.bot.send_message(s.buyer_id, "Вы здесь?")

        await s.buyer.column.get_by_test_id("unblock").click()
        await expect(s.buyer.column.get_by_test_id("composer")).to_be_visible()
        await s.bot.bot.send_message(s.buyer_id, "Снова здравствуйте")
        await s.buyer.wait_for("Снова здравствуйте")


async def test_a_phone_shows_one_person_and_no_table_breaks_its_width(page: Page) -> None:
    async with stage(page, size=PHONE) as s:
        await s.bot.rich(s.buyer_id, results(8))
        await s.buyer.upload([picture("брак.png", 900, 600)])
        await expect(s.buyer.column.get_by_test_id("photo")).to_be_visible()
        await expect(s.manager.column).to_be_hidden()
        wide = "document.documentElement.scrollWidth > innerWidth"
        assert await s.page.evaluate(wide) is False
        await s.manager.show()
        await expect(s.manager.column).to_be_visible()
        await expect(s.buyer.column).to_be_hidden()
        await s.bot.bot.send_message(s.buyer_id, "Пока вас не было")
        other = s.page.locator(f'[data-person-tab="{s.buyer_id}"] .badge')
        await expect(other).to_have_text("1")


async def test_a_long_history_stays_light_and_a_reader_is_not_dragged_down(
    page: Page,
) -> None:
    async with stage(page, history=350) as s:
        await s.buyer.wait_for("строка 349")
        assert await s.buyer.messages().count() == 300

        messages = s.buyer.column.get_by_test_id("messages")
        await messages.evaluate("element => element.scrollTop = 200")
        down = s.buyer.column.get_by_test_id("to-bottom")
        await expect(down).to_be_visible()
        await s.bot.bot.send_message(s.buyer_id, "Свежее")
        await expect(down).to_contain_text("1 новое")
        await down.click()
        await expect(down).to_be_hidden()
        await expect(s.buyer.messages().last).to_be_in_viewport()
        await s.buyer.column.locator(".older").click()
        await expect(s.buyer.messages()).to_have_count(352)
