"""From typed words to a change of the cart."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from bot.errors import UserError
from bot.services import entry, listing
from bot.services.entry import Entry, LineChange, Wish
from bot.services.listing import Shown
from bot.services.portal.client import Portal
from bot.services.portal.models import AppliedChange, CartChanged, CartChangeIn, ProductRow

CERTAIN = ("article", "barcode")
LONGEST_LIST = 50
"""Lines of a typed list that are looked up one by one."""


def changing(product_id: str, op: str, wish: Wish) -> CartChangeIn:
    return CartChangeIn(product_id=product_id, op=op, quantity=f"{wish.quantity:f}", unit=wish.unit)


async def exactly(portal: Portal, query: str) -> ProductRow | None:
    """The only product that bears this very article or barcode."""
    found = await portal.products(query[: listing.LONGEST_QUERY], limit=2)
    certain = [row for row in found.items if row.match in CERTAIN]
    return certain[0] if len(certain) == 1 else None


@dataclass(frozen=True, slots=True)
class Put:
    """It went to the cart. `unknown` are the lines that did not."""

    applied: list[AppliedChange] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    cart_id: str = ""

    def as_data(self) -> dict[str, Any]:
        """What taking it back needs: the cart, and by how much each product grew."""
        grown = {one.product_id: f"{one.quantity - one.before:f}" for one in self.applied}
        return {"cart_id": self.cart_id, "grown": grown}


async def understand(portal: Portal, text: str, key: str, *, buys: bool) -> Put | Shown:
    """One typed line: an exact article with a quantity goes to the cart, the rest is a search.

    `buys`: the person has a cart at all.
    """
    line = entry.parse_line(text)
    if line is None:
        return await listing.turn(portal, listing.search(text))
    if buys and (row := await exactly(portal, line.query)):
        done = await portal.change_cart(key, [changing(row.id, "add", line.wish)])
        return Put(done.applied, cart_id=done.cart.id)
    return await _look(portal, text, line)


async def _look(portal: Portal, text: str, line: Entry) -> Shown:
    """`Болт М8 40` may be a name: where the number may belong to it, the whole text goes first."""
    wished, whole = listing.search(line.query, line.wish), listing.search(text)
    tries = (wished, whole) if line.plain else (whole, wished)
    near: Shown | None = None
    for wanted in tries:
        shown = await listing.turn(portal, wanted)
        if shown.rows and not shown.near:
            return shown
        near = near or (shown if shown.rows else None)
    return near or shown


async def put_list(portal: Portal, lines: list[str], key: str) -> Put:
    """Several lines: exact articles go to the cart together, the others are named."""
    changes: list[CartChangeIn] = []
    unknown: list[str] = []
    for text in lines[:LONGEST_LIST]:
        line = entry.parse_line(text)
        row = await exactly(portal, line.query) if line else None
        if line is None or row is None:
            unknown.append(text)
        else:
            changes.append(changing(row.id, "add", line.wish))
    unknown += lines[LONGEST_LIST:]
    if not changes:
        return Put(unknown=unknown)
    done = await portal.change_cart(key, changes)
    return Put(merged(done.applied), unknown, done.cart.id)


def merged(applied: list[AppliedChange]) -> list[AppliedChange]:
    """One entry a product, however often it was listed."""
    by_product: dict[str, AppliedChange] = {}
    for change in applied:
        first = by_product.get(change.product_id, change)
        by_product[change.product_id] = change.model_copy(update={"before": first.before})
    return list(by_product.values())


async def take_back(portal: Portal, put: dict[str, Any], key: str) -> CartChanged:
    """Undoes what one message put into the cart, whatever else was done since."""
    changes = [
        changing(product_id, "add", Wish(-Decimal(grown)))
        for product_id, grown in put["grown"].items()
        if Decimal(grown) != 0
    ]
    if not changes:
        raise UserError("error-nothing-to-undo")
    return await portal.change_cart(key, changes, cart_id=put["cart_id"])


async def change_lines(
    portal: Portal, numbered: list[str], changes: list[LineChange], cart_id: str, key: str
) -> CartChanged:
    """Cart arithmetic, by the numbers as they were shown: a colleague may have moved the lines.

    Raises UserError for a number that was not shown.
    """
    wanted = []
    for change in changes:
        if not 0 < change.number <= len(numbered):
            raise UserError("cart-no-line", number=change.number)
        wanted.append(changing(numbered[change.number - 1], change.op, change.wish))
    return await portal.change_cart(key, wanted, cart_id=cart_id)


async def add_pack(portal: Portal, product_id: str, key: str) -> AppliedChange:
    """One pack more."""
    product = await portal.product(product_id)
    wish = Wish(product.multiple or Decimal(1))
    done = await portal.change_cart(key, [changing(product_id, "add", wish)])
    return done.applied[0]


async def add_wish(portal: Portal, product_id: str, wish: Wish, key: str) -> Put:
    done = await portal.change_cart(key, [changing(product_id, "add", wish)])
    return Put(done.applied, cart_id=done.cart.id)


async def set_quantity(portal: Portal, product_id: str, wish: Wish, key: str) -> Put:
    done = await portal.change_cart(key, [changing(product_id, "set", wish)])
    return Put(done.applied, cart_id=done.cart.id)
