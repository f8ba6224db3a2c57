"""Changing a cart: many lines at once, rounded to what can be sold, and taken back by /undo.

Whoever changes a cart holds it to the end of the transaction, so that what two colleagues add at
one time is both in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Cart, CartChange, CartLine, Product, ProductState
from portal.db.session import any_of
from portal.domain.carts import basket_of, held, hold, lock_cart
from portal.domain.errors import Refused, not_found
from portal.domain.goods import Line, pack_of, supplied
from portal.domain.packs import Note, packed
from portal.domain.pricing import Terms
from portal.domain.units import factor_of, other_units

HISTORY = 50
"""How many changes a person can take back."""
MOST = 10_000_000_000
"""The largest quantity of a line, in thousandths: with any price, an order's total still fits."""
MOST_LINES = 5000


@dataclass(frozen=True, slots=True)
class Change:
    """`quantity` is in thousandths of `unit`, or of the base unit where there is no `unit`."""

    product_id: int
    op: Literal["add", "set"]
    quantity: int
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of the changes of one product; `quantity` is what the cart holds now."""

    product_id: int
    article: str
    name: str
    unit: str
    before: int
    quantity: int
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class _Pack:
    product_id: int
    article: str
    name: str
    unit: str
    multiple: int
    minimum: int
    state: ProductState


async def change_cart(
    session: AsyncSession,
    cart: Cart,
    terms: Terms | None,
    person_id: int,
    changes: Sequence[Change],
    now: datetime,
    *,
    strict: bool = True,
) -> tuple[list[Applied], list[Line]]:
    """Apply all changes or none; what was done of each product, and all lines of the cart.

    Changes of one product add up before they are rounded. What is left after taking away is
    rounded up too; nothing left removes the line. Refused: `not_found` for a product that is
    not there (or hidden, and not in the cart), `unit_unknown`, `not_for_sale` for more of what
    can't be ordered, `too_much`, `cart_full`. The number of statements does not depend on the
    number of changes. Not `strict`: what can't be ordered goes in too, as it stood in another cart.
    """
    await lock_cart(session, cart)
    ids = list(dict.fromkeys(change.product_id for change in changes))
    packs = await _packs(session, ids, terms)
    before = await held(session, cart, ids)
    for product_id in ids:
        pack = packs.get(product_id)
        unknown = pack is None or (pack.state is ProductState.HIDDEN and product_id not in before)
        if unknown and strict:
            raise not_found()
    units = await other_units(session, [change.product_id for change in changes if change.unit])
    wishes = {product_id: before.get(product_id, 0) for product_id in ids}
    for change in changes:
        asked = _in_base_units(change, packs[change.product_id], units.get(change.product_id, {}))
        wishes[change.product_id] = asked + (wishes[change.product_id] if change.op == "add" else 0)
    applied = []
    for product_id, wish in wishes.items():
        pack = packs[product_id]
        quantity, note = packed(wish, pack.multiple, pack.minimum)
        if quantity > MOST:
            raise Refused("too_much", 422, article=pack.article, most=str(MOST // 1000))
        applied.append(_applied(pack, before.get(product_id, 0), quantity, note))
    lines = await _put(session, cart, terms, applied, now)
    if strict:
        _refuse_what_is_not_for_sale(applied, lines)
    await _remember(session, cart, person_id, applied, now)
    return applied, lines


async def undo_change(
    session: AsyncSession, cart: Cart, terms: Terms | None, person_id: int, now: datetime
) -> tuple[list[Applied], list[Line]]:
    """Take back the person's last change of the cart; 409 `nothing_to_undo` when there is none.

    What colleagues changed since stays: of a line that they changed too, only the person's own
    part is taken back, and none of it where a colleague has already set the line to less.
    """
    await lock_cart(session, cart)
    history = (
        await session.scalars(
            select(CartChange).where(CartChange.cart_id == cart.id).order_by(CartChange.id)
        )
    ).all()
    ours = [change for change in history if change.person_id == person_id]
    if not ours:
        raise Refused("nothing_to_undo", 409)
    last = ours[-1]
    since = [change for change in history if change.id > last.id]
    ids = [int(product_id) for product_id in last.before]
    packs, present = await _packs(session, ids, terms), await held(session, cart, ids)
    applied = []
    for product_id in ids:
        key, quantity = str(product_id), present.get(product_id, 0)
        later = [change for change in since if key in change.before]
        part = (later[0].before[key] if later else quantity) - last.before[key]
        target = quantity - part
        if target < 0:
            target = quantity
        # Changes made since are now changes of a cart in which this one never was.
        for change in later:
            change.before = {**change.before, key: max(change.before[key] - part, 0)}
        applied.append(_applied(packs[product_id], quantity, target))
    await session.delete(last)
    await session.flush()
    return applied, await _put(session, cart, terms, applied, now)


async def brand_line(
    session: AsyncSession, cart: Cart, product_id: int, *, on: bool, now: datetime
) -> None:
    """Have the company's logo put on a line, or not. Refused: `not_found` where the cart has no
    such line, `no_branding` for a product on which it can't be put."""
    await lock_cart(session, cart)
    row = (
        await session.execute(
            select(CartLine, Product.article, Product.branding_price)
            .join(Product, Product.id == CartLine.product_id)
            .where(CartLine.cart_id == cart.id, CartLine.product_id == product_id)
        )
    ).one_or_none()
    if row is None:
        raise not_found()
    line, article, price = row
    if on and price is None:
        raise Refused("no_branding", 409, article=article)
    line.branded, cart.updated_at = on, now
    await session.flush()


