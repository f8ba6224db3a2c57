"""The deliveries of an order: dividing what is planned, making it one again."""

from fastapi import APIRouter, Response

from portal.api.deps import Buying, Now, Reading, StaffCaller, Writing, parse_id
from portal.api.idempotency import Once
from portal.api.order_answers import order_of_company, order_out
from portal.api.problems import responses
from portal.api.schemas.orders import (
    MergeDeliveriesIn,
    OrderOut,
    PartLine,
    ShipIn,
    SplitIn,
    SplitProposal,
)
from portal.db.models import Company, Delivery, Order
from portal.domain.deliveries import Part, by_stock, merge, split
from portal.domain.errors import not_found
from portal.domain.money import thousandths, units
from portal.domain.orders import order_of, own_order, with_lines
from portal.domain.shipping import hand_over, ship

router = APIRouter(tags=["orders"])


@router.get(
    "/orders/{order_id}/split",
    summary="How it would be divided by what is in stock",
    responses=responses(401, 403, 404, 409),
)
async def propose(session: Reading, acting: Buying, order_id: str) -> SplitProposal:
    """What the order holds already could come now, the rest later. Nothing is changed. Refused:
    `cannot_split` (409)."""
    placed = await order_of(session, acting, parse_id(order_id))
    now, later = await by_stock(session, placed.order, placed.lines)
    return SplitProposal(now=_lines(now), later=_lines(later))


def _lines(quantities: dict[int, int]) -> list[PartLine]:
    return [
        PartLine(number=number, quantity=units(quantity)) for number, quantity in quantities.items()
    ]


@router.post(
    "/orders/{order_id}/split",
    summary="Divide what is planned into deliveries",
    responses=responses(401, 403, 404, 409, 422),
    response_model=OrderOut,
)
async def divide(
    session: Writing, acting: Buying, order_id: str, wanted: SplitIn, once: Once
) -> Response:
    """Each part becomes a delivery; what is in no part stays together. Quantities and money add up.

    Refused: `cannot_split` (409: nothing is planned any more), `split_too_much` (422, args `number`
    of the line), `split_empty`, `split_too_many` (422, args `most`).
    """

    async def act() -> OrderOut:
        order = await own_order(session, acting, parse_id(order_id))
        [placed] = await with_lines(session, [order])
        parts = [
            Part({line.number: thousandths(line.quantity) for line in part.lines}, part.planned_on)
            for part in wanted.parts
        ]
        await split(session, order, placed.lines, parts)
        return order_out((await with_lines(session, [order]))[0], acting)

    return await once(act)


@router.post(
    "/orders/{order_id}/deliveries/merge",
    summary="Make planned deliveries one again",
    responses=responses(401, 403, 404, 409, 422),
    response_model=OrderOut,
)
async def unite(
    session: Writing, acting: Buying, order_id: str, wanted: MergeDeliveriesIn, once: Once
) -> Response:
    """Those of these numbers, or all. Refused: `nothing_to_merge` (409)."""

    async def act() -> OrderOut:
        order = await own_order(session, acting, parse_id(order_id))
        [placed] = await with_lines(session, [order])
        await merge(session, order, placed.lines, wanted.numbers)
        return order_out((await with_lines(session, [order]))[0], acting)

    return await once(act)


@router.post(
    "/deliveries/{delivery_id}/ship",
    summary="A delivery leaves",
    responses=responses(401, 403, 404, 409, 422),
    response_model=OrderOut,
)
async def ship_out(
    session: Writing, caller: StaffCaller, delivery_id: str, wanted: ShipIn, once: Once, now: Now
) -> Response:
    """For staff. What it brings is no longer held, goes off the stock, and is owed from now on.

    Refused: `cannot_ship` (409).
    """

    async def act() -> OrderOut:
        order, delivery, company = await _of_staff(session, parse_id(delivery_id))
        await ship(
            session, order, delivery, caller.person.id, now,
            carrier=wanted.carrier, track=wanted.track, owed=wanted.owed,
        )  # fmt: skip
        return order_of_company((await with_lines(session, [order]))[0], company)

    return await once(act)


@router.post(
    "/deliveries/{delivery_id}/deliver",
    summary="A delivery has arrived",
    responses=responses(401, 403, 404, 409, 422),
    response_model=OrderOut,
)
async def deliver(
    session: Writing, caller: StaffCaller, delivery_id: str, once: Once, now: Now
) -> Response:
    """For staff. With the last one the order is delivered. Refused: `cannot_deliver` (409)."""

    async def act() -> OrderOut:
        order, delivery, company = await _of_staff(session, parse_id(delivery_id))
        await hand_over(session, order, delivery, caller.person.id, now)
        return order_of_company((await with_lines(session, [order]))[0], company)

    return await once(act)


async def _of_staff(session: Writing, delivery_id: int) -> tuple[Order, Delivery, Company]:
    delivery = await session.get(Delivery, delivery_id)
    if delivery is None:
        raise not_found()
    order = await session.get_one(Order, delivery.order_id, with_for_update=True)
    return order, delivery, await session.get_one(Company, order.company_id)
