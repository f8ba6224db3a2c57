"""What the accounting system says of money: shipments, payments, returns, corrections.

It names each by an id of its own, so that the same news twice changes nothing, and later news of
the same replace the earlier.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import (
    Company,
    Contract,
    EntryKind,
    EventKind,
    Order,
    SettlementEntry,
)
from portal.db.session import any_of, serialise
from portal.domain.errors import Refused
from portal.domain.events import note_of_companies
from portal.domain.payment_reminders import lift
from portal.domain.receivables import debts_of


@dataclass(frozen=True, slots=True)
class News:
    """An entry as it was told. `amount` in kopecks: plus, the company owes more; minus, less.

    `contract` and `order` are numbers, or None where nobody named them. `cancelled`: the document
    was taken back, and there is no such entry.
    """

    external_id: str
    inn: str
    kpp: str | None
    contract: str | None
    order: str | None
    kind: EntryKind
    document: str
    amount: int
    on_date: date
    due_on: date | None = None
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Recorded:
    """How many entries were made, changed, left as they were, and removed."""

    made: int = 0
    changed: int = 0
    same: int = 0
    removed: int = 0


async def record(session: AsyncSession, news: Sequence[News], now: datetime) -> Recorded:
    """Take the news over, all or none, by as many statements for one as for a thousand. What
    became of the debt is noted, a new payment by itself, and of whom it is ends what they said of
    having paid.

    An entry whose contract nobody named belongs to that of its order, else to the one in force on
    its day that was signed last. A shipment without a due date is due after the delay of its
    contract, or of the company. Refused: 422 `settlements_unknown` (args `rows`, each with its
    `external_id` and `what` of it is not known: company, contract or order).
    """
    await serialise(session, "settlements")
    wanted = {each.external_id: each for each in news}
    known = {
        entry.external_id: entry
        for entry in await session.scalars(
            select(SettlementEntry).where(any_of(SettlementEntry.external_id, wanted, session))
        )
    }
    books = await _books(session, list(wanted.values()))
    rows = {key: books.entry(each) for key, each in wanted.items() if not each.cancelled}
    if books.unknown:
        raise Refused("settlements_unknown", 422, rows=books.unknown)
    made = [row for key, row in rows.items() if key not in known]
    payments = [row for row in made if row["kind"] is EntryKind.PAYMENT and row["amount"] < 0]
    otherwise = {row["company_id"] for row in made} - {row["company_id"] for row in payments}
    changed = 0
    for key, row in rows.items():
        if key in known and any(getattr(known[key], name) != it for name, it in row.items()):
            changed += 1
            otherwise |= {known[key].company_id, row["company_id"]}
            for name, value in row.items():
                setattr(known[key], name, value)
    cancelled = [known[key] for key, each in wanted.items() if each.cancelled and key in known]
    gone = [entry.id for entry in cancelled]
    otherwise |= {entry.company_id for entry in cancelled}
    if made:
        # Without it, each change between rows with and without a due date is a statement.
        await session.execute(insert(SettlementEntry).execution_options(render_nulls=True), made)
    if gone:
        await session.execute(
            delete(SettlementEntry).where(any_of(SettlementEntry.id, gone, session))
        )
    await session.flush()
    await _note(session, payments, otherwise, now)
    await lift(session, otherwise | {row["company_id"] for row in payments})
    same = sum(key in known for key in rows) - changed
    return Recorded(len(made), changed, same, len(gone))


async def _note(
    session: AsyncSession,
    payments: Sequence[dict[str, Any]],
    otherwise: Collection[int],
    now: datetime,
) -> None:
    """New payments; and `otherwise`, the companies that owe another sum for another reason."""
    debts = await debts_of(session, {row["company_id"] for row in payments})
    paid = [
        (
            row["company_id"],
            {
                "amount": -row["amount"],
                # After all of them: they were told of at once.
                "debt": debts[row["company_id"]],
                "on_date": row["on_date"].isoformat(),
            },
        )
        for row in payments
    ]
    await note_of_companies(session, EventKind.PAYMENT_RECEIVED, now, paid)
    changed: list[tuple[int, dict[str, Any]]] = [
        (company_id, {}) for company_id in sorted(otherwise)
    ]
    await note_of_companies(session, EventKind.DEBT_CHANGED, now, changed)


@dataclass(slots=True)
class _Books:
    """What the news refer to, read at once."""

    companies: dict[tuple[str, str | None], Company]
    contracts: dict[int, list[Contract]]
    orders: dict[str, Order]
    unknown: list[dict[str, str]]

    def entry(self, news: News) -> dict[str, Any]:
        company = self.companies.get((news.inn, news.kpp))
        if company is None:
            return self._lacking(news, "company")
        order = None
        if news.order is not None:
            order = self.orders.get(news.order)
            if order is None or order.company_id != company.id:
                return self._lacking(news, "order")
        contract = self._contract(news, company, order)
        if contract is None and news.contract is not None:
            return self._lacking(news, "contract")
        due_on = news.due_on
        if due_on is None and news.kind is EntryKind.SHIPMENT:
            delay = contract.payment_delay_days if contract else None
            due_on = news.on_date + timedelta(
                days=company.payment_delay_days if delay is None else delay
            )
        return {
            "external_id": news.external_id,
            "company_id": company.id,
            "contract_id": contract.id if contract else None,
            "order_id": order.id if order else None,
            "kind": news.kind,
            "document": news.document,
            "amount": news.amount,
            "on_date": news.on_date,
            "due_on": due_on,
        }

    def _contract(self, news: News, company: Company, order: Order | None) -> Contract | None:
        """The latest first, so the first that fits."""
        for contract in self.contracts.get(company.id, ()):
            if news.contract is not None:
                fits = contract.number == news.contract
            elif order is not None and order.contract_id is not None:
                fits = contract.id == order.contract_id
            else:
                fits = contract.signed_on <= news.on_date <= (contract.valid_to or date.max)
            if fits:
                return contract
        return None

    def _lacking(self, news: News, what: str) -> dict[str, Any]:
        self.unknown.append({"external_id": news.external_id, "what": what})
        return {}


async def _books(session: AsyncSession, news: Sequence[News]) -> _Books:
    companies: dict[tuple[str, str | None], Company] = {}
    for company in await session.scalars(
        select(Company)
        .where(any_of(Company.inn, {each.inn for each in news}, session))
        .order_by(Company.id)
    ):
        companies[company.inn, company.kpp] = company
        companies.setdefault((company.inn, None), company)
    ids = {company.id for company in companies.values()}
    contracts: dict[int, list[Contract]] = {}
    for contract in await session.scalars(
        select(Contract)
        .where(any_of(Contract.company_id, ids, session))
        .order_by(Contract.signed_on.desc(), Contract.id.desc())
    ):
        contracts.setdefault(contract.company_id, []).append(contract)
    numbers = {each.order for each in news if each.order is not None}
    orders = await session.scalars(select(Order).where(any_of(Order.number, numbers, session)))
    return _Books(companies, contracts, {order.number: order for order in orders}, [])
