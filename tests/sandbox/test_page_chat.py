"""Talking at the page: text, keyboards, files, links, groups."""

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from aiogram.types import (
    BotCommand,
    ForceReply,
    KeyboardButton,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from playwright.async_api import Page, expect

from tests.sandbox.page import picture, stage, tab
from tests.support.browser import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def page() -> AsyncIterator[Page]:
    async with tab() as opened:
        yield opened


async def test_words_go_both_ways_and_a_pasted_list_keeps_its_lines(page: Page) -> None:
    async with stage(page) as s:
        await s.buyer.send("0893106 10\nWD-40-400\t2 уп")
        heard = await s.bot.message()
        assert heard.text == "0893106 10\nWD-40-400\t2 уп"

        await s.bot.bot.send_chat_action(s.buyer_id, "typing")
        await expect(s.buyer.column.get_by_test_id("typing")).to_have_text("печатает…")
        said = await s.bot.bot.send_message(s.buyer_id, "Принято: 2 строки")
        await s.buyer.wait_for("Принято")
        assert await s.buyer.last() == "Принято: 2 строки"

        await s.bot.bot.edit_message_text(
            "Принято: 3 строки", chat_id=s.buyer_id, message_id=said.message_id
        )
        await s.buyer.wait_for("Принято: 3")
        await expect(s.buyer.message("Принято").get_by_test_id("edited")).to_be_visible()

        await s.bot.bot.delete_message(s.buyer_id, said.message_id)
        await expect(s.buyer.message("Принято")).to_have_count(0)


async def test_what_is_written_is_shown_and_never_run(page: Page) -> None:
    hostile = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script> & «"'
    async with stage(page) as s:
        await s.buyer.send(hostile)
        await s.bot.bot.send_message(
            s.buyer_id,
            hostile + " ссылка",
            entities=[MessageEntity(type="bold", offset=0, length=len(hostile))],
        )
        cells = [[{"align": "left", "valign": "top", "text": {"type": "code", "text": hostile}}]]
        await s.bot.rich(s.buyer_id, [{"type": "table", "cells": cells}])
        await expect(s.buyer.messages().last).to_contain_text(hostile)
        await s.buyer.wait_for(hostile + " ссылка")

        # Telegram refuses such a link; the page does not rely on that.
        running = "javascript:window.hacked=1"
        link = {"type": "text_link", "offset": 0, "length": 4, "url": running}
        button = {"text": "Жми", "url": running}
        crafted = s.telegram.last(s.buyer_id) | {
            "message_id": 9_000,
            "text": "сюда",
            "entities": [link],
            "reply_markup": {"inline_keyboard": [[button]]},
        }
        crafted.pop("rich_message")
        s.telegram.world.tell("message", chat_id=s.buyer_id, message=crafted)
        await s.buyer.message("сюда").get_by_text("сюда").click()
        await expect(s.buyer.column.get_by_role("button", name="Жми")).to_be_disabled()
        assert await s.page.locator('[href^="javascript"]').count() == 0
        assert await s.page.evaluate("window.hacked") is None
        assert await s.page.locator(".bubble img, .bubble script").count() == 0


async def test_a_reply_an_edit_and_a_deletion_of_ones_own_message(page: Page) -> None:
    async with stage(page) as s:
        question = await s.bot.bot.send_message(s.buyer_id, "Сколько упаковок?")
        await s.buyer.wait_for("Сколько")
        await s.buyer.message("Сколько").get_by_test_id("bubble").click(button="right")
        await s.page.get_by_role("menuitem", name="Ответить").click()
        await s.buyer.send("20")
        answer = await s.bot.message()
        assert answer.reply_to_message is not None
        assert answer.reply_to_message.message_id == question.message_id
        await expect(s.buyer.message("20").get_by_test_id("reply-strip")).to_contain_text("Сколько")

        own = s.buyer.messages().last
        await own.get_by_test_id("bubble").click(button="right")
        await s.page.get_by_role("menuitem", name="Изменить").click()
        await s.buyer.send("30")
        assert (await s.bot.message()).text == "30"
        await expect(own.get_by_test_id("edited")).to_be_visible()

        await s.buyer.message("30").get_by_test_id("bubble").click(button="right")
        await s.page.get_by_role("menuitem", name="Удалить").click()
        await expect(s.buyer.message("30")).to_have_count(0)


async def test_the_reply_keyboard_the_contact_and_the_commands(page: Page) -> None:
    async with stage(page) as s:
        rows = [[KeyboardButton(text="Поделиться телефоном", request_contact=True)]]
        keyboard = ReplyKeyboardMarkup(
            keyboard=[*rows, [KeyboardButton(text="Корзина")]],
            resize_keyboard=True,
            input_field_placeholder="Артикул или список",
        )
        await s.bot.bot.send_message(s.buyer_id, "Выберите", reply_markup=keyboard)
        await s.buyer.click("Корзина")
        assert (await s.bot.message()).text == "Корзина"
        composer = s.buyer.column.get_by_test_id("composer")
        await expect(composer).to_have_attribute("placeholder", "Артикул или список")

        await s.buyer.click("Поделиться телефоном")
        shared = (await s.bot.message()).contact
        assert shared is not None
        assert (shared.user_id, shared.phone_number) == (s.buyer_id, "+79161234567")
        await expect(s.buyer.messages().last.get_by_test_id("contact")).to_be_visible()

        gone = ReplyKeyboardRemove()
        await s.bot.bot.send_message(s.buyer_id, "Спасибо", reply_markup=gone)
        await expect(s.buyer.column.get_by_test_id("reply-keyboard")).to_be_hidden()

        await s.bot.bot.send_message(s.buyer_id, "Ваш ИНН?", reply_markup=ForceReply())
        await expect(s.buyer.column.locator(".composer-strip")).to_contain_text("Ваш ИНН?")

        commands = [("search", "Найти"), ("cart", "Корзина"), ("settings", "Настройки")]
        await s.bot.bot.set_my_commands(
            [BotCommand(command=name, description=about) for name, about in commands]
        )
        await composer.fill("/s")
        options = s.buyer.column.get_by_test_id("commands").get_by_role("option")
        await expect(options).to_have_count(2)
        await options.nth(1).click()
        assert (await s.bot.message()).text == "/settings"


async def test_photos_an_album_and_a_document(page: Page) -> None:
    async with stage(page) as s:
        await s.buyer.upload([picture("one.png"), picture("two.png")], caption="Недостача")
        first, second = await s.bot.message(), await s.bot.message()
        assert first.media_group_id == second.media_group_id is not None
        assert first.caption == "Недостача"
        album = s.buyer.messages().last.get_by_test_id("album")
        await expect(album.get_by_test_id("photo")).to_have_count(2)
        await album.get_by_test_id("photo").first.click()
        drawn = s.page.get_by_test_id("viewer").locator("img")
        await expect(drawn).to_have_js_property("naturalWidth", 40)
        await s.page.keyboard.press("Escape")

        sheet = {"name": "заказ.csv", "mimeType": "text/csv", "buffer": b"0893106;10\n"}
        await s.buyer.upload([sheet])
        heard = await s.bot.message()
        assert heard.document is not None
        assert heard.document.file_name == "заказ.csv"
        row = s.buyer.messages().last.get_by_test_id("document")
        await expect(row).to_contain_text("11 Б")
        async with s.page.expect_download() as downloading:
            await row.click()
        assert (await (await downloading.value).path()).read_bytes() == b"0893106;10\n"


async def test_a_start_link_in_the_address_is_followed_once(page: Page) -> None:
    address = "/?as={buyer}&start=Zk3_pQ9-x"
    async with stage(page, size=PHONE, started=False, address=address) as s:
        assert (await s.bot.message()).text == "/start Zk3_pQ9-x"
        await s.buyer.wait_for("/start Zk3_pQ9-x")
        assert "start" not in s.page.url
        await s.page.reload()
        await s.buyer.wait_for("/start Zk3_pQ9-x")
        assert await s.buyer.messages().count() == 1


async def test_on_a_phone_whoever_is_turned_to_can_write_at_once(page: Page) -> None:
    async with stage(page, size=PHONE) as s:
        for person in (s.manager, s.buyer):
            await person.show()
            line = await person.column.get_by_test_id("composer").bounding_box()
            assert line is not None
            assert line["height"] >= 36


async def test_a_start_link_in_a_message_and_in_the_field(page: Page) -> None:
    async with stage(page) as s:
        await s.bot.bot.send_message(s.buyer_id, "Вот: https://t.me/artikul_local_bot?start=abc")
        link = s.buyer.column.get_by_test_id("start-link")
        await link.click()
        heard = await s.bot.message()
        assert (heard.text, heard.chat.id) == ("/start abc", s.buyer_id)

        await link.click(button="right")
        await s.page.get_by_role("menuitem", name="Открыть как Игорь").click()
        heard = await s.bot.message()
        assert (heard.text, heard.chat.id) == ("/start abc", s.manager_id)

        await s.page.get_by_test_id("link-button").click()
        await s.page.get_by_test_id("start-field").fill("https://t.me/another_bot?start=abc")
        await s.page.get_by_test_id("dialog-submit").click()
        await expect(s.page.get_by_test_id("link-dialog")).to_contain_text("не ссылка")
        await s.page.get_by_test_id("start-field").fill("t.me/artikul_local_bot?start=xyz")
        await s.page.get_by_test_id("dialog-submit").click()
        assert (await s.bot.message()).text == "/start xyz"


async def test_a_group_is_set_beside_and_given_back(page: Page) -> None:
    async with stage(page) as s:
        await s.manager.open_chat("Менеджеры")
        await s.manager.column.get_by_test_id("beside").click()
        group = s.page.locator(f'[data-beside="{s.manager_id}:{s.group_id}"]')
        await group.get_by_test_id("composer").fill("Беру")
        await group.get_by_test_id("send").click()
        assert (await s.bot.message()).chat.id == s.group_id
        await s.bot.bot.send_message(s.manager_id, "Лично вам")
        await s.manager.wait_for("Лично вам")
        await expect(group.get_by_test_id("message")).to_have_text([re.compile("Беру")])

        await s.page.reload()
        await group.get_by_test_id("beside").click()
        await expect(group).to_have_count(0)
        await s.manager.wait_for("Беру")


async def test_a_group_its_names_unread_messages_and_a_forward(page: Page) -> None:
    async with stage(page) as s:
        await s.bot.bot.send_message(s.group_id, "Новая претензия")
        tab = s.manager.column.locator(f'[data-chat-tab="{s.group_id}"]')
        await expect(tab.locator(".badge")).to_have_text("1")
        await s.manager.open_chat("Менеджеры")
        await expect(s.manager.message("Новая").locator(".sender")).to_have_text("Артикул")
        await expect(tab.locator(".badge")).to_have_count(0)
        await s.manager.send("Беру")
        assert (await s.bot.message()).chat.id == s.group_id

        await s.manager.message("Беру").get_by_test_id("bubble").click(button="right")
        await s.page.get_by_role("menuitem", name="Переслать").click()
        await s.page.get_by_test_id("dialog-submit").click()
        forwarded = await s.bot.message()
        assert (forwarded.chat.id, forwarded.text) == (s.manager_id, "Беру")
        assert forwarded.forward_origin is not None
