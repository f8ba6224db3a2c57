"""What a company orders, as far as an order form has room for it."""

from bot.services.portal.client import Portal
from bot.services.portal.models import UsualProduct

MOST = 500
AT_A_TIME = 100


async def usual_products(portal: Portal) -> list[UsualProduct]:
    """The most usual first."""
    page = await portal.my_products(limit=AT_A_TIME)
    found = list(page.items)
    while page.next_cursor and len(found) < MOST:
        page = await portal.my_products(limit=AT_A_TIME, cursor=page.next_cursor)
        found += page.items
    return found[:MOST]
