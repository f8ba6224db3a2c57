"""What becomes of a placed order: its status, changing it, merging it with others, its receipt."""

from fastapi import APIRouter, Response

from portal.api.cart_answers import cart_out
from portal.api.deps import Acting, Buying, Now, Reading, StaffCaller, Writing, parse_id
from portal.api.idempotency import Once
from portal.api.order_answers import order_of_company, order_out
from portal.api.problems import responses
from portal.api.schemas.carts import CartOut
from portal.api.schemas.orders import MergeOrdersIn, OrderOut, ReceiptOut, StatusIn
from portal.db.models import Company, Order
from portal.domain.errors import not_found
from portal.domain.joining import merge_orders, reopen
from portal.domain.order_states import move
from portal.domain.orders import order_of, own_order, with_lines
from portal.domain.several_carts import fill_from_now_on
from portal.domain.snapshots import receipt_of

router = APIRouter(prefix="/orders", tags=["orders"])


@router.post(
    "/merge",
    status_code=201,
    summary="Make several orders one",
    responses=responses(401, 403, 404, 409, 422),
    response_model=OrderOut,
)
async def merge(
    session: Writing, acting: Buying, wanted: MergeOrdersIn, once: Once, now: Now
) -> Response:
    """A new order of all their lines, at the prices agreed then; they are cancelled in its favour.

    Refused: `cannot_merge` (409, args `numbers` of those worked on already; none: they differ in
    currency, supply or contract), `merge_too_few` (422).
    """

    async def act() -> OrderOut:
        ids = [parse_id(order_id) for order_id in wanted.order_ids]
        order = await merge_orders(session, acting, ids, now)
        return order_out((await with_lines(session, [order]))[0], acting)

    return await once(act, status=201)


@router.post(
    "/{order_id}/change",
    status_code=201,
    summary="Take an order into a cart to change it",
    responses=responses(401, 403, 404, 409, 422),
    response_model=CartOut,
)
async def change(session: Writing, acting: Buying, order_id: str, once: Once, now: Now) -> Response:
    """The caller fills that cart from now on; ordering it cancels the order, which stands until
    then. Refused: `cannot_change` (409, args `number`, `state`), `too_many_carts` (409)."""

    async def act() -> CartOut:
        order = await own_order(session, acting, parse_id(order_id))
        cart = await reopen(session, acting, order, now)
        await fill_from_now_on(session, acting, cart)
        return await cart_out(session, acting, cart, active=True)

    return await once(act, status=201)


@router.post(
    "/{order_id}/status",
    summary="Move an order on",
    responses=responses(401, 403, 404, 409, 422),
    response_model=OrderOut,
)
async def status(
    session: Writing, caller: StaffCaller, order_id: str, wanted: StatusIn, once: Once, now: Now
) -> Response:
    """For staff. What is shipped and delivered, its deliveries say. Refused: `cannot_become` (409,
    args `number`, `state`, `wanted`)."""

    async def act() -> OrderOut:
        order = await session.get(Order, parse_id(order_id), with_for_update=True)
        if order is None:
            raise not_found()
        await move(session, order, wanted.status, caller.person.id, now, wanted.note)
        company = await session.get_one(Company, order.company_id)
        return order_of_company((await with_lines(session, [order]))[0], company)

    return await once(act)


@router.get("/{order_id}/receipt", summary="What was agreed", responses=responses(401, 403, 404))
async def receipt(session: Reading, acting: Acting, order_id: str) -> ReceiptOut:
    """Canonical JSON (sorted keys, no spaces, UTF-8), and the hash kept since it was placed."""
    placed = await order_of(session, acting, parse_id(order_id))
    snapshot, sha256 = receipt_of(placed)
    return ReceiptOut(
        number=placed.order.number,
        snapshot=snapshot,
        sha256=placed.order.snapshot_hash,
        valid=sha256 == placed.order.snapshot_hash,
    )
