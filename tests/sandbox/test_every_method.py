"""Each modelled method, as aiogram calls it and reads its answer."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from aiogram import Bot
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    InlineQueryResultArticle,
    InputMediaDocument,
    InputMediaPhoto,
    InputRichBlockParagraph,
    InputRichMessage,
    InputTextMessageContent,
    MenuButtonCommands,
    Message,
)

from sandbox.core.registry import METHODS
from sandbox.telegram import Chat, Person, Telegram
from tests.sandbox.conftest import png


@dataclass
class Scene:
    bot: Bot
    telegram: Telegram
    anna: Person
    forum: Chat
    topic: int
    text: Message
    photo: Message


def document(name: str = "прайс.xlsx") -> BufferedInputFile:
    return BufferedInputFile(b"PK...", name)


def rich(text: str) -> InputRichMessage:
    return InputRichMessage(blocks=[InputRichBlockParagraph(text=text)])


def photo() -> BufferedInputFile:
    return BufferedInputFile(png(), "photo.png")


CALLS: dict[str, Callable[[Scene], Awaitable[Any]]] = {
    "getMe": lambda s: s.bot.get_me(),
    "setMyCommands": lambda s: s.bot.set_my_commands(
        [BotCommand(command="cart", description="Корзина")]
    ),
    "getMyCommands": lambda s: s.bot.get_my_commands(),
    "deleteMyCommands": lambda s: s.bot.delete_my_commands(),
    "setMyName": lambda s: s.bot.set_my_name("Артикул"),
    "getMyName": lambda s: s.bot.get_my_name(),
    "setMyDescription": lambda s: s.bot.set_my_description("Заказы"),
    "getMyDescription": lambda s: s.bot.get_my_description(),
    "setMyShortDescription": lambda s: s.bot.set_my_short_description("Заказы"),
    "getMyShortDescription": lambda s: s.bot.get_my_short_description(),
    "getUpdates": lambda s: s.bot.get_updates(),
    "setWebhook": lambda s: s.bot.set_webhook("https://bot.example.com/hook", secret_token="s"),
    "deleteWebhook": lambda s: s.bot.delete_webhook(drop_pending_updates=True),
    "getWebhookInfo": lambda s: s.bot.get_webhook_info(),
    "sendMessage": lambda s: s.bot.send_message(s.anna.id, "Здравствуйте!"),
    "sendRichMessage": lambda s: s.bot.send_rich_message(s.anna.id, rich("Корзина")),
    "editMessageText": lambda s: s.text.edit_text("Другое"),
    "editMessageReplyMarkup": lambda s: s.bot.edit_message_reply_markup(
        chat_id=s.anna.id,
        message_id=s.telegram.last(s.anna.id)["message_id"],
    ),
    "editMessageCaption": lambda s: s.photo.edit_caption(caption="Ключ"),
    "editMessageMedia": lambda s: s.photo.edit_media(InputMediaDocument(media=document())),
    "deleteMessage": lambda s: s.text.delete(),
    "deleteMessages": lambda s: s.bot.delete_messages(s.anna.id, [s.text.message_id]),
    "sendPhoto": lambda s: s.bot.send_photo(s.anna.id, photo(), caption="Ключ"),
    "sendDocument": lambda s: s.bot.send_document(s.anna.id, document()),
    "sendVideo": lambda s: s.bot.send_video(s.anna.id, document("clip.mp4"), duration=3),
    "sendMediaGroup": lambda s: s.bot.send_media_group(
        s.anna.id, [InputMediaPhoto(media=photo()), InputMediaPhoto(media=photo())]
    ),
    "sendContact": lambda s: s.bot.send_contact(s.anna.id, "+79990000000", "Склад"),
    "getFile": lambda s: s.bot.get_file(s.photo.photo[-1].file_id),
    "forwardMessage": lambda s: s.text.forward(s.anna.id),
    "forwardMessages": lambda s: s.bot.forward_messages(s.anna.id, s.anna.id, [s.text.message_id]),
    "copyMessage": lambda s: s.text.copy_to(s.anna.id),
    "copyMessages": lambda s: s.bot.copy_messages(s.anna.id, s.anna.id, [s.photo.message_id]),
    "getChat": lambda s: s.bot.get_chat(s.forum.id),
    "getChatMember": lambda s: s.bot.get_chat_member(s.forum.id, s.anna.id),
    "getChatAdministrators": lambda s: s.bot.get_chat_administrators(s.forum.id),
    "getChatMemberCount": lambda s: s.bot.get_chat_member_count(s.forum.id),
    "leaveChat": lambda s: s.bot.leave_chat(s.forum.id),
    "sendChatAction": lambda s: s.bot.send_chat_action(s.anna.id, "typing"),
    "setChatMenuButton": lambda s: s.bot.set_chat_menu_button(menu_button=MenuButtonCommands()),
    "getChatMenuButton": lambda s: s.bot.get_chat_menu_button(),
    "pinChatMessage": lambda s: s.text.pin(),
    "unpinChatMessage": lambda s: s.bot.unpin_chat_message(s.forum.id),
    "unpinAllChatMessages": lambda s: s.bot.unpin_all_chat_messages(s.forum.id),
    "createForumTopic": lambda s: s.bot.create_forum_topic(s.forum.id, "Претензии"),
    "editForumTopic": lambda s: s.bot.edit_forum_topic(s.forum.id, s.topic, name="Иное"),
    "closeForumTopic": lambda s: s.bot.close_forum_topic(s.forum.id, s.topic),
    "reopenForumTopic": lambda s: _reopened(s),
    "deleteForumTopic": lambda s: s.bot.delete_forum_topic(s.forum.id, s.topic),
    "closeGeneralForumTopic": lambda s: s.bot.close_general_forum_topic(s.forum.id),
    "reopenGeneralForumTopic": lambda s: _reopened_general(s),
    "answerCallbackQuery": lambda s: _answered(s),
    "answerInlineQuery": lambda s: _offered(s),
}


async def _reopened(s: Scene) -> bool:
    await s.bot.close_forum_topic(s.forum.id, s.topic)
    return await s.bot.reopen_forum_topic(s.forum.id, s.topic)


async def _reopened_general(s: Scene) -> bool:
    await s.bot.close_general_forum_topic(s.forum.id)
    return await s.bot.reopen_general_forum_topic(s.forum.id)


async def _answered(s: Scene) -> bool:
    callback = s.telegram.press(s.anna.id, s.telegram.last(s.anna.id)["message_id"], "one")
    return await s.bot.answer_callback_query(callback.id, text="Готово")


async def _offered(s: Scene) -> bool:
    query = s.telegram.inline(s.anna.id, "м8х40", chat_id=s.forum.id)
    said = InputTextMessageContent(message_text="Болт М8×40")
    result = InlineQueryResultArticle(id="5", title="Болт М8×40", input_message_content=said)
    return await s.bot.answer_inline_query(query.id, [result])


@pytest.fixture
async def scene(telegram: Telegram, bot: Bot, anna: Person) -> Scene:
    forum = telegram.add_group("Менеджеры", [anna.id], is_forum=True, bot="administrator")
    topic = await bot.create_forum_topic(forum.id, "Заказы")
    pinned = await bot.send_message(forum.id, "Важное")
    await pinned.pin()
    text = await bot.send_message(anna.id, "Здравствуйте!")
    photo_message = await bot.send_photo(anna.id, photo())
    # The last message of the chat bears a button, for those methods that need one.
    await bot.send_message(anna.id, "Да?", reply_markup=_keyboard())
    return Scene(bot, telegram, anna, forum, topic.message_thread_id, text, photo_message)


def _keyboard() -> Any:
    from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

    button = InlineKeyboardButton(text="Да", callback_data="one")
    return InlineKeyboardMarkup(inline_keyboard=[[button]])


@pytest.mark.parametrize("method", CALLS)
async def test_aiogram_can_call_it(scene: Scene, method: str) -> None:
    answer = await CALLS[method](scene)
    assert answer is not None
    called = [call["method"] for call in scene.telegram.world.calls if call["ok"]]
    assert method == "getUpdates" or method in called


def test_none_is_left_untried() -> None:
    """A method that nobody calls here could answer what aiogram can't read."""
    assert {name.lower() for name in CALLS} == set(METHODS)
