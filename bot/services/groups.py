"""A level of the catalogue's tree."""

from bot.services.portal.client import Portal
from bot.services.portal.models import GroupOut, Named


async def level_of(portal: Portal, group_id: str = "") -> tuple[list[Named], list[GroupOut]]:
    """The way to a group and all the groups in it; empty: the top."""
    page = await portal.groups(group_id or None)
    groups = list(page.items)
    while page.next_cursor:
        page = await portal.groups(group_id or None, page.next_cursor)
        groups += page.items
    return page.path, groups
