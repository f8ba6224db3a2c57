"""In a group: products without prices; of money and carts, only where to ask for them."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from bot.handlers import search
from bot.i18n import Translator
from bot.show import Show
from bot.views import settings as settings_view
from bot.views import start as view


async def private_only(message: Message, t: Translator, show: Show, bot_username: str) -> None:
    await show(view.private_only(t, bot_username))


async def help_(message: Message, t: Translator, show: Show) -> None:
    await show(settings_view.help_in_group(t))


def router() -> Router:
    router = Router(name="groups")
    search.public(router)
    router.message.register(help_, Command("help"))
    router.message.register(
        private_only,
        Command(
            "start", "cart", "undo", "orders", "repeat", "balance", "company", "settings",
            "invite", "requests", "cancel",
        ),
    )  # fmt: skip
    return router
