"""What the company owes, what moved, and when it is due."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import anyio
from fastapi import APIRouter, Query, Response

from portal.api.deps import Acting, Now, Reading, parse_id
from portal.api.paging import Cursor, Limit, from_cursor, to_cursor
from portal.api.problems import responses
from portal.api.schemas.money import (
    BalanceOut,
    ContractBalance,
    DueOut,
    LedgerOut,
    MovementOut,
    ScheduleOut,
    WeekOut,
)
from portal.db.models import Contract
from portal.domain.errors import Refused, not_found
from portal.domain.ledger import Period, contracts_of, ledger_page, turnover
from portal.domain.money import roubles
from portal.domain.pricing import terms_of
from portal.domain.receivables import (
    Account,
    ordered_not_shipped,
    standing_of,
    today_at,
)
from portal.domain.schedule import schedule
from portal.printing.schedule import Picture, Theme, draw
from portal.printing.words import Language

router = APIRouter(prefix="/balance", tags=["money"])


@router.get("", summary="Debt, limit and what is due when", responses=responses(401, 403, 404))
async def balance(session: Reading, acting: Acting, now: Now) -> BalanceOut:
    """Payments cover what was due first, under each contract by itself. What is overdue is reckoned
    in the company's time zone.

    `available` is the limit less the debt and less what is ordered and not shipped, as a quote
    reckons it; below zero where that is more. What a company owes is shown to it with or without a
    contract in force.
    """
    company = acting.company
    terms = await terms_of(session, company, acting.today)
    owed = await standing_of(session, company, now)
    ordered = await ordered_not_shipped(session, company.id)
    contracts = await contracts_of(session, company.id)
    limit = company.credit_limit
    return BalanceOut(
        debt=roubles(owed.debt),
        overdue=roubles(owed.overdue),
        advance=roubles(owed.advance),
        credit_limit=None if limit is None else roubles(limit),
        ordered=roubles(ordered),
        available=None if limit is None else roubles(limit - owed.debt - ordered),
        currency=terms.currency,
        contracts=[
            await _account(session, acting, contracts.get(account.contract_id or 0), account)
            for account in _worth_showing(owed.accounts, contracts, acting.today)
        ],
        due=[
            DueOut(
                id=str(due.id),
                document=due.document,
                on_date=due.on_date,
                due_on=due.due_on,
                amount=roubles(due.amount),
                overdue=due.overdue,
                contract=contracts[due.contract_id].number if due.contract_id else None,
                order_id=None if due.order_id is None else str(due.order_id),
            )
            for due in owed.due
        ],
    )


def _in_force(contract: Contract | None, today: date) -> bool:
    return contract is not None and contract.signed_on <= today <= (contract.valid_to or date.max)


def _worth_showing(
    accounts: Sequence[Account], contracts: dict[int, Contract], today: date
) -> list[Account]:
    """Contracts in force, and those under which something is still open; the latest first."""
    there = {account.contract_id: account for account in accounts}
    empty = {key: Account(key, 0, []) for key in contracts}
    listed = [there.get(key, empty[key]) for key in contracts]
    if None in there:
        listed.append(there[None])
    return [
        account
        for account in listed
        if account.debt or account.due or _in_force(contracts.get(account.contract_id or 0), today)
    ]


async def _account(
    session: Reading, acting: Acting, contract: Contract | None, account: Account
) -> ContractBalance:
    limit = contract.credit_limit if contract else None
    ordered = 0
    if contract is not None:
        ordered = await ordered_not_shipped(session, acting.company.id, contract_id=contract.id)
    return ContractBalance(
        contract_id=str(contract.id) if contract else None,
        number=contract.number if contract else "",
        signed_on=contract.signed_on if contract else None,
        in_force=_in_force(contract, acting.today),
        debt=roubles(account.debt),
        overdue=roubles(account.overdue),
        advance=roubles(account.advance),
        credit_limit=None if limit is None else roubles(limit),
        ordered=roubles(ordered),
        available=None if limit is None else roubles(limit - account.debt - ordered),
    )


@router.get(
    "/ledger",
    summary="Every movement, with what was owed after it",
    responses=responses(401, 403, 404, 422),
)
async def ledger(
    session: Reading,
    acting: Acting,
    first: Annotated[date | None, Query(alias="from", description="This day included")] = None,
    last: Annotated[date | None, Query(alias="to", description="This day included")] = None,
    contract: Annotated[str | None, Query(description="Under this one alone: its id")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> LedgerOut:
    """Newest first. `balance` is the sum of all movements up to that one, to the kopeck."""
    company = acting.company
    contract_id = None if contract is None else parse_id(contract)
    if contract_id is not None and contract_id not in await contracts_of(session, company.id):
        raise not_found()
    period = Period(first, last, contract_id)
    found = await ledger_page(
        session, company.id, period, limit=limit + 1, after=_place(cursor) if cursor else None
    )
    sums = await turnover(session, company.id, period)
    terms = await terms_of(session, company, acting.today)
    shown = found[:limit]
    return LedgerOut(
        items=[
            MovementOut(
                id=str(each.entry.id),
                on_date=each.entry.on_date,
                kind=each.entry.kind,
                document=each.entry.document,
                order_id=None if each.entry.order_id is None else str(each.entry.order_id),
                order_number=each.order,
                contract=each.contract,
                amount=roubles(each.entry.amount),
                balance=roubles(each.balance),
            )
            for each in shown
        ],
        next_cursor=to_cursor(shown[-1].entry.on_date.isoformat(), shown[-1].entry.id)
        if len(found) > limit
        else None,
        opening=roubles(sums.opening),
        charged=roubles(sums.charged),
        paid=roubles(sums.paid),
        closing=roubles(sums.closing),
        currency=terms.currency,
    )


def _place(cursor: str) -> tuple[date, int]:
    day, entry_id = from_cursor(cursor, str, int)
    try:
        return date.fromisoformat(str(day)), int(entry_id)
    except ValueError:
        raise Refused("cursor_invalid", 422) from None


@router.get("/schedule", summary="What is to be paid in which week", responses=responses(401, 403))
async def payments(session: Reading, acting: Acting, now: Now) -> ScheduleOut:
    """Weeks begin on Monday. What lies more than four weeks back, or seven ahead, is one sum."""
    owed = await standing_of(session, acting.company, now)
    terms = await terms_of(session, acting.company, acting.today)
    return ScheduleOut(
        weeks=[
            WeekOut(
                first=week.first,
                last=week.last,
                overdue=roubles(week.overdue),
                coming=roubles(week.coming),
            )
            for week in schedule(owed.due, today_at(acting.company, now))
        ],
        currency=terms.currency,
    )


class _Png(Response):
    media_type = "image/png"


@router.get(
    "/schedule.png",
    summary="The same as a picture for a phone",
    responses=responses(401, 403, 409),
    response_class=_Png,
)
async def payments_picture(
    session: Reading,
    acting: Acting,
    now: Now,
    theme: Theme = Theme.LIGHT,
    language: Language = Language.RU,
) -> Response:
    """A bar a week, what is overdue in red. Refused: `nothing_due` (409)."""
    company, today = acting.company, today_at(acting.company, now)
    weeks = schedule((await standing_of(session, company, now)).due, today)
    if not weeks:
        raise Refused("nothing_due", 409)
    picture = Picture(company.name, weeks, today, theme, language)
    return _Png(await anyio.to_thread.run_sync(draw, picture))
