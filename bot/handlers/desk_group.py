"""A group becomes the managers': there new claims and customers' messages come."""

from collections.abc import Callable
from datetime import datetime

from aiogram.filters import Command, CommandObject, Filter
from aiogram.types import Message

from bot.db.models import User
from bot.db.session import Database
from bot.errors import UserError
from bot.handlers.routes import Routes
from bot.i18n import Translator
from bot.services.account import own
from bot.services.desk import leave_desk, make_desk, move_desk
from bot.services.portal.client import Portal
from bot.show import Show
from bot.views import claim_desk as view

OFF = ("off", "нет")


class Moved(Filter):
    """The group became a supergroup, under another id."""

    async def __call__(self, message: Message) -> bool:
        return message.migrate_to_chat_id is not None


async def desk(
    message: Message,
    command: CommandObject,
    t: Translator,
    show: Show,
    everyone: Portal,
    user: User,
    db: Database,
    clock: Callable[[], datetime],
) -> None:
    account = await own(everyone, user).me()
    if account.staff_role != "director":
        raise UserError("desk-director-only")
    chat = message.chat
    if (command.args or "").strip().casefold() in OFF:
        await leave_desk(db, chat.id)
        await show(view.unlinked(t))
        return
    topics = bool(chat.is_forum)
    title = chat.title or ""
    await make_desk(db, chat.id, title, is_forum=topics, by=user.id, now=clock())
    await show(view.linked(t, title, topics=topics))


async def moved(message: Message, db: Database) -> None:
    if message.migrate_to_chat_id is not None:
        await move_desk(db, message.chat.id, message.migrate_to_chat_id)


def routes(to: Routes) -> None:
    to.commands.message.register(desk, Command("desk"))
    to.typed.message.register(moved, Moved())
