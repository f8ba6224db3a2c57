"""Carts: filling them, taking back, and the quote that an order is placed by."""

from collections.abc import Sequence
from decimal import Decimal

from fastapi import APIRouter, Request, Response

from portal.api.deps import Acting, Buying, Now, Reading, Writing, parse_id
from portal.api.idempotency import Once
from portal.api.problems import responses
from portal.api.schemas.carts import (
    AppliedChange,
    CartChanged,
    CartChangesIn,
    CartLineOut,
    CartOut,
    ProblemOut,
    Quote,
)
from portal.api.schemas.common import Page
from portal.db.models import Cart
from portal.domain import checkout
from portal.domain.carts import (
    active_cart,
    basket_of,
    cart_of,
    cart_terms,
    carts_of,
    need_active_cart,
)
from portal.domain.changes import Applied, Change, change_cart, undo_change
from portal.domain.errors import Refused
from portal.domain.goods import Line, total_of, vat_of
from portal.domain.money import roubles, thousandths, units
from portal.domain.pricing import Terms

router = APIRouter(prefix="/carts", tags=["carts"])

ACTIVE = "active"


@router.get("", summary="The company's carts", responses=responses(401, 403, 404))
async def carts(session: Reading, acting: Acting) -> Page[CartOut]:
    """All carts of the company, whoever made them, the last changed first."""
    found = await carts_of(session, acting.company.id)
    active = await active_cart(session, acting)
    items = []
    for cart in found:
        terms = await cart_terms(session, acting, cart)
        basket = await basket_of(session, terms, cart)
        filled = active is not None and cart.id == active.id
        items.append(cart_out(cart, basket.lines, terms, active=filled))
    return Page(items=items)


@router.get("/active", summary="The cart being filled", responses=responses(401, 403, 404))
async def active(request: Request, session: Reading, acting: Buying, now: Now) -> CartOut:
    """The person's own active cart, made on the first need."""
    cart = await active_cart(session, acting)
    terms = await cart_terms(session, acting, cart)
    if cart is None:
        async with request.app.state.database.write() as writing:
            cart = await need_active_cart(writing, acting, now)
            return cart_out(cart, [], terms, active=True)
    basket = await basket_of(session, terms, cart)
    return cart_out(cart, basket.lines, terms, active=True)


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
        cart, is_active = await _cart_to_change(session, acting, cart_id, now)
        terms = await cart_terms(session, acting, cart)
        applied, lines = await change_cart(session, cart, terms, acting.person.id, changes, now)
        return _changed(cart, lines, terms, applied, active=is_active)

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
        cart, is_active = await _cart_to_change(session, acting, cart_id, now)
        terms = await cart_terms(session, acting, cart)
        applied, lines = await undo_change(session, cart, terms, acting.person.id, now)
        return _changed(cart, lines, terms, applied, active=is_active)

    return await once(act)


@router.get(
    "/{cart_id}/quote", summary="What an order would be", responses=responses(401, 403, 404)
)
async def quote(session: Reading, acting: Buying, cart_id: str) -> Quote:
    """The cart priced now, with what keeps it from being ordered or should be known before.

    Send `lines` (product, quantity, price) and `total` back with the order. Blocking: `empty`,
    `unavailable`, and `short` of a discontinued product. Warnings: `short`, `over_limit` (the debt,
    orders not shipped yet and this one together, above the credit limit). Refused: `no_contract`.
    """
    cart = await _existing_cart(session, acting, cart_id)
    terms = await needed_terms(session, acting, cart)
    lines = (await basket_of(session, terms, cart)).lines if cart else []
    problems = await checkout.problems_of(session, acting.company, lines)
    return Quote(
        cart_id=str(cart.id) if cart else ACTIVE,
        company=acting.company.name,
        inn=acting.company.inn,
        lines=[line_out(line) for line in lines],
        total=roubles(total_of(lines)),
        vat=roubles(vat_of(lines)),
        currency=terms.currency,
        problems=[_problem_out(problem) for problem in problems],
    )


async def needed_terms(session: Reading, acting: Acting, cart: Cart | None = None) -> Terms:
    """The company's terms, or a cart's; 403 `no_contract` where prices may not be shown."""
    terms = await cart_terms(session, acting, cart)
    if terms is None:
        raise Refused("no_contract", 403)
    return terms


async def _existing_cart(session: Reading, acting: Acting, cart_id: str) -> Cart | None:
    if cart_id == ACTIVE:
        return await active_cart(session, acting)
    return await cart_of(session, acting, parse_id(cart_id))


async def _cart_to_change(
    session: Writing, acting: Acting, cart_id: str, now: Now
) -> tuple[Cart, bool]:
    if cart_id == ACTIVE:
        return await need_active_cart(session, acting, now), True
    cart = await cart_of(session, acting, parse_id(cart_id))
    own = await active_cart(session, acting)
    return cart, own is not None and own.id == cart.id


def line_out(line: Line) -> CartLineOut:
    goods, amount = line.goods, line.amount
    return CartLineOut(
        product_id=str(goods.id),
        article=goods.article,
        name=goods.name,
        unit=goods.unit,
        multiple=units(goods.multiple),
        quantity=units(line.quantity),
        price=None if line.price is None else roubles(line.price),
        amount=None if amount is None else roubles(amount),
        stock=units(goods.stock),
        short=line.short,
        available=goods.available,
    )


def cart_out(cart: Cart, lines: Sequence[Line], terms: Terms | None, *, active: bool) -> CartOut:
    return CartOut(
        id=str(cart.id),
        name=cart.name,
        active=active,
        lines=[line_out(line) for line in lines],
        total=roubles(total_of(lines)) if terms else None,
        vat=roubles(vat_of(lines)) if terms else None,
        currency=terms.currency if terms else "RUB",
        updated_at=cart.updated_at,
    )


def _changed(
    cart: Cart,
    lines: Sequence[Line],
    terms: Terms | None,
    applied: Sequence[Applied],
    *,
    active: bool,
) -> CartChanged:
    return CartChanged(
        cart=cart_out(cart, lines, terms, active=active),
        applied=[
            AppliedChange(
                product_id=str(each.product_id),
                article=each.article,
                name=each.name,
                unit=each.unit,
                before=units(each.before),
                quantity=units(each.quantity),
                note=each.note,
            )
            for each in applied
        ],
    )


def _problem_out(problem: checkout.OrderProblem) -> ProblemOut:
    goods = problem.goods
    return ProblemOut(
        code=problem.kind,
        blocking=problem.blocking,
        product_id=str(goods.id) if goods else None,
        article=goods.article if goods else "",
        name=goods.name if goods else "",
        amount=None if problem.over is None else roubles(problem.over),
        stock=units(goods.stock) if goods and problem.kind is checkout.ProblemKind.SHORT else None,
    )
