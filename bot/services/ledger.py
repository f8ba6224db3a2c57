"""Pages of the account's movements, kept with the message that shows them."""

from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any

from bot.errors import UserError
from bot.services.portal.client import Portal
from bot.services.portal.models import LedgerOut

PAGE = 10
KIND = "ledger"
PERIODS = ("month", "previous", "quarter", "all")


@dataclass(frozen=True, slots=True)
class Ledger:
    """Days as ISO text, both included. `cursors` lead to the pages seen so far and the next."""

    period: str
    first: str | None = None
    last: str | None = None
    contract: str = ""
    page: int = 0
    cursors: tuple[str | None, ...] = (None,)

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


def from_data(data: dict[str, Any]) -> Ledger:
    return Ledger(**{**data, "cursors": tuple(data["cursors"])})


def of_period(period: str, today: date, contract: str = "") -> Ledger:
    """The running month, the one before, the running quarter, or all there is."""
    first = today.replace(day=1)
    last: date | None = None
    if period == "previous":
        last = first - timedelta(days=1)
        first = last.replace(day=1)
    elif period == "quarter":
        first = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    elif period != "month":
        return Ledger("all", contract=contract)
    return Ledger(period, first.isoformat(), last.isoformat() if last else None, contract)


async def turn(portal: Portal, ledger: Ledger, page: int = 0) -> tuple[Ledger, LedgerOut]:
    """A page of it. Raises UserError for one never offered."""
    if not 0 <= page < len(ledger.cursors):
        raise UserError("list-too-old")
    found = await portal.ledger(
        first=ledger.first,
        last=ledger.last,
        contract=ledger.contract or None,
        limit=PAGE,
        cursor=ledger.cursors[page],
    )
    more = [found.next_cursor] if found.next_cursor else []
    return replace(ledger, page=page, cursors=(*ledger.cursors[: page + 1], *more)), found
