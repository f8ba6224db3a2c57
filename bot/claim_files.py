"""Photos, videos and documents of claims as letters of the outbox: said once, lost never.

A row bears no file, only whose it is: the sender fetches it from the portal just before it sends
it. What the portal keeps says nothing of where it was taken, as what was sent to us may.
"""

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.models import User
from bot.db.session import Database
from bot.outbox import Outbox, content
from bot.outbox.content import LONGEST_ALBUM, Content, Json
from bot.services.claim_desk import staff_of
from bot.services.portal.claim_models import ClaimFile, ClaimOut
from bot.services.portal.client import Portal
from bot.services.portal.errors import PortalRefused

LARGEST_PHOTO = 10 * 1024 * 1024


async def put_files(
    session: AsyncSession,
    outbox: Outbox,
    claim: ClaimOut,
    files: Sequence[ClaimFile],
    *,
    key: str,
    chat_id: int,
    thread_id: int | None = None,
    company_id: str | None = None,
    **more: Any,
) -> None:
    """Before what is told of them, in the caller's transaction. `company_id`: for a buyer of it;
    None: for the staff. `more` is as for `Outbox.put`."""
    where = {"message_thread_id": thread_id} if thread_id else {}
    for number, (method, payload) in enumerate(letters(claim, files, company_id, chat_id), 1):
        await outbox.put(
            session,
            key=f"{key}#{number}",
            chat_id=chat_id,
            method=method,
            payload=payload | where,
            **more,
        )


def letters(
    claim: ClaimOut, files: Sequence[ClaimFile], company_id: str | None, chat_id: int
) -> list[Content]:
    """What may stand together: photos and films, ten at most; documents by themselves."""
    caption = escape(f"№ {claim.number}")
    made: list[Content] = []
    kinds = [(_kind(file), file) for file in files]
    seen = [each for each in kinds if each[0] != "document"]
    papers = [each for each in kinds if each[0] == "document"]
    for some in (seen, papers):
        for at in range(0, len(some), LONGEST_ALBUM):
            items = [
                (kind, _stored(claim, file, company_id, chat_id))
                for kind, file in some[at : at + LONGEST_ALBUM]
            ]
            alone = len(items) == 1
            made.append(
                content.single(*items[0], caption=caption)
                if alone
                else content.album(items, caption=caption)
            )
    return made


def _kind(file: ClaimFile) -> str:
    still = file.media_type in ("image/jpeg", "image/png", "image/webp")
    if still and file.size <= LARGEST_PHOTO:
        return "photo"
    return "video" if file.media_type == "video/mp4" else "document"


def _stored(claim: ClaimOut, file: ClaimFile, company_id: str | None, chat_id: int) -> Json:
    return content.stored(
        file.name, claim=claim.id, file=file.id, company=company_id, reader=chat_id
    )


class ClaimFiles:
    """Fetches for the sender what a row only names."""

    def __init__(self, db: Database, everyone: Portal) -> None:
        self._db = db
        self._everyone = everyone

    async def fetch(self, stored: Json, path: Path) -> None:
        """As the first reads it who may. Raises PortalUnavailable, and PortalRefused where nobody
        may any more."""
        refused: PortalRefused | None = None
        for portal in await self._readers(stored):
            try:
                await portal.save_claim_file(stored["claim"], stored["file"], path)
            except PortalRefused as error:
                refused = error
            else:
                return
        raise refused or PortalRefused(404, "not_found")

    async def _readers(self, stored: Json) -> list[Portal]:
        async with self._db.read() as session:
            user = await session.get(User, stored["reader"])
        if stored["company"] is not None:
            return [self._everyone.on_behalf(user.token, stored["company"])] if user else []
        first = [user.person_id] if user and user.person_id else []
        staff = await staff_of(self._db, first)
        return [self._everyone.on_behalf(one.token, None) for one in staff]
