"""From typed words to a change of the cart."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bot.errors import UserError
from bot.services import entry, listing
from bot.services.entry import Entry, LineChange, Wish
from bot.services.listing import Shown
from bot.services.lists import resolving
from bot.services.lists.lines import read_line
from bot.services.portal.client import Portal
from bot.services.portal.models import AppliedChange, CartChanged, CartChangeIn


def changing(product_id: str, op: str, wish: Wish) -> CartChangeIn:
    return CartChangeIn(product_id=product_id, op=op, quantity=f"{wish.quantity:f}", unit=wish.unit)


@dataclass(frozen=True, slots=True)
class Put:
    """It went to the cart."""

    applied: list[AppliedChange]
    cart_id: str

    def as_data(self) -> dict[str, Any]:
        """What taking it back needs: the cart, and by how much each product grew."""
        grown = {one.product_id: f"{one.quantity - one.before:f}" for one in self.applied}
        return {"cart_id": self.cart_id, "grown": grown}


async def understand(portal: Portal, text: str, key: str, *, buys: bool) -> Put | Shown:
    """One typed line: an exact article with a quantity goes to the cart, the rest is a search.

    `buys`: the person has a cart at all.
    """
    if buys and (certain := await _certain(portal, text)):
        done = await portal.change_cart(key, [certain])
        return Put(done.applied, done.cart.id)
    line = entry.parse_line(text)
    if line is None:
        return await listing.turn(portal, listing.search(text))
    return await _look(portal, text, line)


async def _certain(portal: Portal, text: str) -> CartChangeIn | None:
    """What a line asks for, where it leaves no doubt: one product by its article, and how many."""
    readings = read_line(1, text).readings
    if all(reading.quantity is None for reading in readings):
        return None
    found = await resolving.one(portal, resolving.question_of(readings))
    taken = readings[found.reading]
    if found.status != "exact" or found.product is None or not found.available:
        return None
    if taken.quantity is None:
        return None
    return changing(found.product.id, "add", Wish(taken.quantity, taken.unit))


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
    """One pack more; less than can be sold the portal raises, by its `domain.packs`."""
    product = await portal.product(product_id)
    wish = Wish(product.multiple or Decimal(1))
    done = await portal.change_cart(key, [changing(product_id, "add", wish)])
    return done.applied[0]


async def add_wish(portal: Portal, product_id: str, wish: Wish, key: str) -> Put:
    done = await portal.change_cart(key, [changing(product_id, "add", wish)])
    return Put(done.applied, done.cart.id)


async def set_quantity(portal: Portal, product_id: str, wish: Wish, key: str) -> Put:
    done = await portal.change_cart(key, [changing(product_id, "set", wish)])
    return Put(done.applied, done.cart.id)