async def forget_changes(session: AsyncSession, cart: Cart) -> None:
    """Nothing of this cart can be taken back any more: what was in it has been ordered."""
    await session.execute(delete(CartChange).where(CartChange.cart_id == cart.id))


async def _packs(
    session: AsyncSession, ids: Sequence[int], terms: Terms | None
) -> dict[int, _Pack]:
    columns = (Product.id, Product.article, Product.name, Product.unit)
    query = select(*columns, *pack_of(terms), Product.state)
    rows = await session.execute(supplied(query, terms).where(any_of(Product.id, ids, session)))
    return {row[0]: _Pack(*row) for row in rows}


def _in_base_units(change: Change, pack: _Pack, units: dict[str, int]) -> int:
    if change.unit is None:
        return change.quantity
    factor = factor_of(change.unit, pack.unit, units, pack.multiple)
    if factor is None:
        known = list(dict.fromkeys((pack.unit, *units)))
        raise Refused("unit_unknown", 422, article=pack.article, unit=change.unit, units=known)
    return -(-change.quantity * factor // 1000)


def _applied(pack: _Pack, before: int, quantity: int, note: Note | None = None) -> Applied:
    return Applied(pack.product_id, pack.article, pack.name, pack.unit, before, quantity, note)


async def _put(
    session: AsyncSession,
    cart: Cart,
    terms: Terms | None,
    applied: Sequence[Applied],
    now: datetime,
) -> list[Line]:
    await hold(session, cart, {a.product_id: a.quantity for a in applied if a.quantity != a.before})
    cart.updated_at = now
    await session.flush()
    lines = (await basket_of(session, terms, cart)).lines
    if len(lines) > MOST_LINES:
        raise Refused("cart_full", 409, most=MOST_LINES)
    return lines


def _refuse_what_is_not_for_sale(applied: Sequence[Applied], lines: Sequence[Line]) -> None:
    grown = {a.product_id for a in applied if a.quantity > a.before}
    refused = [
        line.goods.article or line.goods.name
        for line in lines
        if line.goods.id in grown and not line.goods.available
    ]
    if refused:
        raise Refused("not_for_sale", 409, article=refused[0], articles=refused)


async def _remember(
    session: AsyncSession,
    cart: Cart,
    person_id: int,
    applied: Sequence[Applied],
    now: datetime,
) -> None:
    before = {str(a.product_id): a.before for a in applied if a.quantity != a.before}
    if not before:
        return
    session.add(CartChange(cart_id=cart.id, person_id=person_id, before=before, at=now))
    await session.flush()
    mine = CartChange.cart_id == cart.id, CartChange.person_id == person_id
    oldest_kept = (
        select(CartChange.id)
        .where(*mine)
        .order_by(CartChange.id.desc())
        .offset(HISTORY - 1)
        .limit(1)
        .scalar_subquery()
    )
    await session.execute(delete(CartChange).where(*mine, CartChange.id < oldest_kept))
