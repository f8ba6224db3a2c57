"""A claim with all that its task is made of, read in one go: no request is made meanwhile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.api.claim_answers import claim_out, messages_out
from portal.api.schemas.claims import ClaimMessageOut, ClaimOut
from portal.db.models import (
    Claim,
    ClaimFile,
    ClaimMessage,
    Company,
    Event,
    Installation,
    Person,
    SentFile,
    StoredFile,
)
from portal.exchange.claim_news import DIRECTOR

NAME = "bitrix24"
"""Of the receiver, and before a task's id as the claim's id outside."""


@dataclass(frozen=True, slots=True)
class Photo:
    """Any file of a claim; `ref` is what Bitrix24 calls it, once it is there."""

    id: int
    name: str
    sha256: str
    size: int
    ref: str | None


@dataclass(frozen=True, slots=True)
class Case:
    claim_id: int
    task: int | None
    mark: str
    """The task's XML_ID: which claim of which portal it is of."""
    told: ClaimOut
    inn: str
    kpp: str
    own: Sequence[Photo]
    """Of the claim itself."""
    message: ClaimMessageOut | None
    said: Sequence[Photo]
    """Of the message."""
    by: str | None


def external_id(task: int) -> str:
    return f"{NAME}:{task}"


async def case_of(session: AsyncSession, claim_id: int, event: Event | None) -> Case:
    claim = await session.get_one(Claim, claim_id)
    company = await session.get_one(Company, claim.company_id)
    kind, _, task = (claim.external_id or "").partition(":")
    data: Mapping[str, object] = event.data if event else {}
    message = await session.get(ClaimMessage, data["message_id"]) if "message_id" in data else None
    files = await _photos(session, claim_id)
    by = await session.get(Person, event.actor_id) if event and event.actor_id else None
    return Case(
        claim_id,
        int(task) if kind == NAME else None,
        f"artikul-{await session.scalar(select(Installation.id))}-{claim_id}",
        await claim_out(session, claim, DIRECTOR),
        company.inn,
        company.kpp,
        files.get(None, []),
        (await messages_out(session, [message], 0))[0] if message else None,
        files.get(message.id, []) if message and not message.deleted_at else [],
        by.name if by else None,
    )


async def _photos(session: AsyncSession, claim_id: int) -> dict[int | None, list[Photo]]:
    rows = await session.execute(
        select(ClaimFile, StoredFile, SentFile.ref)
        .join(StoredFile, StoredFile.id == ClaimFile.file_id)
        .outerjoin(SentFile, (SentFile.file_id == ClaimFile.id) & (SentFile.receiver == NAME))
        .where(ClaimFile.claim_id == claim_id)
        .order_by(ClaimFile.id)
    )
    found: dict[int | None, list[Photo]] = {}
    for file, stored, ref in rows:
        photo = Photo(file.id, file.name, stored.sha256, stored.size, ref)
        found.setdefault(file.message_id, []).append(photo)
    return found
