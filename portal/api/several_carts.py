"""A company's carts beside each other: making one, naming, switching, copying, merging."""

from fastapi import APIRouter, Response

from portal.api.cart_answers import applied_out, cart_out
from portal.api.deps import Acting, Buying, Now, Reading, Writing, parse_id
from portal.api.idempotency import Once
from portal.api.problems import responses
from portal.api.schemas.carts import (
    CartChanged,
    CartCopy,
    CartIn,
    CartMerge,
    CartName,
    CartOut,
    SupplyOut,
)
from portal.api.schemas.common import Page
from portal.domain import several_carts
from portal.domain.carts import active_cart, cart_of, lock_cart

router = APIRouter(tags=["carts"])


@router.get("/supply-kinds", summary="The kinds of supply", responses=responses(401, 403, 404))
async def supply_kinds(session: Reading, acting: Acting) -> Page[SupplyOut]:
    """What a cart can be bound to, each with its own prices and packs: from the warehouses, of what
    is on its way, from the maker. None: all is from the warehouses."""
    found = await several_carts.supply_kinds(session)
    return Page(
        items=[SupplyOut(id=str(each.id), name=each.name, source=each.source) for each in found]
    )


@router.post(
    "/carts",
    status_code=201,
    summary="Another cart",
    responses=responses(401, 403, 404, 409, 422),
    response_model=CartOut,
)
async def make(session: Writing, acting: Buying, wanted: CartIn, once: Once, now: Now) -> Response:
    """Which the caller fills from now on. Refused: `too_many_carts` (409, args `most`),
    `supply_unknown` (422)."""

    async def act() -> CartOut:
        supply_id = None if wanted.supply_id is None else parse_id(wanted.supply_id)
        cart = await several_carts.make_cart(session, acting, wanted.name, supply_id, now)
        return await cart_out(session, acting, cart, active=True)

    return await once(act, status=201)


@router.patch("/carts/{cart_id}", summary="Name a cart", responses=responses(401, 403, 404))
async def rename(session: Writing, acting: Buying, cart_id: str, wanted: CartName) -> CartOut:
    cart = await cart_of(session, acting, parse_id(cart_id))
    cart.name = wanted.name
    await session.flush()
    own = await active_cart(session, acting)
    return await cart_out(session, acting, cart, active=own is not None and own.id == cart.id)


@router.put("/carts/{cart_id}/active", summary="Fill this cart", responses=responses(401, 403, 404))
async def switch(session: Writing, acting: Buying, cart_id: str) -> CartOut:
    """The caller's next changes go into it. Colleagues go on filling theirs."""
    cart = await cart_of(session, acting, parse_id(cart_id))
    await several_carts.fill_from_now_on(session, acting, cart)
    return await cart_out(session, acting, cart, active=True)


@router.post(
    "/carts/{cart_id}/copy",
    status_code=201,
    summary="The same once more",
    responses=responses(401, 403, 404, 409, 422),
    response_model=CartOut,
)
async def copy(
    session: Writing, acting: Buying, cart_id: str, wanted: CartCopy, once: Once, now: Now
) -> Response:
    """The caller fills the copy from now on. Refused: `too_many_carts` (409, args `most`)."""

    async def act() -> CartOut:
        cart = await cart_of(session, acting, parse_id(cart_id))
        copied = await several_carts.copy_cart(session, acting, cart, wanted.name, now)
        return await cart_out(session, acting, copied, active=True)

    return await once(act, status=201)


@router.post(
    "/carts/{cart_id}/merge",
    summary="Put another cart into this one",
    responses=responses(401, 403, 404, 409, 422),
    response_model=CartChanged,
)
async def merge(
    session: Writing, acting: Buying, cart_id: str, wanted: CartMerge, once: Once, now: Now
) -> Response:
    """Quantities add up, in this cart's packs; the other cart is thrown away. Refused: `same_cart`
    (409), `cart_full` (409, args `most`), `too_much` (422, args `article`, `most`)."""

    async def act() -> CartChanged:
        into = await cart_of(session, acting, parse_id(cart_id))
        other = await cart_of(session, acting, parse_id(wanted.other_id))
        applied, _ = await several_carts.merge_carts(session, acting, into, other, now)
        shown = await cart_out(session, acting, into, active=True)
        return CartChanged(cart=shown, applied=applied_out(applied))

    return await once(act)


@router.delete(
    "/carts/{cart_id}",
    status_code=204,
    summary="Throw a cart away",
    responses=responses(401, 403, 404),
)
async def remove(session: Writing, acting: Buying, cart_id: str) -> None:
    """With all that is in it. Whoever filled it fills a new one."""
    cart = await cart_of(session, acting, parse_id(cart_id))
    await lock_cart(session, cart)
    await several_carts.remove_cart(session, cart)
