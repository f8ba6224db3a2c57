"""A company's carts: another one beside, its name, a copy, two made one, one thrown away."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import ActiveCart, Cart, CartChange, CartLine, SupplyKind
from portal.db.rows import is_sqlite
from portal.domain.access import Acting
from portal.domain.carts import cart_terms, held, lock_cart
from portal.domain.changes import Applied, Change, change_cart
from portal.domain.errors import Refused
from portal.domain.goods import Line

MOST_CARTS = 30


async def supply_kinds(session: AsyncSession) -> Sequence[SupplyKind]:
    return (
        await session.scalars(select(SupplyKind).order_by(SupplyKind.position, SupplyKind.id))
    ).all()


async def make_cart(
    session: AsyncSession, acting: Acting, name: str, supply_id: int | None, now: datetime
) -> Cart:
    """Another cart, which the person fills from now on. Refused: `too_many_carts`,
    `supply_unknown`."""
    if supply_id is not None and await session.get(SupplyKind, supply_id) is None:
        raise Refused("supply_unknown", 422)
    mine = Cart.company_id == acting.company.id
    if (await session.scalar(select(func.count()).where(mine)) or 0) >= MOST_CARTS:
        raise Refused("too_many_carts", 409, most=MOST_CARTS)
    cart = Cart(
        company_id=acting.company.id,
        name=name,
        supply_id=supply_id,
        created_by=acting.person.id,
        created_at=now,
        updated_at=now,
    )
    session.add(cart)
    await session.flush()
    await fill_from_now_on(session, acting, cart)
    return cart


async def fill_from_now_on(session: AsyncSession, acting: Acting, cart: Cart) -> None:
    """Make a cart the person's active one. Others of the company keep theirs."""
    insert = sqlite.insert if is_sqlite(session) else postgresql.insert
    await session.execute(
        insert(ActiveCart)
        .values(person_id=acting.person.id, company_id=acting.company.id, cart_id=cart.id)
        .on_conflict_do_update(
            index_elements=["person_id", "company_id"], set_={"cart_id": cart.id}
        )
    )


async def copy_cart(
    session: AsyncSession, acting: Acting, cart: Cart, name: str, now: datetime
) -> Cart:
    """The same once more, under another name; the person fills the copy from now on."""
    copied = await make_cart(session, acting, name, cart.supply_id, now)
    await session.execute(
        CartLine.__table__.insert().from_select(  # type: ignore[attr-defined]
            ["cart_id", "product_id", "quantity", "branded"],
            select(
                func.coalesce(copied.id, 0),
                CartLine.product_id,
                CartLine.quantity,
                CartLine.branded,
            )
            .where(CartLine.cart_id == cart.id)
            .order_by(CartLine.id),
        )
    )
    return copied


async def merge_carts(
    session: AsyncSession, acting: Acting, into: Cart, other: Cart, now: datetime
) -> tuple[list[Applied], list[Line]]:
    """Put all of another cart into this one, and throw the other away.

    Quantities add up and are rounded to this cart's packs.
    """
    if into.id == other.id:
        raise Refused("same_cart", 409)
    first, second = sorted((into, other), key=lambda cart: cart.id)
    await lock_cart(session, first)
    await lock_cart(session, second)
    terms = await cart_terms(session, acting, into)
    quantities = await held(session, other)
    changes = [Change(product, "add", quantity) for product, quantity in quantities.items()]
    applied: list[Applied] = []
    lines: list[Line] = []
    if changes:
        applied, lines = await change_cart(
            session, into, terms, acting.person.id, changes, now, strict=False
        )
        branded = select(CartLine.product_id).where(CartLine.cart_id == other.id, CartLine.branded)
        await session.execute(
            update(CartLine)
            .where(CartLine.cart_id == into.id, CartLine.product_id.in_(branded))
            .values(branded=True)
        )
    await remove_cart(session, other)
    await fill_from_now_on(session, acting, into)
    return applied, lines


async def remove_cart(session: AsyncSession, cart: Cart) -> None:
    """Throw a cart away with all that is in it. Whoever filled it fills a new one."""
    for table in (CartLine, CartChange, ActiveCart):
        await session.execute(delete(table).where(table.cart_id == cart.id))
    await session.execute(delete(Cart).where(Cart.id == cart.id))
