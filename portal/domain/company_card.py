"""What a company tells of itself: where its electronic documents go, and its logo."""

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Company, StoredFile
from portal.domain.access import Acting
from portal.domain.errors import Refused, not_found
from portal.domain.files import upload_of

PICTURES = ("image/png", "image/jpeg", "image/webp", "application/pdf")
"""What a logo may be: a picture, or what a printing house draws."""


async def set_edo(session: AsyncSession, acting: Acting, operator: str, edo_id: str) -> Company:
    company = await _held(session, acting)
    company.edo_operator, company.edo_id = operator, edo_id
    await session.flush()
    return company


async def set_logo(session: AsyncSession, acting: Acting, upload_id: str) -> StoredFile:
    """Of what this person has brought. Refused: 422 `not_a_picture`."""
    _, file = await upload_of(session, acting.person.id, upload_id)
    if file.media_type not in PICTURES:
        raise Refused("not_a_picture", 422)
    company = await _held(session, acting)
    company.logo_file_id = file.id
    await session.flush()
    return file


async def remove_logo(session: AsyncSession, acting: Acting) -> None:
    (await _held(session, acting)).logo_file_id = None


async def logo_of(session: AsyncSession, acting: Acting) -> StoredFile:
    """`not_found` where there is none."""
    file_id = acting.company.logo_file_id
    file = await session.get(StoredFile, file_id) if file_id is not None else None
    if file is None:
        raise not_found()
    return file


async def _held(session: AsyncSession, acting: Acting) -> Company:
    return await session.get_one(Company, acting.company.id, with_for_update=True)
