"""Pages of companies, kept with the message that shows them."""

from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.errors import UserError
from bot.services.portal.client import Portal
from bot.services.portal.desk_models import CustomerRow

PAGE = 8
KIND = "customers"


@dataclass(frozen=True, slots=True)
class Found:
    """`cursors` lead to the pages seen so far and the next one."""

    text: str
    page: int = 0
    cursors: tuple[str | None, ...] = (None,)

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


def from_data(data: dict[str, Any]) -> Found:
    return Found(data["text"], data["page"], tuple(data["cursors"]))


async def turn(portal: Portal, found: Found, page: int) -> tuple[Found, list[CustomerRow], bool]:
    """The page, and whether there is another. Raises UserError for one never offered."""
    if not 0 <= page < len(found.cursors):
        raise UserError("list-too-old")
    shown = await portal.customers(found.text, limit=PAGE, cursor=found.cursors[page])
    more = shown.next_cursor is not None
    cursors = (*found.cursors[: page + 1], *([shown.next_cursor] if more else []))
    return replace(found, page=page, cursors=cursors), shown.items, more
