"""Text as Telegram keeps it: formatting, what it finds by itself, replies, edits."""

import pytest
from aiogram import Bot
from aiogram.types import LinkPreviewOptions

from sandbox.core.entities import detected, formatted
from sandbox.core.html import parse_html
from sandbox.telegram import ApiError, Person, PersonError, Telegram


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<b>М8</b>", "М8", [("bold", 0, 2)]),
        ("a &lt;b&gt; &amp; &quot;c&quot; &#39;&#x41;", 'a <b> & "c" \'A', []),
        ("&nbsp; &copy;", "&nbsp; &copy;", []),
        ("😀<i>x</i>", "😀x", [("italic", 2, 1)]),
        ("<b><i>x</i>y</b>", "xy", [("bold", 0, 2), ("italic", 0, 1)]),
        ("<b></b>x", "x", []),
        ("<code>0893106</code>", "0893106", [("code", 0, 7)]),
        ('<pre><code class="language-python">x</code></pre>', "x", [("pre", 0, 1)]),
        ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", 0, 1)]),
        ('<span class="tg-spoiler">x</span>', "x", [("spoiler", 0, 1)]),
        ('<a href="https://ya.ru/?a=1&amp;b=2">x</a>', "x", [("text_link", 0, 1)]),
        ("<A HREF='ya.ru'>x</A>", "x", [("text_link", 0, 1)]),
        ("3 < 4", None, None),
        ("<b>x", None, None),
    ],
)
def test_html(source: str, text: str | None, entities: list[tuple[str, int, int]] | None) -> None:
    if text is None:
        with pytest.raises(ApiError, match="can't parse entities"):
            parse_html(source)
        return
    shown, found = parse_html(source)
    assert shown == text
    assert [(e["type"], e["offset"], e["length"]) for e in found] == entities


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        (
            "<b><i>x</b></i>",
            'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
        ),
        ("М<b", "Unclosed start tag at byte offset 2"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        (
            "<a href>x</a>",
            'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0',
        ),
        ("<a =x>x</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
    ],
)
def test_html_that_is_refused(source: str, words: str) -> None:
    with pytest.raises(ApiError) as refusal:
        parse_html(source)
    assert refusal.value.description == f"Bad Request: can't parse entities: {words}"


def test_a_link_keeps_its_address() -> None:
    _, found = parse_html('<a href="https://ya.ru/?a=1&amp;b=2">x</a>')
    assert found[0]["url"] == "https://ya.ru/?a=1&b=2"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/start CODE", [("bot_command", "/start")]),
        ("/claims@artikul_local_bot", [("bot_command", "/claims@artikul_local_bot")]),
        ("1/2 дюйма и т/н", []),
        ("см. https://ya.ru/a?b=c.", [("url", "https://ya.ru/a?b=c")]),
        ("t.me/artikul_local_bot?start=X", [("url", "t.me/artikul_local_bot?start=X")]),
        ("М8х40 DS-821-AN.LOEP", []),
        ("пишите на a.b@example.com", [("email", "a.b@example.com")]),
        ("@artikul_local_bot найди", [("mention", "@artikul_local_bot")]),
        ("+7 916 123-45-67", [("phone_number", "+7 916 123-45-67")]),
        ("#акция и #1", [("hashtag", "#акция")]),
    ],
)
def test_what_is_found_by_itself(text: str, expected: list[tuple[str, str]]) -> None:
    found = [(e["type"], text[e["offset"] : e["offset"] + e["length"]]) for e in detected(text)]
    assert found == expected


def test_nothing_is_found_in_code() -> None:
    text, found = formatted("<code>/start</code> /help", "HTML", None)
    assert [(e["type"], e["offset"]) for e in found] == [("code", 0), ("bot_command", 7)]
    assert text == "/start /help"


def test_space_around_goes() -> None:
    text, found = formatted("\n  <b> x </b>  ", "HTML", None)
    assert text == "x"
    assert found == [{"type": "bold", "offset": 0, "length": 1}]


async def test_a_reply_bears_what_it_answers(bot: Bot, telegram: Telegram, anna: Person) -> None:
    card = await bot.send_message(anna.id, "Болт М8х40")
    telegram.send_text(anna.id, "100", reply_to=card.message_id)
    *_, update = await bot.get_updates()
    assert update.message is not None
    assert update.message.reply_to_message is not None
    assert update.message.reply_to_message.text == "Болт М8х40"
    answer = await update.message.reply("Добавлено")
    assert answer.reply_to_message is not None
    assert answer.reply_to_message.reply_to_message is None


async def test_a_person_edits_and_deletes(bot: Bot, telegram: Telegram, anna: Person) -> None:
    message = telegram.send_text(anna.id, "0893106 10")
    telegram.edit_text(anna.id, message["message_id"], "0893106 20")
    *_, update = await bot.get_updates()
    assert update.edited_message is not None
    assert update.edited_message.text == "0893106 20"
    assert update.edited_message.edit_date is not None
    telegram.delete(anna.id, message["message_id"])
    assert telegram.last(anna.id)["text"] == "/start"
    card = await bot.send_message(anna.id, "Корзина")
    with pytest.raises(PersonError, match="somebody else's"):
        telegram.edit_text(anna.id, card.message_id, "x")


async def test_an_edit_takes_the_keyboard_with_it(
    bot: Bot, telegram: Telegram, anna: Person
) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Да", "callback_data": "1"}]]}
    message = await bot.send_message(anna.id, "x", reply_markup=keyboard)
    assert "reply_markup" in telegram.last(anna.id)
    await message.edit_text("y", link_preview_options=LinkPreviewOptions(is_disabled=True))
    kept = telegram.last(anna.id)
    assert "reply_markup" not in kept
    assert kept["link_preview_options"] == {"is_disabled": True}
    assert kept["edit_date"]


async def test_a_deep_link_starts_with_its_payload(
    bot: Bot, telegram: Telegram, anna: Person
) -> None:
    telegram.start(anna.id, "Ab_-9")
    *_, update = await bot.get_updates()
    assert update.message is not None
    assert update.message.text == "/start Ab_-9"


async def test_a_long_text_goes_in_parts(bot: Bot, telegram: Telegram, anna: Person) -> None:
    lines = [f"08931{number:02d} 10" for number in range(1000)]
    telegram.send_text(anna.id, "\n".join(lines))
    _, *updates = await bot.get_updates()
    texts = [update.message.text or "" for update in updates if update.message]
    assert len(texts) > 2
    assert all(len(text) <= 4096 for text in texts)
    assert [line for text in texts for line in text.split("\n")] == lines


async def test_a_blocked_bot_gets_nothing(bot: Bot, telegram: Telegram, anna: Person) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Да", "callback_data": "1"}]]}
    message = await bot.send_message(anna.id, "x", reply_markup=keyboard)
    telegram.block(anna.id)
    with pytest.raises(PersonError, match="the bot is blocked"):
        telegram.press(anna.id, message.message_id, "1")
    with pytest.raises(PersonError, match="the bot is blocked"):
        telegram.send_text(anna.id, "x")
