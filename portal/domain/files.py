"""Files that people bring: who brought which, until something refers to it."""

import secrets
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import StoredFile, Upload
from portal.db.rows import is_sqlite
from portal.domain.errors import Refused, not_found
from portal.storage.cleaning import Broken, clean
from portal.storage.content import HEIF, media_type_of

LARGEST = 20 * 1024 * 1024
"""As much as Telegram gives a bot."""


def checked(path: Path) -> str:
    """The media type of a file that may be kept, with nothing in it that tells where it was made.

    Refused: 422 `file_empty`, `file_type_unknown`, `file_heic`.
    """
    if not path.stat().st_size:
        raise Refused("file_empty", 422)
    media_type = media_type_of(path)
    if media_type == HEIF:
        raise Refused("file_heic", 422)
    if media_type is None:
        raise Refused("file_type_unknown", 422)
    try:
        clean(path, media_type)
    except Broken:
        raise Refused("file_type_unknown", 422) from None
    return media_type


async def stored(
    session: AsyncSession, sha256: str, size: int, media_type: str, now: datetime
) -> StoredFile:
    """The row of a file that is in the storage, made where the file is new."""
    insert = sqlite.insert if is_sqlite(session) else postgresql.insert
    await session.execute(
        insert(StoredFile)
        .values(sha256=sha256, size=size, media_type=media_type, created_at=now)
        .on_conflict_do_nothing()
    )
    found = await session.scalar(select(StoredFile).where(StoredFile.sha256 == sha256))
    assert found is not None  # noqa: S101 - it was there, or has just been made
    return found


async def brought(
    session: AsyncSession, person_id: int, file: StoredFile, name: str, now: datetime
) -> Upload:
    """A person has brought a file; by the upload's id, which nobody guesses, they refer to it."""
    upload = Upload(
        id=secrets.token_urlsafe(15),
        person_id=person_id,
        file_id=file.id,
        name=name,
        created_at=now,
    )
    session.add(upload)
    await session.flush()
    return upload


async def upload_of(
    session: AsyncSession, person_id: int, upload_id: str
) -> tuple[Upload, StoredFile]:
    """What this very person has brought; else `not_found`."""
    row = (
        await session.execute(
            select(Upload, StoredFile)
            .join(StoredFile, StoredFile.id == Upload.file_id)
            .where(Upload.id == upload_id, Upload.person_id == person_id)
        )
    ).one_or_none()
    if row is None:
        raise not_found()
    return row[0], row[1]
