"""Accepting goods: what has come of each line, and the claim that the rest of it makes. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.services.portal.claim_models import ClaimableLine

_LINE = re.compile(
    r"(?P<number>\d{1,4})\s*[:=\-–—]\s*(?P<come>\d{1,9}(?:[.,]\d{1,3})?)"
    r"(?:\s*,?\s*(?:брак|бой|бит\w*|поврежд\w*|bad|broken)\s*:?\s*(?P<bad>\d{1,9}(?:[.,]\d{1,3})?))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Come:
    """So much of a line has come, and so much of that is bad."""

    come: Decimal
    bad: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Wrong:
    """A line of which something is missing or bad."""

    line: ClaimableLine
    missing: Decimal
    bad: Decimal


def parse_come(text: str) -> dict[int, Come] | None:
    """`3: 8`, `3: 8 брак 2`, several a line each; None where any is none of it."""
    found: dict[int, Come] = {}
    for piece in filter(None, (piece.strip() for piece in re.split(r"[;\n]", text))):
        match = _LINE.fullmatch(piece)
        if match is None:
            return None
        come = _decimal(match["come"])
        found[int(match["number"])] = Come(come, min(_decimal(match["bad"] or "0"), come))
    return found or None


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def as_data(come: Come) -> dict[str, str]:
    return {"come": f"{come.come:f}", "bad": f"{come.bad:f}"}


def come_of(checked: Mapping[str, Mapping[str, str]], number: int) -> Come | None:
    """None: nobody has looked at the line."""
    kept = checked.get(str(number))
    return Come(Decimal(kept["come"]), Decimal(kept["bad"])) if kept else None


def wrong_of(
    checked: Mapping[str, Mapping[str, str]], lines: Sequence[ClaimableLine]
) -> list[Wrong]:
    """What is not as it should be; a line that was not ticked has not come."""
    found = []
    for line in lines:
        if not line.left:
            continue
        come = come_of(checked, line.number) or Come(Decimal(0))
        missing = max(line.left - come.come, Decimal(0))
        bad = min(come.bad, line.left - missing)
        if missing or bad:
            found.append(Wrong(line, missing, bad))
    return found


def kind_of(wrong: Sequence[Wrong]) -> str:
    """One claim has one kind; of both, its words tell."""
    return "shortage" if any(each.missing for each in wrong) else "damage"


def claimed(wrong: Sequence[Wrong]) -> dict[str, str]:
    return {str(each.line.number): f"{each.missing + each.bad:f}" for each in wrong}
