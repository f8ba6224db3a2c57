"""What people send beside words: from Telegram to the portal's storage, piece by piece."""

import tempfile
from pathlib import Path

import aiohttp
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.filters import Filter
from aiogram.methods import GetFile
from aiogram.types import Message

from bot.errors import UserError
from bot.services.portal.client import Portal
from bot.services.portal.models import Uploaded
from bot.show import Shows

LARGEST = 20
"""Megabytes: as much as Telegram gives a bot."""


class Sendable(Filter):
    """A photo, a video or a document."""

    async def __call__(self, message: Message) -> bool:
        return bool(message.photo or message.video or message.document)


async def brought(bot: Bot, shows: Shows, portal: Portal, message: Message) -> Uploaded | None:
    """What the message bears, as the portal keeps it; None: only words.

    Raises UserError where the file is too large or Telegram does not give it.
    """
    largest = message.photo[-1] if message.photo else None
    thing = message.document or message.video or largest
    if thing is None:
        return None
    if (thing.file_size or 0) > LARGEST * 1024 * 1024:
        raise UserError("error-file-too-large", megabytes=LARGEST)
    name = getattr(thing, "file_name", None) or ("photo.jpg" if message.photo else "file")
    with tempfile.TemporaryDirectory(prefix="sent-") as folder:
        path = Path(folder) / "file"
        try:
            file = await shows.patience.call(bot, GetFile(file_id=thing.file_id))
            await bot.download_file(file.file_path or "", path)
        except TelegramBadRequest as error:
            if "too big" in error.message:
                raise UserError("error-file-too-large", megabytes=LARGEST) from error
            raise UserError("file-broken") from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise UserError("file-not-fetched") from error
        return await portal.bring_file(path, str(name))
