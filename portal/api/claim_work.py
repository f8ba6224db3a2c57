"""What is done with a claim, by the staff and by the buyer in the end."""

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Response
from sqlalchemy import or_, select

from portal.api.claim_answers import claim_out
from portal.api.deps import Caller, Now, Reading, StaffCaller, Writing, Zone, parse_id
from portal.api.idempotency import Once
from portal.api.problems import responses
from portal.api.schemas.claims import (
    AskIn,
    CausesIn,
    ClaimOut,
    ColleagueOut,
    DeclineIn,
    HandOverIn,
    RateIn,
    ReopenIn,
    ResolveIn,
)
from portal.db.models import Company, Person, Role, Staff
from portal.domain import claim_work
from portal.domain.access import Caller as CallerPerson
from portal.domain.claim_access import Party, party_of
from portal.domain.claim_talk import Said, say
from portal.domain.claim_work import Causes
from portal.domain.money import kopecks

router = APIRouter(prefix="/claims/{claim_id}", tags=["claims"])
REFUSALS = responses(401, 403, 404, 409, 422)


async def _done(
    session: Writing,
    caller: CallerPerson,
    claim_id: str,
    once: Once,
    act: Callable[[Party], Awaitable[None]],
) -> Response:
    """The claim as it is after `act`, once."""

    async def acted() -> ClaimOut:
        party = await party_of(session, caller, parse_id(claim_id), hold=True)
        await act(party)
        return await claim_out(session, party.claim, party.staff)

    return await once(acted)


@router.post("/take", summary="Take a claim", responses=REFUSALS, response_model=ClaimOut)
async def take(
    session: Writing, caller: StaffCaller, claim_id: str, once: Once, now: Now
) -> Response:
    """For staff. Of two who take it one does; the other is refused `claim_taken` (409, args
    `number`, `by`). Refused further, as everything here: `claim_state` (409, args `number`,
    `state`) where the claim is past that."""

    async def act(party: Party) -> None:
        await claim_work.take(session, party, now)

    return await _done(session, caller, claim_id, once, act)


@router.post("/ask", summary="Ask the buyer", responses=REFUSALS, response_model=ClaimOut)
async def ask(
    session: Writing,
    caller: StaffCaller,
    claim_id: str,
    wanted: AskIn,
    once: Once,
    now: Now,
    zone: Zone,
) -> Response:
    """For staff. Until the buyer answers, by a message, the term stands still. Whoever asks takes
    the claim, where nobody has."""

    async def act(party: Party) -> None:
        await claim_work.ask(session, party, now, zone)
        said = Said(wanted.text, wanted.uploads, external_ref=wanted.external_ref)
        await say(session, party, said, now, zone)

    return await _done(session, caller, claim_id, once, act)


@router.get(
    "/colleagues", summary="Who else could deal with it", responses=responses(401, 403, 404)
)
async def colleagues(session: Reading, caller: StaffCaller, claim_id: str) -> list[ColleagueOut]:
    """For staff: managers of the company's region, and directors; to them it can be handed."""
    party = await party_of(session, caller, parse_id(claim_id))
    company = await session.get_one(Company, party.claim.company_id)
    rows = await session.execute(
        select(Staff, Person.name)
        .join(Person, Person.id == Staff.person_id)
        .where(
            Staff.revoked_at.is_(None),
            or_(Staff.role == Role.DIRECTOR, Staff.region.in_(("", company.region))),
        )
        .order_by(Person.name, Staff.id)
        .limit(100)
    )
    return [
        ColleagueOut(id=str(staff.id), name=name, role=staff.role, region=staff.region)
        for staff, name in rows
    ]


@router.post("/hand-over", summary="Hand it over", responses=REFUSALS, response_model=ClaimOut)
async def hand_over(
    session: Writing, caller: StaffCaller, claim_id: str, wanted: HandOverIn, once: Once, now: Now
) -> Response:
    """For who has taken it, and for a director: another member of the staff deals with it."""

    async def act(party: Party) -> None:
        await claim_work.hand_over(session, party, parse_id(wanted.staff_id), wanted.note, now)

    return await _done(session, caller, claim_id, once, act)


@router.post("/resolve", summary="Settle it", responses=REFUSALS, response_model=ClaimOut)
async def resolve(
    session: Writing, caller: StaffCaller, claim_id: str, wanted: ResolveIn, once: Once, now: Now
) -> Response:
    """For staff. Where it went wrong, who answers for it and what it cost are always said.

    Refused: `claim_sum_needed` (422: a refund or a discount has one), `claim_sum_too_large` (422,
    args `most`).
    """
    amount = None if wanted.amount is None else kopecks(wanted.amount)

    async def act(party: Party) -> None:
        await claim_work.resolve(
            session, party, wanted.by, amount, wanted.words, _causes(wanted), now
        )

    return await _done(session, caller, claim_id, once, act)


@router.post("/decline", summary="Decline it", responses=REFUSALS, response_model=ClaimOut)
async def decline(
    session: Writing, caller: StaffCaller, claim_id: str, wanted: DeclineIn, once: Once, now: Now
) -> Response:
    """For staff. The reason is told to the buyer."""
    causes = None if wanted.causes is None else _causes(wanted.causes)

    async def act(party: Party) -> None:
        await claim_work.decline(session, party, wanted.reason, causes, now)

    return await _done(session, caller, claim_id, once, act)


@router.post("/reopen", summary="Not agree", responses=REFUSALS, response_model=ClaimOut)
async def reopen(
    session: Writing,
    caller: Caller,
    claim_id: str,
    wanted: ReopenIn,
    once: Once,
    now: Now,
    zone: Zone,
) -> Response:
    """For the company, once the claim is settled or declined: it is open again, with a new term."""

    async def act(party: Party) -> None:
        _ = party.buyer
        await claim_work.reopen(session, party, now, zone)
        await say(session, party, Said(wanted.words), now, zone)

    return await _done(session, caller, claim_id, once, act)


@router.post("/rate", summary="Rate it", responses=REFUSALS, response_model=ClaimOut)
async def rate(
    session: Writing, caller: Caller, claim_id: str, wanted: RateIn, once: Once, now: Now
) -> Response:
    """For the company, once the claim is settled or declined: it is closed."""

    async def act(party: Party) -> None:
        await claim_work.rate(session, party, wanted.rating, wanted.words, now)

    return await _done(session, caller, claim_id, once, act)


def _causes(told: CausesIn) -> Causes:
    return Causes(told.stage, told.culprit, kopecks(told.loss))
