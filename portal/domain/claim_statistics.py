"""Claims of a period in numbers: what went wrong where, what it cost, how soon it was answered."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from statistics import mean, median
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import (
    Claim,
    ClaimKind,
    ClaimLine,
    ClaimStage,
    Company,
    Order,
    OrderLine,
    Person,
    Staff,
)
from portal.db.session import any_of
from portal.domain.claim_access import within_reach
from portal.domain.claim_rules import rules_of
from portal.domain.claims import OPEN
from portal.domain.working_time import WorkingTime, between

OFFENDERS = 50


@dataclass(frozen=True, slots=True)
class Row:
    """A claim with what a report says of it. Waits are in working time; None: not yet."""

    claim: Claim
    company: Company
    order: Order
    manager: str | None
    to_answer: timedelta | None
    to_decide: timedelta | None

    @property
    def late(self) -> bool:
        """Decided after the deadline. One that waits for the buyer has none."""
        claim = self.claim
        return bool(claim.deadline and claim.decided_at and claim.decided_at > claim.deadline)


@dataclass(frozen=True, slots=True)
class Offender:
    """A product that was claimed more than once."""

    product_id: int
    article: str
    name: str
    unit: str
    claims: int
    quantity: int
    amount: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How many, and what they cost in kopecks."""

    count: int = 0
    loss: int = 0


@dataclass(frozen=True, slots=True)
class Statistics:
    rows: Sequence[Row]
    offenders: Sequence[Offender]
    kinds: dict[ClaimKind, Tally] = field(default_factory=dict)
    stages: dict[ClaimStage | None, Tally] = field(default_factory=dict)
    """Of those decided; None: it was nobody's fault."""

    @property
    def total(self) -> Tally:
        return _tally(self.rows)

    @property
    def open(self) -> int:
        return sum(row.claim.state in OPEN for row in self.rows)

    @property
    def late(self) -> int:
        return sum(row.late for row in self.rows)

    @property
    def unanswered(self) -> int:
        """Decided, and the buyer never heard a word."""
        claims = (row.claim for row in self.rows)
        return sum(bool(claim.decided_at) and not claim.first_answer_at for claim in claims)

    @property
    def ratings(self) -> list[int]:
        return [row.claim.rating for row in self.rows if row.claim.rating]

    @property
    def settled(self) -> int:
        """What was refunded or taken off, in kopecks."""
        return sum(row.claim.amount or 0 for row in self.rows)

    def waits(self, *, decided: bool) -> tuple[timedelta, timedelta] | None:
        """The mean and the median wait for the first answer or for the decision."""
        waits = [row.to_decide if decided else row.to_answer for row in self.rows]
        seconds = [wait.total_seconds() for wait in waits if wait is not None]
        if not seconds:
            return None
        return timedelta(seconds=mean(seconds)), timedelta(seconds=median(seconds))


async def statistics(
    session: AsyncSession, staff: Staff, today: date, first: date, last: date, zone: ZoneInfo
) -> Statistics:
    """Claims made in these days of the supplier's, both included, within the reader's reach."""
    rules = await rules_of(session)
    hours = rules.working_time(zone)
    found = await session.execute(
        select(Claim, Company, Order, Person.name)
        .join(Company, Company.id == Claim.company_id)
        .join(Order, Order.id == Claim.order_id)
        .outerjoin(Staff, Staff.id == Claim.manager_id)
        .outerjoin(Person, Person.id == Staff.person_id)
        .where(
            within_reach(staff, today),
            Claim.created_at >= datetime.combine(first, time(), zone),
            Claim.created_at < datetime.combine(last + timedelta(days=1), time(), zone),
        )
        .order_by(Claim.created_at, Claim.id)
    )
    rows = [
        Row(
            claim, company, order, manager,
            _waited(claim, claim.first_answer_at, hours),
            _waited(claim, claim.decided_at, hours),
        )
        for claim, company, order, manager in found
    ]  # fmt: skip
    decided = [row for row in rows if row.claim.decided_at]
    return Statistics(
        rows,
        await _offenders(session, [row.claim.id for row in rows]),
        {kind: _tally(row for row in rows if row.claim.kind is kind) for kind in ClaimKind},
        {
            stage: _tally(row for row in decided if row.claim.stage is stage)
            for stage in (*ClaimStage, None)
        },
    )


def _waited(claim: Claim, until: datetime | None, hours: WorkingTime) -> timedelta | None:
    return None if until is None else between(claim.created_at, until, hours)


def _tally(rows: Iterable[Row]) -> Tally:
    losses = [row.claim.loss or 0 for row in rows]
    return Tally(len(losses), sum(losses))


async def _offenders(session: AsyncSession, claim_ids: Sequence[int]) -> list[Offender]:
    found = await session.execute(
        select(ClaimLine, OrderLine)
        .join(Claim, Claim.id == ClaimLine.claim_id)
        .join(
            OrderLine,
            (OrderLine.order_id == Claim.order_id) & (OrderLine.number == ClaimLine.number),
        )
        .where(any_of(ClaimLine.claim_id, claim_ids, session))
        .order_by(ClaimLine.claim_id)
    )
    named: dict[int, OrderLine] = {}
    claims: dict[int, set[int]] = defaultdict(set)
    quantity: Counter[int] = Counter()
    amount: Counter[int] = Counter()
    for claimed, line in found:
        named[line.product_id] = line
        claims[line.product_id].add(claimed.claim_id)
        quantity[line.product_id] += claimed.quantity
        amount[line.product_id] += claimed.amount
    again = [product_id for product_id, of in claims.items() if len(of) > 1]
    again.sort(key=lambda product_id: (-len(claims[product_id]), -amount[product_id], product_id))
    return [
        Offender(
            product_id, named[product_id].article, named[product_id].name,
            named[product_id].unit, len(claims[product_id]), quantity[product_id],
            amount[product_id],
        )
        for product_id in again[:OFFENDERS]
    ]  # fmt: skip
