"""How it went: the author's mark of a delivered order, and for a channel whom to ask for it."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Query

from portal.api.deps import Buying, Channel, Now, Reading, Writing, parse_id
from portal.api.paging import Cursor, after_id, to_cursor
from portal.api.problems import responses
from portal.api.schemas.scores import ScoreIn, ScoreOut, UnscoredOut, UnscoredPage
from portal.domain import scores

router = APIRouter()

AtOnce = Annotated[int, Query(ge=1, le=1000)]


@router.put(
    "/orders/{order_id}/score",
    summary="Say how it went",
    tags=["orders"],
    responses=responses(401, 403, 404, 409, 422),
)
async def give(
    session: Writing, acting: Buying, order_id: str, given: ScoreIn, now: Now
) -> ScoreOut:
    """By the order's author, from 0 to 10, in place of what was said before. What is 6 or less, and
    what no longer is, the responsible manager and the directors hear of. Refused: `not_delivered`
    (409, args `number`)."""
    order, made = await scores.give(
        session, acting, parse_id(order_id), given.score, given.word, now
    )
    return ScoreOut(
        order_id=str(order.id), number=order.number, score=made.score, word=made.word, at=made.at
    )


@router.get(
    "/nudges/scores",
    summary="Who is to be asked how it went",
    tags=["channel"],
    responses=responses(401, 422),
)
async def unscored(
    session: Reading,
    channel: Channel,
    now: Now,
    hours: Annotated[int, Query(ge=0, le=720, description="Since the delivery, at least")] = 3,
    days: Annotated[int, Query(ge=1, le=90, description="Since the delivery, at most")] = 7,
    limit: AtOnce = 500,
    cursor: Cursor = None,
) -> UnscoredPage:
    """Orders that were delivered, and of which their author has said nothing yet."""
    since, until = now - timedelta(days=days), now - timedelta(hours=hours)
    found = await scores.unscored(session, since, until, after=after_id(cursor), limit=limit + 1)
    more = len(found) > limit
    return UnscoredPage(
        items=[
            UnscoredOut(
                order_id=str(one.order.id),
                number=one.order.number,
                delivered_at=one.delivered_at,
                company_id=str(one.company.id),
                company=one.company.name,
                timezone=one.company.timezone,
                person_id=str(one.order.author_id),
            )
            for one in found[:limit]
        ],
        next_cursor=to_cursor(found[limit - 1].order.id) if more else None,
    )
