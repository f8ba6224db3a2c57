"""Paying what is owed of one document: to whom, how much, what for."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Company, Order, Supplier
from portal.domain.errors import not_found
from portal.domain.money import half_up
from portal.domain.papers import required_supplier
from portal.domain.receivables import Due, standing_of


@dataclass(frozen=True, slots=True)
class ToPay:
    """`vat` in kopecks, None where nobody knows it."""

    supplier: Supplier
    due: Due
    vat: int | None


async def to_pay(session: AsyncSession, company: Company, due_id: int, now: datetime) -> ToPay:
    """`not_found` for what is paid by now; 409 `supplier_unknown`."""
    owed = await standing_of(session, company, now)
    due = next((each for each in owed.due if each.id == due_id), None)
    if due is None:
        raise not_found()
    vat = None
    if due.order_id is not None:
        order = await session.get_one(Order, due.order_id)
        vat = half_up(due.amount * order.vat, order.total) if order.total else 0
    return ToPay(await required_supplier(session), due, vat)
