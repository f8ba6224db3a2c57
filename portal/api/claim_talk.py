"""What is said about a claim."""

from fastapi import APIRouter, Response

from portal.api.claim_answers import messages_out
from portal.api.deps import Caller, Now, Reading, Writing, Zone, parse_id
from portal.api.idempotency import Once
from portal.api.paging import Cursor, Limit, after_id, to_cursor
from portal.api.problems import responses
from portal.api.schemas.claims import ClaimEditIn, ClaimMessageIn, ClaimMessageOut
from portal.api.schemas.common import Page
from portal.domain.claim_access import party_of
from portal.domain.claim_talk import Said, delete, edit, message_of, messages_page, say

router = APIRouter(prefix="/claims/{claim_id}/messages", tags=["claims"])


@router.get("", summary="What was said", responses=responses(401, 403, 404, 422))
async def messages(
    session: Reading, caller: Caller, claim_id: str, limit: Limit = 50, cursor: Cursor = None
) -> Page[ClaimMessageOut]:
    """In the order in which it was said. What is internal only the staff sees."""
    party = await party_of(session, caller, parse_id(claim_id))
    found = await messages_page(session, party, after=after_id(cursor), limit=limit + 1)
    return Page(
        items=await messages_out(session, found[:limit], party.person_id),
        next_cursor=to_cursor(found[limit - 1].id) if len(found) > limit else None,
    )


@router.get("/{message_id}", summary="A message", responses=responses(401, 403, 404))
async def message(
    session: Reading, caller: Caller, claim_id: str, message_id: str
) -> ClaimMessageOut:
    party = await party_of(session, caller, parse_id(claim_id))
    found = await message_of(session, party, parse_id(message_id))
    return (await messages_out(session, [found], party.person_id))[0]


@router.post(
    "",
    status_code=201,
    summary="Say something",
    responses=responses(401, 403, 404, 409, 422),
    response_model=ClaimMessageOut,
)
async def add(
    session: Writing,
    caller: Caller,
    claim_id: str,
    wanted: ClaimMessageIn,
    once: Once,
    now: Now,
    zone: Zone,
) -> Response:
    """By the company or the staff. From the buyer it answers what was asked.

    Refused: `message_empty` (422), `too_many_files` (422, args `most`), `claim_state` (409, args
    `number`, `state`) once the claim is closed.
    """

    async def act() -> ClaimMessageOut:
        party = await party_of(session, caller, parse_id(claim_id), hold=True)
        said = Said(
            text=wanted.text,
            uploads=wanted.uploads,
            internal=wanted.internal,
            reply_to=None if wanted.reply_to is None else parse_id(wanted.reply_to),
            external_ref=wanted.external_ref,
        )
        made = await say(session, party, said, now, zone)
        return (await messages_out(session, [made], party.person_id))[0]

    return await once(act, status=201)


@router.patch(
    "/{message_id}",
    summary="Say it otherwise",
    responses=responses(401, 403, 404, 422),
)
async def change(
    session: Writing,
    caller: Caller,
    claim_id: str,
    message_id: str,
    wanted: ClaimEditIn,
    now: Now,
) -> ClaimMessageOut:
    """One's own message alone."""
    party = await party_of(session, caller, parse_id(claim_id), hold=True)
    changed = await edit(session, party, parse_id(message_id), wanted.text, now)
    return (await messages_out(session, [changed], party.person_id))[0]


@router.delete(
    "/{message_id}",
    status_code=204,
    summary="Take it back",
    responses=responses(401, 403, 404),
)
async def remove(
    session: Writing, caller: Caller, claim_id: str, message_id: str, now: Now
) -> Response:
    """One's own message alone: it is shown no more, and stays on record."""
    party = await party_of(session, caller, parse_id(claim_id), hold=True)
    await delete(session, party, parse_id(message_id), now)
    return Response(status_code=204)
