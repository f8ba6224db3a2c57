"""From a Screen to what Telegram takes: parts with their keyboards, and calls for the outbox."""

from typing import Any

from aiogram.types import (
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputRichMessage,
    KeyboardButton,
    LinkPreviewOptions,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyMarkupUnion,
)

from bot.rendering.html import html_texts, keyboard_rows
from bot.rendering.rich import rich_messages
from bot.rendering.texts import WIDEST_ROW, label
from bot.screen import Button, Buttons, ReplyKeyboard, Screen

Part = InputRichMessage | str


def outgoing(screen: Screen, *, rich: bool) -> list[tuple[str, dict[str, Any]]]:
    """The Screen as calls for the outbox: method names and JSON-able parameters without the chat.

    A rich message bears, under `instead`, the HTML text for a server that refuses it.
    """
    plain = [
        {"text": part, "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}
        | _markup(markup)
        for part, markup in zip(*html_parts(screen), strict=True)
    ]
    if rich and len(plain) == 1:
        parts, markups = rich_parts(screen)
        if len(parts) == 1 and isinstance(parts[0], InputRichMessage):
            message = parts[0].model_dump(mode="json", exclude_none=True)
            payload = {"rich_message": message, "instead": plain[0]} | _markup(markups[0])
            return [("sendRichMessage", payload)]
    return [("sendMessage", payload) for payload in plain]


def keyboard_of(rows: list[tuple[Button, ...]]) -> dict[str, Any] | None:
    """Buttons as JSON, for a message of the outbox that is no Screen."""
    keyboard = inline_keyboard(rows)
    return keyboard.model_dump(mode="json", exclude_none=True) if keyboard else None


def _markup(markup: ReplyMarkupUnion | None) -> dict[str, Any]:
    return {"reply_markup": markup.model_dump(mode="json", exclude_none=True)} if markup else {}


NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


def rich_parts(screen: Screen) -> tuple[list[Part], list[ReplyMarkupUnion | None]]:
    """Buttons under the message move into it where the place under it is the reply keyboard's."""
    parts: list[Part] = list(rich_messages(screen.blocks))
    under = keyboard_rows((), screen.keyboard)
    if screen.reply is not None and under:
        parts = list(rich_messages((*screen.blocks, *(Buttons(row) for row in under))))
    markup = _reply(screen.reply) if screen.reply is not None else inline_keyboard(under)
    return parts, [*[None] * (len(parts) - 1), markup]


def html_parts(screen: Screen) -> tuple[list[Part], list[ReplyMarkupUnion | None]]:
    """With both a reply keyboard and buttons: a message bears one of them, so there are two."""
    rows = keyboard_rows(screen.blocks, screen.keyboard)
    if screen.reply is None:
        parts: list[Part] = list(html_texts(screen.blocks))
        return parts, [*[None] * (len(parts) - 1), inline_keyboard(rows)]
    if not rows:
        parts = list(html_texts(screen.blocks))
        return parts, [*[None] * (len(parts) - 1), _reply(screen.reply)]
    first, rest = screen.blocks[:1], screen.blocks[1:]
    before, after = list(html_texts(first)), list(html_texts(rest))
    markups = [*[None] * (len(before) - 1), _reply(screen.reply)]
    return [*before, *after], [*markups, *[None] * (len(after) - 1), inline_keyboard(rows)]


def inline_keyboard(rows: list[tuple[Button, ...]]) -> InlineKeyboardMarkup | None:
    keyboard = [
        [_button(button) for button in row[at : at + WIDEST_ROW]]
        for row in rows
        for at in range(0, len(row), WIDEST_ROW)
    ]
    return InlineKeyboardMarkup(inline_keyboard=keyboard) if keyboard else None


def _button(button: Button) -> InlineKeyboardButton:
    return InlineKeyboardButton(
        text=label(button.text),
        callback_data=button.data,
        url=button.url,
        copy_text=CopyTextButton(text=button.copy) if button.copy else None,
        style=button.style,
    )


def _reply(keyboard: ReplyKeyboard) -> ReplyKeyboardMarkup | ReplyKeyboardRemove:
    rows = [[KeyboardButton(text=label(text)) for text in row] for row in keyboard.rows if row]
    if keyboard.contact:
        rows.insert(0, [KeyboardButton(text=keyboard.contact, request_contact=True)])
    if not rows:
        return ReplyKeyboardRemove(remove_keyboard=True)
    return ReplyKeyboardMarkup(keyboard=rows, resize_keyboard=True)
