"""What a channel may remind people of: carts left, the usual order, a level that lapses."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Query

from portal.api.deps import Channel, Now, Reading, Today
from portal.api.paging import Cursor, after_id, from_cursor, to_cursor
from portal.api.problems import responses
from portal.api.schemas.nudges import (
    DueUsualOut,
    DueUsualPage,
    LapsingOut,
    LapsingPage,
    LeftCartOut,
    LeftCartPage,
    NudgeCompany,
)
from portal.db.models import Company
from portal.domain import nudges
from portal.domain.lapsing import lapsing
from portal.domain.money import roubles

router = APIRouter(prefix="/nudges", tags=["channel"], responses=responses(401, 422))

AtOnce = Annotated[int, Query(ge=1, le=1000)]


@router.get("/carts", summary="Carts that were left")
async def carts(
    session: Reading,
    channel: Channel,
    now: Now,
    hours: Annotated[int, Query(ge=0, le=720, description="Since the last change, at least")] = 24,
    days: Annotated[int, Query(ge=1, le=90, description="Since the last change, at most")] = 4,
    limit: AtOnce = 500,
    cursor: Cursor = None,
) -> LeftCartPage:
    """Carts with goods in them, for each person whose active one it is."""
    since, until = now - timedelta(days=days), now - timedelta(hours=hours)
    cart_id, person_id = (0, 0) if cursor is None else from_cursor(cursor, int, int)
    after = int(cart_id), int(person_id)
    found = await nudges.left_carts(session, since, until, after=after, limit=limit + 1)
    shown = found[:limit]
    more = len(found) > limit
    return LeftCartPage(
        items=[
            LeftCartOut(
                cart_id=str(one.cart.id),
                updated_at=one.cart.updated_at,
                company=_company(one.company),
                person_id=str(one.person_id),
            )
            for one in shown
        ],
        next_cursor=to_cursor(shown[-1].cart.id, shown[-1].person_id) if more else None,
    )


@router.get("/usual", summary="Companies whose usual order is due")
async def usual(
    session: Reading,
    channel: Channel,
    now: Now,
    today: Today,
    limit: AtOnce = 500,
    cursor: Cursor = None,
) -> DueUsualPage:
    """By the days on which they ordered in the last year: three make a rhythm, and what is late by
    more than its interval is ordered no more. `limit` is how many companies are looked at."""
    found, last = await nudges.due_usual(session, now, today, after=after_id(cursor), limit=limit)
    return DueUsualPage(
        items=[
            DueUsualOut(
                company=_company(one.company),
                order_id=str(one.order_id),
                last_at=one.last_at,
                due_at=one.due_at,
                products=one.products,
                people=[str(person_id) for person_id in one.people],
            )
            for one in found
        ],
        next_cursor=None if last is None else to_cursor(last),
    )


@router.get("/levels", summary="Levels that lapse")
async def levels(
    session: Reading,
    channel: Channel,
    now: Now,
    days: Annotated[int, Query(ge=0, le=365, description="To the last day, at most")] = 14,
    limit: AtOnce = 500,
    cursor: Cursor = None,
) -> LapsingPage:
    """Of the loyalty programme, where less was ordered in the running period than keeps the level.
    `limit` is how many companies are looked at."""
    found, last = await lapsing(session, now, days, after=after_id(cursor), limit=limit)
    return LapsingPage(
        items=[
            LapsingOut(
                company=_company(one.company),
                level=one.level.name,
                sign=one.level.sign,
                earned=one.standing.earned and one.standing.earned.name,
                to_keep=roubles(one.standing.to_keep),
                ends_on=one.standing.ends_on,
                people=[str(person_id) for person_id in one.people],
            )
            for one in found
        ],
        next_cursor=None if last is None else to_cursor(last),
    )


def _company(company: Company) -> NudgeCompany:
    return NudgeCompany(id=str(company.id), name=company.name, timezone=company.timezone)
