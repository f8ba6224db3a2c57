"""What the orders came to: shipments, payments in time and not, an advance, a return or two."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import count
from random import Random

from portal.db.models import EntryKind, OrderStatus
from portal.demo.catalogue import Rows, uuid
from portal.demo.companies import Habit
from portal.demo.customers import TWO_CONTRACTS, Customer
from portal.demo.history import Placed
from portal.demo.shipments import Part

ADVANCE = 15_000_000
PAID_AHEAD = 4_000_000
"""Under the second contract of the company that has two."""
OVER_LIMIT = 16
"""The company, by number, that has been shipped more than its limit."""


class Ledger:
    """Settlement entries, and what each company owes."""

    def __init__(self, today: date, random: Random) -> None:
        self.rows: Rows = defaultdict(list)
        self.debts: dict[int, int] = defaultdict(int)
        self.today = today
        self.random = random
        self.payments = count(118)
        self.returns = count(14)

    def enter(
        self,
        customer: Customer,
        order_id: int | None,
        kind: EntryKind,
        document: str,
        amount: int,
        on_date: date,
        due_on: date | None = None,
        contract_id: int | None = None,
    ) -> None:
        """Under the customer's own contract, or another."""
        entries = self.rows["settlement_entries"]
        entries.append(
            (
                *(len(entries) + 1, uuid(self.random), customer.id),
                contract_id or customer.contract_id,
                *(order_id, kind, document, amount, on_date, due_on),
            )
        )
        if contract_id is None:
            self.debts[customer.id] += amount

    def pay(self, customer: Customer, order_id: int | None, amount: int, on_date: date) -> None:
        """What lies in the future has not been paid."""
        if on_date <= self.today:
            document = f"Платёжное поручение № {next(self.payments)}"
            self.enter(customer, order_id, EntryKind.PAYMENT, document, -amount, on_date)


def make_settlements(
    orders: Sequence[Placed], parts: Mapping[int, Sequence[Part]], today: date, random: Random
) -> Ledger:
    """`parts` are the deliveries of each order; `today` is the last day with entries."""
    ledger = Ledger(today, random)
    for order in orders:
        customer, habit = order.customer, order.customer.profile.habit
        paid_at = order.at(OrderStatus.AWAITING_PAYMENT)
        if habit is Habit.PREPAYS and paid_at:
            ledger.pay(customer, order.id, order.total, paid_at.date() + timedelta(days=1))
        own = parts[order.id]
        on_date = due_on = today
        for number, part in enumerate(own, 1):
            if part.shipped_at:
                on_date = part.shipped_at.date()
                due_on = on_date + timedelta(days=customer.profile.delay)
                document = f"УПД № {2000 + order.id}" + (f"/{number}" if len(own) > 1 else "")
                ledger.enter(
                    customer, order.id, EntryKind.SHIPMENT, document, part.amount, on_date, due_on
                )
        if habit is Habit.PREPAYS or order.at(OrderStatus.SHIPPED) is None:
            continue
        owed = order.total
        if len(order.lines) > 3 and random.random() < 0.02 and on_date < today:
            returned = order.lines[-1].amount
            document = f"Возврат № {next(ledger.returns)}"
            ledger.enter(
                customer,
                order.id,
                EntryKind.RETURN,
                document,
                -returned,
                on_date + timedelta(days=1),
            )
            owed -= returned
        pays_on = _pays_on(habit, due_on, today, random)
        if pays_on and random.random() < 0.15:
            ledger.pay(customer, order.id, owed // 2, pays_on - timedelta(days=2))
            owed -= owed // 2
        if pays_on:
            ledger.pay(customer, order.id, owed, pays_on)
    for customer in {order.customer.id: order.customer for order in orders}.values():
        if customer.profile.habit is Habit.ADVANCE:
            ledger.pay(customer, None, ADVANCE, today - timedelta(days=6))
        if customer.id == TWO_CONTRACTS and customer.contract_id:
            ledger.enter(
                customer, None, EntryKind.PAYMENT, "Платёжное поручение № 96", -PAID_AHEAD,
                today - timedelta(days=4), contract_id=customer.contract_id + 1,
            )  # fmt: skip
            ledger.enter(
                customer, None, EntryKind.CORRECTION, "Корректировка долга № 7", -35_040,
                today - timedelta(days=33),
            )  # fmt: skip
    return ledger


def _pays_on(habit: Habit, due_on: date, today: date, random: Random) -> date | None:
    days = random.randint(2, 12)
    if habit is Habit.LATE:
        return due_on + timedelta(days=days)
    if habit is Habit.SLOW:
        return due_on + timedelta(days=8 + days)
    if habit is Habit.OVERDUE:
        return due_on + timedelta(days=days) if due_on < today - timedelta(days=40) else None
    return due_on - timedelta(days=days % 4)


def credit_limit(customer: Customer, debt: int) -> int | None:
    """Enough for what is owed, but for one company; nothing is lent to who pays in advance."""
    if customer.profile.delay == 0:
        return None
    if customer.id == OVER_LIMIT:
        return max(debt * 9 // 10, 0) // 1_000_000 * 1_000_000
    return max(10_000_000, (debt * 3 // 2 // 5_000_000 + 1) * 5_000_000)
