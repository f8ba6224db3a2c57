"""Words and files for a claim: stored before anything is done with them, each once.

An album comes as several updates, in any order, some of them late, some twice. Each part is a row
under Telegram's own id of its content; what comes after the claim was sent goes into it as a
message.
"""

import logging
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.db.models import ClaimDraft, ClaimDraftState, ClaimPart, ClaimPartState, User
from bot.db.session import Database
from bot.errors import UserError
from bot.services.portal.client import Portal
from bot.services.portal.errors import PortalRefused, PortalUnavailable

log = logging.getLogger(__name__)

LARGEST = 20 * 1024 * 1024
"""Telegram gives a bot no larger file."""
MOST = 30
Fetch = Callable[[str, Path], Awaitable[None]]
"""A file of Telegram's by its id, written to a path. UserError where there is none to be had, and
`file-not-fetched` where there may yet be."""


@dataclass(frozen=True, slots=True)
class Part:
    """Of a message: words, or a file with its caption."""

    unique_id: str
    message_id: int
    album: str | None = None
    file_id: str | None = None
    name: str = ""
    words: str = ""
    size: int = 0


async def keep(db: Database, draft: ClaimDraft, part: Part) -> bool:
    """Stores a part of a claim; False: it is there already."""
    if part.size > LARGEST:
        raise UserError("file-too-large", megabytes=LARGEST // 1024 // 1024)
    insert = sqlite.insert if db.is_sqlite else postgresql.insert
    async with db.write() as session:
        stored = await session.scalar(
            insert(ClaimPart)
            .values(
                draft_key=draft.key,
                unique_id=part.unique_id,
                message_id=part.message_id,
                album=part.album,
                file_id=part.file_id,
                name=part.name[:200],
                words=part.words,
                state=ClaimPartState.NEW if part.file_id else ClaimPartState.BROUGHT,
            )
            .on_conflict_do_nothing()
            .returning(ClaimPart.id)
        )
    return stored is not None


async def of_album(db: Database, user: User, album: str) -> ClaimDraft | None:
    """The draft of which other parts of the album are a part already."""
    async with db.read() as session:
        draft: ClaimDraft | None = await session.scalar(
            select(ClaimDraft)
            .join(ClaimPart, ClaimPart.draft_key == ClaimDraft.key)
            .where(
                ClaimPart.album == album,
                ClaimDraft.user_id == user.id,
                ClaimDraft.state != ClaimDraftState.DROPPED,
            )
            .limit(1)
        )
    return draft


async def parts_of(db: Database, key: str) -> list[ClaimPart]:
    """In the order in which they were written; without what the portal did not take."""
    async with db.read() as session:
        found = await session.scalars(
            select(ClaimPart)
            .where(ClaimPart.draft_key == key, ClaimPart.state != ClaimPartState.REFUSED)
            .order_by(ClaimPart.message_id, ClaimPart.id)
        )
        return list(found)


async def forget(db: Database, key: str) -> None:
    """All words and files, to begin anew with them."""
    async with db.write() as session:
        await session.execute(
            delete(ClaimPart).where(
                ClaimPart.draft_key == key, ClaimPart.state != ClaimPartState.GIVEN
            )
        )


async def bring(
    db: Database, portal: Portal, fetch: Fetch, parts: Sequence[ClaimPart]
) -> list[Exception]:
    """Brings to the portal what is not there yet, piece by piece; why it did not take a file.

    Raises PortalUnavailable, and whatever `fetch` does but UserError: what was not brought then is
    still to be.
    """
    refused: list[Exception] = []
    for part in parts:
        if part.state is not ClaimPartState.NEW or part.file_id is None:
            continue
        try:
            with tempfile.TemporaryDirectory(prefix="claim-") as folder:
                path = Path(folder) / "file"
                await fetch(part.file_id, path)
                part.upload_id = (await portal.bring_file(path, part.name)).id
                part.state = ClaimPartState.BROUGHT
        except (UserError, PortalRefused) as why:
            if isinstance(why, PortalRefused) and why.status in (401, 403):
                raise
            if isinstance(why, UserError) and why.key == "file-not-fetched":
                raise PortalUnavailable(why.key) from why
            part.state = ClaimPartState.REFUSED
            refused.append(why)
        await mark(db, [part], part.state, upload_id=part.upload_id)
    return refused


async def mark(
    db: Database, parts: Sequence[ClaimPart], state: ClaimPartState, **values: str | None
) -> None:
    async with db.write() as session:
        await session.execute(
            update(ClaimPart)
            .where(ClaimPart.id.in_([part.id for part in parts]))
            .values(state=state, **values)
        )


async def give_late(
    db: Database, portal: Portal, fetch: Fetch, draft: ClaimDraft
) -> list[Exception]:
    """What came after the claim was sent goes into it as messages, each once."""
    if draft.claim_id is None:
        return []
    late = [part for part in await parts_of(db, draft.key) if part.state is not GIVEN]
    refused = await bring(db, portal, fetch, late)
    for part in late:
        if part.state is not ClaimPartState.BROUGHT:
            continue
        body = {
            "text": part.words,
            "uploads": [part.upload_id] if part.upload_id else [],
            "external_ref": f"telegram:{draft.chat_id}:{part.message_id}",
        }
        state = GIVEN
        try:
            await portal.say_of_claim(f"part{part.id}", draft.claim_id, body)
        except PortalRefused as why:
            log.info("a late part of claim %s was refused: %s", draft.claim_id, why.code)
            state = ClaimPartState.REFUSED
            refused.append(why)
        await mark(db, [part], state)
    return refused


GIVEN = ClaimPartState.GIVEN


async def with_late_parts(db: Database) -> list[tuple[ClaimDraft, User]]:
    """Claims that were made, and parts that came after and are not in them yet."""
    async with db.read() as session:
        found = await session.execute(
            select(ClaimDraft, User)
            .join(User, User.id == ClaimDraft.user_id)
            .where(
                ClaimDraft.state == ClaimDraftState.SENT,
                ClaimDraft.key.in_(
                    select(ClaimPart.draft_key).where(
                        ClaimPart.state.in_((ClaimPartState.NEW, ClaimPartState.BROUGHT))
                    )
                ),
            )
        )
        return [(draft, user) for draft, user in found]
