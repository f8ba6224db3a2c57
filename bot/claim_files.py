"""Photos, videos and documents of claims, from the portal's storage to a chat.

They go straight to Telegram: of what was being sent when the bot died nobody knows, and it is sent
once more. What the portal keeps says nothing of where it was taken, as what was sent to us may.
"""

import logging
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.methods import SendDocument, SendMediaGroup, SendPhoto, SendVideo
from aiogram.types import (
    FSInputFile,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    MediaUnion,
    Message,
)

from bot.patience import Patience
from bot.services.portal.claim_models import ClaimFile, ClaimOut
from bot.services.portal.client import Portal

log = logging.getLogger(__name__)

LARGEST_PHOTO = 10 * 1024 * 1024
ALBUM = 10
Files = Sequence[tuple[ClaimFile, Path]]


async def send_files(
    bot: Bot,
    patience: Patience,
    portal: Portal,
    claim: ClaimOut,
    files: Sequence[ClaimFile],
    chats: Sequence[tuple[int, int | None]],
) -> dict[int, int]:
    """To each chat and its topic; by chat, the id of the last message of those that took them.

    A file is on the disk on its way, never whole in memory. Raises PortalUnavailable.
    """
    sent: dict[int, int] = {}
    with tempfile.TemporaryDirectory(prefix="claim-") as folder:
        paths: list[tuple[ClaimFile, Path]] = []
        for number, file in enumerate(files):
            path = Path(folder) / str(number)
            await portal.save_claim_file(claim.id, file.id, path)
            paths.append((file, path))
        for chat_id, thread_id in chats:
            for group in albums(paths):
                try:
                    sent[chat_id] = await _send(
                        bot, patience, group, chat_id, thread_id, f"№ {claim.number}"
                    )
                except (TelegramForbiddenError, TelegramBadRequest) as error:
                    log.warning("files of claim %s not sent: %s", claim.number, error.message)
    return sent


def albums(paths: Files) -> list[Files]:
    """What may stand together: photos and films, ten at most; documents by themselves."""
    seen = [each for each in paths if _is_photo(each[0]) or each[0].media_type == "video/mp4"]
    papers = [each for each in paths if each not in seen]
    return [some[at : at + ALBUM] for some in (seen, papers) for at in range(0, len(some), ALBUM)]


async def _send(
    bot: Bot, patience: Patience, group: Files, chat_id: int, thread_id: int | None, caption: str
) -> int:
    where: dict[str, Any] = {"chat_id": chat_id, "message_thread_id": thread_id}
    if len(group) > 1:
        media: list[MediaUnion] = [
            _media(file, path, None if number else caption)
            for number, (file, path) in enumerate(group)
        ]
        messages = await patience.call(bot, SendMediaGroup(media=media, **where))
        return messages[-1].message_id
    [(file, path)] = group
    given = FSInputFile(path, file.name)
    one: Message
    if _is_photo(file):
        one = await patience.call(bot, SendPhoto(photo=given, caption=caption, **where))
    elif file.media_type == "video/mp4":
        one = await patience.call(bot, SendVideo(video=given, caption=caption, **where))
    else:
        one = await patience.call(bot, SendDocument(document=given, caption=caption, **where))
    return one.message_id


def _is_photo(file: ClaimFile) -> bool:
    still = file.media_type in ("image/jpeg", "image/png", "image/webp")
    return still and file.size <= LARGEST_PHOTO


def _media(
    file: ClaimFile, path: Path, caption: str | None
) -> InputMediaPhoto | InputMediaVideo | InputMediaDocument:
    given = FSInputFile(path, file.name)
    if _is_photo(file):
        return InputMediaPhoto(media=given, caption=caption)
    if file.media_type == "video/mp4":
        return InputMediaVideo(media=given, caption=caption)
    return InputMediaDocument(media=given, caption=caption)
