"""The act of reconciliation: what was owed, what moved in a period, what is owed at its end."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Company, Contract, Supplier
from portal.domain.errors import Refused, not_found
from portal.domain.ledger import Movement, Period, Turnover, contracts_of, ledger_page, turnover
from portal.domain.papers import required_supplier

LONGEST = 3 * 366
"""Days of a period: debts can be claimed in court for three years."""
MOST = 100_000


@dataclass(frozen=True, slots=True)
class Act:
    """Kopecks as in the ledger: plus, the buyer owes more. Days are both included, the earliest
    movement is the first. `contract` None: under all."""

    supplier: Supplier
    buyer: Company
    first: date
    last: date
    contract: Contract | None
    turnover: Turnover
    movements: list[Movement]


async def act_of(
    session: AsyncSession, company: Company, first: date, last: date, contract_id: int | None
) -> Act:
    """Refused: 422 `period_wrong` (args `days`, the most), 409 `supplier_unknown`."""
    if not 0 <= (last - first).days < LONGEST:
        raise Refused("period_wrong", 422, days=LONGEST)
    contract = None
    if contract_id is not None:
        contract = (await contracts_of(session, company.id)).get(contract_id)
        if contract is None:
            raise not_found()
    period = Period(first, last, contract_id)
    newest_first = await ledger_page(session, company.id, period, limit=MOST)
    return Act(
        supplier=await required_supplier(session),
        buyer=company,
        first=first,
        last=last,
        contract=contract,
        turnover=await turnover(session, company.id, period),
        movements=newest_first[::-1],
    )
