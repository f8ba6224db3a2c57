"""One-time codes: what one offers, taking it, making one."""

from fastapi import APIRouter, Response

from portal.api import accounts
from portal.api.deps import Caller, Company, Now, OptionalCaller, Today, Writing, parse_id
from portal.api.idempotency import Once
from portal.api.problems import responses
from portal.api.schemas.accounts import (
    Account,
    CodeClaimIn,
    CodeIn,
    InvitationCode,
    InvitationIn,
    InvitationOut,
)
from portal.domain import access, invitations

router = APIRouter(prefix="/invitations", tags=["access"])


@router.post("/preview", summary="Look at a code", responses=responses(404, 429))
async def preview(body: CodeIn, session: Writing, now: Now) -> InvitationOut:
    """What a code offers, before anybody takes it. A wrong code counts as a guess.

    404 `code_unknown` for a wrong, a used and an expired code alike; 429 `too_many_guesses` with
    `retry_after` in seconds.
    """
    return accounts.invitation(await invitations.look_up(session, body.code, body.source, now))


@router.post(
    "/claim",
    summary="Take what a code offers",
    response_model=Account,
    responses=responses(404, 409, 429),
    openapi_extra={"security": [{}, {"HTTPBearer": []}]},
)
async def claim(
    body: CodeClaimIn, caller: OptionalCaller, session: Writing, now: Now, today: Today, once: Once
) -> Response:
    """Take what a code offers. The code is used up.

    Without a bearer token a person is made, whose token `token` becomes (409 `token_taken` where
    somebody has it already); with one, the caller gets the role.
    """

    async def act() -> Account:
        known = caller.person if caller else None
        person = await invitations.claim(
            session, body.code, body.source, known, name=body.name, now=now
        )
        if caller is None:
            await access.give_token(session, person, body.token, now)
        return accounts.account(await access.caller_of(session, person.id, today))

    return await once(act, source=body.source)


@router.post(
    "", summary="Make a code", response_model=InvitationCode, responses=responses(403, 404)
)
async def invite(
    body: InvitationIn,
    caller: Caller,
    session: Writing,
    now: Now,
    once: Once,
    acting_for: Company = None,
) -> Response:
    """Make a code. It is shown here and nowhere else, and is good for a day.

    An owner invites to the company they act for, staff to any company by INN, a director to the
    staff too.
    """

    async def act() -> InvitationCode:
        company = await invitations.destination(
            session,
            caller,
            body.role,
            body.inn,
            None if acting_for is None else parse_id(acting_for),
        )
        made = await invitations.invite(
            session, body.role, company, name=body.name, by=caller.person, now=now
        )
        return accounts.invitation_code(*made)

    return await once(act, secret=True)
