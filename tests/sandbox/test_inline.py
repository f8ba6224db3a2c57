"""Inline mode: `@bot words` in any chat, what the bot may answer, and what a choice posts."""

from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputRichBlockParagraph,
    InputRichMessage,
    InputRichMessageContent,
    InputTextMessageContent,
    LinkPreviewOptions,
)

from sandbox.telegram import ApiError, Person, PersonError, Telegram
from tests.sandbox.conftest import Clock
from tests.support.telegram import local_bot

TOO_LATE = "query is too old and response timeout expired or query ID is invalid"


def keyboard(data: str | None = None) -> InlineKeyboardMarkup:
    button = InlineKeyboardButton(
        text="Открыть", callback_data=data, url=None if data else "https://t.me/bot?start=p_5"
    )
    return InlineKeyboardMarkup(inline_keyboard=[[button]])


def article(number: str = "5", text: str = "<b>Болт</b>", **more: Any) -> InlineQueryResultArticle:
    content = InputTextMessageContent(
        message_text=text,
        parse_mode="HTML",
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    about = {"title": "Болт М8×40", "input_message_content": content} | more
    return InlineQueryResultArticle(id=number, **about)


async def asked(bot: Bot) -> InlineQuery:
    """The inline query that came last."""
    update = (await bot.get_updates())[-1]
    assert update.inline_query is not None, update
    return update.inline_query


async def test_a_query_comes_from_any_chat_even_without_the_bot(
    bot: Bot, telegram: Telegram, igor: Person
) -> None:
    strangers = telegram.add_group("Прораб", [igor.id], bot="left")
    telegram.inline(igor.id, "м8х40", chat_id=strangers.id)
    query = await asked(bot)
    assert (query.query, query.offset, query.chat_type) == ("м8х40", "", "supergroup")
    assert query.from_user.id == igor.id
    telegram.inline(igor.id, "")
    assert (await asked(bot)).chat_type == "sender"


async def test_the_answer_reaches_the_person_and_more_can_be_asked_for(
    bot: Bot, telegram: Telegram, anna: Person
) -> None:
    query = telegram.inline(anna.id, "м8")
    button = InlineQueryResultsButton(text="Ещё в боте", start_parameter="menu")
    results = [article("1"), article("2")]
    await bot.answer_inline_query(query.id, results, next_offset="20", button=button)
    answer = await telegram.answered(query)
    assert answer is not None
    assert [result["id"] for result in answer["results"]] == ["1", "2"]
    assert (answer["next_offset"], answer["button"]["start_parameter"]) == ("20", "menu")
    telegram.inline(anna.id, "м8", offset="20")
    assert (await asked(bot)).offset == "20"


async def test_a_choice_is_the_persons_message_by_way_of_the_bot(
    bot: Bot, telegram: Telegram, igor: Person
) -> None:
    strangers = telegram.add_group("Прораб", [igor.id], bot="left")
    query = telegram.inline(igor.id, "м8х40", chat_id=strangers.id)
    await bot.answer_inline_query(query.id, [article(reply_markup=keyboard())])
    before = len(await bot.get_updates())
    posted = telegram.choose(igor.id, "5", chat_id=strangers.id)
    assert telegram.last(strangers.id) == posted
    assert posted["from"]["id"] == igor.id
    assert posted["via_bot"]["username"] == telegram.username
    assert (posted["text"], posted["entities"][0]["type"]) == ("Болт", "bold")
    assert posted["reply_markup"]["inline_keyboard"][0][0]["url"].endswith("start=p_5")
    assert len(await bot.get_updates()) == before, (
        "it is not in that chat, and asked for no feedback"
    )


async def test_where_the_bot_is_it_sees_what_was_posted_by_way_of_it(
    bot: Bot, telegram: Telegram, anna: Person
) -> None:
    group = telegram.add_group("Закупки", [anna.id])
    query = telegram.inline(anna.id, "м8х40", chat_id=group.id)
    await bot.answer_inline_query(query.id, [article()])
    telegram.choose(anna.id, "5", chat_id=group.id)
    message = (await bot.get_updates())[-1].message
    assert message is not None
    assert message.via_bot is not None
    assert message.via_bot.id == bot.id


async def test_a_rich_message_can_be_posted(bot: Bot, telegram: Telegram, anna: Person) -> None:
    rich = InputRichMessage(blocks=[InputRichBlockParagraph(text="Болт М8×40")])
    query = telegram.inline(anna.id, "м8х40")
    content = InputRichMessageContent(rich_message=rich)
    await bot.answer_inline_query(query.id, [article(input_message_content=content)])
    posted = telegram.choose(anna.id, "5")
    assert posted["rich_message"]["blocks"][0]["text"] == "Болт М8×40"


async def test_only_what_is_on_the_screen_can_be_chosen(
    bot: Bot, telegram: Telegram, anna: Person, igor: Person
) -> None:
    query = telegram.inline(anna.id, "м8х40")
    await bot.answer_inline_query(query.id, [article()])
    for person, number in ((anna, "6"), (igor, "5")):
        with pytest.raises(PersonError, match="there is no result"):
            telegram.choose(person.id, number)


async def test_what_may_be_kept_is_not_asked_again(
    bot: Bot, telegram: Telegram, anna: Person, igor: Person, clock: Clock
) -> None:
    query = telegram.inline(anna.id, "м8х40")
    await bot.answer_inline_query(query.id, [article()], cache_time=60)
    before = len(await bot.get_updates())
    assert telegram.inline(igor.id, "м8х40").answer is not None
    assert telegram.choose(igor.id, "5")["text"] == "Болт"
    clock.forward(seconds=61)
    assert telegram.inline(anna.id, "м8х40").answer is None
    assert len(await bot.get_updates()) == before + 2  # what Igor posted, and Anna's question


async def test_what_is_personal_is_kept_for_that_person_alone(
    bot: Bot, telegram: Telegram, anna: Person, igor: Person
) -> None:
    query = telegram.inline(anna.id, "м8х40")
    await bot.answer_inline_query(query.id, [article()], is_personal=True)
    assert telegram.inline(anna.id, "м8х40").answer is not None
    assert telegram.inline(igor.id, "м8х40").answer is None


async def test_nothing_is_kept_where_the_bot_says_so(
    bot: Bot, telegram: Telegram, anna: Person
) -> None:
    query = telegram.inline(anna.id, "м8х40")
    await bot.answer_inline_query(query.id, [article()], cache_time=0)
    assert telegram.inline(anna.id, "м8х40").answer is None


async def test_an_answer_comes_once_and_in_time(
    bot: Bot, telegram: Telegram, anna: Person, clock: Clock
) -> None:
    query = telegram.inline(anna.id, "м8")
    await bot.answer_inline_query(query.id, [])
    with pytest.raises(TelegramBadRequest, match=TOO_LATE):
        await bot.answer_inline_query(query.id, [])
    late = telegram.inline(anna.id, "м10")
    clock.forward(seconds=11)
    with pytest.raises(TelegramBadRequest, match=TOO_LATE):
        await bot.answer_inline_query(late.id, [])
    with pytest.raises(TelegramBadRequest, match=TOO_LATE):
        await bot.answer_inline_query("5", [])


@pytest.mark.parametrize(
    ("results", "more", "why"),
    [
        ([article(str(n)) for n in range(51)], {}, "RESULTS_TOO_MUCH"),
        ([article("1"), article("1")], {}, "RESULT_ID_DUPLICATE"),
        ([article("я" * 33)], {}, "RESULT_ID_INVALID"),
        ([article("")], {}, "RESULT_ID_INVALID"),
        ([article(title=" ")], {}, "ARTICLE_TITLE_EMPTY"),
        ([article(text="")], {}, "message text is empty"),
        ([article(text="ы" * 4097)], {}, "message is too long"),
        ([article(reply_markup=keyboard("x" * 65))], {}, "BUTTON_DATA_INVALID"),
        ([], {"next_offset": "x" * 65}, "NEXT_OFFSET_INVALID"),
        ([], {"button": {"text": "Бот", "start_parameter": "два слова"}}, "START_PARAM_INVALID"),
        ([], {"button": {"text": "", "start_parameter": "menu"}}, "BUTTON_TEXT_INVALID"),
    ],
)
async def test_what_telegram_refuses(
    bot: Bot, telegram: Telegram, anna: Person, results: Any, more: Any, why: str
) -> None:
    query = telegram.inline(anna.id, "м8")
    with pytest.raises(TelegramBadRequest, match=why):
        await bot.answer_inline_query(query.id, results, **more)


@pytest.mark.parametrize(
    ("result", "what"),
    [
        ({"type": "photo", "photo_url": "https://x.ru/1", "thumbnail_url": "x.ru/2"}, "photo"),
        ({"type": "article", "title": "x", "thumbnail_url": "https://x.ru/1"}, "thumbnail_url"),
        (
            {"type": "article", "title": "x", "input_message_content": {
                "phone_number": "+7", "first_name": "x"}},
            "phone_number",
        ),
    ],
)  # fmt: skip
async def test_what_is_not_modelled_is_refused_loudly(
    telegram: Telegram, anna: Person, result: dict[str, Any], what: str
) -> None:
    query = telegram.inline(anna.id, "м8")
    content = {"input_message_content": {"message_text": "x"}}
    call = {"inline_query_id": query.id, "results": [{"id": "1"} | content | result]}
    with pytest.raises(ApiError, match=f"does not model .*{what}") as refusal:
        await telegram.call("answerInlineQuery", call)
    assert refusal.value.error_code == 501


async def test_with_feedback_the_bot_hears_of_the_choice_and_can_edit_the_message(
    clock: Clock,
) -> None:
    telegram = Telegram(now=clock, inline_feedback=True)
    anna = telegram.add_person("Анна")
    bot = local_bot(telegram)
    friends = telegram.add_group("Прораб", [anna.id], bot="left")
    query = telegram.inline(anna.id, "м8х40", chat_id=friends.id)
    await bot.answer_inline_query(query.id, [article(reply_markup=keyboard("one"))])
    message = telegram.choose(anna.id, "5", chat_id=friends.id)
    chosen = (await bot.get_updates())[-1].chosen_inline_result
    assert chosen is not None
    assert (chosen.result_id, chosen.query) == ("5", "м8х40")

    telegram.press(anna.id, message["message_id"], "one", chat_id=friends.id)
    pressed = (await bot.get_updates())[-1].callback_query
    assert pressed is not None
    assert pressed.message is None
    assert pressed.inline_message_id == chosen.inline_message_id

    number = chosen.inline_message_id
    assert await bot.edit_message_text(
        "Снят", inline_message_id=number, reply_markup=keyboard("two")
    )
    shown = telegram.last(friends.id)
    assert shown["text"] == "Снят"
    assert shown["via_bot"]["id"] == bot.id
    assert await bot.edit_message_reply_markup(inline_message_id=number) is True
    assert "reply_markup" not in telegram.last(friends.id)
    with pytest.raises(TelegramBadRequest, match="MESSAGE_ID_INVALID"):
        await bot.edit_message_text("x", inline_message_id="BAAAA0")


async def test_without_a_keyboard_the_message_cannot_be_edited(clock: Clock) -> None:
    telegram = Telegram(now=clock, inline_feedback=True)
    anna = telegram.add_person("Анна")
    bot = local_bot(telegram)
    query = telegram.inline(anna.id, "м8х40")
    await bot.answer_inline_query(query.id, [article()])
    message = telegram.choose(anna.id, "5")
    chosen = (await bot.get_updates())[-1].chosen_inline_result
    assert chosen is not None
    assert chosen.inline_message_id is None
    with pytest.raises(TelegramBadRequest, match="message can't be edited"):
        await bot.edit_message_text("x", chat_id=anna.id, message_id=message["message_id"])


async def test_without_inline_mode_nobody_can_ask(clock: Clock) -> None:
    telegram = Telegram(now=clock, inline_mode=False)
    anna = telegram.add_person("Анна")
    assert (await telegram.call("getMe", {}))["supports_inline_queries"] is False
    with pytest.raises(PersonError, match="setinline"):
        telegram.inline(anna.id, "м8х40")


def test_a_query_has_an_end(telegram: Telegram, anna: Person) -> None:
    with pytest.raises(PersonError, match="256"):
        telegram.inline(anna.id, "x" * 257)


def test_old_queries_are_forgotten(telegram: Telegram, anna: Person) -> None:
    for number in range(250):
        telegram.inline(anna.id, str(number))
    assert len(telegram.world.inline_queries) == 200
    assert len(telegram.world.answered) == 200
