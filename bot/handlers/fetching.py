"""Fetching what somebody has sent from Telegram."""

from pathlib import Path

import aiohttp
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import GetFile
from aiogram.types import Document, Message, PhotoSize, Video

from bot.errors import UserError
from bot.services.lists.files import LARGEST
from bot.show import Shows

Thing = Document | PhotoSize | Video


def attachment(message: Message) -> Thing | None:
    """What it bears beside words. Telegram keeps a photo in several sizes, the largest last."""
    return message.document or message.video or (message.photo[-1] if message.photo else None)


async def fetched(bot: Bot, shows: Shows, thing: Thing, path: Path) -> None:
    """Into a file at `path`. Raises UserError where it is too large or cannot be had."""
    if (thing.file_size or 0) > LARGEST:
        raise UserError("file-too-large", megabytes=LARGEST // 1024 // 1024)
    await fetch(bot, shows, thing.file_id, path)


async def fetch(bot: Bot, shows: Shows, file_id: str, path: Path) -> None:
    """The same by Telegram's id alone; UserError `file-not-fetched` where it may yet be had."""
    try:
        file = await shows.patience.call(bot, GetFile(file_id=file_id))
    except TelegramBadRequest as error:
        if "too big" in error.message:
            raise UserError("file-too-large", megabytes=LARGEST // 1024 // 1024) from error
        raise UserError("file-broken") from error
    try:
        await bot.download_file(file.file_path or "", path)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise UserError("file-not-fetched") from error
