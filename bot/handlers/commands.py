"""The commands that Telegram lists beside the text field."""

from aiogram.types import BotCommand

from bot.i18n import Translator

LISTED = (
    "search", "catalog", "mine", "cart", "orders", "repeat", "claim", "claims", "balance",
    "documents", "loyalty", "company", "settings", "help", "cancel",
)  # fmt: skip


def commands(t: Translator) -> list[BotCommand]:
    return [BotCommand(command=name, description=t(f"command-{name}")) for name in LISTED]
