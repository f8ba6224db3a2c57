"""Claims: making one on an order, and finding those that are there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import (
    Claim,
    ClaimChange,
    ClaimFile,
    ClaimKind,
    ClaimLine,
    ClaimState,
    ClaimWish,
    Delivery,
    DeliveryLine,
    DeliveryStatus,
    Order,
    OrderLine,
    OrderStatus,
    Staff,
    StoredFile,
    Upload,
)
from portal.db.session import any_of
from portal.domain.access import Acting
from portal.domain.claim_access import claims_seen
from portal.domain.claim_log import write_down
from portal.domain.claim_reminders import plan
from portal.domain.claim_rules import rules_of
from portal.domain.errors import Refused, not_found
from portal.domain.money import half_up, quantity_text
from portal.domain.numbers import take_numbers
from portal.domain.orders import own_order

CLAIMS = "claims"
MOST_FILES = 30
ARRIVED = (DeliveryStatus.SHIPPED, DeliveryStatus.DELIVERED)
OF_GOODS = (ClaimKind.SHORTAGE, ClaimKind.DEFECT, ClaimKind.DAMAGE, ClaimKind.MIXUP)
"""These say of what, and of how much."""
OPEN = (
    ClaimState.NEW,
    ClaimState.TAKEN,
    ClaimState.ASKED,
    ClaimState.ANSWERED,
    ClaimState.REOPENED,
)
DECIDED = (ClaimState.RESOLVED, ClaimState.DECLINED)


@dataclass(frozen=True, slots=True)
class Claimable:
    """A line of an order: thousandths of it that were shipped, and are claimed already."""

    line: OrderLine
    shipped: int
    claimed: int

    @property
    def left(self) -> int:
        return max(self.shipped - self.claimed, 0)


@dataclass(frozen=True, slots=True)
class NewClaim:
    """`lines` are thousandths by the number of the order's line."""

    kind: ClaimKind
    wanted: ClaimWish
    words: str
    lines: Mapping[int, int]
    uploads: Sequence[str]


async def claimable(session: AsyncSession, order: Order) -> list[Claimable]:
    """The order's lines, with what of each may still be claimed; what was declined may be again."""
    shipped = dict(
        (
            await session.execute(
                select(DeliveryLine.number, func.sum(DeliveryLine.quantity))
                .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
                .where(Delivery.order_id == order.id, Delivery.status.in_(ARRIVED))
                .group_by(DeliveryLine.number)
            )
        ).all()
    )
    claimed = dict(
        (
            await session.execute(
                select(ClaimLine.number, func.sum(ClaimLine.quantity))
                .join(Claim, Claim.id == ClaimLine.claim_id)
                # One that was declined has no resolution, also when it is closed.
                .where(
                    Claim.order_id == order.id,
                    Claim.kind.in_(OF_GOODS),
                    or_(Claim.state.in_(OPEN), Claim.resolution.is_not(None)),
                )
                .group_by(ClaimLine.number)
            )
        ).all()
    )
    lines = await session.scalars(
        select(OrderLine).where(OrderLine.order_id == order.id).order_by(OrderLine.number)
    )
    # PostgreSQL's sum of bigints is numeric.
    return [
        Claimable(line, int(shipped.get(line.number, 0)), int(claimed.get(line.number, 0)))
        for line in lines
    ]


async def make_claim(
    session: AsyncSession,
    acting: Acting,
    order_id: int,
    wanted: NewClaim,
    now: datetime,
    zone: ZoneInfo,
    *,
    key: str | None = None,
) -> Claim:
    """A claim on an order of the company's. `key` is the request's, to find it by afterwards.

    Refused: 409 `claim_order_cancelled`; 422 `claim_without_lines`, `claim_empty` (neither lines,
    words nor files), `claim_too_much` (args `number` of the line, `article`, `most`), and
    `too_many_files` (args `most`).
    """
    order = await own_order(session, acting, order_id)
    if order.status is OrderStatus.CANCELLED:
        raise Refused("claim_order_cancelled", 409, number=order.number)
    if wanted.kind in OF_GOODS and not wanted.lines:
        raise Refused("claim_without_lines", 422)
    if not (wanted.lines or wanted.words or wanted.uploads):
        raise Refused("claim_empty", 422)
    lines = await checked_lines(session, order, wanted.kind, wanted.lines)
    rules = await rules_of(session)
    [number] = await take_numbers(session, CLAIMS)
    claim = Claim(
        number=str(number),
        company_id=acting.company.id,
        order_id=order.id,
        author_id=acting.person.id,
        request_key=key,
        kind=wanted.kind,
        wanted=wanted.wanted,
        words=wanted.words,
        at_stake=sum(line.amount for line in lines),
        state=ClaimState.NEW,
        created_at=now,
    )
    session.add(claim)
    await session.flush()
    for line in lines:
        line.claim_id = claim.id
    session.add_all(lines)
    await attach(session, claim, acting.person.id, wanted.uploads)
    term = timedelta(hours=rules.terms[claim.kind].decide)
    await plan(session, claim, now, term, rules, rules.working_time(zone))
    above = claim.at_stake >= rules.director_from
    await write_down(session, claim, ClaimChange.CREATED, acting.person.id, now, above=above)
    return claim


