"""In a group: products without prices; of money and carts, only where to ask for them."""

from aiogram.filters import Command
from aiogram.types import Message

from bot.handlers import catalogue, desk_group, search
from bot.handlers.routes import Routes
from bot.i18n import Translator
from bot.show import Show
from bot.views import help as help_view
from bot.views import start as view


async def private_only(message: Message, t: Translator, show: Show, bot_username: str) -> None:
    await show(view.private_only(t, bot_username))


async def help_(message: Message, t: Translator, show: Show) -> None:
    await show(help_view.help_in_group(t))


def routes(to: Routes) -> None:
    search.public(to)
    catalogue.routes(to)
    desk_group.routes(to)
    to.commands.message.register(help_, Command("help"))
    to.commands.message.register(
        private_only,
        Command(
            "start", "mine", "cart", "undo", "orders", "repeat", "balance", "documents",
            "loyalty", "company",
            "settings", "invite", "requests", "customers", "leave", "manager", "messages", "digest",
            "claims",
            "absence", "cancel",
        ),
    )  # fmt: skip
