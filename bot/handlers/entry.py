"""Any text that nothing else has claimed: one line, a list of several, or a search."""

from collections.abc import Callable
from datetime import datetime

from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from bot.db.models import User
from bot.db.session import Database
from bot.errors import UserError
from bot.handlers.list_entry import list_of_text
from bot.handlers.lists import show_list
from bot.handlers.routes import Routes
from bot.i18n import Translator
from bot.services import ordering
from bot.services.lists.lines import asking
from bot.services.lists.read import source_of_text
from bot.services.ordering import Put
from bot.services.portal.client import Portal
from bot.show import Show
from bot.views import cart as cart_view


class Text(Filter):
    async def __call__(self, message: Message) -> bool:
        return bool(message.text)


class Thing(Filter):
    """Something to look at or to listen to, which a service message is not."""

    async def __call__(self, message: Message) -> bool:
        return any(
            (
                message.voice,
                message.video,
                message.audio,
                message.sticker,
                message.location,
                message.video_note,
            )
        )


async def typed(
    message: Message,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
    clock: Callable[[], datetime],
    update_key: str,
) -> None:
    text = (message.text or "").strip()
    if text.startswith("/"):
        raise UserError("command-unknown")
    source = source_of_text(text)
    lines = asking(source.lines)
    buys = user.company_id is not None
    if len(lines) > 1:
        if not buys:
            raise UserError("list-connect")
        await list_of_text(source, t, show, portal, user, db, clock, update_key)
        return
    # A greeting above the only line is not looked for.
    said = lines[0].source if lines else " ".join(text.split())
    found = await ordering.understand(portal, said, update_key, buys=buys)
    if isinstance(found, Put):
        screen = cart_view.entered(t, found.applied)
        await show(screen, kind="put", data=found.as_data())
    else:
        await show_list(show, t, portal, user, found)


async def thing(message: Message) -> None:
    raise UserError("only-text")


async def stray(callback: CallbackQuery) -> None:
    """A button of a version that is gone, or nobody's."""
    raise UserError("other-button")


def routes(to: Routes) -> None:
    to.typed.message.register(typed, Text())
    to.typed.message.register(thing, Thing())
    to.stray.callback_query.register(stray)
