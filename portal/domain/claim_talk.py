"""What is said about a claim, by the company and by the staff; and what the staff keeps inside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import ClaimChange, ClaimFile, ClaimMessage, ClaimState
from portal.domain.claim_access import Party
from portal.domain.claim_log import write_down
from portal.domain.claim_work import answered, resume
from portal.domain.claims import attach
from portal.domain.errors import Refused, not_found


@dataclass(frozen=True, slots=True)
class Said:
    """`uploads` are what the speaker has brought; `external_ref` what the channel calls it."""

    text: str
    uploads: Sequence[str] = ()
    internal: bool = False
    reply_to: int | None = None
    external_ref: str | None = None


async def say(
    session: AsyncSession, party: Party, said: Said, now: datetime, zone: ZoneInfo
) -> ClaimMessage:
    """A message. From the buyer it answers what was asked; from the staff it is an answer.

    The same `external_ref` again is the same message. Refused: 422 `message_empty`, 409
    `claim_state` once the claim is closed.
    """
    claim = party.claim
    if said.external_ref is not None:
        again = await session.scalar(
            select(ClaimMessage).where(
                ClaimMessage.claim_id == claim.id, ClaimMessage.external_ref == said.external_ref
            )
        )
        if again is not None:
            return again
    if not (said.text or said.uploads):
        raise Refused("message_empty", 422)
    if claim.state is ClaimState.CLOSED and not said.internal:
        raise Refused("claim_state", 409, number=claim.number, state=claim.state.value)
    if said.internal:
        party.member  # noqa: B018 - only the staff has an inside
    if said.reply_to is not None:
        await message_of(session, party, said.reply_to)
    message = ClaimMessage(
        claim_id=claim.id,
        person_id=party.person_id,
        from_staff=party.staff is not None,
        internal=said.internal,
        text=said.text,
        reply_to_id=said.reply_to,
        external_ref=said.external_ref,
        at=now,
    )
    session.add(message)
    await session.flush()
    await attach(session, claim, party.person_id, said.uploads, message.id)
    change = ClaimChange.MESSAGE
    if party.staff is None and claim.state is ClaimState.ASKED:
        await resume(session, claim, now, zone)
        change = ClaimChange.ANSWERED
    elif party.staff is not None and not said.internal:
        answered(claim, now)
    await _tell(session, party, message, change, now)
    return message


async def _tell(
    session: AsyncSession, party: Party, message: ClaimMessage, change: ClaimChange, now: datetime
) -> None:
    await write_down(
        session, party.claim, change, party.person_id, now,
        message_id=message.id, from_staff=message.from_staff, internal=message.internal,
    )  # fmt: skip


async def message_of(session: AsyncSession, party: Party, message_id: int) -> ClaimMessage:
    """A message about this claim that the party may see; else `not_found`."""
    message = await session.scalar(
        select(ClaimMessage).where(
            ClaimMessage.id == message_id, ClaimMessage.claim_id == party.claim.id
        )
    )
    if message is None or (message.internal and party.staff is None):
        raise not_found()
    return message


async def _own(session: AsyncSession, party: Party, message_id: int) -> ClaimMessage:
    message = await message_of(session, party, message_id)
    if message.person_id != party.person_id:
        raise Refused("forbidden", 403)
    if message.deleted_at is not None:
        raise not_found()
    return message


async def edit(
    session: AsyncSession, party: Party, message_id: int, text: str, now: datetime
) -> ClaimMessage:
    """One's own words, otherwise."""
    message = await _own(session, party, message_id)
    if text == message.text:
        return message
    before, message.text, message.edited_at = message.text, text, now
    await write_down(
        session, party.claim, ClaimChange.MESSAGE_EDITED, party.person_id, now,
        message_id=message.id, from_staff=message.from_staff, internal=message.internal,
        before=before,
    )  # fmt: skip
    return message


async def delete(session: AsyncSession, party: Party, message_id: int, now: datetime) -> None:
    """One's own message is shown no more; it stays on record."""
    message = await _own(session, party, message_id)
    message.deleted_at = now
    await _tell(session, party, message, ClaimChange.MESSAGE_DELETED, now)


async def messages_page(
    session: AsyncSession, party: Party, *, after: int, limit: int
) -> Sequence[ClaimMessage]:
    """In the order in which they were said; the company sees none that is internal."""
    query = select(ClaimMessage).where(
        ClaimMessage.claim_id == party.claim.id, ClaimMessage.id > after
    )
    if party.staff is None:
        query = query.where(ClaimMessage.internal.is_(False))
    return (await session.scalars(query.order_by(ClaimMessage.id).limit(limit))).all()


async def file_of(session: AsyncSession, party: Party, file_id: int) -> ClaimFile:
    """A file of this claim that the party may see; else `not_found`."""
    found = (
        await session.execute(
            select(ClaimFile, ClaimMessage)
            .outerjoin(ClaimMessage, ClaimMessage.id == ClaimFile.message_id)
            .where(ClaimFile.id == file_id, ClaimFile.claim_id == party.claim.id)
        )
    ).one_or_none()
    if found is None:
        raise not_found()
    file, message = found
    if message is not None and (
        message.deleted_at is not None or (message.internal and party.staff is None)
    ):
        raise not_found()
    return file
