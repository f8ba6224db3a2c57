"""The commands that Telegram lists beside the text field."""

from aiogram.types import BotCommand

from bot.i18n import Translator
from bot.views.commands import LISTED


def commands(t: Translator) -> list[BotCommand]:
    return [BotCommand(command=name, description=t(f"command-{name}")) for name in LISTED]
