"""Orders: placing, looking through, cancelling, repeating."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Query, Response
from sqlalchemy import Select, select

from portal.api.carts import needed_terms
from portal.api.deps import Acting, Buying, Now, Reading, Writing, parse_id
from portal.api.idempotency import Once
from portal.api.order_answers import order_out
from portal.api.paging import Cursor, from_cursor, to_cursor
from portal.api.problems import responses
from portal.api.schemas.common import Page
from portal.api.schemas.orders import (
    OrderIn,
    OrderOut,
    RepeatLine,
    RepeatOut,
)
from portal.db.models import IdempotentAnswer, Order, OrderStatus
from portal.domain.access import Acting as ActingPerson
from portal.domain.carts import cart_of
from portal.domain.checkout import Agreed
from portal.domain.errors import Refused
from portal.domain.goods import Line
from portal.domain.money import kopecks, roubles, thousandths, units
from portal.domain.orders import (
    Wanted,
    cancel_order,
    order_of,
    orders_by_number,
    orders_page,
    with_lines,
)
from portal.domain.placing import place_order
from portal.domain.repeat import RepeatedLine, repeated, totals

router = APIRouter(prefix="/orders", tags=["orders"])


@router.post(
    "",
    status_code=201,
    summary="Place an order",
    responses=responses(401, 403, 404, 409, 422),
    response_model=OrderOut,
)
async def place(
    session: Writing, acting: Buying, wanted: OrderIn, once: Once, now: Now
) -> Response:
    """Makes a cart an order, exactly as the buyer agreed to it, and empties the cart.

    Agreed are each line's quantity and price and the total; `stock` and `over_limit` too, where
    they are sent. Refused: `quote_changed` (409, args `differences`: a list of DifferenceLine, all
    there are; nothing was ordered), `cart_empty` (409), `no_contract` (403). Always send an
    `Idempotency-Key`: after a timeout the order is found by it, `GET /orders?key=...`.
    """

    async def act() -> OrderOut:
        cart = await cart_of(session, acting, parse_id(wanted.cart_id))
        terms = await needed_terms(session, acting, cart)
        order = await place_order(
            session,
            acting,
            terms,
            cart,
            _agreed(wanted),
            kopecks(wanted.total),
            over=None if wanted.over_limit is None else kopecks(wanted.over_limit),
            address=wanted.address,
            comment=wanted.comment,
            now=now,
        )
        once.order_id = order.id
        return order_out((await with_lines(session, [order]))[0], acting)

    return await once(act, status=201)


@router.get("", summary="The company's orders, newest first", responses=responses(401, 403, 404))
async def orders(
    session: Reading,
    acting: Acting,
    query: Annotated[
        str, Query(max_length=100, description="An order's number, or how it begins")
    ] = "",
    key: Annotated[
        str | None,
        Query(
            max_length=100,
            description="The Idempotency-Key under which the caller placed it: one order or none",
        ),
    ] = None,
    article: Annotated[
        str, Query(max_length=100, description="Of a product in it, or how it begins")
    ] = "",
    author: Annotated[
        str, Query(max_length=100, description="A part of the name of who placed it")
    ] = "",
    status: Annotated[list[OrderStatus], Query()] = [],  # noqa: B006 - FastAPI copies it
    from_day: Annotated[
        date | None, Query(alias="from", description="Placed on this day or later")
    ] = None,
    to_day: Annotated[date | None, Query(alias="to", description="On this day or before")] = None,
    limit: Annotated[int, Query(ge=1, le=50)] = 10,
    cursor: Cursor = None,
) -> Page[OrderOut]:
    """With their lines and what became of them. `query` and `key` answer one page.

    An exact number is found alone; else the orders whose numbers begin so. The other filters narrow
    the history: all that are given have to be true. Days are the company's own.
    """
    if key is not None:
        found = list(await session.scalars(_by_key(acting, key)))
        return await _page(session, acting, found)
    if query.strip():
        found = list(await orders_by_number(session, acting, query, limit=limit))
        return await _page(session, acting, found)
    wanted = Wanted(article=article, author=author, status=status, first=from_day, last=to_day)
    after = _after(cursor)
    found = list(await orders_page(session, acting, limit=limit + 1, after=after, wanted=wanted))
    page = await _page(session, acting, found[:limit])
    if len(found) > limit:
        last = found[limit - 1]
        page.next_cursor = to_cursor(last.placed_at.isoformat(), last.id)
    return page


@router.get("/{order_id}", summary="An order", responses=responses(401, 403, 404))
async def order(session: Reading, acting: Acting, order_id: str) -> OrderOut:
    """As it was agreed, with what became of it."""
    return order_out(await order_of(session, acting, parse_id(order_id)), acting)


@router.post(
    "/{order_id}/cancel",
    summary="Cancel an order",
    responses=responses(401, 403, 404, 409, 422),
    response_model=OrderOut,
)
async def cancel(session: Writing, acting: Buying, order_id: str, once: Once, now: Now) -> Response:
    """While nobody works on it (new or confirmed). Refused: `cannot_cancel` (409, args `number`,
    `status`).
    """

    async def act() -> OrderOut:
        cancelled = await cancel_order(session, acting, parse_id(order_id), now)
        return order_out((await with_lines(session, [cancelled]))[0], acting)

    return await once(act)


@router.get("/{order_id}/repeat", summary="It, today", responses=responses(401, 403, 404))
async def repeat(session: Reading, acting: Buying, order_id: str) -> RepeatOut:
    """Each line's price then and now, what is gone or short, and what replaces it.

    Nothing is changed: put what is wanted into a cart. Refused: `no_contract` (403).
    """
    terms = await needed_terms(session, acting)
    past = await order_of(session, acting, parse_id(order_id))
    lines = await repeated(session, terms, past.lines)
    now, with_analogues = await totals(session, terms, lines)
    return RepeatOut(
        order_id=str(past.order.id),
        number=past.order.number,
        lines=[_repeat_line(line) for line in lines],
        total_then=roubles(past.order.total),
        total_now=roubles(now),
        total_replaced=None if with_analogues is None else roubles(with_analogues),
    )


def _agreed(wanted: OrderIn) -> list[Agreed]:
    agreed = {
        line.product_id: Agreed(
            product_id=parse_id(line.product_id),
            quantity=thousandths(line.quantity),
            price=kopecks(line.price),
            stock=None if line.stock is None else thousandths(line.stock),
        )
        for line in wanted.lines
    }
    if len(agreed) < len(wanted.lines):
        message = "a product twice"
        raise Refused("invalid", 422, errors=[{"at": "body.lines", "message": message}])
    return list(agreed.values())


def _by_key(acting: ActingPerson, key: str) -> Select[Order]:
    return (
        select(Order)
        .join(IdempotentAnswer, IdempotentAnswer.order_id == Order.id)
        .where(
            IdempotentAnswer.source == f"person:{acting.person.id}",
            IdempotentAnswer.key == key.replace("\0", ""),
            Order.company_id == acting.company.id,
        )
    )


def _after(cursor: str | None) -> tuple[datetime, int] | None:
    if cursor is None:
        return None
    at, order_id = from_cursor(cursor, str, int)
    try:
        return datetime.fromisoformat(str(at)).astimezone(UTC), int(order_id)
    except (ValueError, OverflowError):
        raise Refused("cursor_invalid", 422) from None


async def _page(session: Reading, acting: ActingPerson, found: list[Order]) -> Page[OrderOut]:
    return Page(items=[order_out(each, acting) for each in await with_lines(session, found)])


def _price(line: Line | None) -> Decimal | None:
    return None if line is None or line.price is None else roubles(line.price)


def _repeat_line(line: RepeatedLine) -> RepeatLine:
    then, now, analogue = line.then, line.now, line.analogue
    price = now.goods.price if now else None
    return RepeatLine(
        number=then.number,
        product_id=str(then.product_id),
        article=then.article,
        name=then.name,
        unit=then.unit,
        quantity=units(then.quantity),
        quantity_now=units(now.quantity if now else 0),
        price_then=roubles(then.price),
        price_now=None if price is None else roubles(price),
        stock=units(line.stock),
        gone=now is None,
        short=line.short,
        analogue_id=str(analogue.id) if analogue else None,
        analogue=f"{analogue.article} {analogue.name}".strip() if analogue else None,
        analogue_quantity=units(line.instead.quantity) if line.instead else None,
        analogue_price=_price(line.instead),
    )
