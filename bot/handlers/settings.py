"""Language and look."""

from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message
from sqlalchemy import update

from bot.db.models import User
from bot.db.session import Database
from bot.handlers.routes import Routes
from bot.i18n import Translator, Translators
from bot.keyboards import callbacks as cb
from bot.show import Show
from bot.views import settings as view


async def settings(event: Message | CallbackQuery, t: Translator, show: Show, user: User) -> None:
    await show(view.settings(t, user.language, rich=user.rich))


async def set_language(
    callback: CallbackQuery,
    callback_data: cb.SetLanguage,
    show: Show,
    user: User,
    db: Database,
    translators: Translators,
) -> None:
    chosen = callback_data.code if callback_data.code in view.LANGUAGES else None
    async with db.write() as session:
        await session.execute(update(User).where(User.id == user.id).values(language=chosen))
    t = translators.speaking(chosen, callback.from_user.language_code)
    await show(view.settings(t, chosen, rich=user.rich))


async def set_rich(
    callback: CallbackQuery,
    callback_data: cb.SetRich,
    t: Translator,
    show: Show,
    user: User,
    db: Database,
) -> None:
    async with db.write() as session:
        await session.execute(update(User).where(User.id == user.id).values(rich=callback_data.on))
    # The answer is already in the chosen look.
    user.rich = callback_data.on
    await show(view.settings(t, user.language, rich=callback_data.on))


def routes(to: Routes) -> None:
    to.commands.message.register(settings, Command("settings"))
    to.press(cb.ShowSettings, settings)
    to.press(cb.SetLanguage, set_language)
    to.press(cb.SetRich, set_rich)
