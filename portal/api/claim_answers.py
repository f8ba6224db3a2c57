"""Claims as the API tells them: to the company without what is the staff's."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.api.schemas.claims import (
    ClaimEventOut,
    ClaimFileOut,
    ClaimInside,
    ClaimLineOut,
    ClaimMessageOut,
    ClaimOut,
)
from portal.api.schemas.common import Named
from portal.db.models import (
    Claim,
    ClaimChange,
    ClaimEvent,
    ClaimFile,
    ClaimLine,
    ClaimMessage,
    ClaimState,
    Company,
    Order,
    OrderLine,
    Person,
    Role,
    Staff,
    StoredFile,
)
from portal.db.session import any_of
from portal.domain.claim_work import may_reopen
from portal.domain.claims import DECIDED, OPEN
from portal.domain.money import roubles, units

STAFF_ONLY = (ClaimChange.REMINDER, ClaimChange.HANDED_OVER)
"""Events that the company is not told of."""
Row = TypeVar("Row", Company, Order, Person)


async def claims_out(
    session: AsyncSession, claims: Sequence[Claim], staff: Staff | None
) -> list[ClaimOut]:
    """By seven statements however many. `staff`: who reads it; None: its company."""
    if not claims:
        return []
    ids = [claim.id for claim in claims]
    companies = await _by_id(session, Company, {claim.company_id for claim in claims})
    orders = await _by_id(session, Order, {claim.order_id for claim in claims})
    wanted = {claim.manager_id for claim in claims} | {
        company.manager_id for company in companies.values()
    }
    people = await session.execute(
        select(Staff.id, Person.name)
        .join(Person, Person.id == Staff.person_id)
        .where(any_of(Staff.id, {each for each in wanted if each}, session))
    )
    managers = dict(people.all())
    authors = await _by_id(session, Person, {claim.author_id for claim in claims})
    lines = await _lines(session, ids)
    files = await _files(session, ids)
    events = await _events(session, ids, staff)
    return [
        _claim(
            claim, companies[claim.company_id], orders[claim.order_id], managers,
            authors[claim.author_id].name, lines.get(claim.id, []),
            files.get((claim.id, None), []), events.get(claim.id, []), staff,
        )
        for claim in claims
    ]  # fmt: skip


async def claim_out(session: AsyncSession, claim: Claim, staff: Staff | None) -> ClaimOut:
    await session.flush()
    return (await claims_out(session, [claim], staff))[0]


async def _by_id(session: AsyncSession, table: type[Row], ids: set[int]) -> dict[int, Row]:
    found = await session.scalars(select(table).where(any_of(table.id, ids, session)))
    return {each.id: each for each in found}


async def _lines(session: AsyncSession, ids: Sequence[int]) -> dict[int, list[ClaimLineOut]]:
    rows = await session.execute(
        select(ClaimLine, OrderLine)
        .join(Claim, Claim.id == ClaimLine.claim_id)
        .join(
            OrderLine,
            (OrderLine.order_id == Claim.order_id) & (OrderLine.number == ClaimLine.number),
        )
        .where(any_of(ClaimLine.claim_id, ids, session))
        .order_by(ClaimLine.claim_id, ClaimLine.number)
    )
    found: dict[int, list[ClaimLineOut]] = {}
    for claimed, line in rows:
        found.setdefault(claimed.claim_id, []).append(
            ClaimLineOut(
                number=line.number,
                product_id=str(line.product_id),
                article=line.article,
                name=line.name,
                unit=line.unit,
                quantity=units(claimed.quantity),
                amount=roubles(claimed.amount),
            )
        )
    return found


async def _files(
    session: AsyncSession, ids: Sequence[int]
) -> dict[tuple[int, int | None], list[ClaimFileOut]]:
    rows = await session.execute(
        select(ClaimFile, StoredFile)
        .join(StoredFile, StoredFile.id == ClaimFile.file_id)
        .where(any_of(ClaimFile.claim_id, ids, session))
        .order_by(ClaimFile.id)
    )
    found: dict[tuple[int, int | None], list[ClaimFileOut]] = {}
    for file, stored in rows:
        found.setdefault((file.claim_id, file.message_id), []).append(
            ClaimFileOut(
                id=str(file.id), name=file.name, media_type=stored.media_type, size=stored.size
            )
        )
    return found


async def _events(
    session: AsyncSession, ids: Sequence[int], staff: Staff | None
) -> dict[int, list[ClaimEventOut]]:
    rows = await session.execute(
        select(ClaimEvent, Person.name)
        .outerjoin(Person, Person.id == ClaimEvent.person_id)
        .where(any_of(ClaimEvent.claim_id, ids, session))
        .order_by(ClaimEvent.id)
    )
    found: dict[int, list[ClaimEventOut]] = {}
    for event, name in rows:
        if staff is None and (event.data.get("internal") or event.kind in STAFF_ONLY):
            continue
        found.setdefault(event.claim_id, []).append(
            ClaimEventOut(
                kind=event.kind, state=event.state, by=name or event.data.get("by"), at=event.at
            )
        )
    return found


def _claim(
    claim: Claim,
    company: Company,
    order: Order,
    managers: dict[int, str],
    author: str,
    lines: list[ClaimLineOut],
    files: list[ClaimFileOut],
    events: list[ClaimEventOut],
    staff: Staff | None,
) -> ClaimOut:
    manager = managers.get(claim.manager_id) if claim.manager_id else None
    ours = staff is None
    late = claim.state is ClaimState.CLOSED and claim.rating is None
    return ClaimOut(
        id=str(claim.id),
        number=claim.number,
        state=claim.state,
        kind=claim.kind,
        wanted=claim.wanted,
        words=claim.words,
        company=Named(id=str(company.id), name=company.name),
        order=Named(id=str(order.id), name=order.number),
        author=author,
        created_at=claim.created_at,
        deadline=claim.deadline,
        manager=Named(id=str(claim.manager_id), name=manager) if manager else None,
        company_manager=managers.get(company.manager_id) if company.manager_id else None,
        at_stake=roubles(claim.at_stake),
        currency=order.currency,
        lines=lines,
        files=files,
        events=events,
        first_answer_at=claim.first_answer_at,
        decided_at=claim.decided_at,
        closed_at=claim.closed_at,
        resolution=claim.resolution,
        amount=None if claim.amount is None else roubles(claim.amount),
        reason=claim.reason,
        rating=claim.rating,
        rating_words=claim.rating_words,
        can_rate=ours and (claim.state in DECIDED or late),
        can_reopen=ours and may_reopen(claim),
        can_say=claim.state is not ClaimState.CLOSED,
        staff_only=_inside(claim, company, staff) if staff else None,
    )


def _inside(claim: Claim, company: Company, staff: Staff) -> ClaimInside:
    opened = claim.state in OPEN
    free = claim.manager_id in (None, staff.id) or staff.role is Role.DIRECTOR
    return ClaimInside(
        stage=claim.stage,
        culprit=claim.culprit,
        loss=None if claim.loss is None else roubles(claim.loss),
        region=company.region,
        external_id=claim.external_id,
        can_take=opened and claim.manager_id is None,
        can_decide=opened and free,
        mine=claim.manager_id == staff.id,
    )


async def messages_out(
    session: AsyncSession, messages: Sequence[ClaimMessage], person_id: int
) -> list[ClaimMessageOut]:
    """Messages about one claim, with their authors and files."""
    if not messages:
        return []
    authors = await _by_id(session, Person, {each.person_id for each in messages if each.person_id})
    files = await _files(session, [messages[0].claim_id])
    return [
        ClaimMessageOut(
            id=str(each.id),
            author=authors[each.person_id].name if each.person_id else None,
            from_staff=each.from_staff,
            internal=each.internal,
            text="" if each.deleted_at else each.text,
            files=[] if each.deleted_at else files.get((each.claim_id, each.id), []),
            reply_to=str(each.reply_to_id) if each.reply_to_id else None,
            at=each.at,
            edited_at=each.edited_at,
            deleted=each.deleted_at is not None,
            mine=each.person_id == person_id,
        )
        for each in messages
    ]
