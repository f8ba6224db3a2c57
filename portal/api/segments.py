"""Whom a broadcast is for: for the staff, within whom each deals with."""

from typing import Annotated

from fastapi import APIRouter, Query
from sqlalchemy import select

from portal.api.customers import member
from portal.api.deps import Now, Reading, StaffCaller, Today, parse_id, reads
from portal.api.paging import Cursor, after_id, to_cursor
from portal.api.problems import responses
from portal.api.schemas.common import Named
from portal.api.schemas.segments import (
    PricesIn,
    PricesOut,
    ReachedOut,
    ReachedPage,
    SegmentChoices,
    SegmentCount,
    SegmentIn,
)
from portal.db.models import Person, Staff
from portal.domain import companies, segments
from portal.domain.groups import level_of
from portal.domain.money import roubles
from portal.domain.segments import Segment

router = APIRouter(prefix="/segments", tags=["staff"], responses=responses(403))

AT_ONCE = 5000


@router.get("/choices", summary="What a segment can be chosen by")
async def choices(session: Reading, caller: StaffCaller, today: Today) -> SegmentChoices:
    managers = await session.execute(
        select(Staff.id, Person.name)
        .join(Person, Person.id == Staff.person_id)
        .where(Staff.revoked_at.is_(None))
        .order_by(Person.name)
    )
    types = await companies.price_types(session)
    return SegmentChoices(
        price_types=[Named(id=str(one.id), name=one.name) for one in types],
        groups=[
            Named(id=str(group.id), name=group.name)
            for group in (await level_of(session, None)).groups
        ],
        regions=list(await segments.regions(session, member(caller), today)),
        managers=[Named(id=str(staff_id), name=name) for staff_id, name in managers],
    )


@router.post("/count", summary="How many a segment holds", responses=responses(422))
@reads
async def count(
    session: Reading, caller: StaffCaller, now: Now, today: Today, body: SegmentIn
) -> SegmentCount:
    many, members = await segments.count(session, member(caller), _segment(body), now, today)
    return SegmentCount(companies=many, people=members)


@router.post("/people", summary="Whom a segment holds", responses=responses(422))
@reads
async def people(
    session: Reading,
    caller: StaffCaller,
    now: Now,
    today: Today,
    body: SegmentIn,
    limit: Annotated[int, Query(ge=1, le=AT_ONCE)] = 1000,
    cursor: Cursor = None,
) -> ReachedPage:
    """Each person once, for one company of the segment."""
    found = await segments.people(
        session,
        member(caller),
        _segment(body),
        now,
        today,
        after=after_id(cursor),
        limit=limit + 1,
    )
    more = len(found) > limit
    return ReachedPage(
        items=[
            ReachedOut(
                person_id=str(one.person_id),
                company_id=str(one.company_id),
                company=one.company,
                timezone=one.timezone,
            )
            for one in found[:limit]
        ],
        next_cursor=to_cursor(found[limit - 1].person_id) if more else None,
    )


@router.post("/prices", summary="What a product costs each company", responses=responses(422))
@reads
async def prices(session: Reading, caller: StaffCaller, today: Today, body: PricesIn) -> PricesOut:
    """Each company's own, for a message to its people."""
    ids = [parse_id(one) for one in body.company_ids]
    found = await segments.prices(session, parse_id(body.product_id), ids, today)
    return PricesOut(
        prices={
            str(one): None if amount is None else roubles(amount) for one, amount in found.items()
        }
    )


def _segment(body: SegmentIn) -> Segment:
    def known(text: str | None) -> int | None:
        return None if text is None else parse_id(text)

    return Segment(
        price_type_id=known(body.price_type_id),
        group_id=known(body.group_id),
        region=body.region,
        manager_id=known(body.manager_id),
        silent_days=body.silent_days,
        debt=body.debt,
    )
