"""How it went: an order's author is asked after the delivery, and the staff hears of what is bad.

NPS is the share of those who give 9 or 10 less that of those who give 6 or less, in per cent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import (
    Company,
    EventKind,
    Membership,
    Order,
    OrderEvent,
    OrderStatus,
    Role,
    Score,
    Staff,
)
from portal.domain.access import Acting
from portal.domain.errors import Refused
from portal.domain.events import note
from portal.domain.orders import own_order
from portal.domain.reach import in_reach

LOW = 6
"""So much or less is bad."""
HIGH = 9


async def give(
    session: AsyncSession,
    acting: Acting,
    order_id: int,
    score: int,
    word: str | None,
    now: datetime,
) -> tuple[Order, Score]:
    """The author's mark, in place of the one before; `word` None: as it was.

    Refused: 403 `forbidden` for anybody else, 409 `not_delivered` with `number`.
    """
    order = await own_order(session, acting, order_id)
    if order.author_id != acting.person.id:
        raise Refused("forbidden", 403)
    if order.status is not OrderStatus.DELIVERED:
        raise Refused("not_delivered", 409, number=order.number)
    given = await session.get(Score, order.id)
    was = given and (given.score, given.word)
    if given is None:
        given = Score(order_id=order.id, person_id=acting.person.id, word="", at=now)
        session.add(given)
    given.score, given.word = score, given.word if word is None else word
    await session.flush()
    if was != (given.score, given.word) and min(score, was[0] if was else score) <= LOW:
        await note(
            session,
            EventKind.ORDER_SCORED,
            now,
            company_id=order.company_id,
            order_id=order.id,
            actor_id=acting.person.id,
            score=given.score,
            was=was[0] if was else None,
            word=given.word,
            by=acting.person.name,
        )
    return order, given


@dataclass(frozen=True, slots=True)
class Unscored:
    """A delivered order of which its author has said nothing."""

    order: Order
    company: Company
    delivered_at: datetime


async def unscored(
    session: AsyncSession, since: datetime, until: datetime, *, after: int, limit: int
) -> Sequence[Unscored]:
    """Delivered in that time, by the order's id, after one. Whose author has left, or who was
    ordered for by the staff, is not asked."""
    author = and_(
        Membership.person_id == Order.author_id,
        Membership.company_id == Order.company_id,
        Membership.revoked_at.is_(None),
        Membership.role.in_((Role.OWNER, Role.BUYER)),
    )
    delivered = (
        select(OrderEvent.order_id, func.max(OrderEvent.at).label("at"))
        .where(
            OrderEvent.status == OrderStatus.DELIVERED,
            OrderEvent.at > since,
            OrderEvent.at <= until,
        )
        .group_by(OrderEvent.order_id)
        .subquery()
    )
    rows = await session.execute(
        select(Order, Company, delivered.c.at)
        .join(delivered, delivered.c.order_id == Order.id)
        .join(Company, Company.id == Order.company_id)
        .join(Membership, author)
        .outerjoin(Score, Score.order_id == Order.id)
        .where(
            Order.status == OrderStatus.DELIVERED,
            Order.by_staff.is_(False),
            Score.order_id.is_(None),
            Order.id > after,
        )
        .order_by(Order.id)
        .limit(limit)
    )
    return [Unscored(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Nps:
    """Of a month; `first` is its first day."""

    first: date
    answers: int
    promoters: int
    detractors: int

    @property
    def value(self) -> int:
        """From -100 to 100; of no answers 0."""
        return round(100 * (self.promoters - self.detractors) / max(self.answers, 1))


async def nps_of(
    session: AsyncSession, staff: Staff, today: date, zone: ZoneInfo
) -> tuple[Nps, Nps]:
    """Of this month and of the last, of the companies that one deals with. One statement."""
    first = today.replace(day=1)
    before = (first - timedelta(days=1)).replace(day=1)
    change, start = (datetime.combine(day, time(), zone) for day in (first, before))
    this, last = Score.at >= change, Score.at < change
    counted = (
        await session.execute(
            select(
                *(
                    func.count().filter(month, *kind)
                    for month in (this, last)
                    for kind in ((), (Score.score >= HIGH,), (Score.score <= LOW,))
                )
            )
            .select_from(Score)
            .join(Order, Order.id == Score.order_id)
            .join(Company, Company.id == Order.company_id)
            .where(in_reach(staff, today), Score.at >= start)
        )
    ).one()
    answers, promoters, detractors, *earlier = counted
    return Nps(first, answers, promoters, detractors), Nps(before, *earlier)
