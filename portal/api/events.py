"""The feed that a channel, as the bot is one, follows: at least once, in the order of commits."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request
from sqlalchemy.ext.asyncio import AsyncSession

from portal.api.deps import Channel, Today
from portal.api.paging import after_id, to_cursor
from portal.api.problems import responses
from portal.api.products import product_row
from portal.api.schemas.events import (
    EventCompany,
    EventOrder,
    EventOut,
    EventPage,
    RecipientOut,
)
from portal.api.schemas.products import ProductRow
from portal.db.models import EventKind, Product
from portal.db.session import Database, any_of
from portal.domain.audience import Recipient, recipients_of
from portal.domain.catalogue import SHOWN
from portal.domain.events import Noted, events_after, newest
from portal.domain.goods import goods_from, lowest_quantity, select_goods
from portal.domain.money import roubles

router = APIRouter(tags=["channel"])

LOOK_EVERY = 0.25
"""Seconds between looks, while a caller waits: another process may have written."""
LONGEST = 30
NOW = "now"


@router.get("/events", summary="What has happened", responses=responses(401, 422))
async def events(
    request: Request,
    channel: Channel,
    today: Today,
    after: Annotated[
        str | None,
        Query(
            max_length=200,
            description="`next` of the page before, or the id of the last event taken; left out:"
            " from the beginning; `now`: nothing yet, but where the feed ends",
        ),
    ] = None,
    wait: Annotated[
        float, Query(ge=0, le=LONGEST, description="Seconds to wait for the first")
    ] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> EventPage:
    """A caller who stores what it made of a page together with its `next` misses nothing and does
    nothing twice. Events are kept for half a year."""
    database: Database = request.app.state.database
    if after == NOW:
        async with database.read() as session:
            return EventPage(items=[], next=to_cursor(await newest(session)))
    place = after_id(after)
    ends = asyncio.get_running_loop().time() + wait
    while True:
        async with database.read() as session:
            found = await events_after(session, place, limit)
            if found:
                page = await _out(session, found, today)
                return EventPage(items=page, next=to_cursor(found[-1].event.place or 0))
        left = ends - asyncio.get_running_loop().time()
        if left <= 0 or await request.is_disconnected():
            return EventPage(items=[], next=to_cursor(place))
        await asyncio.sleep(min(LOOK_EVERY, left))


async def _out(session: AsyncSession, found: Sequence[Noted], today: date) -> list[EventOut]:
    told = await recipients_of(session, found, today)
    products = await _products(session, found)
    return [_event(each, told[each.event.id], products) for each in found]


async def _products(session: AsyncSession, found: Sequence[Noted]) -> Mapping[int, ProductRow]:
    ids = {each.event.product_id for each in found if each.event.product_id}
    if not ids:
        return {}
    rows = await session.execute(
        select_goods(None, lowest_quantity()).where(any_of(Product.id, ids, session), SHOWN)
    )
    goods = [goods_from(row, None) for row in rows]
    return {each.id: product_row(each) for each in goods}


def _event(noted: Noted, told: Sequence[Recipient], products: Mapping[int, ProductRow]) -> EventOut:
    event, company, order = noted.event, noted.company, noted.order
    return EventOut(
        id=to_cursor(event.place or 0),
        kind=EventKind(event.kind),
        at=event.at,
        company=company
        and EventCompany(id=str(company.id), name=company.name, timezone=company.timezone),
        order=order
        and EventOrder(
            id=str(order.id),
            number=order.number,
            status=order.status,
            total=roubles(order.total),
            currency=order.currency,
            author=noted.author or "",
        ),
        product=products.get(event.product_id) if event.product_id else None,
        person_id=event.person_id and str(event.person_id),
        data=event.data,
        recipients=[RecipientOut(person_id=str(each.person_id), own=each.own) for each in told],
    )
