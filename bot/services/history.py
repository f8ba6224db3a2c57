"""Pages of orders, kept with the message that shows them."""

from dataclasses import asdict, dataclass, field, replace
from typing import Any

from bot.errors import UserError
from bot.services.order_search import OrderFilter
from bot.services.portal.client import Portal
from bot.services.portal.models import OrderOut

PAGE = 8
KIND = "orders"


@dataclass(frozen=True, slots=True)
class History:
    """`cursors` lead to the pages seen so far and the next one; `text` is what was typed."""

    text: str = ""
    wanted: OrderFilter = field(default_factory=OrderFilter)
    page: int = 0
    cursors: tuple[str | None, ...] = (None,)

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


def from_data(data: dict[str, Any]) -> History:
    wanted = data.get("wanted") or {"number": data.get("query", "")}
    return History(
        text=data.get("text", ""),
        wanted=OrderFilter(**{**wanted, "status": tuple(wanted.get("status", ()))}),
        page=data["page"],
        cursors=tuple(data["cursors"]),
    )


async def turn(
    portal: Portal, history: History, page: int = 0
) -> tuple[History, list[OrderOut], bool]:
    """The page, and whether there is another. Raises UserError for one never offered."""
    if not 0 <= page < len(history.cursors):
        raise UserError("list-too-old")
    wanted = history.wanted
    found = await portal.orders(
        wanted.number,
        article=wanted.article,
        author=wanted.author,
        status=wanted.status,
        first=wanted.first,
        last=wanted.last,
        limit=PAGE,
        cursor=history.cursors[page],
    )
    more = found.next_cursor is not None
    cursors = (*history.cursors[: page + 1], *([found.next_cursor] if more else []))
    return replace(history, page=page, cursors=cursors), found.items, more
