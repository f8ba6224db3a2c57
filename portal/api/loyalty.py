"""Levels, what is missing to the next, and points."""

from decimal import Decimal

from fastapi import APIRouter, Response

from portal.api.deps import Acting, Buying, Now, Reading, Writing
from portal.api.idempotency import Once
from portal.api.paging import Cursor, Limit, after_id, to_cursor
from portal.api.problems import responses
from portal.api.schemas.common import Page
from portal.api.schemas.loyalty import LevelOut, LoyaltyOut, PointsOut, SpendIn
from portal.db.models import LoyaltyLevel
from portal.domain import points
from portal.domain.access import Acting as ActingFor
from portal.domain.errors import Refused
from portal.domain.loyalty import standing_in
from portal.domain.money import roubles
from portal.domain.receivables import today_at

router = APIRouter(prefix="/loyalty", tags=["loyalty"])


@router.get("", summary="The level, and the way to the next", responses=responses(401, 403, 404))
async def loyalty(session: Reading, acting: Acting, now: Now) -> LoyaltyOut:
    """Turnover is what was ordered in the period and not cancelled. Refused: `no_loyalty` (404)
    where there is no programme."""
    return await _standing(session, acting, now)


async def _standing(session: Reading, acting: ActingFor, now: Now) -> LoyaltyOut:
    company = acting.company
    standing = await standing_in(session, company, today_at(company, now))
    if standing is None:
        raise Refused("no_loyalty", 404)
    there, spendable = await points.spendable(session, company, now)
    return LoyaltyOut(
        period=standing.period,
        begins_on=standing.begins_on,
        ends_on=standing.ends_on,
        kept_until=standing.kept_until,
        turnover=roubles(standing.turnover),
        level=_level(standing.level),
        earned=_level(standing.earned),
        following=_level(standing.following),
        to_next=roubles(standing.to_next),
        to_keep=roubles(standing.to_keep),
        progress=standing.progress,
        levels=[_some(level) for level in standing.levels],
        points=there,
        spendable=spendable,
    )


def _level(level: LoyaltyLevel | None) -> LevelOut | None:
    return _some(level) if level else None


def _some(level: LoyaltyLevel) -> LevelOut:
    return LevelOut(
        name=level.name,
        sign=level.sign,
        colour=level.colour,
        from_turnover=roubles(level.from_turnover),
        discount=Decimal(level.discount) / 100,
        points=Decimal(level.points) / 100,
        privileges=[line for line in level.privileges.splitlines() if line.strip()],
    )


@router.get("/points", summary="The ledger of points", responses=responses(401, 403, 404, 422))
async def ledger(
    session: Reading, acting: Acting, limit: Limit = 50, cursor: Cursor = None
) -> Page[PointsOut]:
    """Newest first, each with what there was after it."""
    found = await points.points_page(
        session, acting.company.id, limit=limit + 1, before=after_id(cursor)
    )
    shown = found[:limit]
    return Page(
        items=[
            PointsOut(
                id=str(each.entry.id),
                at=each.entry.at,
                reason=each.entry.reason,
                points=each.entry.points,
                balance=each.balance,
                order_number=each.order,
                person=each.person,
                note=each.entry.note,
            )
            for each in shown
        ],
        next_cursor=to_cursor(shown[-1].entry.id) if len(found) > limit else None,
    )


@router.post(
    "/spend",
    summary="Pay with points",
    responses=responses(401, 403, 404, 409, 422),
    response_model=LoyaltyOut,
)
async def spend(
    session: Writing, acting: Buying, wanted: SpendIn, once: Once, now: Now
) -> Response:
    """A point takes a rouble off what is owed; what is due first is paid first.

    Refused: `too_few_points` (409, args `points` there are), `owes_less` (409, args `most`),
    `no_loyalty` (404).
    """

    async def act() -> LoyaltyOut:
        await points.spend(session, acting.company, acting.person.id, wanted.points, now)
        return await _standing(session, acting, now)

    return await once(act)
