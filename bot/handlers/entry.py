"""Any text that nothing else has claimed: one line of a list, a short list, or a search."""

from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from bot.db.models import User
from bot.errors import UserError
from bot.handlers.lists import show_list
from bot.handlers.routes import Routes
from bot.i18n import Translator
from bot.services import ordering
from bot.services.entry import parse_line
from bot.services.listing import Shown
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
                message.photo,
                message.document,
                message.voice,
                message.video,
                message.audio,
                message.sticker,
                message.location,
                message.video_note,
            )
        )


async def typed(
    message: Message, t: Translator, show: Show, portal: Portal, user: User, update_key: str
) -> None:
    text = (message.text or "").strip()
    if text.startswith("/"):
        raise UserError("command-unknown")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    buys = user.company_id is not None
    if buys and len(lines) > 1 and any(parse_line(line) for line in lines):
        found: Put | Shown = await ordering.put_list(portal, lines, update_key)
    else:
        found = await ordering.understand(portal, " ".join(lines), update_key, buys=buys)
    if isinstance(found, Put):
        screen = cart_view.entered(t, found.applied, found.unknown)
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
