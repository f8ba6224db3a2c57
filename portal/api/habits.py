"""What a company would order now, as it always does."""

from collections.abc import Sequence

from fastapi import APIRouter

from portal.api.carts import needed_terms
from portal.api.deps import Buying, Now, Reading
from portal.api.habit_answers import habit_out
from portal.api.problems import responses
from portal.api.schemas.common import Page
from portal.api.schemas.kept import UsualProduct
from portal.domain.goods import Goods
from portal.domain.habits import (
    Habit,
    bought_lately,
    priced_habits,
    running_out,
    usual_order,
)

router = APIRouter(tags=["catalogue"])


@router.get(
    "/usual-order", summary="The usual of the last three months", responses=responses(401, 403, 404)
)
async def usual(session: Reading, acting: Buying, now: Now) -> Page[UsualProduct]:
    """What was ordered at least twice, in the usual quantity, the most usual first."""
    terms = await needed_terms(session, acting)
    found = usual_order(await bought_lately(session, acting.company.id), now)
    return usual_out(await priced_habits(session, terms, found))


@router.get(
    "/running-out", summary="What will soon have run out", responses=responses(401, 403, 404)
)
async def soon(session: Reading, acting: Buying, now: Now) -> Page[UsualProduct]:
    """What is ordered regularly, and whose usual interval is nearly over, the first due first."""
    terms = await needed_terms(session, acting)
    found = running_out(await bought_lately(session, acting.company.id), now)
    return usual_out(await priced_habits(session, terms, found))


def usual_out(found: Sequence[tuple[Habit, Goods]]) -> Page[UsualProduct]:
    return Page(items=[habit_out(habit, goods) for habit, goods in found])