async def checked_lines(
    session: AsyncSession, order: Order, kind: ClaimKind, wanted: Mapping[int, int]
) -> list[ClaimLine]:
    """Lines of a claim to be; `claim_too_much` where less has come, or is claimed already.

    Papers and the like may be claimed however often.
    """
    if not wanted:
        return []
    known = {each.line.number: each for each in await claimable(session, order)}
    made = []
    for number, quantity in sorted(wanted.items()):
        there = known.get(number)
        if there is None:
            raise not_found()
        left = there.left if kind in OF_GOODS else there.shipped
        if not 0 < quantity <= left:
            most = quantity_text(left)
            article = there.line.article or there.line.name
            raise Refused("claim_too_much", 422, number=number, article=article, most=most)
        amount = half_up(there.line.amount * quantity, there.line.quantity)
        made.append(ClaimLine(number=number, quantity=quantity, amount=amount))
    return made


async def attach(
    session: AsyncSession,
    claim: Claim,
    person_id: int,
    uploads: Sequence[str],
    message_id: int | None = None,
) -> None:
    """What this very person has brought, each file once; else `not_found`."""
    if len(uploads) > MOST_FILES:
        raise Refused("too_many_files", 422, most=MOST_FILES)
    if not uploads:
        return
    rows = await session.execute(
        select(Upload.id, Upload.name, StoredFile.id)
        .join(StoredFile, StoredFile.id == Upload.file_id)
        .where(any_of(Upload.id, uploads, session), Upload.person_id == person_id)
    )
    found = {upload_id: (name, file_id) for upload_id, name, file_id in rows}
    attached: set[int] = set()
    for upload_id in uploads:
        if upload_id not in found:
            raise not_found()
        name, file_id = found[upload_id]
        if file_id not in attached:
            attached.add(file_id)
            session.add(
                ClaimFile(claim_id=claim.id, message_id=message_id, file_id=file_id, name=name)
            )
    await session.flush()


def claims_of(acting: Acting) -> Select[Claim]:
    return select(Claim).where(Claim.company_id == acting.company.id)


async def company_page(
    session: AsyncSession,
    acting: Acting,
    *,
    limit: int,
    after: int | None = None,
    order_id: int | None = None,
    only_open: bool = False,
    key: str | None = None,
) -> Sequence[Claim]:
    """The company's claims, newest first, older than that of the id `after`.

    `key`: the one that the caller made under this Idempotency-Key.
    """
    query = claims_of(acting)
    if key is not None:
        query = query.where(Claim.author_id == acting.person.id, Claim.request_key == key)
    if after is not None:
        query = query.where(Claim.id < after)
    if order_id is not None:
        query = query.where(Claim.order_id == order_id)
    if only_open:
        query = query.where(Claim.state.in_((*OPEN, *DECIDED)))
    return (await session.scalars(query.order_by(Claim.id.desc()).limit(limit))).all()


async def queue_page(
    session: AsyncSession,
    staff: Staff,
    today: date,
    *,
    limit: int,
    after: tuple[datetime | None, int] | None = None,
    mine: bool = False,
    states: Sequence[ClaimState] = OPEN,
) -> Sequence[Claim]:
    """What this member of the staff may see, the earliest deadline first.

    What waits for the buyer has none, and comes last.
    """
    query = claims_seen(staff, today).where(Claim.state.in_(states))
    if mine:
        query = query.where(Claim.manager_id == staff.id)
    if after is not None:
        deadline, claim_id = after
        later = and_(Claim.deadline.is_(None), Claim.id > claim_id)
        if deadline is not None:
            later = or_(
                Claim.deadline > deadline,
                and_(Claim.deadline == deadline, Claim.id > claim_id),
                Claim.deadline.is_(None),
            )
        query = query.where(later)
    ordered = query.order_by(Claim.deadline.is_(None), Claim.deadline, Claim.id)
    return (await session.scalars(ordered.limit(limit))).all()
