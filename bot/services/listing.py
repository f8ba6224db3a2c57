"""Lists of products that are turned page by page: what was found, analogues, variants.

A button is too small for a query, so what a message lists is kept with its card.
"""

from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal
from typing import Any, Literal

from bot.errors import UserError
from bot.services.entry import Wish
from bot.services.portal.client import Portal
from bot.services.portal.models import Page, ProductPage, ProductRow

PAGE = 8
LONGEST_QUERY = 200
KIND = "listing"
"""The kind of the card."""

Source = Literal["search", "analogues", "variants"]


@dataclass(frozen=True, slots=True)
class Listing:
    """`about` is the query, or the id of the product whose list it is.

    `cursors` lead to the pages seen so far and the next one, `ids` are the products on them in the
    order of their numbers.
    """

    source: Source
    about: str
    title: str
    wish: tuple[str, str | None] | None = None
    """What **+** adds in place of a pack: quantity and unit."""
    page: int = 0
    cursors: tuple[str | None, ...] = (None,)
    ids: tuple[str, ...] = ()

    @property
    def first(self) -> int:
        """The number of the first row on the page."""
        return self.page * PAGE + 1

    @property
    def wished(self) -> Wish | None:
        return Wish(Decimal(self.wish[0]), self.wish[1]) if self.wish else None

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
    listing: Listing
    rows: list[ProductRow] = field(default_factory=list)
    more: bool = False
    near: bool = False


async def turn(portal: Portal, listing: Listing, page: int = 0) -> Shown:
    """The page and the listing as it is then. Raises UserError for a page never offered."""
    if not 0 <= page < len(listing.cursors):
        raise UserError("list-too-old")
    cursor = listing.cursors[page]
    found: Page[ProductRow]
    if listing.source == "search":
        found = await portal.products(listing.about, limit=PAGE, cursor=cursor)
    elif listing.source == "analogues":
        found = await portal.analogues(listing.about, limit=PAGE, cursor=cursor)
    else:
        found = await portal.variants(listing.about, limit=PAGE, cursor=cursor)
    rows = found.items
    near = isinstance(found, ProductPage) and found.near
    more = found.next_cursor is not None
    turned = replace(
        listing,
        page=page,
        cursors=(*listing.cursors[: page + 1], *([found.next_cursor] if more else [])),
        ids=(*listing.ids[: page * PAGE], *(row.id for row in rows)),
    )
    return Shown(turned, list(rows), more, near)


def search(query: str, wish: Wish | None = None) -> Listing:
    query = " ".join(query.split())[:LONGEST_QUERY]
    return Listing("search", query, query, (f"{wish.quantity:f}", wish.unit) if wish else None)
