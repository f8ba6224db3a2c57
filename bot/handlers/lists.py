"""Showing lists of products and one product's card: shared by search, cards and typed lines."""

from datetime import datetime

from bot.db.models import User
from bot.i18n import Translator
from bot.screen import Screen
from bot.services import listing
from bot.services.account import why_no_price
from bot.services.listing import Listing, Shown
from bot.services.portal.client import Portal
from bot.services.portal.models import AppliedChange
from bot.show import Show
from bot.views import product as product_view
from bot.views import search as search_view
from bot.views.format import quantity
from bot.views.parts import shorten


async def show_list(
    show: Show,
    t: Translator,
    portal: Portal,
    user: User,
    shown: Shown,
    *,
    private: bool = True,
    new: bool = True,
) -> None:
    found = shown.listing
    if not shown.rows:
        nothing = search_view.nothing(t, found.about)
        await show(nothing if found.source == "search" else empty(t, found), new=new)
        return
    prices = [row.price for row in shown.rows]
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
    )
    await show(screen, new=new, kind=listing.KIND, data=found.as_data())


def title_of(t: Translator, found: Listing) -> str:
    title = shorten(found.title, 60)
    if found.source == "search":
        return t("search-title", query=title)
    return t(f"list-{found.source}", name=title)


def empty(t: Translator, found: Listing) -> Screen:
    return search_view.empty(t, title_of(t, found))


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
        no_price=why,
        held=held,
    )
    await show(screen, new=new, kind="product", data={"id": product.id})
