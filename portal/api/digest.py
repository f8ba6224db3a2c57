"""What a member of the staff should know in the morning."""

from fastapi import APIRouter

from portal.api.customers import member
from portal.api.deps import Now, Reading, StaffCaller, Today, Zone
from portal.api.problems import responses
from portal.api.schemas.common import Named
from portal.api.schemas.digest import DebtorOut, DigestClaims, DigestOut, NpsOut, SalesOut
from portal.domain.digest import Sales, digest_of
from portal.domain.money import roubles

router = APIRouter(prefix="/digest", tags=["staff"], responses=responses(403))


@router.get("", summary="The day in numbers")
async def digest(
    session: Reading, caller: StaffCaller, now: Now, today: Today, zone: Zone
) -> DigestOut:
    """Orders of today and yesterday, overdue money, open claims, what waits for an answer, and NPS
    by month."""
    found = await digest_of(session, member(caller), now, today, zone)
    return DigestOut(
        day=found.day,
        working=found.working,
        today=_sales(found.today),
        yesterday=_sales(found.yesterday),
        overdue=roubles(found.overdue),
        late_companies=found.late_companies,
        debtors=[
            DebtorOut(
                company=Named(id=str(one.company.id), name=one.company.name),
                overdue=roubles(one.overdue),
            )
            for one in found.debtors
        ],
        claims=DigestClaims(
            open=found.claims.open, untaken=found.claims.untaken, late=found.claims.late
        ),
        access_requests=found.access_requests,
        company_requests=found.company_requests,
        messages=found.messages,
        nps=[
            NpsOut(month=each.first, answers=each.answers, value=each.value)
            for each in found.nps
            if each.answers
        ],
    )


def _sales(sales: Sales) -> SalesOut:
    return SalesOut(orders=sales.orders, total=roubles(sales.total))
