"""Lists of products that are turned page by page: what was found, a group, analogues, one's own.

A button is too small for a query, so what a message lists is kept with its card.
"""

from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal
from typing import Any, Literal

from bot.errors import UserError
from bot.services.entry import Wish
from bot.services.portal.client import Portal
from bot.services.portal.models import Page, ProductPage, ProductRow, UsualProduct

PAGE = 8
LONGEST_QUERY = 200
KIND = "listing"
"""The kind of the card."""

Source = Literal["search", "group", "analogues", "variants", "usual", "favourites"]
NARROWED = ("search", "group")
"""Sources that can be filtered and put in another order."""
SORTS = ("name", "price", "")


@dataclass(frozen=True, slots=True)
class Listing:
    """`about` is the query, or the id of the product or the group whose list it is.

    `sort` is name, price or, where the source has an order of its own, empty. `usual` is what **+**
    adds of what is ordered usually, by product. `cursors` lead to the pages seen so far and the
    next one, `ids` are the products on them in the order of their numbers.
    """

    source: Source
    about: str
    title: str
    wish: tuple[str, str | None] | None = None
    """What **+** adds in place of a pack: quantity and unit."""
    page: int = 0
    cursors: tuple[str | None, ...] = (None,)
    ids: tuple[str, ...] = ()
    in_stock: bool = False
    sort: str = ""
    usual: dict[str, str] = field(default_factory=dict)
    back: str = ""
    """The group to come back to from a group's goods; empty: the top."""

    @property
    def first(self) -> int:
        """The number of the first row on the page."""
        return self.page * PAGE + 1

    @property
    def wished(self) -> Wish | None:
        return Wish(Decimal(self.wish[0]), self.wish[1]) if self.wish else None

    def adds(self, product_id: str) -> Wish | None:
        """What **+** adds of a product; None: a pack."""
        usual = self.usual.get(product_id)
        return Wish(Decimal(usual)) if usual else self.wished

    def numbered(self, number: int) -> str | None:
        """The product that was shown under this number."""
        return self.ids[number - 1] if 0 < number <= len(self.ids) else None

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


def from_data(data: dict[str, Any]) -> Listing:
    wish = data["wish"]
    return Listing(
        **{
            **data,
            "wish": tuple(wish) if wish else None,
            "cursors": tuple(data["cursors"]),
            "ids": tuple(data["ids"]),
        }
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """`usual` are, by product, the usual quantity and when it was ordered last."""

    listing: Listing
    rows: list[ProductRow] = field(default_factory=list)
    more: bool = False
    near: bool = False
    usual: dict[str, UsualProduct] = field(default_factory=dict)


async def turn(portal: Portal, listing: Listing, page: int = 0) -> Shown:
    """The page and the listing as it is then. Raises UserError for a page never offered."""
    if not 0 <= page < len(listing.cursors):
        raise UserError("list-too-old")
    cursor = listing.cursors[page]
    if listing.source == "usual":
        return await _usual(portal, listing, page)
    found: Page[ProductRow]
    if listing.source in NARROWED:
        group = listing.source == "group"
        found = await portal.products(
            "" if group else listing.about,
            group=listing.about if group else None,
            in_stock=listing.in_stock,
            sort=listing.sort or None,
            limit=PAGE,
            cursor=cursor,
        )
    elif listing.source == "analogues":
        found = await portal.analogues(listing.about, limit=PAGE, cursor=cursor)
    elif listing.source == "variants":
        found = await portal.variants(listing.about, limit=PAGE, cursor=cursor)
    else:
        found = await portal.favourites(limit=PAGE, cursor=cursor)
    rows = found.items
    near = isinstance(found, ProductPage) and found.near
    turned = _turned(listing, page, rows, found.next_cursor)
    return Shown(turned, list(rows), found.next_cursor is not None, near)


async def _usual(portal: Portal, listing: Listing, page: int) -> Shown:
    found = await portal.my_products(limit=PAGE, cursor=listing.cursors[page])
    rows = [one.product for one in found.items]
    turned = _turned(listing, page, rows, found.next_cursor)
    adds = {one.product.id: f"{one.usual_quantity:f}" for one in found.items}
    return Shown(
        replace(turned, usual={**listing.usual, **adds}),
        rows,
        found.next_cursor is not None,
        usual={one.product.id: one for one in found.items},
    )


def _turned(listing: Listing, page: int, rows: list[ProductRow], cursor: str | None) -> Listing:
    return replace(
        listing,
        page=page,
        cursors=(*listing.cursors[: page + 1], *([cursor] if cursor is not None else [])),
        ids=(*listing.ids[: page * PAGE], *(row.id for row in rows)),
    )


def narrowed(listing: Listing, *, in_stock: bool, sort: str) -> Listing:
    """The same list filtered or in another order, from its first page."""
    if listing.source not in NARROWED or sort not in SORTS:
        raise UserError("list-too-old")
    return replace(listing, in_stock=in_stock, sort=sort, cursors=(None,), ids=())


def search(query: str, wish: Wish | None = None) -> Listing:
    query = " ".join(query.split())[:LONGEST_QUERY]
    return Listing("search", query, query, (f"{wish.quantity:f}", wish.unit) if wish else None)


async def of_group(portal: Portal, group_id: str) -> Listing:
    """The goods of a group. `not_found` for one that is not there."""
    level = await portal.groups(group_id)
    # A group that holds no groups has no page of its own to come back to: its parent's lists it.
    path = level.path if level.items else level.path[:-1]
    back = path[-1].id if path else ""
    return Listing("group", group_id, level.path[-1].name, sort="name", back=back)
