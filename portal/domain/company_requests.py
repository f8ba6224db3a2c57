"""What a company asks of its manager: its documents by EDO, more credit, an answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Company, CompanyRequest, EventKind, Order, Person, RequestKind
from portal.db.session import serialise
from portal.domain.access import Acting
from portal.domain.errors import Refused, not_found
from portal.domain.events import note
from portal.domain.orders import order_of
from portal.domain.payment_reminders import PAYERS, held, hold, lift_by


@dataclass(frozen=True, slots=True)
class Asked:
    """A request with all that one has to know to do it."""

    request: CompanyRequest
    company: Company
    person: Person
    order_number: str | None


WHOLE: Select[CompanyRequest, Company, Person, str] = (
    select(CompanyRequest, Company, Person, Order.number)
    .join(Company, Company.id == CompanyRequest.company_id)
    .join(Person, Person.id == CompanyRequest.person_id)
    .outerjoin(Order, Order.id == CompanyRequest.order_id)
)


async def ask(
    session: AsyncSession,
    acting: Acting,
    kind: RequestKind,
    *,
    order_id: int | None,
    text: str,
    now: datetime,
) -> Asked:
    """The documents of one order are asked for once until they have come: who asks again is given
    the request that waits. That all is paid is said once too, until it is not believed any more.
    Refused: 422 `request_empty` for a question without words, 409 `no_edo` where the company has
    no EDO operator, 422 `order_missing`, 403 `forbidden` for who has nothing to do with paying."""
    if kind is RequestKind.EDO:
        if order_id is None:
            raise Refused("order_missing", 422)
        if not (acting.company.edo_operator and acting.company.edo_id):
            raise Refused("no_edo", 409)
    elif kind is RequestKind.PAID:
        if acting.role not in PAYERS:
            raise Refused("forbidden", 403)
        if (waiting := await held(session, acting.company.id)) is not None:
            return await asked_of(session, waiting)
    elif not text:
        raise Refused("request_empty", 422)
    if order_id is not None:
        await order_of(session, acting, order_id)
    if kind is RequestKind.EDO:
        await serialise(session, f"edo {order_id}")
        waiting = await session.scalar(
            select(CompanyRequest.id).where(
                CompanyRequest.company_id == acting.company.id,
                CompanyRequest.order_id == order_id,
                CompanyRequest.kind == kind,
                CompanyRequest.closed_at.is_(None),
            )
        )
        if waiting is not None:
            return await asked_of(session, waiting)
    request = CompanyRequest(
        company_id=acting.company.id,
        person_id=acting.person.id,
        order_id=order_id,
        kind=kind,
        text=text,
        created_at=now,
    )
    session.add(request)
    await session.flush()
    if kind is RequestKind.PAID:
        await hold(session, request)
    await note(
        session,
        EventKind.REQUEST_MADE,
        now,
        company_id=acting.company.id,
        order_id=order_id,
        actor_id=acting.person.id,
        request_id=str(request.id),
        request=kind,
        text=text,
        by=acting.person.name,
    )
    return await asked_of(session, request.id)


async def asked_of(
    session: AsyncSession, request_id: int, reach: ColumnElement[bool] | None = None
) -> Asked:
    """`not_found` too for one of a company that is not in `reach`."""
    # What was just written by an UPDATE is read anew.
    query = WHOLE.where(CompanyRequest.id == request_id, true() if reach is None else reach)
    query = query.execution_options(populate_existing=True)
    row = (await session.execute(query)).one_or_none()
    if row is None:
        raise not_found()
    return Asked(*row)


async def requests_page(
    session: AsyncSession, whose: ColumnElement[bool], *, closed: bool, after: int, limit: int
) -> Sequence[Asked]:
    """Of these companies, those that wait or those that are done, the longest wait first."""
    query = WHOLE.where(
        whose,
        CompanyRequest.closed_at.is_not(None) if closed else CompanyRequest.closed_at.is_(None),
        CompanyRequest.id > after,
    )
    rows = await session.execute(query.order_by(CompanyRequest.id).limit(limit))
    return [Asked(*row) for row in rows]


async def close(
    session: AsyncSession,
    request_id: int,
    answer: str,
    by: Person,
    reach: ColumnElement[bool],
    now: datetime,
) -> Asked:
    """Done, with a word to whoever asked. Refused: 409 `already_closed`."""
    await asked_of(session, request_id, reach)
    # The condition is checked while writing: of two managers who close at once, one does.
    closed = await session.scalar(
        update(CompanyRequest)
        .where(CompanyRequest.id == request_id, CompanyRequest.closed_at.is_(None))
        .values(closed_at=now, closed_by=by.id, answer=answer)
        .returning(CompanyRequest.id)
    )
    if closed is None:
        raise Refused("already_closed", 409)
    done = await asked_of(session, request_id)
    await lift_by(session, done.request)
    await note(
        session,
        EventKind.REQUEST_CLOSED,
        now,
        company_id=done.company.id,
        order_id=done.request.order_id,
        person_id=done.person.id,
        actor_id=by.id,
        request=done.request.kind,
        answer=answer,
    )
    return done
