"""Carts: filling them, taking back, and the quote that an order is placed by."""

from decimal import Decimal

from fastapi import APIRouter, Request, Response

from portal.api.cart_answers import applied_out, cart_out, quote_out
from portal.api.deps import Acting, Buying, Now, Reading, Writing, parse_id
from portal.api.idempotency import Once
from portal.api.problems import responses
from portal.api.schemas.carts import BrandIn, CartChanged, CartChangesIn, CartOut, Quote
from portal.api.schemas.common import Page
from portal.db.models import Cart
from portal.domain.carts import active_cart, cart_of, cart_terms, carts_of, need_active_cart
from portal.domain.changes import Change, brand_line, change_cart, undo_change
from portal.domain.errors import Refused
from portal.domain.money import thousandths
from portal.domain.pricing import Terms

router = APIRouter(prefix="/carts", tags=["carts"])

ACTIVE = "active"


@router.get("", summary="The company's carts", responses=responses(401, 403, 404))
async def carts(session: Reading, acting: Acting) -> Page[CartOut]:
    """All carts of the company, whoever made them, the last changed first."""
    found = await carts_of(session, acting.company.id)
    filled = await active_cart(session, acting)
    return Page(
        items=[
            await cart_out(
                session, acting, cart, active=filled is not None and cart.id == filled.id
            )
            for cart in found
        ]
    )


@router.get("/active", summary="The cart being filled", responses=responses(401, 403, 404))
async def active(request: Request, session: Reading, acting: Buying, now: Now) -> CartOut:
    """The person's own active cart, made on the first need."""
    cart = await active_cart(session, acting)
    if cart is None:
        async with request.app.state.database.write() as writing:
            cart = await need_active_cart(writing, acting, now)
            return await cart_out(writing, acting, cart, active=True)
    return await cart_out(session, acting, cart, active=True)


@router.post(
    "/{cart_id}/lines",
    summary="Change a cart",
    responses=responses(401, 403, 404, 409, 422),
    response_model=CartChanged,
)
async def change(
    session: Writing, acting: Buying, cart_id: str, wanted: CartChangesIn, once: Once, now: Now
) -> Response:
    """All changes or none. `cart_id` may be `active`.

    Quantities are rounded up to packs and raised to the minimum; `applied` says so. Refused:
    `not_for_sale` (409, args `article`, `articles`), `unit_unknown` (422, args `article`, `unit`,
    `units`), `too_much` (422, args `article`, `most`), `cart_full` (409, args `most`).
    """

    async def act() -> CartChanged:
        changes = [
            Change(
                product_id=parse_id(change.product_id),
                op=change.op,
                quantity=thousandths(Decimal(change.quantity)),
                unit=change.unit,
            )
            for change in wanted.changes
        ]
        cart, is_active = await cart_to_change(session, acting, cart_id, now)
        terms = await cart_terms(session, acting, cart)
        applied, _ = await change_cart(session, cart, terms, acting.person.id, changes, now)
        shown = await cart_out(session, acting, cart, active=is_active)
        return CartChanged(cart=shown, applied=applied_out(applied))

    return await once(act)


@router.post(
    "/{cart_id}/undo",
    summary="Take the last change back",
    responses=responses(401, 403, 404, 409, 422),
    response_model=CartChanged,
)
async def undo(session: Writing, acting: Buying, cart_id: str, once: Once, now: Now) -> Response:
    """Takes back the caller's own last change of the cart; again, the one before it, and so on.

    What colleagues have added since stays. Refused: `nothing_to_undo` (409).
    """

    async def act() -> CartChanged:
        cart, is_active = await cart_to_change(session, acting, cart_id, now)
        terms = await cart_terms(session, acting, cart)
        applied, _ = await undo_change(session, cart, terms, acting.person.id, now)
        shown = await cart_out(session, acting, cart, active=is_active)
        return CartChanged(cart=shown, applied=applied_out(applied))

    return await once(act)


@router.put(
    "/{cart_id}/brand",
    summary="Put the company's logo on a line, or take it off",
    responses=responses(401, 403, 404, 409, 422),
)
async def brand(
    session: Writing, acting: Buying, cart_id: str, wanted: BrandIn, now: Now
) -> CartOut:
    """The price of the logo is in the line's price then. Refused: `no_branding` (409, args
    `article`) for a product on which it can't be put.
    """
    cart, is_active = await cart_to_change(session, acting, cart_id, now)
    await brand_line(session, cart, parse_id(wanted.product_id), on=wanted.on, now=now)
    return await cart_out(session, acting, cart, active=is_active)


@router.get(
    "/{cart_id}/quote", summary="What an order would be", responses=responses(401, 403, 404)
)
async def quote(session: Reading, acting: Buying, cart_id: str, now: Now) -> Quote:
    """The cart priced now, with what keeps it from being ordered or should be known before.

    Send `lines` (product, quantity, price) and `total` back with the order. Blocking: `empty`,
    `unavailable`, `short` of a discontinued product, `below_minimum`, `over_personal_limit`.
    Warnings: `short`, `over_limit` (the debt, orders not shipped yet and this one together, above
    the credit limit; with ways out). Refused: `no_contract`.
    """
    cart = await _existing_cart(session, acting, cart_id)
    terms = await needed_terms(session, acting, cart)
    return await quote_out(session, acting, cart, terms, now)


async def needed_terms(session: Reading, acting: Acting, cart: Cart | None = None) -> Terms:
    """The company's terms, or a cart's; 403 `no_contract` where prices may not be shown."""
    terms = await cart_terms(session, acting, cart)
    if terms is None:
        raise Refused("no_contract", 403)
    return terms


async def cart_to_change(
    session: Writing, acting: Acting, cart_id: str, now: Now
) -> tuple[Cart, bool]:
    """The cart, and whether it is the person's active one."""
    if cart_id == ACTIVE:
        return await need_active_cart(session, acting, now), True
    cart = await cart_of(session, acting, parse_id(cart_id))
    own = await active_cart(session, acting)
    return cart, own is not None and own.id == cart.id


async def _existing_cart(session: Reading, acting: Acting, cart_id: str) -> Cart | None:
    if cart_id == ACTIVE:
        return await active_cart(session, acting)
    return await cart_of(session, acting, parse_id(cart_id))
