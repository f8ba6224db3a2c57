"""Inline mode at the page: a list above the line, a card in the chat, a way into the bot."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
)
from playwright.async_api import Locator, Page, expect

from tests.sandbox.page import Stage, stage, tab
from tests.support.browser import PHONE, Person

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def page() -> AsyncIterator[Page]:
    async with tab() as opened:
        yield opened


def bolt(s: Stage, number: int) -> InlineQueryResultArticle:
    link = f"https://t.me/{s.telegram.username}?start=p_{number}"
    button = InlineKeyboardButton(text="Открыть в боте", url=link)
    return InlineQueryResultArticle(
        id=str(number),
        title=f"Болт М8×{number}",
        description=f"DIN933-8-{number} · есть на складе",
        input_message_content=InputTextMessageContent(message_text=f"Болт DIN 933 М8×{number}"),
        reply_markup=InlineKeyboardMarkup(inline_keyboard=[[button]]),
    )


async def typed(s: Stage, person: Person, words: str) -> Locator:
    """Type the bot's name and words, and let the bot answer with two bolts."""
    await person.show()
    await person.column.get_by_test_id("composer").fill(f"@{s.telegram.username} {words}")
    query = (await s.bot.update()).inline_query
    assert query is not None
    assert query.query == words
    await s.bot.bot.answer_inline_query(query.id, [bolt(s, 40), bolt(s, 50)])
    results = person.column.get_by_test_id("inline-result")
    await expect(results).to_have_count(2)
    return results


async def test_a_result_is_posted_by_a_click_and_its_button_opens_the_bot(page: Page) -> None:
    async with stage(page) as s:
        await s.manager.open_chat("Менеджеры")
        results = await typed(s, s.manager, "М8х40")
        await expect(results.first).to_contain_text("DIN933-8-40 · есть на складе")
        await results.first.click()
        await s.manager.wait_for("Болт DIN 933 М8×40")
        await expect(s.manager.column.get_by_test_id("inline-results")).to_be_hidden()
        await expect(s.manager.column.get_by_test_id("composer")).to_have_value("")
        via = s.manager.column.get_by_test_id("via-bot")
        await expect(via).to_have_text(f"через @{s.telegram.username}")
        posted = await s.bot.message()
        assert posted.via_bot is not None
        await s.manager.click("Открыть в боте")
        started = await s.bot.message()
        assert (started.text, started.chat.id) == ("/start p_40", s.manager_id)


async def test_keys_choose_and_escape_leaves(page: Page) -> None:
    async with stage(page) as s:
        await typed(s, s.buyer, "М8")
        composer = s.buyer.column.get_by_test_id("composer")
        await composer.press("ArrowDown")
        await composer.press("ArrowDown")
        await composer.press("Enter")
        await s.buyer.wait_for("Болт DIN 933 М8×50")
        await s.bot.message()
        await typed(s, s.buyer, "М10")
        await composer.press("Escape")
        await expect(s.buyer.column.get_by_test_id("inline-results")).to_be_hidden()
        await expect(composer).to_have_value(f"@{s.telegram.username} М10")


async def test_more_is_asked_for_at_the_end_of_the_list(page: Page) -> None:
    async with stage(page, size=PHONE) as s:
        await s.buyer.column.get_by_test_id("composer").fill(f"@{s.telegram.username} М8")
        query = (await s.bot.update()).inline_query
        assert query is not None
        many = [bolt(s, number) for number in range(20)]
        await s.bot.bot.answer_inline_query(query.id, many, next_offset="20")
        results = s.buyer.column.get_by_test_id("inline-result")
        await expect(results).to_have_count(20)
        await results.last.scroll_into_view_if_needed()
        query = (await s.bot.update()).inline_query
        assert query is not None
        assert query.offset == "20"
        await s.bot.bot.answer_inline_query(query.id, [bolt(s, 40)])
        await expect(results).to_have_count(21)


async def test_the_hint_leads_into_the_bot_and_other_mentions_ask_nothing(page: Page) -> None:
    async with stage(page) as s:
        composer = s.buyer.column.get_by_test_id("composer")
        await composer.fill(f"@{s.telegram.username}")
        await composer.fill(f"@{s.telegram.username}2 М8")
        await composer.fill(f"спроси @{s.telegram.username} М8")
        await composer.fill(f"@{s.telegram.username} ")
        query = (await s.bot.update()).inline_query
        assert query is not None
        assert query.query == ""
        hint = InlineQueryResultsButton(text="Напишите артикул", start_parameter="menu")
        await s.bot.bot.answer_inline_query(query.id, [], button=hint)
        lead = s.buyer.column.get_by_test_id("inline-lead")
        await expect(lead).to_have_text("Напишите артикул")
        await lead.click()
        assert (await s.bot.message()).text == "/start menu"


async def test_a_products_link_in_the_pages_address_and_in_a_message(page: Page) -> None:
    async with stage(page, address="/?as={buyer}&start=p_5") as s:
        assert (await s.bot.message()).text == "/start p_5"
        await s.buyer.send(f"https://t.me/{s.telegram.username}?start=p_7")
        await s.bot.message()
        await s.buyer.column.get_by_test_id("start-link").last.click()
        assert (await s.bot.message()).text == "/start p_7"
