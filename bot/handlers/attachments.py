"""What people send beside words: from Telegram to the portal's storage, piece by piece."""

import tempfile
from pathlib import Path

from aiogram import Bot
from aiogram.filters import Filter
from aiogram.types import Message

from bot.handlers.fetching import attachment, fetched
from bot.services.portal.client import Portal
from bot.services.portal.models import Uploaded
from bot.show import Shows


class Sendable(Filter):
    """A photo, a video or a document."""

    async def __call__(self, message: Message) -> bool:
        return bool(message.photo or message.video or message.document)


async def brought(bot: Bot, shows: Shows, portal: Portal, message: Message) -> Uploaded | None:
    """What the message bears, as the portal keeps it; None: only words.

    Raises UserError where the file is too large or Telegram does not give it.
    """
    thing = attachment(message)
    if thing is None:
        return None
    name = getattr(thing, "file_name", None) or ("photo.jpg" if message.photo else "file")
    with tempfile.TemporaryDirectory(prefix="sent-") as folder:
        path = Path(folder) / "file"
        await fetched(bot, shows, thing, path)
        return await portal.bring_file(path, str(name))
