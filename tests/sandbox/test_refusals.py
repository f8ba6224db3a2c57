"""What Telegram refuses, in its own words."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNotFound,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    InputMediaDocument,
    InputMediaPhoto,
    MessageEntity,
    ReplyParameters,
)

from sandbox.core.files import LARGEST_UPLOAD
from sandbox.telegram import ApiError, Person, Telegram
from tests.sandbox.conftest import Clock, png
from tests.support.telegram import LocalSession

Call = Callable[[Bot, int], Awaitable[Any]]

BAD_REQUESTS: dict[str, tuple[Call, str]] = {
    "empty": (lambda b, a: b.send_message(a, ""), "message text is empty"),
    "space": (lambda b, a: b.send_message(a, " \n "), "text must be non-empty"),
    "long": (lambda b, a: b.send_message(a, "я" * 4097), "message is too long"),
    "parse mode": (
        lambda b, a: b.send_message(a, "x", parse_mode="Latex"),
        "unsupported parse_mode",
    ),
    "unknown tag": (
        lambda b, a: b.send_message(a, "М8 <x> М10", parse_mode="HTML"),
        'can\'t parse entities: Unsupported start tag "x" at byte offset 4',
    ),
    "entity beyond": (
        lambda b, a: b.send_message(
            a, "abc", entities=[MessageEntity(type="bold", offset=1, length=9)]
        ),
        "entity beginning at UTF-16 offset 1 ends after the end of the text at UTF-16 offset 10",
    ),
    "unknown chat": (lambda b, a: b.send_message(12345, "x"), "chat not found"),
    "unknown name": (lambda b, a: b.send_message("@nobody", "x"), "chat not found"),
    "reply to nothing": (
        lambda b, a: b.send_message(a, "x", reply_parameters=ReplyParameters(message_id=999)),
        "message to be replied not found",
    ),
    "no such topic": (
        lambda b, a: b.send_message(a, "x", message_thread_id=77),
        "message thread not found",
    ),
    "edit of nothing": (
        lambda b, a: b.edit_message_text("x", chat_id=a, message_id=999),
        "message to edit not found",
    ),
    "edit of a person's": (
        lambda b, a: b.edit_message_text("x", chat_id=a, message_id=1),
        "message can't be edited",
    ),
    "delete of nothing": (lambda b, a: b.delete_message(a, 999), "message to delete not found"),
    "forward of nothing": (
        lambda b, a: b.forward_message(a, a, 999),
        "message to forward not found",
    ),
    "copy of nothing": (lambda b, a: b.copy_message(a, a, 999), "message to copy not found"),
    "pin of nothing": (lambda b, a: b.pin_chat_message(a, 999), "message to pin not found"),
    "unknown query": (
        lambda b, a: b.answer_callback_query("5"),
        "query is too old and response timeout expired or query ID is invalid",
    ),
    "long answer": (
        lambda b, a: b.answer_callback_query("5", text="я" * 201),
        "MESSAGE_TOO_LONG",
    ),
    "long caption": (
        lambda b, a: b.send_photo(a, BufferedInputFile(png(), "p"), caption="я" * 1025),
        "message caption is too long",
    ),
    "no picture": (
        lambda b, a: b.send_photo(a, BufferedInputFile(b"words", "p.png")),
        "IMAGE_PROCESS_FAILED",
    ),
    "thin picture": (
        lambda b, a: b.send_photo(a, BufferedInputFile(png(2100, 100), "p.png")),
        "PHOTO_INVALID_DIMENSIONS",
    ),
    "empty file": (
        lambda b, a: b.send_document(a, BufferedInputFile(b"", "a.txt")),
        "file must be non-empty",
    ),
    "unknown file": (
        lambda b, a: b.send_document(a, "BQACnothing"),
        "wrong file identifier/HTTP URL specified",
    ),
    "file to fetch": (lambda b, a: b.get_file("nothing"), "invalid file_id"),
    "mixed album": (
        lambda b, a: b.send_media_group(
            a,
            [
                InputMediaPhoto(media=BufferedInputFile(png(), "p.png")),
                InputMediaDocument(media=BufferedInputFile(b"x", "x.txt")),
            ],
        ),
        "can't use the media of the specified type in the album",
    ),
    "command name": (
        lambda b, a: b.set_my_commands([BotCommand(command="Корзина", description="x")]),
        "BOT_COMMAND_INVALID",
    ),
    "action": (lambda b, a: b.send_chat_action(a, "juggling"), "wrong parameter action in request"),
    "webhook": (
        lambda b, a: b.set_webhook("bot.example"),
        "bad webhook: invalid webhook URL specified",
    ),
    "secret": (
        lambda b, a: b.set_webhook("https://bot.example.com", secret_token="a b"),
        "secret token contains unallowed characters",
    ),
}


@pytest.mark.parametrize("case", BAD_REQUESTS)
async def test_bad_requests(bot: Bot, anna: Person, case: str) -> None:
    call, words = BAD_REQUESTS[case]
    await bot.send_message(anna.id, "Здравствуйте!")
    with pytest.raises(TelegramBadRequest) as refusal:
        await call(bot, anna.id)
    assert refusal.value.message == f"Bad Request: {words}"


async def test_an_edit_that_changes_nothing(bot: Bot, anna: Person) -> None:
    message = await bot.send_message(anna.id, "<b>Корзина</b>", parse_mode="HTML")
    with pytest.raises(TelegramBadRequest, match="message is not modified: specified new message"):
        await message.edit_text("<b>Корзина</b>", parse_mode="HTML")
    await message.edit_text("Корзина")


async def test_whom_a_bot_may_write_to(
    bot: Bot, telegram: Telegram, anna: Person, igor: Person
) -> None:
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message(igor.id, "x")
    telegram.add_group("Менеджеры", [igor.id])
    with pytest.raises(TelegramForbiddenError, match="bot can't initiate conversation with a user"):
        await bot.send_message(igor.id, "x")
    telegram.start(igor.id)
    await bot.send_message(igor.id, "x")
    telegram.block(igor.id)
    with pytest.raises(TelegramForbiddenError, match="Forbidden: bot was blocked by the user"):
        await bot.send_message(igor.id, "x")
    telegram.start(igor.id)
    await bot.send_message(igor.id, "x")


async def test_groups_that_are_no_longer_the_bots(
    bot: Bot, telegram: Telegram, anna: Person
) -> None:
    group = telegram.add_group("Склад", [anna.id], kind="group")
    await bot.send_message(group.id, "x")
    telegram.set_bot(group.id, "kicked")
    with pytest.raises(TelegramForbiddenError, match="bot was kicked from the group chat"):
        await bot.send_message(group.id, "x")
    telegram.set_bot(group.id, "member")
    new = telegram.upgrade_group(group.id)
    with pytest.raises(TelegramMigrateToChat) as moved:
        await bot.send_message(group.id, "x")
    assert moved.value.migrate_to_chat_id == new.id
    await bot.send_message(new.id, "x")


async def test_a_press_can_be_answered_once_and_in_time(
    bot: Bot, telegram: Telegram, anna: Person, clock: Clock
) -> None:
    message = await bot.send_message(
        anna.id,
        "?",
        reply_markup={"inline_keyboard": [[{"text": "Да", "callback_data": "да"}]]},
    )
    first = telegram.press(anna.id, message.message_id, "да")
    assert await bot.answer_callback_query(first.id)
    late = telegram.press(anna.id, message.message_id, "да")
    clock.forward(minutes=2)
    for callback in (first, late):
        with pytest.raises(TelegramBadRequest, match="query is too old"):
            await bot.answer_callback_query(callback.id)


async def test_old_messages_stay(bot: Bot, anna: Person, clock: Clock) -> None:
    message = await bot.send_message(anna.id, "x")
    clock.forward(hours=49)
    with pytest.raises(TelegramBadRequest, match="message can't be deleted for everyone"):
        await message.delete()


async def test_too_large_a_file(bot: Bot, anna: Person) -> None:
    large = BufferedInputFile(bytes(LARGEST_UPLOAD + 1), "a.bin")
    with pytest.raises(TelegramEntityTooLarge):
        await bot.send_document(anna.id, large)


async def test_a_strange_token(telegram: Telegram) -> None:
    stranger = Bot("42:stranger", session=LocalSession(telegram))
    with pytest.raises(TelegramUnauthorizedError):
        await stranger.get_me()


async def test_an_unknown_method(telegram: Telegram) -> None:
    with pytest.raises(ApiError, match="Not Found") as refusal:
        await telegram.call("sendTelepathy", {})
    assert refusal.value.error_code == 404


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"txt": "x"}, "local Telegram: unknown parameter txt of sendMessage"),
        ({"reply_markup": "{"}, "can't parse reply_markup: it is not JSON"),
        ({"disable_notification": "maybe"}, "can't parse disable_notification"),
        ({"reply_markup": {"inline_keyboard": [[{"text": 5}]]}}, "can't parse reply_markup"),
        (
            {"reply_parameters": {"message_id": 1, "allow_no_reply": True}},
            "local Telegram: unknown field allow_no_reply of reply_parameters",
        ),
    ],
)
async def test_parameters_that_no_method_takes(
    telegram: Telegram, anna: Person, params: dict[str, Any], words: str
) -> None:
    with pytest.raises(ApiError) as refusal:
        await telegram.call("sendMessage", {"chat_id": anna.id, "text": "x"} | params)
    assert refusal.value.error_code == 400
    assert words in refusal.value.description
    assert len(telegram.messages(anna.id)) == 1


UNMODELLED: dict[str, Call] = {
    "method": lambda b, a: b.send_dice(a),
    "parameter": lambda b, a: b.send_message(a, "x", message_effect_id="5"),
    "markdown": lambda b, a: b.send_message(a, "*x*", parse_mode="MarkdownV2"),
    "url of a file": lambda b, a: b.send_document(a, "https://example.com/a.pdf"),
    "voice": lambda b, a: b.send_voice(a, BufferedInputFile(b"x", "a.ogg")),
    "button": lambda b, a: b.send_message(
        a, "x", reply_markup={"inline_keyboard": [[{"text": "x", "switch_inline_query": "x"}]]}
    ),
    "request": lambda b, a: b.send_message(
        a, "x", reply_markup={"keyboard": [[{"text": "Где я", "request_location": True}]]}
    ),
    "reply elsewhere": lambda b, a: b.send_message(
        a, "x", reply_parameters=ReplyParameters(message_id=1, chat_id=55)
    ),
}


@pytest.mark.parametrize("case", UNMODELLED)
async def test_what_is_not_modelled_is_loud(
    bot: Bot, telegram: Telegram, anna: Person, case: str
) -> None:
    with pytest.raises(TelegramServerError, match="local Telegram does not model"):
        await UNMODELLED[case](bot, anna.id)
    assert telegram.world.calls[-1]["error_code"] == 501
    assert len(telegram.messages(anna.id)) == 1


async def test_faults_that_were_asked_for(bot: Bot, telegram: Telegram, anna: Person) -> None:
    telegram.fail(500, method="sendMessage", times=2)
    for _ in range(2):
        with pytest.raises(TelegramServerError, match="Internal Server Error"):
            await bot.send_message(anna.id, "x")
    await bot.send_message(anna.id, "x")
    telegram.fail(404)
    with pytest.raises(TelegramNotFound):
        await bot.get_me()
