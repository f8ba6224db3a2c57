"""Showing lists of products and one product's card: shared by search, cards and typed lines."""

from datetime import datetime

from bot.db.models import User
from bot.i18n import Translator
from bot.services import listing
from bot.services.account import why_no_price
from bot.services.listing import Listing, Shown
from bot.services.portal.client import Portal
from bot.services.portal.models import AppliedChange
from bot.show import Show
from bot.views import catalogue as catalogue_view
from bot.views import product as product_view
from bot.views import search as search_view
from bot.views.format import quantity
from bot.views.parts import shorten

EMPTY = {"usual": "mine-empty", "favourites": "favourites-empty"}
"""What is said of lists of one's own that have nothing in them yet."""


async def show_list(
    show: Show,
    t: Translator,
    portal: Portal,
    user: User,
    shown: Shown,
    *,
    private: bool = True,
    new: bool = True,
    now: datetime | None = None,
) -> None:
    """`now` tells how long ago the things were ordered that are ordered usually."""
    found = shown.listing
    prices = [row.price for row in shown.rows]
    priced = private and any(price is not None for price in prices)
    under = _under(t, found, more=shown.more, priced=priced)
    if not shown.rows:
        if found.source == "search" and not under:
            await show(search_view.nothing(t, found.about), new=new)
        else:
            # It can be widened again, so what it lists is remembered.
            screen = search_view.empty(t, title_of(t, found), EMPTY.get(found.source), under)
            await show(screen, new=new, kind=listing.KIND, data=found.as_data())
        return
    why = await why_no_price(portal, user, prices) if private else "prices-private"
    wish = found.wished
    screen = search_view.results(
        t,
        title_of(t, found),
        shown.rows,
        first=found.first,
        page=found.page,
        more=shown.more,
        near=shown.near,
        wish=quantity(t, wish.quantity, wish.unit or "") if wish else None,
        can_add=private and user.company_id is not None,
        no_price=why,
        usual={key: catalogue_view.usually(t, one, now) for key, one in shown.usual.items()},
        under=under,
    )
    await show(screen, new=new, kind=listing.KIND, data=found.as_data())


def _under(t: Translator, found: Listing, *, more: bool, priced: bool) -> catalogue_view.Rows:
    """The buttons under a list that lead to more than its own pages."""
    view = catalogue_view
    if found.source == "usual":
        return ((view.favourites(t),),)
    if found.source == "favourites":
        return ((view.mine(t),),)
    group, changed = found.source == "group", found.in_stock or bool(found.sort)
    if not group and not (found.source == "search" and (changed or more or found.page)):
        return ()
    by_price = priced or found.sort == "price"
    rows = view.narrowing(t, in_stock=found.in_stock, sort=found.sort, priced=by_price, named=group)
    return (*rows, (view.within(t, found.back),)) if group else rows


def title_of(t: Translator, found: Listing) -> str:
    title = shorten(found.title, 60)
    if found.source == "search":
        return t("search-title", query=title)
    if found.source == "group":
        return title
    if found.source == "usual":
        return t("mine-title")
    if found.source == "favourites":
        return t("favourites-title")
    return t(f"list-{found.source}", name=title)


async def show_product(
    show: Show,
    t: Translator,
    portal: Portal,
    user: User,
    product_id: str,
    now: datetime,
    *,
    private: bool = True,
    new: bool = True,
    held: AppliedChange | None = None,
) -> None:
    product = await portal.product(product_id)
    why = await why_no_price(portal, user, [product.price]) if private else "prices-private"
    screen = product_view.card(
        t,
        product,
        now,
        can_order=private and user.company_id is not None,
        can_keep=private and user.company_id is not None,
        no_price=why,
        held=held,
    )
    await show(screen, new=new, kind="product", data={"id": product.id})
