"""Carts: a company has several, all its people see them, and each person fills one at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import BigInteger, and_, cast, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from portal.db.models import ActiveCart, Cart, CartLine, Product, Reservation, SupplyKind
from portal.db.rows import is_sqlite, rows_of
from portal.domain.access import Acting
from portal.domain.basket import Basket, priced_together
from portal.domain.errors import not_found
from portal.domain.goods import Line, goods_from, select_goods
from portal.domain.pricing import Terms, terms_for


async def carts_of(session: AsyncSession, company_id: int) -> Sequence[Cart]:
    """All carts of a company, the last changed first."""
    return (
        await session.scalars(
            select(Cart)
            .where(Cart.company_id == company_id)
            .order_by(Cart.updated_at.desc(), Cart.id.desc())
        )
    ).all()


async def cart_of(session: AsyncSession, acting: Acting, cart_id: int) -> Cart:
    """A cart of the company; `not_found` for one of another's."""
    cart = await session.scalar(
        select(Cart).where(Cart.id == cart_id, Cart.company_id == acting.company.id)
    )
    if cart is None:
        raise not_found()
    return cart


async def active_cart(session: AsyncSession, acting: Acting) -> Cart | None:
    """The cart that the person fills just now; None: there was no need of one yet."""
    return await session.scalar(
        select(Cart)
        .join(ActiveCart, ActiveCart.cart_id == Cart.id)
        .where(ActiveCart.person_id == acting.person.id, ActiveCart.company_id == acting.company.id)
    )


async def need_active_cart(session: AsyncSession, acting: Acting, now: datetime) -> Cart:
    """The cart that the person fills just now, made if there is none."""
    cart = await active_cart(session, acting)
    if cart is not None:
        return cart
    person_id, company_id = acting.person.id, acting.company.id
    cart = Cart(company_id=company_id, created_by=person_id, created_at=now, updated_at=now)
    session.add(cart)
    await session.flush()
    insert = sqlite.insert if is_sqlite(session) else postgresql.insert
    ours = await session.scalar(
        insert(ActiveCart)
        .values(person_id=person_id, company_id=company_id, cart_id=cart.id)
        .on_conflict_do_nothing()
        .returning(ActiveCart.cart_id)
    )
    if ours is not None:
        return cart
    # A double tap made one meanwhile, in another transaction: that one is the person's.
    await session.delete(cart)
    await session.flush()
    theirs = await active_cart(session, acting)
    assert theirs is not None  # noqa: S101 - the conflict was with it
    return theirs


async def lock_cart(session: AsyncSession, cart: Cart) -> None:
    """From here to the end of the transaction, nobody else changes this cart."""
    await session.execute(select(Cart.id).where(Cart.id == cart.id).with_for_update())


async def lines_of(
    session: AsyncSession, terms: Terms | None, cart_ids: Iterable[int]
) -> dict[int, list[Line]]:
    """The lines of carts, each priced by itself, in one statement however long they are."""
    lines: dict[int, list[Line]] = {cart_id: [] for cart_id in cart_ids}
    if not lines:
        return lines
    asked = rows_of(session, cart_id=list(lines))
    rows = await session.execute(
        select_goods(
            terms,
            CartLine.quantity,
            CartLine.quantity,
            CartLine.cart_id,
            CartLine.branded,
            Product.branding_price,
        )
        .join(CartLine, CartLine.product_id == Product.id)
        .join(asked, asked.c.cart_id == CartLine.cart_id)
        .order_by(CartLine.id)
    )
    for row in rows:
        *_, quantity, cart_id, branded, branding = row
        lines[cart_id].append(Line(goods_from(row, terms), quantity, branding, branded))
    return lines


async def cart_terms(session: AsyncSession, acting: Acting, cart: Cart | None) -> Terms | None:
    """The terms of a cart: those of the kind of supply it is bound to; None: no contract."""
    supply = None
    if cart is not None and cart.supply_id is not None:
        supply = await session.get(SupplyKind, cart.supply_id)
    return await terms_for(session, acting, supply)


async def basket_of(
    session: AsyncSession, terms: Terms | None, cart: Cart, *, look_ahead: bool = False
) -> Basket:
    """The lines of a cart, priced together, with what the company's other carts hold of them."""
    lines = (await lines_of(session, terms, [cart.id]))[cart.id]
    others = await held_elsewhere(session, cart)
    lines = [replace(line, elsewhere=others.get(line.goods.id, 0)) for line in lines]
    if cart.replaces_id is not None:
        # What the order holds that is being changed, this cart may have.
        ours = await held_by(session, cart.replaces_id)
        lines = [
            replace(line, goods=replace(line.goods, stock=line.goods.stock + ours[line.goods.id]))
            if line.goods.id in ours
            else line
            for line in lines
        ]
    return await priced_together(session, terms, lines, look_ahead=look_ahead)


async def held_by(session: AsyncSession, order_id: int) -> dict[int, int]:
    """What an order holds, by product."""
    rows = await session.execute(
        select(Reservation.product_id, Reservation.quantity).where(Reservation.order_id == order_id)
    )
    return dict(rows.all())


async def held_elsewhere(session: AsyncSession, cart: Cart) -> dict[int, int]:
    """What the company's other carts of the same supply hold of the products in this one."""
    other, mine = aliased(CartLine), aliased(CartLine)
    rows = await session.execute(
        select(other.product_id, cast(func.sum(other.quantity), BigInteger))
        .join(Cart, Cart.id == other.cart_id)
        .join(mine, and_(mine.product_id == other.product_id, mine.cart_id == cart.id))
        .where(
            Cart.company_id == cart.company_id,
            Cart.id != cart.id,
            Cart.supply_id.is_not_distinct_from(cart.supply_id),
        )
        .group_by(other.product_id)
    )
    return dict(rows.all())


async def held(
    session: AsyncSession, cart: Cart, product_ids: Sequence[int] | None = None
) -> dict[int, int]:
    """The quantities in a cart by product: of all, or of those asked about that it has."""
    query = select(CartLine.product_id, CartLine.quantity).where(CartLine.cart_id == cart.id)
    if product_ids is not None:
        asked = rows_of(session, product_id=product_ids)
        query = query.join(asked, asked.c.product_id == CartLine.product_id)
    return dict((await session.execute(query)).all())


async def hold(session: AsyncSession, cart: Cart, quantities: dict[int, int]) -> None:
    """Make a cart hold these quantities of these products, 0: none; the rest stays as it is."""
    gone = [product_id for product_id, quantity in quantities.items() if quantity <= 0]
    kept = {product_id: quantity for product_id, quantity in quantities.items() if quantity > 0}
    if gone:
        asked = rows_of(session, product_id=gone)
        await session.execute(
            delete(CartLine).where(
                CartLine.cart_id == cart.id, CartLine.product_id.in_(select(asked.c.product_id))
            )
        )
    if kept:
        asked = rows_of(session, product_id=list(kept), quantity=list(kept.values()))
        insert = sqlite.insert if is_sqlite(session) else postgresql.insert
        upsert = insert(CartLine).from_select(
            ["cart_id", "product_id", "quantity"],
            select(Cart.id, asked.c.product_id, asked.c.quantity)
            .join(asked, asked.c.position >= 0)
            .where(Cart.id == cart.id)
            .order_by(asked.c.position),
        )
        await session.execute(
            upsert.on_conflict_do_update(
                index_elements=["cart_id", "product_id"],
                set_={"quantity": upsert.excluded.quantity},
            )
        )
