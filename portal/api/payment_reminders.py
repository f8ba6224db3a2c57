"""For a channel: who is to be reminded of what is to be paid."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query

from portal.api.deps import Channel, Reading, Today
from portal.api.paging import Cursor, after_id, to_cursor
from portal.api.problems import responses
from portal.api.schemas.payment_reminders import OwingOut, OwingPage, UnpaidOut
from portal.domain.money import roubles
from portal.domain.payment_reminders import Owing, owing, working_days

router = APIRouter(prefix="/nudges", tags=["channel"])


@router.get("/payments", summary="Who owes what", responses=responses(401, 422))
async def payments(
    session: Reading,
    channel: Channel,
    today: Today,
    until: Annotated[date, Query(description="What is due later is left out")],
    limit: Annotated[int, Query(ge=1, le=1000, description="Companies looked at")] = 500,
    cursor: Cursor = None,
) -> OwingPage:
    """Companies with something unpaid and somebody who pays, and not what a company says it has
    paid. A page may be empty, and not the last."""
    found, more = await owing(session, until, today, after=after_id(cursor), limit=limit)
    return OwingPage(
        items=[_out(each) for each in found],
        next_cursor=None if more is None else to_cursor(more),
        working_days=await working_days(session, today),
    )


def _out(owing: Owing) -> OwingOut:
    company = owing.company
    return OwingOut(
        company_id=str(company.id),
        company=company.name,
        timezone=company.timezone,
        currency=owing.currency,
        due=[
            UnpaidOut(
                id=str(part.id),
                document=part.document,
                on_date=part.on_date,
                due_on=part.due_on,
                amount=roubles(part.amount),
            )
            for part in owing.due
        ],
        people=[str(each) for each in owing.people],
    )
