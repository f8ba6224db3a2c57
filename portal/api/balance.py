"""What the company owes, and when it is due."""

from fastapi import APIRouter

from portal.api.deps import Acting, Now, Reading
from portal.api.problems import responses
from portal.api.schemas.money import BalanceOut, DueOut
from portal.domain.money import roubles
from portal.domain.pricing import terms_of
from portal.domain.receivables import ordered_not_shipped, standing_of

router = APIRouter(prefix="/balance", tags=["money"])


@router.get("", summary="Debt, limit and what is due when", responses=responses(401, 403, 404))
async def balance(session: Reading, acting: Acting, now: Now) -> BalanceOut:
    """Payments cover what was due first. What is overdue is reckoned in the company's time zone.

    `available` is the limit less the debt and less what is ordered and not shipped, as a quote
    reckons it; below zero where that is more. What a company owes is shown to it with or without a
    contract in force.
    """
    company = acting.company
    terms = await terms_of(session, company, acting.today)
    owed = await standing_of(session, company, now)
    ordered = await ordered_not_shipped(session, company.id)
    limit = company.credit_limit
    return BalanceOut(
        debt=roubles(owed.debt),
        overdue=roubles(owed.overdue),
        credit_limit=None if limit is None else roubles(limit),
        ordered=roubles(ordered),
        available=None if limit is None else roubles(limit - owed.debt - ordered),
        currency=terms.currency,
        due=[
            DueOut(
                document=due.document,
                on_date=due.on_date,
                due_on=due.due_on,
                amount=roubles(due.amount),
                overdue=due.overdue,
            )
            for due in owed.due
        ],
    )
